"""How many questions a page asks the database: few, and the same for one row and for two hundred."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from portal.appointments import feed
from portal.appointments.models import Appointment, Attendee
from portal.home.staff_inbox import Show
from portal.home.staff_postings import POSTINGS
from portal.messages import content
from portal.messages.models import ScheduledMessage, Thread
from portal.messages.sending import begin, put
from portal.people.demo import demo_id
from portal.people.models import Assignment, Participant
from portal.phrases.appointment_kinds import InterpreterState, Mode
from portal.plan.models import Holder, Step, StepState, Turn
from portal.trail.history import made_up
from portal.trail.log import Show as Acts
from portal.trail.log import Who
from portal.trail.models import Act, Trace
from tests.contracts.addresses import ids_of
from tests.databases import as_owner
from tests.moments import NOW

MANY = 200


def limits(database) -> dict[str, tuple[str, int]]:
    ids = ids_of(database, "rim")
    person = f"/staff/participants/{demo_id('rim')}"
    return {
        "/": ("rim", 5),
        "/plan": ("rim", 6),
        f"/plan/steps/{ids['step_id']}": ("rim", 6),
        "/plan/goal": ("rim", 6),
        "/plan/paper": ("rim", 6),
        "/plan/steps/new": ("rim", 6),
        "/appointments": ("rim", 6),
        f"/appointments/{ids['appointment_id']}": ("rim", 6),
        "/appointments/fixed-hours": ("rim", 6),
        "/me/reminders": ("rim", 6),
        "/messages": ("rim", 6),
        f"/messages/{ids['thread_id']}": ("rim", 6),
        "/messages/new": ("rim", 6),
        f"/messages/new?about={ids['step_id']}": ("rim", 6),
        f"/messages/new?appointment={ids['appointment_id']}": ("rim", 6),
        f"/messages/receipts/{ids['message_id']}": ("rim", 6),
        "/me": ("rim", 6),
        "/sign-ins": ("rim", 6),
        "/sign-ins/passkey": ("rim", 6),
        "/me/calendar": ("rim", 6),
        "/me/log": ("rim", 6),
        **{f"/me/log?show={show}&who={who}": ("rim", 6) for show in Acts for who in (*Who, "af")},
        f"/me/log?after={ids['trace_id']}": ("rim", 6),
        f"/messages/new?topic=wrong&trace={ids['trace_id']}": ("rim", 6),
        "/me/sharing": ("rim", 6),
        "/me/sharing/af": ("rim", 6),
        "/me/sharing/history": ("rim", 6),
        "/me/close": ("rim", 6),
        "/translate": ("layla", 8),
        "/translate?language=ar&q=plan": ("layla", 8),
        f"/translate/ar/{ids['text_name']}": ("layla", 8),
        "/me/corrections": ("rim", 6),
        f"/me/corrections/new?about=step&id={ids['step_id']}": ("rim", 6),
        "/outbox": ("rim", 6),
        "/staff": ("lena", 8),
        person: ("lena", 8),
        "/staff/board": ("lena", 8),
        "/staff/identity-changes": ("lena", 8),
        **{f"/staff/inbox?show={show}": ("lena", 8) for show in Show},
        f"/staff/threads/{ids['thread_id']}": ("lena", 8),
        f"{person}/contact": ("lena", 8),
        f"{person}/corrections": ("lena", 8),
        f"{person}/fixed-hours": ("lena", 8),
        f"{person}/sharing": ("lena", 8),
        f"{person}/letter": ("lena", 8),
        f"{person}/post": ("lena", 8),
        f"{person}/post?what=message&phrase=sentences": ("lena", 8),
        **{
            f"{person}/post?what={what}&appointment={ids['appointment_id']}": ("lena", 8)
            for what in POSTINGS
        },
    }


def add_many(database) -> None:
    """Two hundred more of everything for Rim, and two hundred more people for Lena."""
    rim, lena = demo_id("rim"), demo_id("lena")
    with database.writing() as session, session.begin():
        like = session.get(Step, UUID(ids_of(database, "rim")["step_id"]))
        thread = session.get(Thread, UUID(ids_of(database, "rim")["thread_id"]))
        for number in range(MANY):
            step, turn = uuid4(), uuid4()
            session.add(
                Step(
                    id=step, plan_id=like.plan_id, participant_id=rim, kind="A05", agency="af", shares="plan",
                    state=StepState.WAITING, position=100 + number, added=NOW, turn_id=turn,
                )
            )  # fmt: skip
            holder = Holder.PARTICIPANT if number % 2 else Holder.AF
            session.add(Turn(id=turn, step_id=step, holder=holder, since=NOW))
            starts = NOW + timedelta(days=number + 1)
            time = Appointment(
                id=uuid4(), participant_id=rim, agency="af", kind="B06", starts=starts, bring=["id"],
                ends=starts + timedelta(minutes=45), mode=Mode.PHONE, interpreter=InterpreterState.NOT_NEEDED,
            )  # fmt: skip
            session.add(time)
            session.flush()
            session.add(Attendee(appointment_id=time.id, staff_id=lena))
            session.add(Attendee(appointment_id=time.id, staff_id=demo_id("maria")))
            told = [content.phrase("K18")]
            begin(session, rim, told, agency="af", holder=lena, sender=lena)
            put(session, thread, told, sender=lena)
            session.add(
                ScheduledMessage(
                    participant_id=rim, staff_id=lena, agency="af", body=f"Nummer {number}.",
                    written=NOW + timedelta(seconds=number), send_at=starts,
                )
            )  # fmt: skip
            person = Participant(
                id=uuid4(), name=f"Person {number}", identity_cipher=b"x", identity_hash=uuid4().bytes,
                language="sv", team_id=session.get(Participant, rim).team_id, contact_id=lena,
            )  # fmt: skip
            session.add(person)
            session.flush()
            session.add(Assignment(participant_id=person.id, staff_id=lena, started=NOW))
    with as_owner(database) as owner, made_up(owner):
        owner.add_all(
            Trace(
                at=NOW - timedelta(hours=number), act=Act.LOOKED, subject="participant",
                participant_id=rim, staff_id=lena, agency="af",
            )
            for number in range(MANY)
        )  # fmt: skip


def counts(reader, count_queries, pages) -> dict[str, int]:
    people = {slug: reader(slug, "sv") for slug in ("rim", "lena", "layla")}
    for path, (slug, _limit) in pages.items():
        people[slug].get(path)  # opened once before, so that reading leaves no first trace
    return {
        path: len(count_queries(lambda path=path, slug=slug: people[slug].client.get(path)))
        for path, (slug, _limit) in pages.items()
    }


def test_pages_ask_few_questions_and_no_more_with_two_hundred_rows(reader, count_queries, database):
    pages = limits(database)
    few = counts(reader, count_queries, pages)
    assert all(few.values())
    assert {path: number for path, number in few.items() if number > pages[path][1]} == {}
    add_many(database)
    assert counts(reader, count_queries, pages) == few


def test_statements_are_built_once_and_not_for_every_request(app, reader, database):
    """They are kept by identity: one built per request would never be found again, and pile up."""
    pages = limits(database)
    people = {slug: reader(slug, "sv").client for slug in ("rim", "lena", "layla")}
    compiled = app.extensions["portal.database"].compiled
    sizes = []
    for _visit in range(3):
        for path, (slug, _limit) in pages.items():
            assert people[slug].get(path).status_code == 200
        sizes.append(len(compiled))
    assert sizes[0] > 10
    assert sizes[1:] == sizes[:1] * 2


GROWS = (
    "participant", "assignment", "step", "turn", "message", "thread", "appointment", "attendee",
    "handover", "delay", "goal", "paper", "paper_stage", "contact_change", "trace", "consent",
    "plan", "duty", "duty_tick", "sign_in", "form_key", "kept_form", "calendar_feed", "device",
    "correction", "hold", "forward", "attachment", "draft", "scheduled_message", "fixed_hours",
    "forward", "attachment", "draft", "scheduled_message", "fixed_hours", "sign_in_attempt",
    "provider_sign_in", "used_logout_token", "former_identity", "identity_change",
    "letter", "activation", "verified_phone", "passkey",
)  # fmt: skip


def test_no_page_reads_a_whole_table_that_grows(reader, count_queries, database):
    """SQLite tells how it would look; a scan costs more with every person who joins."""
    if not database.is_sqlite:
        pytest.skip("PostgreSQL scans small tables on purpose")
    scans = {}
    for path, (slug, _limit) in limits(database).items():
        client = reader(slug, "sv").client
        for statement in count_queries(lambda client=client, path=path: client.get(path)):
            for scanned in scans_of(database, statement):
                scans[path, scanned] = statement
    assert scans == {}


def test_a_scan_is_found(database):
    if not database.is_sqlite:
        pytest.skip("as above")
    assert list(scans_of(database, "SELECT * FROM message WHERE body = ?")) == ["message"]
    assert list(scans_of(database, "SELECT * FROM message WHERE id = ?")) == []


def scans_of(database, statement):
    """The growing tables that a statement reads from end to end."""
    with database.reader.connect() as connection:
        empty = (None,) * statement.count("?")
        for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", empty):
            words = row[3].split()
            if words[0] == "SCAN" and words[1] in GROWS:
                yield words[1]


def test_a_calendar_asks_two_questions_and_counts_with_two_hundred_rows_too(
    reader, count_queries, database, actor
):
    with database.writing() as session, session.begin():
        secret = feed.start(session, actor("rim"))
    program, path = reader(None).client, f"/calendar/{secret}.ics"
    for _time in range(2):
        asked = count_queries(lambda: program.get(path))
        asked = [each for each in asked if not each.startswith("DELETE FROM rate")]  # now and then
        assert [each for each in asked if each.startswith("INSERT")] == [asked[1]]
        asked.pop(1)
        assert len(asked) == 2
        if database.is_sqlite:
            assert [list(scans_of(database, each)) for each in asked] == [[], []]
        add_many(database) if _time == 0 else None
    assert program.get(path).text.count("BEGIN:VEVENT") > MANY
    assert len(count_queries(lambda: program.get("/calendar/unknown.ics"))) == 1


@pytest.mark.parametrize(
    "path", ["/healthz", "/about", "/privacy", "/accessibility", "/words", "/language"]
)
def test_public_pages_ask_nothing(reader, count_queries, path):
    nobody = reader(None)
    assert count_queries(lambda: nobody.client.get(path)) == []


@pytest.mark.parametrize(("slug", "where"), [("rim", "/messages"), ("lena", "/staff")])
def test_a_paper_is_handed_out_with_few_questions(reader, count_queries, database, slug, where):
    path = f"{where}/attachments/{ids_of(database, 'rim')['attachment_id']}"
    client = reader(slug, "sv").client
    assert client.get(path).data[:2] == b"\xff\xd8"
    assert len(count_queries(lambda: client.get(path))) <= 3
