"""The opening of a stranger's file, in a short-lived process that can take nothing with it.

Decoders are large programs in C: a hostile file may make one crash, run on, or ask for all memory,
and not every such file can be told beforehand. So the kernel holds the limits, a crash ends this
process and no other, and no secret is in its environment. Input and output are its pipes.
"""

import json
import sys
from contextlib import suppress
from dataclasses import dataclass

from portal.messages.attachment_faults import Damaged, NotTaken

MEMORY = (
    1024**3
)  # bytes of address space; the largest photos that are allowed take two thirds of it
SECONDS = 30  # of the processor; they take two
PDF_MARGIN = b"\xef\xbb\xbf\r\n\t "  # what careless programs write before a PDF begins


@dataclass(frozen=True, slots=True)
class CleanContent:
    """A file as it is kept: a JPEG or a PDF that this program has written itself."""

    media_type: str
    extension: str
    content: bytes
    pages: int = 1


def written_anew(data: bytes) -> CleanContent:
    """A photo or PDF without its past. Raises a NotTaken, whatever the bytes."""
    try:
        if data.lstrip(PDF_MARGIN).startswith(b"%PDF-"):
            from portal.messages.pdf_content import pdf_without_activity

            content, pages = pdf_without_activity(data)
            return CleanContent("application/pdf", ".pdf", content, pages)
        from portal.messages.photo_content import upright_jpeg

        return CleanContent("image/jpeg", ".jpg", upright_jpeg(data))
    except NotTaken:
        raise
    except Exception as error:  # whatever a decoder raises for a stranger's bytes
        raise Damaged(type(error).__name__) from error


def main() -> None:
    """Reads a file from the standard input; writes a line of JSON, and what is kept of the file."""
    _hold_limits()
    data = sys.stdin.buffer.read()
    try:
        clean = written_anew(data)
    except NotTaken as reason:
        head, content = {"fault": type(reason).__name__, "cause": str(reason)}, b""
    else:
        head = {"media_type": clean.media_type, "extension": clean.extension}
        head["pages"], content = str(clean.pages), clean.content
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + content)


def _hold_limits() -> None:
    """Where the system has them, which all have but Windows."""
    with suppress(ImportError):
        import resource

        for kind, most in (
            (resource.RLIMIT_AS, MEMORY),
            (resource.RLIMIT_CPU, SECONDS),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main()
