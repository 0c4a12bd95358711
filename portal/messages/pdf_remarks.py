"""What fonts, pictures and layers of a PDF carry along that no reader shows."""

from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Stream

from portal.messages.attachment_faults import Damaged
from portal.messages.jpeg_segments import without_remarks

MAX_DEPTH = 100

# Not /A and /AA: among resources these are plausible names of fonts, and nothing there is an action.
REMARKS = frozenset(
    {"/Metadata", "/PieceInfo", "/LastModified", "/AF", "/EF", "/JS", "/JavaScript", "/XFA"}
)
# Of a stream also: the file its bytes are in (/F and others), and what else may be shown instead.
STREAM_REMARKS = REMARKS | frozenset(
    {"/F", "/FFilter", "/FDecodeParms", "/Ref", "/OPI", "/Alternates", "/PS", "/Subtype2"}
)


def strip(thing: Any, depth: int = 0) -> None:
    """Takes remarks out of an object and of what stands in it; what it refers to has its own turn.

    Raises Damaged for a picture whose beginning cannot be told from its remarks.
    """
    if depth > MAX_DEPTH:
        raise Damaged
    if isinstance(thing, Stream):
        _strip_keys(thing, STREAM_REMARKS)
        _strip_stream(thing)
    elif isinstance(thing, Dictionary):
        _strip_keys(thing, REMARKS)
    for value in _parts(thing):
        if isinstance(value, (Array, Dictionary)) and not value.is_indirect:
            strip(value, depth + 1)


def _parts(thing: Any) -> list[Any]:
    if isinstance(thing, (Dictionary, Stream)):
        return [thing[key] for key in thing.keys()]  # noqa: SIM118 - a stream has no iterator
    return list(thing) if isinstance(thing, Array) else []


def _strip_keys(thing: Object, keys: frozenset[str]) -> None:
    for key in keys & set(thing.keys()):
        del thing[key]


def _strip_stream(stream: Stream) -> None:
    """A photo in a PDF is a JPEG as the camera wrote it, with the place where it was taken."""
    if stream.get("/Subtype") == Name.PS:  # a program for a printer
        stream.write(b"")
        return
    filters = stream.get("/Filter")
    only = filters[0] if isinstance(filters, Array) and len(filters) == 1 else filters
    if only == Name.DCTDecode:
        parms: Any = stream.get("/DecodeParms")
        clean = without_remarks(stream.read_raw_bytes())
        stream.write(clean, filter=Name.DCTDecode, decode_parms=parms)
