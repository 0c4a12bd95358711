"""What was sent is kept: in Swedish, unchanged, with a receipt, and corrected only by a new message."""

from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from portal.messages import content, service
from portal.messages.models import Message, Thread
from portal.messages.receipts import number_of
from portal.people.agencies import AGENCIES
from portal.people.demo import demo_id
from tests.contracts.addresses import ids_of


def hers(database) -> list[Message]:
    with database.reading() as session:
        return list(
            session.scalars(
                select(Message)
                .where(Message.participant_id == demo_id("rim"), Message.staff_id.is_(None))
                .order_by(Message.sent)
            )
        )


@pytest.mark.parametrize(
    "change",
    [
        {"body": "something else"},
        {"swedish": "någonting annat"},
        {"parameters": {"by": "2030-01-01"}},
        {"to_agency": "fk"},
        {"language": "sv"},
        {"corrects_id": uuid4()},
    ],
)
def test_the_database_refuses_to_change_what_was_sent(database, change):
    with (
        pytest.raises(DBAPIError, match=r"never changes|FOREIGN|ck_message|violates"),
        database.writing() as session,
        session.begin(),
    ):
        session.execute(update(Message).where(Message.body.is_not(None)).values(**change))


def test_what_was_withdrawn_stays_withdrawn(database):
    now = datetime.fromisoformat("2026-11-23T08:00:00+00:00")
    with database.writing() as session, session.begin():
        chosen = session.scalars(select(Message.id).where(Message.staff_id.is_not(None))).first()
        taken_back = update(Message).where(Message.id == chosen)
        session.execute(taken_back.values(withdrawn=now, withdrawn_by=demo_id("lena")))
    with pytest.raises(DBAPIError), database.writing() as session, session.begin():
        session.execute(taken_back.values(withdrawn=None, withdrawn_by=None))


def test_what_an_agency_said_is_kept_in_swedish(database, actor):
    with database.writing() as session, session.begin():
        said = [content.phrase("K08", {"paper": "rent", "by": "2026-12-01"})]
        message = service.post(session, actor("maria"), demo_id("rim"), contents=said)
        assert message.swedish.startswith("Vi har fått ditt papper\n")
        assert "tisdag 1 december" in message.swedish


def test_every_message_of_the_cast_has_its_record(database):
    with database.reading() as session:
        typed = session.scalars(select(Message).where(Message.phrase.is_not(None))).all()
    assert typed
    assert all(each.swedish and "%(" not in each.swedish for each in typed)


def test_a_thread_always_names_its_latest_message(database):
    last = text(
        "SELECT count(*) FROM thread WHERE last_id <> (SELECT id FROM message"
        " WHERE thread_id = thread.id ORDER BY sent DESC LIMIT 1)"
    )
    with database.reading() as session:
        assert session.scalar(last) == 0
        assert session.scalars(select(Thread)).all()


def test_a_thread_cannot_name_a_message_of_another_thread(database):
    with database.writing() as session:
        one, other = session.scalars(select(Thread).limit(2)).all()
        one.last_id = other.last_id
        with pytest.raises(DBAPIError, match=r"(?i)foreign key"):
            session.commit()


def test_a_receipt_says_what_was_sent_when_and_to_whom(reader, database):
    rim, message = reader("rim", "ar"), hers(database)[0]
    page = rim.get(f"/messages/receipts/{message.id}")
    assert number_of(message.id) in page.text
    assert AGENCIES[message.to_agency].name in page.text
    assert (message.body or message.swedish) in page.text
    reader("hodan", "sv").get(f"/messages/receipts/{message.id}", status=404)


def test_what_staff_wrote_has_no_receipt_of_hers(reader, database):
    with database.reading() as session:
        theirs = session.scalars(
            select(Message.id).where(
                Message.participant_id == demo_id("rim"), Message.staff_id.is_not(None)
            )
        ).first()
    reader("rim", "sv").get(f"/messages/receipts/{theirs}", status=404)


def test_a_correction_points_to_what_it_corrects(reader, database):
    rim = reader("rim", "sv")
    wrong = next(each for each in hers(database) if each.body)
    path = f"/messages/{wrong.thread_id}"
    page = rim.get(f"{path}?corrects={wrong.id}")
    assert wrong.body in page.soup.select_one("#reply blockquote").get_text()
    assert page.soup.select("#reply button[name=quick]") == []
    page = rim.send(path, page.form(path) | {"body": "Jag menade min syster."})
    new = hers(database)[-1]
    assert (new.corrects_id, new.body) == (wrong.id, "Jag menade min syster.")
    link = page.soup.select(".msg")[-1].select_one("a[href^='#m']")
    assert page.soup.select_one(link["href"]) is not None


@pytest.mark.parametrize("whose", ["theirs", "unknown"])
def test_only_what_she_wrote_in_the_thread_can_be_corrected(reader, database, whose):
    rim, path = reader("rim", "sv"), f"/messages/{ids_of(database, 'rim')['thread_id']}"
    with database.reading() as session:
        theirs = session.scalars(
            select(Message.id).where(
                Message.participant_id == demo_id("rim"), Message.staff_id.is_not(None)
            )
        ).first()
    named = theirs if whose == "theirs" else uuid4()
    rim.get(f"{path}?corrects={named}", status=404)
    form = rim.get(path).form(path)
    rim.post(path, form | {"corrects": str(named), "body": "x"}, status=404)
