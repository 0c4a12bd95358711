"""Files that are not taken, each for its own reason."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from portal import clock
from portal.cli.gallery.album import Album
from portal.cli.gallery.specimens.story import OWNER
from portal.cli.gallery.studio import Studio
from portal.cli.gallery.visitor import Visitor, visit
from portal.messages.attachment_content import MAX_BYTES
from portal.messages.attachment_forms import FIELD, MOST, MOST_A_DAY, SLOTS
from portal.messages.models import Attachment, Message
from portal.messages.pdf_content import MAX_PAGES
from portal.people.demo import demo_id

PAGE, SENDER = "/messages/new", demo_id(OWNER)
WIDE = 30_000  # pixels a side


def not_taken(browser: Any, studio: Studio, album: Album) -> None:
    """Sends each of them, then one while others send theirs, then one too many for a day."""
    visitor = visit(browser, studio, album, studio.token(SENDER))
    for content in _bad():
        _send(visitor, content)
    _send(visitor, *[b"x"] * (MOST + 1))
    SLOTS.acquire()
    SLOTS.acquire()
    try:
        _send(visitor, b"x")
    finally:
        SLOTS.release(2)
    _fill_the_day(studio)
    _send(visitor, b"x")
    visitor.context.close()


def _send(visitor: Visitor, *contents: bytes) -> None:
    """As files of no kind, so that no script makes them smaller first."""
    visitor.go(PAGE)
    files = [
        {"name": f"file{number}", "mimeType": "application/octet-stream", "buffer": content}
        for number, content in enumerate(contents)
    ]
    visitor.page.set_input_files(f"input[name={FIELD}]", files)
    visitor.send("#write")


def _bad() -> Iterator[bytes]:
    yield b""
    yield b"%PDF-1.4" + bytes(MAX_BYTES)
    yield b"no photo and no PDF"
    yield b"\xff\xd8\xff\xe0 a photo that breaks off"
    yield _photo()
    yield _pdf(MAX_PAGES + 1)
    yield _pdf(1, locked=True)


def _photo() -> bytes:
    """Small as a file, and far too large to open."""
    from PIL import Image

    made = BytesIO()
    Image.new("1", (WIDE, WIDE)).save(made, "PNG")
    return made.getvalue()


def _pdf(pages: int, *, locked: bool = False) -> bytes:
    import pikepdf

    made, document = BytesIO(), pikepdf.Pdf.new()
    for _page in range(pages):
        document.add_blank_page()
    document.save(made, encryption=pikepdf.Encryption(owner="o", user="u") if locked else False)
    return made.getvalue()


def _fill_the_day(studio: Studio) -> None:
    """As if the sender had sent as many files today as one may."""
    with studio.database.writing() as db, db.begin():
        hers = select(Message).where(Message.participant_id == SENDER, Message.staff_id.is_(None))
        old = db.scalars(hers.limit(1)).one()
        sent = Message(
            id=uuid4(), thread_id=old.thread_id, participant_id=SENDER, body="Papper", language="sv",
            parameters={}, sent=clock.now(), to_agency=old.to_agency,
        )  # fmt: skip
        db.add(sent)
        db.flush()
        db.add_all(
            Attachment(
                id=uuid4(), message_id=sent.id, participant_id=SENDER, position=number, media_type="image/jpeg",
                size=1, pages=1, content=b"x", sha256="0" * 64,
            )
            for number in range(MOST_A_DAY)
        )  # fmt: skip


SCENES = (not_taken,)
