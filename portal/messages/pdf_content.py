"""A PDF, written anew from what its pages show: no scripts, actions, files, forms or past.

The new document is built from nothing and only named things are carried over, so whatever else a
PDF can hold (JavaScript, OpenAction, links, outlines, embedded files, XFA, older versions of a
page, XMP, title and author) needs no list to be left out. Notes, stamps and filled-in fields are
first drawn into the page, for they are what the sender wrote; then no annotation at all is kept.
Streams are copied as they are and never opened, so one that would grow to gigabytes stays small.
"""

import logging
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf
from pikepdf.settings import set_qpdf_limits

from portal.messages.attachment_faults import Damaged, LockedPdf, TooManyPages
from portal.messages.pdf_fields import draw_annotations
from portal.messages.pdf_programs import require_drawn_form
from portal.messages.pdf_remarks import strip

# It would fill the log with every fault of a stranger's file.
logging.getLogger("pikepdf").setLevel(logging.CRITICAL)

MAX_PAGES = 50
MAX_TREE = 2000  # knots of the page tree, more than fifty pages ever need

# What makes a page look as it does. Not: Annots, AA (actions), B (threads), Metadata, PieceInfo.
PAGE_KEYS = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit"}
    | {"/Resources", "/Contents", "/Group"}
)
# Which layers of a drawing are hidden. Not: AS, which changes them when a page is printed.
LAYER_KEYS = frozenset({"/OCGs", "/D"})
LAYER_DEFAULTS = frozenset({"/BaseState", "/ON", "/OFF"})

# The index of a PDF is compressed and has to be opened: this is what a piece of it may grow to;
# programs write pieces of some hundred objects. A broken index can be made up again, but only where
# objects lie open: those of a million pages would be made before anybody could count them.
MAX_MEMORY = 4 * 1024 * 1024
MAX_MEMORY_BROKEN = 1
MAX_WARNINGS_BROKEN = 1000
MAX_ITEMS = 200_000  # of one list or dictionary
MAX_FILTERS = 4
UNKNOWN_LOCK = "encryption dictionary"  # where the library says that it knows no such lock


def pdf_without_activity(data: bytes) -> tuple[bytes, int]:
    """A PDF as its pages show it, and how many there are.

    Raises Damaged, FormNotShown, LockedPdf or TooManyPages, and whatever pikepdf raises for a broken file.
    """
    with _opened(data) as source, Pdf.new() as fresh:
        _require_few_pages(source)
        require_drawn_form(source)
        draw_annotations(source)
        for page in source.pages:
            _keep_only(page.obj, PAGE_KEYS)
        fresh.pages.extend(source.pages)
        _copy_layers(source, fresh)
        for thing in fresh.objects:
            strip(thing)
        if not len(fresh.pages):
            raise Damaged
        return _saved(fresh), len(fresh.pages)


def _opened(data: bytes) -> Pdf:
    """Raises LockedPdf. A PDF whose index is whole is opened without touching its pages.

    What its writer has forbidden, and the reader's program is asked to refuse, is no lock: it
    opens for everybody, and is written anew without any encryption.
    """
    try:
        try:
            _set_limits(MAX_MEMORY, 0)  # with a limit of warnings, the library looks at all pages
            source = _read(data, attempt_recovery=False)
        except pikepdf.PdfError as error:
            if UNKNOWN_LOCK in str(error):
                raise LockedPdf from error
            _set_limits(MAX_MEMORY_BROKEN, MAX_WARNINGS_BROKEN)
            source = _read(data, attempt_recovery=True)
    except pikepdf.PasswordError as error:
        raise LockedPdf from error
    if source.is_encrypted and not source.user_password_matched:  # an empty password of its owner
        source.close()
        raise LockedPdf
    _set_limits(MAX_MEMORY, 0)  # they hold for writing too
    return source


def _read(data: bytes, *, attempt_recovery: bool) -> Pdf:
    return Pdf.open(
        BytesIO(data),
        suppress_warnings=True,
        inherit_page_attributes=False,
        attempt_recovery=attempt_recovery,
    )


def _set_limits(memory: int, warnings: int) -> None:
    """Of the whole process, in which nothing else reads PDFs, and only one at a time."""
    set_qpdf_limits(
        flate_max_memory=memory,
        run_length_max_memory=memory,
        png_max_memory=MAX_MEMORY,
        tiff_max_memory=MAX_MEMORY,
        max_stream_filters=MAX_FILTERS,
        parser_max_container_size=MAX_ITEMS,
        doc_max_warnings=warnings,
    )


def _require_few_pages(source: Pdf) -> None:
    """Counts the leaves of the page tree. The library would first make a million pages to do so."""
    waiting: list[Any] = [source.Root.Pages]
    pages = seen = 0
    while waiting:
        knot = waiting.pop()
        kids = knot.get("/Kids") if isinstance(knot, Dictionary) else None
        seen += 1
        if not isinstance(kids, Array):
            pages += 1
        elif len(kids) + len(waiting) > MAX_TREE:
            raise TooManyPages
        else:
            waiting.extend(list(kids))
        if pages > MAX_PAGES or seen > MAX_TREE:
            raise TooManyPages


def _copy_layers(source: Pdf, fresh: Pdf) -> None:
    """A layer that was hidden stays hidden; without this all of them would be drawn."""
    layers = source.Root.get("/OCProperties")
    if not isinstance(layers, Dictionary):
        return
    _keep_only(layers, LAYER_KEYS)
    if isinstance(layers.get("/D"), Dictionary):
        _keep_only(layers.D, LAYER_DEFAULTS)
    fresh.Root[Name.OCProperties] = fresh.copy_foreign(source.make_indirect(layers))


def _keep_only(thing: Object, keys: frozenset[str]) -> None:
    for key in set(thing.keys()) - keys:
        del thing[key]


def _saved(fresh: Pdf) -> bytes:
    out = BytesIO()
    fresh.save(
        out,
        min_version="1.7",
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        compress_streams=False,  # or it opens LZW and others, to pack them better
        recompress_flate=False,
        object_stream_mode=ObjectStreamMode.generate,
        deterministic_id=True,
    )
    return out.getvalue()
