"""A made-up paper for the tour: a rent notice that belongs to nobody."""

from io import BytesIO

LINES = ("HYRESAVI (EXEMPEL)", "Exempelgatan 12, Malmö", "Detta är inget riktigt papper.")


def example_photo() -> bytes:
    """A small JPEG of a paper."""
    from PIL import Image, ImageDraw

    paper = Image.new("RGB", (420, 594), "#fbf8f1")
    draw = ImageDraw.Draw(paper)
    for number, line in enumerate(LINES):
        draw.text((40, 60 + 48 * number), line, fill="#22333b", font_size=24 - 4 * bool(number))
    for number in range(8):
        draw.line((40, 260 + 34 * number, 380, 260 + 34 * number), fill="#c9c2b4", width=2)
    made = BytesIO()
    paper.save(made, "JPEG", quality=80)
    return made.getvalue()
