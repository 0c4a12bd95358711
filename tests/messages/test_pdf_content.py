"""PDFs: the pages stay as they look, and all that acts, hides or remembers is gone."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Encryption, Name, Pdf, Stream, StreamDecodeLevel, String

from portal.messages.attachment_content import (
    Damaged,
    LockedPdf,
    TooManyPages,
    cleaned,
)
from portal.messages.attachment_opening import MEMORY
from portal.messages.jpeg_segments import segments
from portal.messages.pdf_content import MAX_PAGES
from tests.messages.attachment_samples import (
    SECRET,
    add_fields,
    form_xobject,
    index_growing,
    index_in_lzw,
    laid_open,
    memory_taken,
    pdf_growing,
    phone_jpeg,
    saved,
    simple_pdf,
    text_field,
)

TRACES = (
    b"JavaScript", b"app.alert", b"OpenAction", b"/AA", b"/Launch", b"/URI", b"SubmitForm",
    b"EmbeddedFile", b"MZ-program", b"/AcroForm", b"/XFA", b"/Annots", b"/Outlines", b"/Names",
    b"/Metadata", b"/PieceInfo", b"/Thumb", b"/Info", b"/Author", b"Exif", b"Roseng",
)  # fmt: skip


def script(text: str = "app.alert(1)") -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(text))


def hostile_pdf() -> Pdf:
    """All at once that a PDF can do to its reader or tell about its writer."""
    pdf = simple_pdf(2)
    root, page = pdf.Root, pdf.pages[0].obj
    root.OpenAction = script()
    root.AA = Dictionary(WC=script())
    root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script()])))
    pdf.attachments["run.exe"] = b"MZ-program"
    with pdf.open_metadata() as remarks:
        remarks["dc:title"] = SECRET
    pdf.docinfo[Name.Author] = SECRET
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("x", action=Dictionary(S=Name.URI, URI="x:y")))
    root.AcroForm = Dictionary(
        Fields=Array([text_field(pdf, "")]), XFA=pdf.make_stream(b"<xdp>app.alert</xdp>")
    )
    page.AA = Dictionary(O=script())
    page.PieceInfo = Dictionary(Any=Dictionary(Private=String(SECRET)))
    page.Thumb = pdf.make_stream(SECRET.encode())
    page.Annots = Array(
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
        for action in (
            Dictionary(S=Name.URI, URI="https://example.org"),
            Dictionary(S=Name.Launch, F=String("cmd.exe")),
            Dictionary(S=Name.SubmitForm, F=String("https://example.org")),
            script(),
        )
    )
    return pdf


def photo_in(pdf: Pdf, data: bytes) -> Stream:
    return Stream(
        pdf, data, Type=Name.XObject, Subtype=Name.Image, Width=320, Height=240,
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
        Metadata=pdf.make_stream(SECRET.encode()),
    )  # fmt: skip


def drawn(content: bytes, page: int = 0) -> bytes:
    """What is drawn on a page, with the pieces that it is put together from."""
    with Pdf.open(BytesIO(content)) as pdf:
        thing = pdf.pages[page]
        thing.contents_coalesce()
        pieces = thing.obj.get("/Resources", {}).get("/XObject", {})
        looks = [pieces[key].read_bytes() for key in pieces if pieces[key].Subtype == Name.Form]
        return b"\n".join([thing.Contents.read_bytes(), *looks])


def test_nothing_of_a_hostile_pdf_survives_but_its_pages():
    pdf = hostile_pdf()
    page = pdf.pages[0].obj
    page.Resources = Dictionary(
        XObject=Dictionary(Im0=photo_in(pdf, phone_jpeg())),
        Properties=Dictionary(MC0=Dictionary(Metadata=pdf.make_stream(SECRET.encode()))),
    )
    data = saved(pdf)
    before = laid_open(data)
    for trace in TRACES:
        assert trace in before, trace
    clean = cleaned(data)
    after = laid_open(clean.content)
    for trace in TRACES:
        assert trace not in after, trace
    assert clean.pages == 2
    assert b"(Beslut 0) Tj" in drawn(clean.content)
    assert b"(Beslut 1) Tj" in drawn(clean.content, 1)
    with Pdf.open(BytesIO(clean.content)) as result:
        assert set(result.Root.keys()) == {"/Type", "/Pages"}
        assert "/Info" not in result.trailer
        assert result.check_pdf_syntax() == []


def test_a_photo_in_a_pdf_keeps_its_pixels_only():
    pdf = simple_pdf()
    photo = phone_jpeg()
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im0=photo_in(pdf, photo + b"Exif")))
    with Pdf.open(BytesIO(cleaned(saved(pdf)).content)) as result:
        image = result.pages[0].obj.Resources.XObject.Im0
        kept = image.read_raw_bytes()
        assert {marker for marker, _, _ in segments(kept)} == {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}
        assert kept[kept.index(b"\xff\xda") :] == photo[photo.rindex(b"\xff\xda") :]
        assert pikepdf.PdfImage(image).as_pil_image().size == (320, 240)


def test_a_photo_in_a_pdf_whose_remarks_cannot_be_told_from_it_is_damage():
    pdf = simple_pdf()
    photo = photo_in(pdf, b"rubbish" + phone_jpeg())
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im0=photo))
    with pytest.raises(Damaged):
        cleaned(saved(pdf))


def test_external_files_and_printer_programs_are_dropped_from_streams():
    pdf = simple_pdf()
    program = Stream(pdf, b"(x) run quit", Type=Name.XObject, Subtype=Name.PS)
    outside = form_xobject(pdf, b"q Q")
    outside.Ref = Dictionary(F=String("//host/share.pdf"), Page=0)
    outside.OPI = Dictionary(F=String("//host/share.tif"))
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(A=program, B=outside))
    data = saved(pdf)
    assert b"//host/share" in laid_open(data)
    after = laid_open(cleaned(data).content)
    assert b"//host/share" not in after
    assert b"run quit" not in after
    assert b"/A " in after  # its name stays, so that the page finds nothing instead of an error


def test_what_somebody_wrote_on_a_page_is_drawn_into_it():
    pdf = simple_pdf()
    note, hidden = (
        Dictionary(
            Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([72, 600, 300, 620]), F=flags,
            AP=Dictionary(N=form_xobject(pdf, text)), Contents=String(SECRET), T=String(SECRET),
        )
        for text, flags in ((b"(Min kommentar) Tj", 4), (b"(Gammalt) Tj", 2))
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([note, hidden])
    content = cleaned(saved(pdf)).content
    assert b"(Min kommentar) Tj" in drawn(content)
    assert b"(Gammalt)" not in drawn(content)
    assert SECRET.encode() not in laid_open(content)
    assert b"/Annots" not in laid_open(content)


def test_a_filled_in_form_keeps_its_answers_and_is_no_form_any_more():
    pdf = simple_pdf()
    add_fields(
        pdf,
        text_field(pdf, "رحيم", drawn=b"<0102> Tj"),  # drawn already, in a font of its own
        text_field(pdf, "Åsa Öberg"),  # only noted; the reader's program was to draw it
        text_field(pdf, ""),
    )
    content = cleaned(saved(pdf)).content
    assert b"<0102> Tj" in drawn(content)
    assert b"<c5736120d662657267> Tj" in drawn(content)  # "Åsa Öberg" in WinAnsi
    after = laid_open(content)
    assert b"/AcroForm" not in after
    assert b"/Widget" not in after


@pytest.mark.parametrize(
    "encryption",
    [
        pytest.param({"R": 2, "aes": False, "metadata": False}, id="RC4 40"),
        pytest.param({"R": 3, "aes": False, "metadata": False}, id="RC4 128"),
        pytest.param({"R": 4, "aes": False, "metadata": False}, id="RC4 128, named"),
        pytest.param({"R": 4, "aes": True, "metadata": False}, id="AES 128, its remarks open"),
        pytest.param({"R": 4, "aes": True}, id="AES 128"),
        pytest.param({"R": 5}, id="AES 256 of Acrobat 9"),
        pytest.param({"R": 6}, id="AES 256"),
    ],
)
@pytest.mark.filterwarnings("ignore:Encryption R=5 is deprecated")
def test_a_pdf_that_opens_for_everybody_is_no_locked_one(encryption):
    pdf = simple_pdf(2)
    photo = phone_jpeg()
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im0=photo_in(pdf, photo)))
    add_fields(pdf, text_field(pdf, "Åsa Öberg"))
    forbids = pikepdf.Permissions(extract=False, modify_other=False, print_highres=False)

    def kept_with(**passwords: str) -> bytes:
        how = Encryption(**passwords, **encryption, allow=forbids)
        return cleaned(saved(pdf, encryption=how)).content

    content = kept_with(owner="owner", user="")
    assert b"/Encrypt" not in content
    with Pdf.open(BytesIO(content)) as result:
        assert not result.is_encrypted
        assert result.allow.extract
        assert result.check_pdf_syntax() == []
        image = result.pages[0].obj.Resources.XObject.Im0
        assert pikepdf.PdfImage(image).as_pil_image().size == (320, 240)
        assert b"Exif" not in image.read_raw_bytes()
    assert b"(Beslut 0) Tj" in drawn(content)
    assert b"<c5736120d662657267> Tj" in drawn(content)
    assert b"(Beslut 1) Tj" in drawn(content, 1)
    for user, owner in (("hemligt", "owner"), ("hemligt", "hemligt"), ("hemligt", "")):
        with pytest.raises(LockedPdf):
            kept_with(user=user, owner=owner)


@pytest.mark.parametrize(
    ("known", "unknown"),
    [(b"/Filter /Standard", b"/Filter /AdobPSec"), (b"/V 4", b"/V 9"), (b"/R 4", b"/R 9")],
)
def test_a_lock_that_the_library_does_not_know_is_a_lock_and_no_damage(known, unknown):
    how = {"object_stream_mode": pikepdf.ObjectStreamMode.disable}
    data = saved(simple_pdf(), encryption=Encryption(owner="owner", user="", R=4), **how)
    assert known in data
    with pytest.raises(LockedPdf):
        cleaned(data.replace(known, unknown))


def test_fifty_pages_are_taken_and_no_page_more():
    assert cleaned(saved(simple_pdf(MAX_PAGES))).pages == MAX_PAGES
    with pytest.raises(TooManyPages):
        cleaned(saved(simple_pdf(MAX_PAGES + 1)))


def page_tree(kids: bytes, *more: bytes) -> bytes:
    """A PDF with these branches, written by hand, for no library writes such trees."""
    data, places = bytearray(b"%PDF-1.4\n"), []
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[" + kids + b"]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        *more,
    )
    for number, words in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%b endobj\n" % (number, words)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    return bytes(data) + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (size, start)


def test_pages_are_counted_and_not_believed():
    assert cleaned(page_tree(b"3 0 R")).pages == 1
    for times in (MAX_PAGES + 1, 1900, 4000):
        with pytest.raises(TooManyPages):
            cleaned(page_tree(b"3 0 R " * times))
    many = b"<</Type/Pages/Count 1/Kids[" + b"3 0 R " * 30 + b"]>>"
    with pytest.raises(TooManyPages):
        cleaned(page_tree(b"4 0 R 4 0 R", many))


def test_a_tree_that_bites_its_tail_or_has_no_page_is_refused():
    for kids in (b"2 0 R", b"2 0 R 2 0 R", b"", b"9 0 R", b"17"):
        with pytest.raises((Damaged, TooManyPages)):
            cleaned(page_tree(kids))


def test_what_a_page_inherits_stays_with_it():
    pdf = simple_pdf()
    page, tree = pdf.pages[0].obj, pdf.Root.Pages
    del page[Name.MediaBox]
    tree.MediaBox, tree.Rotate = Array([0, 0, 300, 400]), 90
    with Pdf.open(BytesIO(cleaned(saved(pdf)).content)) as result:
        assert list(result.pages[0].mediabox) == [0, 0, 300, 400]
        assert result.pages[0].obj.Rotate == 90


def test_an_older_version_of_a_page_is_not_kept():
    pdf = simple_pdf(text=SECRET.encode().decode("latin-1"))
    old = saved(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    assert b"Roseng" in old
    with Pdf.open(BytesIO(old)) as again:
        number = again.pages[0].obj.Contents.objgen[0]
    new = b"%d 0 obj<</Length 10>>stream\n(Nytt) Tj \nendstream endobj\n" % number
    data = old[: old.index(b"\nxref") + 1] + new + old[old.index(b"trailer") :]
    data = data[: data.index(b"startxref")] + b"startxref\n0\n%%EOF"
    content = cleaned(data).content
    assert b"(Nytt) Tj" in drawn(content)
    assert b"Roseng" not in laid_open(content)


def test_a_hidden_layer_stays_hidden():
    pdf = simple_pdf()
    shown, hidden = (
        pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in ("a", "b")
    )
    pdf.Root.OCProperties = Dictionary(
        OCGs=Array([shown, hidden]),
        D=Dictionary(OFF=Array([hidden]), AS=Array([Dictionary(Event=Name.Print)])),
    )
    pdf.pages[0].obj.Resources = Dictionary(Properties=Dictionary(L0=shown, L1=hidden))
    with Pdf.open(BytesIO(cleaned(saved(pdf)).content)) as result:
        layers, names = result.Root.OCProperties, result.pages[0].obj.Resources.Properties
        assert [layer.objgen for layer in layers.D.OFF] == [names.L1.objgen]
        assert set(layers.D.keys()) == {"/OFF"}


def test_streams_that_would_grow_are_never_opened():
    """A gigabyte of drawing stays a megabyte; an index that grows is damage, not memory."""
    for data, result in ((pdf_growing(400), "application/pdf"), (index_growing(400), "Damaged")):
        assert len(data) < 1_000_000
        outcome, megabytes = memory_taken(data)
        assert outcome == result
        assert megabytes < 80


def test_no_stream_is_opened_to_be_packed_better():
    pdf = simple_pdf()
    packed = b"20" * 1000 + b">"
    pdf.pages[0].obj.Contents.write(packed, filter=Name.ASCIIHexDecode)
    data = saved(pdf, stream_decode_level=StreamDecodeLevel.none, compress_streams=False)
    assert packed in data
    with Pdf.open(BytesIO(cleaned(data).content)) as result:
        page = result.pages[0].obj.Contents
        assert page.Filter == Name.ASCIIHexDecode
        assert page.read_raw_bytes() == packed


def test_what_no_library_bounds_the_kernel_bounds():
    small, large = index_in_lzw(3), index_in_lzw(1200)
    assert cleaned(small).pages == 1
    assert len(large) < 1_000_000
    outcome, megabytes = memory_taken(large)
    assert outcome == "Damaged"
    assert megabytes < MEMORY // 1024**2


def test_half_a_pdf_is_damage_or_its_whole_pages():
    data = saved(simple_pdf(3), compress_streams=False)
    for part in (0.05, 0.1):
        with pytest.raises(Damaged):
            cleaned(data[: int(len(data) * part)])
