"""Which files are taken in at all, and that nothing but the reasons given ever comes out."""

import time
import zipfile
from io import BytesIO
from threading import Thread
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image

from portal.messages import attachment_content
from portal.messages.attachment_content import (
    MAX_BYTES,
    CleanContent,
    Damaged,
    NothingThere,
    NotPhotoOrPdf,
    NotReadable,
    NotTaken,
    TooLarge,
    cleaned,
)
from portal.messages.attachment_opening import SECONDS, written_anew
from tests.messages.attachment_samples import (
    add_fields,
    corners,
    phone_jpeg,
    saved,
    simple_pdf,
    text_field,
    written,
)


def zip_file() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("beslut.pdf", "%PDF-1.7")
    return out.getvalue()


OTHERS = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "html with a PDF in it": b"<!doctype html>\n%PDF-1.7\n",
    "zip": zip_file(),
    "text": "Hej Lena, här är mitt beslut.".encode(),
    "postscript": b"%!PS-Adobe-3.0\n",
    "film": b"\x00\x00\x00\x18ftypisom" + bytes(100),
    "avif": b"\x00\x00\x00\x18ftypavif" + bytes(100),
    "one letter": b"\xff",
    **{
        kind.lower(): written(corners(), kind)
        for kind in ("GIF", "TIFF", "WEBP", "BMP", "ICO", "PPM", "TGA", "JPEG2000", "ICNS")
    },
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_kinds_of_files_are_refused(name):
    with pytest.raises(NotPhotoOrPdf):
        cleaned(OTHERS[name])


def test_no_file_is_told_apart_from_a_wrong_one():
    for nothing in (b"", BytesIO()):
        with pytest.raises(NothingThere):
            cleaned(nothing)


def test_ten_megabytes_are_taken_and_no_byte_more():
    photo = phone_jpeg()
    most = photo + bytes(MAX_BYTES - len(photo))
    assert cleaned(BytesIO(most)).media_type == "image/jpeg"
    for more in (most + b"\0", BytesIO(most + b"\0")):
        with pytest.raises(TooLarge):
            cleaned(more)


def test_a_stream_without_end_is_read_to_the_limit_only():
    class Endless(BytesIO):
        taken = 0

        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert size >= 0
            self.taken += size
            return b"\xff" * size

    stream = Endless()
    with pytest.raises(TooLarge):
        cleaned(stream)
    assert stream.taken == MAX_BYTES + 1


def test_what_is_kept_may_be_no_larger_either(monkeypatch):
    photo = written(Image.effect_noise((300, 300), 80), "PNG")
    kept = len(cleaned(photo).content)
    tiny = written(Image.new("1", (300, 300)), "PNG")
    assert len(tiny) < kept
    monkeypatch.setattr(attachment_content, "MAX_BYTES", len(cleaned(tiny).content) - 1)
    assert len(tiny) < attachment_content.MAX_BYTES
    with pytest.raises(TooLarge):
        cleaned(tiny)


def test_what_is_kept_says_what_it_is():
    photo = cleaned(phone_jpeg())
    assert (photo.media_type, photo.extension, photo.pages) == ("image/jpeg", ".jpg", 1)
    assert photo.content.startswith(b"\xff\xd8\xff")
    pdf = cleaned(saved(simple_pdf(3)))
    assert (pdf.media_type, pdf.extension, pdf.pages) == ("application/pdf", ".pdf", 3)
    assert pdf.content.startswith(b"%PDF-")


@pytest.mark.parametrize("make", [phone_jpeg, lambda: saved(simple_pdf(2))])
def test_the_same_file_gives_the_same_bytes(make):
    data = make()
    assert cleaned(data) == cleaned(BytesIO(data))


def test_two_files_in_one_become_the_first_alone():
    photo, pdf = phone_jpeg(), saved(simple_pdf())
    with_page = cleaned(photo + b"<html><script>alert(1)</script>")
    assert b"<script" not in with_page.content
    with_pdf = cleaned(photo + pdf)
    assert with_pdf.media_type == "image/jpeg"
    assert b"%PDF" not in with_pdf.content
    with_archive = cleaned(pdf + zip_file())
    assert with_archive.media_type == "application/pdf"
    assert b"PK\x03\x04" not in with_archive.content
    with pytest.raises(Damaged):
        cleaned(b"%PDF-1.7\n" + photo)


def test_a_pdf_may_begin_after_a_mark_or_an_empty_line():
    assert cleaned(b"\xef\xbb\xbf\r\n" + saved(simple_pdf())).pages == 1


def test_advice_can_be_given_for_both_kinds_of_unreadable_files():
    assert issubclass(NotPhotoOrPdf, NotReadable)
    assert issubclass(Damaged, NotReadable)
    assert not issubclass(TooLarge, NotReadable)


def test_only_one_file_is_open_at_a_time():
    done: list[CleanContent] = []
    second = Thread(target=lambda: done.append(cleaned(phone_jpeg())))
    with attachment_content.ONE_AT_A_TIME:
        second.start()
        second.join(2)  # four times what it takes
        assert second.is_alive()
        assert done == []
    second.join(10)
    assert len(done) == 1


WRITING = """
import tempfile
from portal.messages.attachment_opening import _hold_limits
_hold_limits()
with tempfile.TemporaryFile(buffering=0) as file:
    file.write(b"x")
"""


def in_the_other_process(program: str) -> str:
    """What a program says that runs as the opening of a file does."""
    with patch.object(attachment_content, "OPENING", ("-c", program)):
        return attachment_content._answer(b"\xff").decode()


def test_the_process_that_opens_a_file_knows_no_secret(monkeypatch):
    monkeypatch.setenv("PORTAL_SECRET_KEY", "canary")
    seen = in_the_other_process("import os; print(dict(os.environ))")
    assert "PYTHONPATH" in seen
    assert "canary" not in seen


@pytest.mark.parametrize(
    "program",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "from portal.messages import attachment_opening as a; a._hold_limits(); bytes(a.MEMORY)",
        WRITING,
    ],
    ids=["crash", "memory", "file"],
)
def test_a_decoder_that_crashes_or_asks_too_much_ends_alone(program):
    with pytest.raises(Damaged):
        in_the_other_process(program)


def test_a_decoder_that_runs_on_is_ended():
    limits = "import resource; print(resource.getrlimit(resource.RLIMIT_CPU)[0])"
    hold = "from portal.messages import attachment_opening as a; a._hold_limits();"
    assert in_the_other_process(hold + limits).strip() == str(SECONDS)
    start = time.monotonic()
    with patch.object(attachment_content, "PATIENCE", 0.2), pytest.raises(Damaged):
        in_the_other_process("while True: pass")
    assert time.monotonic() - start < 10


def test_the_way_is_free_again_after_a_file_that_failed():
    with pytest.raises(Damaged):
        cleaned(phone_jpeg()[:300])
    assert not attachment_content.ONE_AT_A_TIME.locked()


def form_pdf() -> bytes:
    pdf = simple_pdf(2)
    add_fields(pdf, text_field(pdf, "hej", drawn=b"q Q"), text_field(pdf, "Lena"))
    return saved(pdf)


SMALL = corners(64, 48)
REAL = [
    written(SMALL, "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08" + bytes(6)),
    written(SMALL, "JPEG", progressive=True),
    written(SMALL, "PNG"),
    written(SMALL.quantize(8), "PNG", transparency=1),
    written(SMALL, "HEIF"),
    saved(simple_pdf(2)),
    form_pdf(),
]
STARTS = [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"\0\0\0\x18ftypheic", b"%PDF-1.7\n"]
OFTEN = settings(max_examples=300, deadline=None, derandomize=True)


def outcome(data: bytes) -> CleanContent | NotTaken:
    """Anything else that is raised fails the test."""
    try:
        result = written_anew(data)
    except NotTaken as reason:
        return reason
    assert result.content.startswith((b"\xff\xd8\xff\xe0", b"%PDF-"))
    return result


@pytest.mark.filterwarnings("ignore")  # decoders warn of damage, and go on
@OFTEN
@given(start=some.sampled_from(STARTS), rest=some.binary(max_size=2000))
def test_any_bytes_are_taken_or_refused(start, rest):
    outcome(start + rest)


@pytest.mark.filterwarnings("ignore")
@OFTEN
@given(
    data=some.sampled_from(REAL),
    places=some.lists(some.tuples(some.floats(0, 1), some.integers(0, 255)), max_size=12),
    cut=some.floats(0, 1),
    shall_cut=some.booleans(),
    more=some.binary(max_size=30),
)
def test_a_real_file_with_damage_is_taken_or_refused(data, places, cut, shall_cut, more):
    hurt = bytearray(data)
    for place, value in places:
        hurt[int(place * (len(hurt) - 1))] = value
    if shall_cut:
        middle = int(cut * len(hurt))
        hurt = hurt[:middle] + more + hurt[middle + len(more) * 2 :]
    outcome(bytes(hurt))
