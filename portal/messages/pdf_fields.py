"""What was written on the pages of a PDF after it was made, drawn into them."""

from typing import Any

from pikepdf import AcroForm, AcroFormField, Annotation, Name, Pdf

from portal.messages.attachment_faults import Damaged

WRITTEN = frozenset({"/Tx", "/Ch"})  # fields that hold a text or one of several choices
MULTILINE = 1 << 12  # ISO 32000-1, table 228
LATIN = "cp1252"  # the letters that the library can draw


def draw_annotations(source: Pdf) -> None:
    """Notes, stamps and fields become a part of the page; links and hidden things leave no trace.

    Raises Damaged for a field that holds more than can be drawn: a half-empty form misleads.
    """
    form = source.acroform
    if form.exists:
        source.Root.AcroForm[Name.NeedAppearances] = False
        for page in source.pages:
            for annotation in form.get_widget_annotations_for_page(page):
                _draw_field(form, annotation)
    source.flatten_annotations("all")


def _draw_field(form: AcroForm, annotation: Annotation) -> None:
    """Draws a field that no program has drawn yet. A drawing is not redone: opening one may burst."""
    drawing: Any = annotation.obj.get("/AP")
    field = form.get_field_for_annotation(annotation)
    text = field.value_as_string
    if field.field_type not in WRITTEN or not text or (drawing is not None and Name.N in drawing):
        return
    if not _is_simple(field, text):
        raise Damaged
    field.generate_appearance(annotation)


def _is_simple(field: AcroFormField, text: str) -> bool:
    try:
        text.encode(LATIN)
    except UnicodeEncodeError:
        return False
    return len(text.splitlines()) == 1 and not field.flags & MULTILINE
