"""Photos of papers: from the phone to the agency, and to nobody else."""

import io
from uuid import uuid5

import pytest
from pikepdf import Encryption
from PIL import Image
from sqlalchemy import func, select, update

from portal import clock
from portal.messages import attachment_forms
from portal.messages.models import Attachment, Message, Thread
from portal.people.demo import demo_id
from portal.people.models import Assignment
from portal.sharing.models import Consent
from portal.trail.models import Act, Trace
from tests.messages.attachment_samples import saved, simple_pdf


def photo(size: tuple[int, int] = (60, 40)) -> io.BytesIO:
    made, place = io.BytesIO(), Image.Exif()
    place.get_ifd(0x8825)[1] = "N"
    place[0x8825] = {1: "N", 2: (55.0, 36.0, 0.0)}
    Image.new("RGB", size, "white").save(made, "JPEG", exif=place)
    made.seek(0)
    return made


def xfa_form() -> bytes:
    pdf = simple_pdf()
    pdf.Root.NeedsRendering = True
    return saved(pdf)


def locked_pdf() -> bytes:
    return saved(simple_pdf(), encryption=Encryption(user="hemligt", owner="owner"))


def sent(reader, *files, slug="rim", **fields):
    """A new message with files, as a browser sends it."""
    person = reader(slug, "sv")
    form = person.get("/messages/new").form("/messages/new") | fields
    named = [(each, f"paper-{number}.jpg") for number, each in enumerate(files)]
    return person, person.client.post("/messages/new", data=form | {"papers": named})


OF_THE_CAST = uuid5(demo_id("rim"), "message maria 1")


def kept(database) -> list[Attachment]:
    with database.reading() as session:
        new = select(Attachment).where(Attachment.message_id != OF_THE_CAST)
        return list(session.scalars(new.order_by(Attachment.position)))


def test_a_photo_comes_along_without_the_place_it_was_taken_at(reader, database):
    rim, answer = sent(reader, photo(), topic="question")
    assert answer.status_code == 303
    paper = kept(database)[-1]
    assert paper.media_type == "image/jpeg"
    assert not Image.open(io.BytesIO(paper.content)).getexif()
    page = rim.get(answer.location.split("#")[0])
    link = page.soup.select_one("a[href^='/messages/attachments/']")
    handed = rim.client.get(link["href"])
    assert handed.data == paper.content
    assert handed.headers["Content-Disposition"] == 'attachment; filename="1.jpg"'
    assert handed.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert handed.headers["X-Content-Type-Options"] == "nosniff"
    assert handed.headers["Cache-Control"] == "no-store"


def test_a_photo_without_a_word_is_a_message(reader, database):
    _rim, answer = sent(reader, photo(), photo())
    assert answer.status_code == 303
    with database.reading() as session:
        message = session.get_one(Message, kept(database)[0].message_id)
    assert (message.phrase, message.swedish) == ("paper", "Här är ett papper")
    assert [each.position for each in kept(database)] == [1, 2]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ([b"<svg onload='x'/>"], "Den här sortens fil går inte att öppna här."),
        ([xfa_form()], "Blanketten går inte att visa här. Skriv ut den, eller ta ett foto av den."),
        ([locked_pdf()], "PDF-filen är låst."),
        ([b"\xff\xd8\xff\xe0broken"], "Filen gick inte att öppna."),
        ([b"x" * (10 * 1024 * 1024 + 1)], "Filen är större än 10 MB."),
        ([photo().getvalue()] * 4, "Du kan skicka tre filer åt gången."),
    ],
    ids=["svg", "form", "locked", "broken", "large", "four"],
)
def test_a_bad_file_is_refused_and_the_text_is_kept(reader, database, files, says):
    _rim, answer = sent(reader, *map(io.BytesIO, files), body="Min hyresavi")
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert says in text
    assert "Min hyresavi</textarea>" in text
    assert "Välj dina filer igen innan du skickar." in text
    assert kept(database) == []
    with database.reading() as session:
        assert session.scalar(
            select(func.count()).select_from(Message).where(Message.body == "Min hyresavi")
        ) == 0  # fmt: skip


def test_more_than_a_form_may_carry_is_refused_before_it_is_read(reader):
    _rim, answer = sent(reader, io.BytesIO(b"x" * (31 * 1024 * 1024)), body="x")
    assert answer.status_code == 413
    assert "10 MB" in answer.get_data(as_text=True)


def test_another_form_may_still_not_be_large(reader):
    rim = reader("rim", "sv")
    form = rim.get("/plan/steps/new").form("/plan/steps/new") | {"title": "x" * (300 * 1024)}
    assert rim.client.post("/plan/steps/new", data=form).status_code == 413


def opened_by(reader, database, slug: str) -> int:
    paper = kept(database)[0]
    return reader(slug, "sv").client.get(f"/staff/attachments/{paper.id}").status_code


def test_only_the_agency_it_was_sent_to_can_open_it(reader, database):
    rim, _answer = sent(reader, photo(), topic="money", payment="support")
    with database.writing() as session, session.begin():
        session.execute(
            update(Consent).where(Consent.withdrawn.is_(None)).values(withdrawn=clock.now())
        )
    staff = {slug: opened_by(reader, database, slug) for slug in ("maria", "lena", "hakan")}
    assert staff == {"maria": 200, "lena": 404, "hakan": 404}
    paper = kept(database)[0]
    hodan = reader("hodan", "sv").client.get(f"/messages/attachments/{paper.id}")
    assert hodan.status_code == 404
    assert reader("yusuf", "sv").client.get(f"/staff/attachments/{paper.id}").status_code == 403
    with database.reading() as session:
        looked = session.scalars(
            select(Trace).where(Trace.subject == "attachment", Trace.act == Act.LOOKED)
        ).one()
    assert (looked.staff_id, looked.subject_id) == (demo_id("maria"), paper.id)
    assert rim.client.get(f"/messages/attachments/{paper.id}").status_code == 200


def test_who_works_with_her_no_longer_cannot_open_it(reader, database):
    sent(reader, photo(), topic="money", payment="support")
    with database.writing() as session, session.begin():
        mine = update(Assignment).where(Assignment.staff_id == demo_id("maria"))
        session.execute(mine.values(ended=clock.now()))
    assert opened_by(reader, database, "maria") == 404


def test_staff_see_that_there_is_a_paper_and_can_open_it(reader, database):
    sent(reader, photo(), topic="question")
    lena = reader("lena", "sv")
    row = lena.get(f"/staff/participants/{demo_id('rim')}").soup.select_one(
        "a[href^='/staff/threads/']"
    )
    page = lena.get(row["href"].split("#")[0])
    link = page.soup.select_one("a[href^='/staff/attachments/']")
    assert "Foto," in link.get_text()
    assert opened_by(reader, database, "lena") == 200


def test_a_file_is_opened_before_anything_is_written(reader, database, monkeypatch):
    """While a photo is opened, which takes seconds, another writer must not have to wait."""

    def busy(stream):
        with database.writing() as session, session.begin():  # would wait for whoever writes
            session.execute(update(Thread).values(started=Thread.started))
        return real(stream)

    real = attachment_forms.cleaned
    monkeypatch.setattr(attachment_forms, "cleaned", busy)
    _rim, answer = sent(reader, photo(), topic="question")
    assert answer.status_code == 303
    assert len(kept(database)) == 1


def test_a_third_who_sends_at_once_is_asked_to_wait_and_holds_nobody_up(reader):
    for _busy in range(2):
        assert attachment_forms.SLOTS.acquire(blocking=False)
    try:
        _rim, answer = sent(reader, photo(), body="Min hyresavi")
    finally:
        for _busy in range(2):
            attachment_forms.SLOTS.release()
    assert answer.status_code == 422
    assert "Andra skickar foton just nu." in answer.get_data(as_text=True)
    assert "Min hyresavi</textarea>" in answer.get_data(as_text=True)
    _rim, answer = sent(reader, photo(), body="Min hyresavi")
    assert answer.status_code == 303


def test_nobody_fills_the_portal_with_files(reader, database, monkeypatch):
    monkeypatch.setattr(attachment_forms, "MOST_A_DAY", 2)
    assert sent(reader, photo(), photo())[1].status_code == 303
    _rim, answer = sent(reader, photo(), body="Ett till")
    assert answer.status_code == 422
    assert "Du har skickat många filer i dag." in answer.get_data(as_text=True)
    assert len(kept(database)) == 2


def test_a_refused_look_leaves_a_trace(reader, database):
    sent(reader, photo(), topic="money", payment="support")
    assert opened_by(reader, database, "nadia") == 404
    with database.reading() as session:
        refused = session.scalars(
            select(Trace).where(Trace.subject == "attachment", Trace.act == Act.REFUSED)
        ).one()
    assert refused.staff_id == demo_id("nadia")
