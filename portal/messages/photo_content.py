"""A photo, opened by one of three decoders only and written anew: upright, small, without a past.

No format but JPEG, PNG and HEIC reaches a decoder: their classes are called by name, so Pillow's
list of formats, long and open to plug-ins, is never asked. What is kept is pixels on fresh paper:
no EXIF (place and time), XMP, comment, colour profile, thumbnail or second picture can come along.
"""

from io import BytesIO

from PIL import Image
from PIL.Image import Resampling, Transpose
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from portal.messages.attachment_faults import Damaged, NotPhotoOrPdf, TooManyPixels
from portal.messages.jpeg_segments import frame_of
from portal.messages.photo_colours import to_srgb

# An A4 page that fills two thirds of the picture keeps 180 dots an inch: 8 point text stays clear.
LONG_SIDE = 2200
QUALITY = 82

# A JPEG of one scan is shrunk while it is decoded, line by line, so the 200 megapixels of the
# largest phone cameras fit. One of several scans is held whole, with up to 8 bytes a pixel; phones
# write none, and programs that do make small ones.
JPEG_PIXELS = 210_000_000
SCANNED_JPEG_PIXELS = 40_000_000
MAX_SCANS = 100  # about ten are usual; each costs the time of a whole picture

# PNG and HEIC are decoded whole, with about 6 and 8 bytes a pixel: 50 megapixels are the most that
# phones write as HEIC, and an A4 page scanned at 600 dots an inch has 35.
PNG_PIXELS = 51_000_000
HEIC_PIXELS = 51_000_000

BAND = (
    128  # lines of the result that are made at a time, so that no second whole picture is in memory
)

EXIF_ORIENTATION = 0x0112
TURNS = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}

HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})


def upright_jpeg(data: bytes) -> bytes:
    """A photo as a progressive JPEG of at most LONG_SIDE pixels a side.

    Raises NotPhotoOrPdf, Damaged or TooManyPixels, and whatever a decoder raises for a broken file.
    """
    image = _opened(data)
    turn = TURNS.get(_orientation(image))
    small = _shrunk(image)
    image.close()
    if turn is not None:
        small = small.transpose(turn)
    out = BytesIO()
    small.save(out, "JPEG", quality=QUALITY, progressive=True, optimize=True, subsampling="4:2:0")
    return out.getvalue()


def _opened(data: bytes) -> ImageFile:
    """The first picture of a file, decoded. Its size is checked before."""
    if data.startswith(b"\xff\xd8\xff"):
        image: ImageFile = _jpeg(data)
    elif data.startswith(b"\x89PNG\r\n\x1a\n"):
        image = PngImageFile(BytesIO(data))
        _require_pixels(image.size, PNG_PIXELS)
    elif data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS:
        image = _heic(data)
    else:
        raise NotPhotoOrPdf
    image.load()
    return image


def _jpeg(data: bytes) -> JpegImageFile:
    frame = frame_of(data)
    size = frame.width, frame.height
    _require_pixels(size, SCANNED_JPEG_PIXELS if frame.several_scans else JPEG_PIXELS)
    if frame.several_scans and data.count(b"\xff\xda") > MAX_SCANS:
        raise Damaged
    image = JpegImageFile(BytesIO(data))
    if image.size != size:
        raise Damaged
    scale = LONG_SIDE / max(size)
    image.draft(None, (max(1, round(size[0] * scale)), max(1, round(size[1] * scale))))
    return image


def _heic(data: bytes) -> ImageFile:
    """Raises NotPhotoOrPdf where the decoder for iPhone photos is not installed."""
    try:
        from pillow_heif import HeifImageFile
    except ImportError as error:
        raise NotPhotoOrPdf from error
    image: ImageFile = HeifImageFile(BytesIO(data))  # type: ignore[no-untyped-call]
    _require_pixels(image.size, HEIC_PIXELS)
    return image


def _require_pixels(size: tuple[int, int], limit: int) -> None:
    if min(size) < 1:
        raise Damaged
    if size[0] * size[1] > limit:
        raise TooManyPixels


def _orientation(image: ImageFile) -> int:
    """How the camera was held, 1 to 8. A HEIC is turned already, and says 1."""
    try:
        return int(image.getexif().get(EXIF_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - broken EXIF costs the turn, not the photo
        return 1


def _shrunk(image: ImageFile) -> Image.Image:
    """The picture as RGB on white, at most LONG_SIDE a side: in bands by whole steps, then exactly."""
    width, height = image.size
    step = max(1, max(width, height) // LONG_SIDE)
    in_srgb = to_srgb(image)
    small = Image.new("RGB", (-(-width // step), -(-height // step)), "white")
    for top in range(0, height, BAND * step):
        band = image.crop((0, top, width, min(top + BAND * step, height)))
        small.paste(in_srgb(band).reduce(step), (0, top // step))
    small.thumbnail((LONG_SIDE, LONG_SIDE), Resampling.LANCZOS, reducing_gap=None)
    return small
