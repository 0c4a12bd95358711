"""A photo or PDF from a stranger, made safe to keep: opened, and written anew without its past.

The name and the declared type of a file play no part: what it is, is told by its bytes alone, and
nothing of it is kept but what a reader sees. This part knows neither the database nor the web.
"""

import logging
from dataclasses import dataclass
from threading import Lock
from typing import BinaryIO

from portal.messages.attachment_faults import (
    Damaged,
    LockedPdf,
    NothingThere,
    NotPhotoOrPdf,
    NotReadable,
    NotTaken,
    TooLarge,
    TooManyPages,
    TooManyPixels,
)

__all__ = [
    "MAX_BYTES",
    "CleanContent",
    "Damaged",
    "LockedPdf",
    "NotPhotoOrPdf",
    "NotReadable",
    "NotTaken",
    "NothingThere",
    "TooLarge",
    "TooManyPages",
    "TooManyPixels",
    "cleaned",
]

log = logging.getLogger(__name__)

MAX_BYTES = 10 * 1024 * 1024

PDF_MARGIN = b"\xef\xbb\xbf\r\n\t "  # what careless programs write before a PDF begins

# An opened picture takes up to half a gigabyte. Two at once, and a small server is out of memory.
ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class CleanContent:
    """A file as it is kept: a JPEG or a PDF that this program has written itself."""

    media_type: str
    extension: str
    content: bytes
    pages: int = 1


def cleaned(source: BinaryIO | bytes) -> CleanContent:
    """What is kept of a file. Waits while this process opens another one.

    Raises NothingThere, TooLarge, NotPhotoOrPdf, Damaged, LockedPdf, TooManyPixels or TooManyPages;
    nothing else, whatever the bytes.
    """
    data = _read(source)
    if not data:
        raise NothingThere
    if len(data) > MAX_BYTES:
        raise TooLarge
    with ONE_AT_A_TIME:
        try:
            result = _written_anew(data)
        except NotTaken:
            raise
        except Exception as error:  # whatever a decoder raises for a stranger's bytes
            log.info("a file could not be opened: %s", type(error).__name__)
            raise Damaged from error
    if len(result.content) > MAX_BYTES:
        raise TooLarge
    return result


def _read(source: BinaryIO | bytes) -> bytes:
    """One byte more than is allowed at most, so that a stream without end ends here."""
    return source if isinstance(source, bytes) else source.read(MAX_BYTES + 1)


def _written_anew(data: bytes) -> CleanContent:
    if data.lstrip(PDF_MARGIN).startswith(b"%PDF-"):
        from portal.messages.pdf_content import pdf_without_activity

        content, pages = pdf_without_activity(data)
        return CleanContent("application/pdf", ".pdf", content, pages)
    from portal.messages.photo_content import upright_jpeg

    return CleanContent("image/jpeg", ".jpg", upright_jpeg(data))
