"""The letters in which a field of a form is drawn when no program has drawn it yet: Helvetica.

It is one of the fonts that every reader of PDFs has (ISO 32000-1, 9.6.2.2), so nothing is enclosed
but how wide its letters are, and with that it is known whether a text fits into its field.
"""

from collections.abc import Iterable
from typing import Any

from pikepdf import Annotation, Array, Dictionary, Name, Pdf, String, parse_content_stream
from pikepdf.canvas import SimpleFont

ENCODING = "cp1252"  # WinAnsi: the letters that the library can draw
FONT = Name.Portal
# Of the letters 32 to 255 in thousandths of the size, from Adobe's metrics of Helvetica.
WIDTHS = """
278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556
556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833
722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556
556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334
260 334 584 350 556 350 222 556 333 1000 556 556 333 1000 667 333 1000 350 611 350 350 222 222
333 333 350 556 1000 333 1000 500 333 944 350 500 667 278 333 556 556 556 556 260 556 333 737
370 556 584 333 737 333 400 584 333 333 333 556 537 278 333 333 365 556 834 834 834 611 667
667 667 667 667 667 1000 722 667 667 667 667 278 278 278 278 722 722 778 778 778 778 778 584
778 722 722 722 722 667 667 611 556 556 556 556 556 556 889 500 556 556 556 556 278 278 278
278 556 556 556 556 556 556 556 584 611 556 556 556 556 500 556 500
"""
ASCENT, DESCENT = 718, -207
MARGIN = 2  # points that a line keeps from the sides of its field, together


def helvetica(source: Pdf) -> SimpleFont:
    """The font, known to the form of a PDF by the name of FONT."""
    data = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
        Encoding=Name.WinAnsiEncoding, FirstChar=32, LastChar=255,
        Widths=Array(int(width) for width in WIDTHS.split()),
        FontDescriptor=Dictionary(
            Type=Name.FontDescriptor, FontName=Name.Helvetica, Flags=32, ItalicAngle=0,
            FontBBox=Array([-166, -225, 1000, 931]), Ascent=ASCENT, Descent=DESCENT,
            CapHeight=ASCENT, StemV=88,
        ),
    )  # fmt: skip
    form: Any = source.Root.AcroForm
    if not isinstance(form.get("/DR"), Dictionary):
        form.DR = Dictionary()
    if not isinstance(form.DR.get("/Font"), Dictionary):
        form.DR.Font = Dictionary()
    form.DR.Font[FONT] = source.make_indirect(data)
    return SimpleFont(form.DR.Font[FONT])


def fits(drawn: Annotation, text: str, font: SimpleFont, size: float) -> bool:
    """Whether the look of a field holds every word of a text, and none sticks out of it."""
    lines, words = [b""], b""
    for each in parse_content_stream(drawn.obj.AP.N):
        if str(each.operator) == "T*":
            lines.append(b"")
        piece = shown(each.operands)
        lines[-1] += piece
        words += b" " + piece
    box = drawn.rect.to_bbox()
    widest = max(font.text_width(line, size) for line in lines)
    height = (len(lines) - 1) * size + (ASCENT - DESCENT) * size / 1000
    whole = words.split() == text.encode(ENCODING).split()
    return whole and widest + MARGIN <= box.width and height <= box.height


def shown(operands: Iterable[Any]) -> bytes:
    """The text among what an operator of a drawing is given, as its bytes."""
    return b"".join(
        bytes(each) if isinstance(each, String) else shown(each)
        for each in operands
        if isinstance(each, (String, Array))
    )
