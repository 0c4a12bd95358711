"""Forms that are programs (XFA): their pages are drawn from data by the few readers that know how.

Others show the page that stands in for them ("please wait"). Many such forms also come with the
same fields in the common way, and then they are drawn like any other form.
"""

import re
from typing import Any

from pikepdf import AcroFormField, Array, Dictionary, Name, Pdf, PdfError, Stream

from portal.messages.attachment_faults import FormNotShown

DATA = re.compile(rb"<(?:\w+:)?data[\s>].*</(?:\w+:)?data\s*>", re.DOTALL)
ANSWER = re.compile(rb">\s*[^\s<]")


def require_drawn_form(source: Pdf) -> None:
    """Raises FormNotShown for a form whose answers are in no field that its pages show.

    How to tell one is as Firefox does it (pdf.js): XFA, and no field but signatures.
    """
    if source.Root.get("/NeedsRendering"):
        raise FormNotShown
    form: Any = source.Root.get("/AcroForm")
    program = form.get("/XFA") if isinstance(form, Dictionary) else None
    if not isinstance(program, Stream) and not (isinstance(program, Array) and len(program)):
        return
    fields = [each for each in source.acroform.fields if each.field_type != "/Sig"]
    if not any(_is_answered(each) for each in fields) and (not fields or _has_answers(program)):
        raise FormNotShown


def _is_answered(field: AcroFormField) -> bool:
    value = field.value
    return bool(field.value_as_string) or (isinstance(value, (Name, Array)) and value != Name.Off)


def _has_answers(program: Array | Stream) -> bool:
    """Whether the data of the form hold a word. Data that grow beyond measure are taken as such."""
    parts = program if isinstance(program, Array) else [program]
    try:
        words = b"".join(each.read_bytes() for each in parts if isinstance(each, Stream))
    except PdfError:
        return True
    data = DATA.search(words)
    return bool(data and ANSWER.search(data[0]))
