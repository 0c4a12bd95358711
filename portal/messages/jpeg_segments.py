"""The parts of a JPEG before its pixels: how large it says it is, and what else it carries along.

Source: ITU-T T.81, annex B (markers), and the JFIF and Adobe conventions for APP0 and APP14.
"""

from collections.abc import Iterator
from typing import NamedTuple

from portal.messages.attachment_faults import Damaged

START, SCAN = 0xD8, 0xDA
# Baseline, extended and progressive, all with Huffman codes: what cameras and programs write.
FRAMES = frozenset({0xC0, 0xC1, 0xC2})
PROGRESSIVE = 0xC2
RARE_FRAMES = frozenset(range(0xC3, 0xD0)) - {0xC4, 0xC8, 0xCC}  # lossless and arithmetic ones
JFIF, ADOBE = 0xE0, 0xEE  # how the colours are coded; without them a picture changes its colours
REMARKS = (frozenset(range(0xE0, 0xF0)) | {0xFE}) - {JFIF, ADOBE}  # EXIF, XMP, places, comments


class Segment(NamedTuple):
    """A marker, and where in the file it and what belongs to it start and end."""

    marker: int
    start: int
    end: int


class Frame(NamedTuple):
    """The size of a picture in pixels, and whether all of it is in memory before a line is out."""

    width: int
    height: int
    several_scans: bool


def segments(data: bytes) -> Iterator[Segment]:
    """The segments from the first after the start up to the first scan, which is the last given.

    Raises Damaged for anything between them: a decoder that skips it may see another picture.
    """
    if data[:2] != bytes((0xFF, START)):
        raise Damaged
    place = 2
    while True:
        start = place
        while data[place : place + 2] == b"\xff\xff":  # padding is allowed before a marker
            place += 1
        head = data[place : place + 4]
        length = int.from_bytes(head[2:], "big")
        if len(head) < 4 or head[0] != 0xFF or length < 2 or place + 2 + length > len(data):
            raise Damaged
        place += 2 + length
        yield Segment(head[1], start, place)
        if head[1] == SCAN:
            return


def frame_of(data: bytes) -> Frame:
    """What a JPEG says of itself. Raises Damaged if it says nothing, or two things."""
    frames: list[tuple[int, bytes]] = []
    scan = b""
    for marker, start, end in segments(data):
        if marker in RARE_FRAMES:
            raise Damaged
        if marker in FRAMES:
            frames.append((marker, _payload(data[start:end])))
        scan = _payload(data[start:end])
    if len(frames) != 1 or len(frames[0][1]) < 6 or not scan:
        raise Damaged
    marker, frame = frames[0]
    height, width = int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big")
    return Frame(width, height, marker == PROGRESSIVE or scan[0] < frame[5])


def without_remarks(data: bytes) -> bytes:
    """The same pixels without EXIF, XMP, comments and profiles. Raises Damaged as segments() does.

    What follows the end of the picture goes too: phones hide films and second pictures there.
    """
    kept = [data[:2]]
    end = 2
    for marker, start, end in segments(data):
        if marker not in REMARKS:
            kept.append(data[start:end])
    ends_with = b"\xff\xd9"
    stop = data.find(ends_with, end)  # a 255 among the pixels is always followed by a 0
    return b"".join((*kept, data[end:] if stop < 0 else data[end : stop + 2]))


def _payload(segment: bytes) -> bytes:
    return segment.lstrip(b"\xff")[3:]
