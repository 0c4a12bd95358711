"""Forms that somebody has filled in: every answer is on the page, or the form is not taken."""

from io import BytesIO

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String, parse_content_stream

from portal.messages.attachment_content import FormNotShown, cleaned
from portal.messages.pdf_letters import shown
from tests.messages.attachment_samples import (
    add_fields,
    form_xobject,
    saved,
    simple_pdf,
    text_field,
)

MULTILINE, COMB, PASSWORD, COMBO, RADIO = 1 << 12, 1 << 24, 1 << 13, 1 << 17, 1 << 15
LINES = "Jag bor i Malmö sedan 2019.\nMina barn går i Östra skolan, och jag söker arbete som kock."


def answers(content: bytes) -> str:
    """What is written into the page by the drawings that were fields once."""
    with Pdf.open(BytesIO(content)) as pdf:
        pieces = pdf.pages[0].obj.get("/Resources", {}).get("/XObject", {})
        words = (
            shown(each.operands) for key in pieces for each in parse_content_stream(pieces[key])
        )
        return b" ".join(words).decode("cp1252").strip()


def filled(*makers, **form) -> bytes:
    """A form with fields that are made by functions of a PDF."""
    pdf = simple_pdf()
    add_fields(pdf, *(make(pdf) for make in makers))
    for key, value in form.items():
        pdf.Root.AcroForm[f"/{key}"] = value
    return saved(pdf)


def field(value: str, *, drawn: bytes | None = None, rect=(72, 500, 300, 520), **more):
    def make(pdf: Pdf) -> Dictionary:
        one = text_field(pdf, value, drawn=drawn)
        one.Rect = Array(rect)
        for key, each in more.items():
            one[f"/{key}"] = each
        return one

    return make


LARGE = (72, 300, 400, 400)


@pytest.mark.parametrize(
    "make",
    [
        field(LINES, Ff=MULTILINE, rect=LARGE),
        field(LINES, rect=LARGE),  # several lines, though the field says one
        field(LINES, Ff=MULTILINE, rect=LARGE, DA=String("/Helv 0 Tf 0 g")),  # as large as fits
        field(LINES, Ff=MULTILINE, rect=LARGE, DA=String("/Helv 30 Tf 0 g")),
        field(LINES, Ff=MULTILINE, rect=LARGE, DA=String("/Gone 10 Tf 0 g")),
        field(LINES, Ff=MULTILINE, rect=LARGE, drawn=b"/Tx BMC EMC"),
        field(LINES, Ff=MULTILINE, rect=LARGE, drawn=b"1 g 0 0 9 9 re f /Tx BMC q BT ET Q EMC"),
    ],
)
def test_an_answer_of_several_lines_is_drawn_whole(make):
    assert answers(cleaned(filled(make)).content).split() == LINES.split()


@pytest.mark.parametrize("without", ["DR", "NeedAppearances"])
def test_a_form_that_lacks_what_it_should_have_is_drawn_too(without):
    pdf = simple_pdf()
    add_fields(pdf, field(LINES, Ff=MULTILINE, rect=LARGE)(pdf), field("Åsa", DA=String(""))(pdf))
    del pdf.Root.AcroForm[f"/{without}"]
    assert answers(cleaned(saved(pdf)).content).split() == [*LINES.split(), "Åsa"]


def test_a_text_too_wide_for_its_field_is_drawn_smaller():
    text = "Jag söker arbete som kock, och helst i Malmö"
    assert answers(cleaned(filled(field(text))).content) == text
    assert answers(cleaned(filled(field("198001011234", Ff=COMB, MaxLen=12))).content) == (
        "198001011234"
    )


def test_a_choice_is_drawn_by_its_name_and_not_by_its_code():
    names = Array([Array([String("1"), String("Ja, hela tiden")]), Array(["2", "Nej"])])
    choice = field("1", FT=Name.Ch, Ff=COMBO, Opt=names)
    assert answers(cleaned(filled(choice)).content) == "Ja, hela tiden"


def test_a_drawing_from_before_the_answer_was_changed_is_redone_where_the_form_says_so():
    old = field("Ny adress", drawn=b"/Tx BMC BT (Gammal adress) Tj ET EMC")
    assert answers(cleaned(filled(old, NeedAppearances=True)).content) == "Ny adress"
    assert answers(cleaned(filled(old, NeedAppearances=False)).content) == "Gammal adress"
    outlines = field("Åsa", drawn=b"0 0 m 1 1 2 2 3 3 c f")
    assert answers(cleaned(filled(outlines, NeedAppearances=False)).content) == ""


def ticked(pdf: Pdf, *looks: str, **more) -> Dictionary:
    states = Dictionary({f"/{each}": form_xobject(pdf, b"(x) Tj") for each in looks})
    return field("", FT=Name.Btn, V=Name.Ja, AP=Dictionary(N=states), **more)(pdf)


def test_a_ticked_box_shows_its_tick():
    data = filled(lambda pdf: ticked(pdf, "Ja", "Off"))
    assert answers(cleaned(data).content) == "x"
    for not_ticked in (
        lambda pdf: ticked(pdf, "Ja", Ff=1 << 16),
        field("", FT=Name.Btn, V=Name.Off),
        field("", FT=Name.Sig),
    ):
        assert answers(cleaned(filled(not_ticked)).content) == ""


@pytest.mark.parametrize(
    "make",
    [
        field("رحيم"),
        field("رحيم", drawn=b"/Tx BMC EMC"),
        field("Łódź"),
        field(LINES * 20, Ff=MULTILINE, rect=LARGE),  # more than its field holds
        field(LINES, Ff=MULTILINE, rect=(72, 500, 300, 510)),
        field("Ett mycket långt svar " * 20),
        field("hemligt", Ff=PASSWORD),
        field("", FT=Name.Ch, V=Array([String("a"), String("b")])),
        lambda pdf: ticked(pdf, "Off"),
        field("", FT=Name.Btn, V=Name.Ja),
        field("Min kommentar", Subtype=Name.FreeText, FT=Name.None_),
    ],
)
def test_an_answer_that_cannot_be_drawn_is_told_and_not_lost_in_silence(make):
    with pytest.raises(FormNotShown):
        cleaned(filled(make))


def test_what_is_drawn_by_hand_and_has_no_drawing_is_not_lost_in_silence():
    for kind in ("FreeText", "Ink", "Circle"):
        pdf = simple_pdf()
        note = Dictionary(
            Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array([72, 600, 300, 620]),
            Contents=String("Ja"), F=4,
        )  # fmt: skip
        pdf.pages[0].obj.Annots = Array([note])
        with pytest.raises(FormNotShown):
            cleaned(saved(pdf))
        note.F = 2  # hidden
        assert cleaned(saved(pdf)).pages == 1


def test_what_nobody_sees_needs_no_drawing():
    for hidden in (field("رحيم", F=2), field("رحيم", rect=(0, 0, 0, 0)), field("")):
        assert answers(cleaned(filled(hidden)).content) == ""


XFA = b"""<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template><subform/></template>
<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><form1>
<namn>%b</namn></form1></xfa:data></xfa:datasets></xdp:xdp>"""


def program(answer: bytes, *makers) -> Pdf:
    pdf = simple_pdf(text="Please wait")
    add_fields(pdf, *(make(pdf) for make in makers))
    if not makers:
        del pdf.pages[0].obj.Annots
    pdf.Root.AcroForm.XFA = pdf.make_stream(XFA % answer)
    return pdf


def test_a_form_that_is_a_program_is_not_shown_as_please_wait():
    needs = program(b"Lena", field("Lena"))
    needs.Root.NeedsRendering = True
    in_parts = program(b"Lena", field(""))
    words = in_parts.make_stream(XFA % b"Lena")
    in_parts.Root.AcroForm.XFA = Array([String("preamble"), String("datasets"), words])
    signature = field("", FT=Name.Sig)
    for pdf in (
        needs, in_parts, program(b"Lena"), program(b""), program(b"Lena", field("")),
        program(b"Lena", signature),
    ):  # fmt: skip
        with pytest.raises(FormNotShown):
            cleaned(saved(pdf))


def test_a_form_that_also_has_common_fields_is_shown_by_them():
    assert answers(cleaned(saved(program(b"Lena", field("Lena")))).content) == "Lena"
    assert cleaned(saved(program(b" \n", field("")))).pages == 1
    shut = program(b"Lena")
    shut.Root.AcroForm.XFA = Array([])
    assert cleaned(saved(shut)).pages == 1
