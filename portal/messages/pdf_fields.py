"""What was written on the pages of a PDF after it was made, drawn into them."""

import re
from typing import Any

from pikepdf import (
    AcroForm,
    AcroFormField,
    Annotation,
    Array,
    Dictionary,
    Name,
    Pdf,
    PdfError,
    Stream,
    String,
    parse_content_stream,
)
from pikepdf.canvas import SimpleFont
from pikepdf.form import ExtendedAppearanceStreamGenerator

from portal.messages.attachment_faults import FormNotShown
from portal.messages.pdf_letters import ENCODING, FONT, fits, helvetica, shown

WRITTEN = frozenset({"/Tx", "/Ch"})  # fields that hold a text or one of several choices
MULTILINE, PASSWORD, PUSHED = 1 << 12, 1 << 13, 1 << 16  # ISO 32000-1, tables 226 and 228
OUT_OF_SIGHT = 1 << 1 | 1 << 5  # hidden, or shown on paper alone: table 165
# What people write and draw on a page themselves. Each reader would draw it in its own way.
BY_HAND = frozenset(
    {"/FreeText", "/Ink", "/Stamp", "/Line", "/Square", "/Circle", "/StrikeOut"}
)  # fmt: skip
SIZE = re.compile(rb"([0-9.]+)\s+Tf")
SIZES = (12, 11, 10, 9, 8, 7, 6)  # points; smaller than that nobody can read
# Operators that leave a mark of their own, other than the ground and the frame of a field.
MARKS = frozenset({"Tj", "TJ", "'", '"', "Do", "INLINE IMAGE", "c", "v", "y"})
LONGEST_LOOK = 64 * 1024  # bytes of one field's drawing; an empty one has less than a hundred


def draw_annotations(source: Pdf) -> None:
    """Notes, stamps and fields become a part of the page; links and hidden things leave no trace.

    Raises FormNotShown where something cannot be drawn whole: a half-empty form misleads.
    """
    form = source.acroform
    if form.exists:
        _draw_fields(source, form)
    for page in source.pages:
        for each in _annotations(page.obj):
            if str(each.get("/Subtype")) in BY_HAND and _is_seen(each) and not _look(each):
                raise FormNotShown
    source.flatten_annotations("all")


def _annotations(page: Any) -> list[Any]:
    found = page.get("/Annots")
    return [each for each in found if hasattr(each, "keys")] if isinstance(found, Array) else []


def _draw_fields(source: Pdf, form: AcroForm) -> None:
    redraw = form.needs_appearances
    source.Root.AcroForm[Name.NeedAppearances] = False
    font = helvetica(source)
    for page in source.pages:
        for annotation in form.get_widget_annotations_for_page(page):
            field = form.get_field_for_annotation(annotation)
            if not _is_seen(annotation.obj):
                continue
            if field.field_type in WRITTEN and _lacks_drawing(field, annotation, redraw=redraw):
                _draw(source, form, field, font)
            elif field.field_type == "/Btn" and not field.flags & PUSHED:
                _tick(form, field)


def _is_seen(annotation: Any) -> bool:
    left, low, right, high = (float(each) for each in annotation.Rect)
    return left != right and low != high and not int(annotation.get("/F", 0)) & OUT_OF_SIGHT


def _look(annotation: Any) -> Any:
    looks = annotation.get("/AP")
    return looks.get("/N") if isinstance(looks, Dictionary) else None


def _lacks_drawing(field: AcroFormField, annotation: Annotation, *, redraw: bool) -> bool:
    """Whether a field has an answer and no drawing of it, or one from before it was changed.

    Raises FormNotShown for an answer that cannot be drawn here.
    """
    text, drawn = _text_of(field), _text_in(_look(annotation.obj))
    if not text or (drawn and not redraw):
        return False
    try:
        return text.encode(ENCODING) not in drawn
    except UnicodeEncodeError as error:
        if drawn:  # in a font of its own, which does not say what its letters are
            return False
        raise FormNotShown from error


def _text_of(field: AcroFormField) -> str:
    """What was answered, as it is read: the name of a choice and not its code."""
    if field.field_type == "/Ch" and isinstance(field.value, Array):
        raise FormNotShown
    text = field.value_as_string
    options: Any = field.get_inheritable_field_value("/Opt")
    for each in options if field.field_type == "/Ch" and isinstance(options, Array) else ():
        if isinstance(each, Array) and str(each[0]) == text:
            text = str(each[1])
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


def _text_in(look: Any) -> bytes:
    """The text of a drawing, or a word for any other mark in it; what is long is not opened."""
    if not isinstance(look, Stream):
        return b""
    if len(look.read_raw_bytes()) > LONGEST_LOOK:
        return b"long"
    found = b""
    try:
        for each in parse_content_stream(look):
            if str(each.operator) in MARKS:
                found += shown(each.operands) or b"mark"
    except PdfError:  # it grows beyond all measure when it is opened
        return b"long"
    return found


def _draw(source: Pdf, form: AcroForm, field: AcroFormField, font: SimpleFont) -> None:
    """Draws an answer in the size its field asks for, or the next in which it fits."""
    text, generator = _text_of(field), ExtendedAppearanceStreamGenerator(source, form)
    asked = SIZE.search(field.default_appearance)
    largest = float(asked[1]) if asked and float(asked[1]) else SIZES[0]
    several = MULTILINE if "\n" in text or field.flags & MULTILINE else 0
    if field.flags & PASSWORD:
        raise FormNotShown
    field.obj.V, field.obj.Ff = String(text), several
    places = form.get_annotations_for_field(field)
    for size in (largest, *(each for each in SIZES if each < largest)):
        field.obj.DA = String(f"{FONT} {size} Tf 0 g")
        for place in places:
            place.obj.AP = Dictionary()
        generator.generate_text(field)
        if all(fits(place, text, font, size) for place in places if _is_seen(place.obj)):
            return
    raise FormNotShown


def _tick(form: AcroForm, field: AcroFormField) -> None:
    """A box that is ticked, or one of several, shows its tick. Raises FormNotShown where none has."""
    if not isinstance(field.value, Name) or field.value == Name.Off:
        return
    ticks = 0
    for place in form.get_annotations_for_field(field):
        look = _look(place.obj)
        if isinstance(look, Dictionary) and field.value in look:
            place.obj.AS = field.value
            ticks += 1
    if not ticks:
        raise FormNotShown
