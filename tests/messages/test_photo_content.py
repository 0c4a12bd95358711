"""Photos: upright, readable, small, in the right colours, and without anything but pixels."""

import sys
from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image, ImageDraw, ImageFont

from portal.messages.attachment_content import Damaged, NotPhotoOrPdf, TooManyPixels, cleaned
from portal.messages.attachment_opening import written_anew
from portal.messages.jpeg_segments import frame_of, segments
from portal.messages.photo_content import HEIC_PIXELS, JPEG_PIXELS, LONG_SIDE, MAX_SCANS, PNG_PIXELS
from tests.messages.attachment_samples import (
    SECRET,
    colours_of,
    corners,
    exif,
    heic_saying,
    jpeg_saying,
    memory_taken,
    phone_jpeg,
    png_saying,
    srgb_profile,
    swapped_profile,
    written,
)

UPRIGHT = ["red", "green", "blue", "yellow"]
# Tables, the frame of a progressive picture, its first scan, and JFIF: all that a picture needs.
NEEDED = {0xE0, 0xDB, 0xC2, 0xC4, 0xDA}


def picture(data: bytes) -> Image.Image:
    return Image.open(BytesIO(cleaned(data).content))


def require_no_trace(content: bytes) -> None:
    assert {marker for marker, _, _ in segments(content)} <= NEEDED
    assert content.count(b"\xff\xd8\xff") == 1  # no thumbnail, no second picture
    assert content.endswith(b"\xff\xd9")
    for trace in (SECRET.encode(), b"Exif", b"xmp", b"ICC_PROFILE", b"MPF"):
        assert trace not in content
    with Image.open(BytesIO(content)) as image:
        assert (image.mode, image.format) == ("RGB", "JPEG")
        assert not image.getexif()
        assert set(image.info) == {
            "jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression",
        }  # fmt: skip


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_upright_however_the_phone_was_held(orientation):
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    held = corners().transpose(undo[orientation]) if orientation > 1 else corners()
    for kind in ("JPEG", "PNG"):
        result = picture(written(held, kind, exif=exif(orientation)))
        assert result.size == (320, 240)
        assert colours_of(result) == UPRIGHT


def test_nothing_of_a_phone_photo_survives_but_its_pixels():
    photo = phone_jpeg(orientation=6)
    for trace in (SECRET.encode(), b"Exif", b"xmp", b"ICC_PROFILE"):
        assert trace in photo
    assert Image.open(BytesIO(photo)).getexif().get_ifd(0x8825)[2] == (55.0, 35.0, 2.0)
    require_no_trace(cleaned(photo).content)


def test_a_heic_is_upright_and_without_its_place():
    held = corners()
    held.info["exif"] = exif(6).tobytes()  # written twice: in EXIF, and as the turn that counts
    photo = written(held, "HEIF", xmp=SECRET.encode())
    assert SECRET.encode() in photo
    assert b"irot" in photo
    content = cleaned(photo).content
    require_no_trace(content)
    result = Image.open(BytesIO(content))
    assert result.size == (240, 320)
    assert colours_of(result) == ["blue", "red", "yellow", "green"]


def test_a_turn_that_only_exif_knows_does_not_count_in_a_heic():
    """ISO/IEC 23008-12, A.2.1: readers ignore it, so turning would put the photo on its side."""
    assert colours_of(picture(written(corners(), "HEIF", exif=exif(6)))) == UPRIGHT


def test_a_heic_is_no_photo_where_its_decoder_is_missing(monkeypatch):
    photo = written(corners(), "HEIF")
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(NotPhotoOrPdf):
        written_anew(photo)


def test_texts_in_a_png_do_not_survive():
    from PIL.PngImagePlugin import PngInfo

    remarks = PngInfo()
    remarks.add_text("Comment", SECRET)
    remarks.add_itxt("XML:com.adobe.xmp", SECRET, zip=True)
    photo = written(corners(), "PNG", pnginfo=remarks, exif=exif(), icc_profile=srgb_profile())
    require_no_trace(cleaned(photo).content)


def test_what_can_be_seen_through_becomes_white():
    clear = corners().convert("RGBA")
    clear.putalpha(0)
    half = Image.new("RGBA", (40, 40), (0, 0, 0, 128))
    key = Image.new("P", (40, 40), 3)
    key.putpalette([9, 9, 9] * 8)
    for image, options, white in (
        (clear, {}, 255),
        (half, {}, 127),
        (half.convert("LA"), {}, 127),
        (key, {"transparency": 3}, 255),
        (key, {"transparency": bytes([0, 0, 0, 0])}, 255),
        (key, {"transparency": 2}, 9),
        (Image.new("L", (40, 40), 7), {"transparency": 7}, 255),
        (Image.new("RGB", (40, 40), (7, 8, 9)), {"transparency": (7, 8, 9)}, 255),
    ):
        seen = picture(written(image, "PNG", **options)).getpixel((20, 20))
        assert all(abs(value - white) <= 2 for value in seen)


def test_every_kind_of_pixels_keeps_its_brightness():
    for kind, mode, value, seen in (
        ("PNG", "I;16", 40_000, 156),
        ("PNG", "L", 156, 156),
        ("PNG", "1", 1, 255),
        ("JPEG", "L", 156, 156),
        ("JPEG", "CMYK", (0, 0, 0, 99), 156),
    ):
        result = picture(written(Image.new(mode, (40, 40), value), kind)).getpixel((20, 20))
        assert all(abs(part - seen) <= 2 for part in result), (kind, mode)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_a_colour_profile_is_followed_and_then_dropped(kind):
    red = Image.new("RGB", (64, 64), (220, 30, 30))
    plain = picture(written(red, kind)).getpixel((32, 32))
    assert plain[0] > 180
    assert plain[1] < 80
    content = cleaned(written(red, kind, icc_profile=swapped_profile())).content
    require_no_trace(content)
    turned = Image.open(BytesIO(content)).getpixel((32, 32))
    assert turned[0] < 80
    assert turned[1] > 180


def test_a_broken_or_foreign_profile_costs_no_photo():
    red = Image.new("RGB", (64, 64), (220, 30, 30))
    for profile in (b"no profile", srgb_profile()[:200], bytes(900_000)):
        assert picture(written(red, "PNG", icc_profile=profile)).getpixel((32, 32))[0] > 200
    grey = Image.new("L", (64, 64), 90)
    assert picture(written(grey, "PNG", icc_profile=srgb_profile())).getpixel((3, 3))[0] == 90
    ink = Image.new("CMYK", (64, 64), (0, 255, 255, 0))
    assert picture(written(ink, "JPEG", icc_profile=srgb_profile())).getpixel((3, 3))[0] > 200


def test_broken_exif_costs_the_turn_and_not_the_photo():
    photo = written(corners(), "JPEG", exif=exif(6).tobytes()[:40])
    assert colours_of(picture(photo)) == UPRIGHT


def test_the_first_of_several_pictures_is_the_photo():
    first, second = corners(), Image.new("RGB", (320, 240), "black")
    for kind in ("MPO", "PNG"):
        moving = written(first, kind, save_all=True, append_images=[second, second])
        content = cleaned(moving).content
        require_no_trace(content)
        assert colours_of(Image.open(BytesIO(content))) == UPRIGHT


@pytest.mark.parametrize(("kind", "times"), [("JPEG", 30), ("PNG", 24), ("PNG", 16), ("HEIF", 12)])
def test_a_large_photo_becomes_small_in_the_same_shape(kind, times):
    result = picture(written(corners(200 * times, 120 * times), kind))
    assert result.size == (LONG_SIDE, 1320)
    assert colours_of(result) == UPRIGHT


@pytest.mark.parametrize("size", [(1, 1), (1, 4000), (30_000, 2), (2200, 2200), (2201, 1), (7, 5)])
def test_odd_shapes_are_photos_too(size):
    for kind in ("JPEG", "PNG"):
        result = picture(written(Image.new("RGB", size, "white"), kind))
        assert max(result.size) == min(max(size), LONG_SIDE)
        assert result.getpixel((0, 0)) == (255, 255, 255)


def test_eight_point_text_on_a_page_stays_readable():
    """The strokes of a text of 8 points in a photo of 12 megapixels keep most of their contrast."""
    page = Image.new("RGB", (3024, 4032), (236, 233, 226))
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=28)  # 8 points where 297 mm are 3400 pixels of the photo
    for line in range(300, 3700, 60):
        pen.text((300, line), "Illlil iIlI llIi 0123 beslutet om ersättning", (40, 40, 40), font)
    result = picture(written(page, "JPEG", quality=90)).convert("L")
    # The row through the middle of the first line's capitals: paper and ink take turns.
    scale = LONG_SIDE / 4032
    top = int((300 + 16) * scale)
    row = [result.getpixel((x, top)) for x in range(int(300 * scale), int(520 * scale))]
    dark = [value for before, value in pairwise(row) if value < 130]
    turns = sum((a < 150) != (b < 150) for a, b in pairwise(row))
    assert len(dark) > 20
    assert turns >= 16
    assert max(row) > 200


def test_the_size_is_checked_before_anything_is_opened():
    for data in (
        png_saying(60_000, 60_000),
        png_saying(PNG_PIXELS // 1000 + 1, 1000),
        jpeg_saying(65_000, 65_000),
        jpeg_saying(JPEG_PIXELS // 10_000 + 1, 10_000),
        jpeg_saying(8000, 6000, progressive=True),
        heic_saying(30_000, 30_000),
        heic_saying(HEIC_PIXELS // 1000 + 1, 1000),
    ):
        with pytest.raises(TooManyPixels):
            cleaned(data)


def test_a_size_that_is_a_lie_is_damage():
    for data in (
        png_saying(300, 0),
        png_saying(3000, 3000),
        jpeg_saying(0, 10),
        heic_saying(16, 16),
    ):
        with pytest.raises(Damaged):
            cleaned(data)


def test_a_bomb_takes_no_memory_and_the_largest_phone_photo_little():
    for data, result, most in (
        (png_saying(60_000, 60_000), "TooManyPixels", 30),
        (jpeg_saying(8000, 6000, progressive=True), "TooManyPixels", 30),
        (written(Image.new("L", (16_384, 12_288), 200), "JPEG", quality=30), "image/jpeg", 250),
    ):
        outcome, megabytes = memory_taken(data)
        assert outcome == result
        assert megabytes < most


def test_a_picture_of_thousands_of_scans_is_refused_at_once():
    photo = written(corners(), "JPEG", progressive=True)
    at = photo.rindex(b"\xff\xda")
    scan = photo[at : at + 2 + int.from_bytes(photo[at + 2 : at + 4], "big")]
    with pytest.raises(Damaged):
        cleaned(photo[:-2] + scan * MAX_SCANS + b"\xff\xd9")
    baseline = written(corners(), "JPEG")  # here they are rubbish behind the photo, as phones leave
    assert colours_of(picture(baseline + scan * MAX_SCANS)) == UPRIGHT


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_half_a_photo_is_damage(kind):
    photo = written(corners(800, 600), kind)
    for part in (0.1, 0.5, 0.9):
        with pytest.raises(Damaged):
            cleaned(photo[: int(len(photo) * part)])


def test_a_jpeg_that_says_two_things_is_damage():
    photo = written(corners(), "JPEG")
    frame = photo.index(b"\xff\xc0")
    header = photo[frame : frame + 19]
    rare = {0xC3: "lossless", 0xC9: "arithmetic", 0xC5: "of several sizes"}
    for hostile in (
        photo[:frame] + header + photo[frame:],  # two sizes
        photo[:20] + b"rubbish" + photo[20:],
        photo[:20] + b"\0\xe1\0\4ab" + photo[20:],  # as long as a segment, and none
        photo[:frame] + photo[frame + 19 :],  # no size
        *(photo[: frame + 1] + bytes([marker]) + photo[frame + 2 :] for marker in rare),
        *(
            photo[:frame] + b"\xff" + bytes([marker]) + header[2:] + photo[frame:]
            for marker in rare
        ),
    ):
        with pytest.raises(Damaged):  # here, and not only when a decoder has stumbled over it
            frame_of(hostile)
