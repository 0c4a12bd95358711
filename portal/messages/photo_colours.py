"""Any kind of pixels as plain RGB on white paper, in the colours that every screen knows (sRGB)."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageCms

PROFILE_BYTES = 1_000_000  # those of cameras have 500 bytes to 4 kB, those of printers 500 kB


def to_srgb(image: Image.Image) -> Callable[[Image.Image], Image.Image]:
    """How a part of a picture becomes RGB. A profile that cannot be used is passed over."""
    profile = image.info.get("icc_profile")
    if not isinstance(profile, bytes) or not 0 < len(profile) <= PROFILE_BYTES:
        return _on_paper
    mode = "CMYK" if image.mode == "CMYK" else "RGB"
    try:
        transform = ImageCms.buildTransform(
            ImageCms.getOpenProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"), mode, "RGB"
        )
    except Exception:  # noqa: BLE001 - colours a little off are better than no photo
        return _on_paper

    def convert(band: Image.Image) -> Image.Image:
        band = band if band.mode == mode == "CMYK" else _on_paper(band)
        return ImageCms.applyTransform(band, transform) or band

    return convert


def _on_paper(band: Image.Image) -> Image.Image:
    """Any mode as RGB; what can be seen through is white behind."""
    if band.mode.startswith("I"):  # 16 bits a pixel: Pillow cuts off what is above 255
        band = band.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif band.mode == "RGBa":
        band = band.convert("RGBA")
    if band.mode in {"LA", "PA", "RGBA"} or "transparency" in band.info:
        ink = band.convert("RGBA")
        paper = Image.new("RGB", ink.size, "white")
        paper.paste(ink, mask=ink.getchannel("A"))
        return paper
    return band.convert("RGB")
