"""Real files, as phones and programs write them, and what hostile hands make of them."""

import json
import struct
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name, Pdf, Stream, StreamDecodeLevel, String
from PIL import Image

pillow_heif.register_heif_opener()  # of the tests only: the portal writes no HEIC

ROOT = Path(__file__).parents[2]
SECRET = "Rosengård 55.58N"  # stands for all that a file tells about its sender
RED, GREEN, BLUE, YELLOW = (255, 0, 0), (0, 160, 0), (0, 0, 255), (255, 255, 0)


def corners(width: int = 320, height: int = 240) -> Image.Image:
    """Red, green, blue and yellow, from the upper left as one reads."""
    image = Image.new("RGB", (width, height))
    half = width // 2, height // 2
    for colour, place in zip(
        (RED, GREEN, BLUE, YELLOW), ((0, 0), (half[0], 0), (0, half[1]), half), strict=True
    ):
        image.paste(colour, (*place, place[0] + half[0], place[1] + half[1]))
    return image


def colours_of(image: Image.Image) -> list[str]:
    """The four corners of a picture by name, however much a JPEG has blurred them."""
    width, height = image.size
    names = {"red": RED, "green": GREEN, "blue": BLUE, "yellow": YELLOW}
    found = []
    for x, y in ((0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8)):
        seen = image.convert("RGB").getpixel((int(width * x), int(height * y)))
        found.append(min(names, key=lambda name: _distance(names[name], seen)))
    return found


def _distance(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes: how it was held, when, where, and by whom."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010E] = data[0x013B] = SECRET
    data.get_ifd(0x8825).update(
        {1: "N", 2: (55.0, 35.0, 2.0), 3: "E", 4: (13.0, 1.0, 9.0), 27: SECRET.encode()}
    )
    return data


def written(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def phone_jpeg(orientation: int = 1, **options: object) -> bytes:
    """With everything a JPEG can say beside its pixels."""
    return written(
        corners(), "JPEG", exif=exif(orientation), comment=SECRET.encode(),
        xmp=f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode(), icc_profile=swapped_profile(), **options,
    )  # fmt: skip


def srgb_profile() -> bytes:
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def swapped_profile() -> bytes:
    """sRGB with red and green exchanged, so that a picture shows whether a profile was followed."""
    data = bytearray(srgb_profile())
    places = {}
    for number in range(int.from_bytes(data[128:132], "big")):
        at = 132 + 12 * number
        places[bytes(data[at : at + 4])] = at
    red, green = places[b"rXYZ"], places[b"gXYZ"]
    data[red + 4 : red + 12], data[green + 4 : green + 12] = (
        data[green + 4 : green + 12],
        data[red + 4 : red + 12],
    )
    return bytes(data)


def png_saying(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is as large as this."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = b"IDAT" + zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in (header, body, b"IEND")
    )


def jpeg_saying(width: int, height: int, **options: object) -> bytes:
    data = bytearray(written(corners(), "JPEG", **options))
    marker = b"\xff\xc2" if options.get("progressive") else b"\xff\xc0"
    at = data.index(marker) + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def heic_saying(width: int, height: int) -> bytes:
    data = bytearray(written(corners(), "HEIF"))
    at = data.index(b"ispe") + 8
    data[at : at + 8] = struct.pack(">II", width, height)
    return bytes(data)


def simple_pdf(pages: int = 1, text: str = "Beslut") -> Pdf:
    pdf = Pdf.new()
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Contents = pdf.make_stream(f"BT 72 700 Td ({text} {number}) Tj ET".encode())
    return pdf


def saved(pdf: Pdf, **options: object) -> bytes:
    out = BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def laid_open(data: bytes) -> bytes:
    """A PDF with everything in it uncompressed, so that nothing in it can hide from a search."""
    with Pdf.open(BytesIO(data)) as pdf:
        return saved(
            pdf, qdf=True, stream_decode_level=StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False,
        )  # fmt: skip


def zeros(megabytes: int) -> bytes:
    """So many megabytes of nothing, compressed a thousand times."""
    squeeze = zlib.compressobj(9)
    return b"".join(squeeze.compress(bytes(1_000_000)) for _ in range(megabytes)) + squeeze.flush()


def pdf_growing(megabytes: int) -> bytes:
    """A page whose drawing, and a field whose look, would grow to so much if they were opened."""
    pdf = simple_pdf()
    pdf.pages[0].obj.Contents.write(zeros(megabytes), filter=Name.FlateDecode)
    fields = [text_field(pdf, "hej", drawn=b"") for _ in range(20)]
    for field in fields:
        field.AP.N.write(zeros(megabytes // 20), filter=Name.FlateDecode)
    add_fields(pdf, *fields)
    return saved(pdf, stream_decode_level=StreamDecodeLevel.none)


def index_growing(megabytes: int) -> bytes:
    """A PDF whose catalog lies behind so much nothing, in a compressed stream of objects."""
    blank = b" " * 1_000_000
    squeeze = zlib.compressobj(9)
    objects = squeeze.compress(b"10 0 ") + b"".join(
        squeeze.compress(blank) for _ in range(megabytes)
    )
    objects += squeeze.compress(b"<</Type/Catalog/Pages 2 0 R>>") + squeeze.flush()
    return index_of(objects, b"FlateDecode", 5 + 1_000_000 * megabytes)


def index_of(objects: bytes, way: bytes, first: int) -> bytes:
    """A PDF whose catalog is the one object in a stream of objects, and begins there."""
    data, places = bytearray(b"%PDF-1.5\n"), {}

    def add(number: int, words: bytes, stream: bytes = b"") -> None:
        places[number] = len(data)
        tail = b"/Length %d>>stream\n%b\nendstream" % (len(stream), stream) if stream else b""
        data.extend(b"%d 0 obj\n%b%b\nendobj\n" % (number, words, tail))

    add(2, b"<</Type/Pages/Kids[3 0 R]/Count 1>>")
    add(3, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>")
    add(4, b"<</Type/ObjStm/N 1/First %d/Filter/%b" % (first, way), objects)
    places[5], rows = len(data), bytearray()
    for number in range(11):
        kind, place = (2, 4) if number == 10 else (int(number in places), places.get(number, 0))
        rows += bytes([kind]) + place.to_bytes(4, "big") + bytes(1)
    start = len(data)
    add(5, b"<</Type/XRef/Size 11/W[1 4 1]/Root 10 0 R", bytes(rows))
    return bytes(data) + b"startxref\n%d\n%%%%EOF" % start


def index_in_lzw(megabytes: int) -> bytes:
    """The same in a compression of 1984, for which the library knows no limit."""
    bits = packed = 0
    codes = [(256, 9), *((letter, 9) for letter in b"10 0 ")]
    length = 5
    width = 9
    while length < megabytes * 1_000_000:
        codes += [(256, width), (32, 9)]
        length += 1
        for code in range(258, 4090):  # each stands for one blank more than the one before
            width = max(9, (code + 1).bit_length())
            codes.append((code, width))
            length += code - 256
    codes.append((256, width))
    codes += [(letter, 9) for letter in b"<</Type/Catalog/Pages 2 0 R>>"] + [(257, 9)]
    out = bytearray()
    for code, wide in codes:
        packed, bits = packed << wide | code, bits + wide
        while bits >= 8:
            bits -= 8
            out.append(packed >> bits)
            packed &= (1 << bits) - 1
    out.append(packed << (8 - bits) & 255)
    return index_of(bytes(out), b"LZWDecode", length)


def text_field(pdf: Pdf, value: str, *, drawn: bytes | None = None, flags: int = 0) -> Dictionary:
    """A field of a form that somebody has filled in, with or without a drawing of its text."""
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(f"f{len(pdf.objects)}"),
        V=String(value), DA=String("/Helv 10 Tf 0 g"), Rect=Array([72, 500, 300, 520]),
        F=4, Ff=flags,
    )  # fmt: skip
    if drawn is not None:
        field.AP = Dictionary(N=form_xobject(pdf, drawn))
    return pdf.make_indirect(field)


def form_xobject(pdf: Pdf, drawing: bytes) -> Stream:
    return Stream(
        pdf, drawing, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 228, 20])
    )  # fmt: skip


def add_fields(pdf: Pdf, *fields: Dictionary) -> None:
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    pdf.pages[0].obj.Annots = Array(fields)
    pdf.Root.AcroForm = Dictionary(
        Fields=Array(fields), NeedAppearances=True,
        DR=Dictionary(Font=Dictionary(Helv=pdf.make_indirect(font))),
    )  # fmt: skip


MEASURE = """
import json, resource, sys
from portal.messages.attachment_content import NotTaken, cleaned
def peak(): return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
data = sys.stdin.buffer.read()
try:
    cleaned(b"\\xff")  # what the other process takes in any case
except NotTaken:
    before = peak()
try:
    result = cleaned(data).media_type
except NotTaken as error:
    result = type(error).__name__
print(json.dumps([result, peak() - before]))
"""


def memory_taken(data: bytes) -> tuple[str, int]:
    """What becomes of a file in a process of its own, and how many MB that took at most."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], input=data, capture_output=True, check=True, cwd=ROOT
    )
    result, megabytes = json.loads(done.stdout)
    return result, megabytes
