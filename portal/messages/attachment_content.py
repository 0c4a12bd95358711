"""A photo or PDF from a stranger, made safe to keep: opened, and written anew without its past.

The name and the declared type of a file play no part: what it is, is told by its bytes alone, and
nothing of it is kept but what a reader sees. This part knows neither the database nor the web.
"""

import logging
import os
import subprocess
import sys
from threading import Lock
from typing import Any, BinaryIO

from portal import bounded_json
from portal.messages import attachment_faults
from portal.messages.attachment_faults import (
    Damaged,
    FormNotShown,
    LockedPdf,
    NothingThere,
    NotPhotoOrPdf,
    NotReadable,
    NotTaken,
    TooLarge,
    TooManyPages,
    TooManyPixels,
)
from portal.messages.attachment_opening import CleanContent

__all__ = [
    "MAX_BYTES",
    "CleanContent",
    "Damaged",
    "FormNotShown",
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
OPENING = ("-m", "portal.messages.attachment_opening")
LONGEST_HEAD = 4096  # of the line that says what was found
PATIENCE = 60  # seconds, on a server with much else to do

# An open picture takes up to half a gigabyte. Two at once, and a small server is out of memory.
ONE_AT_A_TIME = Lock()


def cleaned(source: BinaryIO | bytes) -> CleanContent:
    """What is kept of a file. Waits while this process has another one opened.

    Raises NothingThere, TooLarge, NotPhotoOrPdf, Damaged, LockedPdf, FormNotShown, TooManyPixels
    or TooManyPages; nothing else, whatever the bytes.
    """
    # One byte more than is allowed, so that a stream without end ends here.
    data = source if isinstance(source, bytes) else source.read(MAX_BYTES + 1)
    if not data:
        raise NothingThere
    if len(data) > MAX_BYTES:
        raise TooLarge
    with ONE_AT_A_TIME:
        answer = _answer(data)
    head, _newline, content = answer.partition(b"\n")
    try:
        result = _result(bounded_json.read_object(head, most=LONGEST_HEAD), content)
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
    ) as error:  # taken over by what it was to open
        raise Damaged from error
    if len(result.content) > MAX_BYTES:
        raise TooLarge
    return result


def _answer(data: bytes) -> bytes:
    """What a process of its own says of a file. Raises Damaged where it comes to no end, or a bad one."""
    command = [sys.executable, *OPENING]
    # Nothing of this process's environment, for that holds secrets. Fewer arenas take less memory.
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "MALLOC_ARENA_MAX": "2"}
    try:
        done = subprocess.run(  # noqa: S603 - this program's own module, without a shell
            command, input=data, capture_output=True, env=environment, timeout=PATIENCE, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        log.warning("a file was given up: %s", error)
        raise Damaged from error
    return done.stdout


def _result(head: dict[str, Any], content: bytes) -> CleanContent:
    if "fault" in head:
        log.info("a file was not taken: %s %s", head["fault"], head["cause"])
        fault: type[NotTaken] = getattr(attachment_faults, str(head["fault"]))
        raise fault
    return CleanContent(head["media_type"], head["extension"], content, int(head["pages"]))
