"""Messages that are sent later: kept, listed, stopped, sent once, and never by someone who has left."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import NoResultFound, SQLAlchemyError

from portal import clock
from portal.cli.scheduled import WITH_A_PLAN, Scheduled
from portal.messages import content, scheduled, service
from portal.messages.models import Message, ScheduledMessage
from portal.notices.models import Notice
from portal.people.demo import demo_id
from portal.people.models import Assignment
from portal.plan.models import Plan
from portal.trail.models import Trace
from tests.moments import NOW
from tests.reader import Page, Reader

RIM = demo_id("rim")
PAGE = f"/staff/participants/{RIM}"
POST = f"{PAGE}/post"
WEDNESDAY = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)  # 08:00 in Malmö


def schedule(database, sender, *contents, at=WEDNESDAY) -> ScheduledMessage:
    with database.writing() as session, session.begin():
        return scheduled.schedule(
            session, sender, RIM, contents=contents or [content.phrase("K18")], send_at=at
        )


def waiting(database) -> list[ScheduledMessage]:
    with database.reading() as session:
        return list(session.scalars(select(ScheduledMessage).order_by(ScheduledMessage.id)))


def sent(database) -> list[Message]:
    """What has been sent since the tests' moment, the oldest first."""
    with database.reading() as session:
        return list(
            session.scalars(select(Message).where(Message.sent >= NOW).order_by(Message.sent))
        )


def leave_the_team(database, staff: str) -> None:
    with database.writing() as session, session.begin():
        session.execute(
            update(Assignment)
            .where(Assignment.participant_id == RIM, Assignment.staff_id == demo_id(staff))
            .values(ended=NOW)
        )


def post(staff: Reader, **typed: str) -> Page:
    form = staff.get(f"{POST}?what=message").form(POST)
    return staff.post(POST, form | {"phrase": "K18"} | typed, status=422)


def test_it_is_kept_unseen_and_sent_at_its_hour(reader, database):
    lena, rim = reader("lena", "sv"), reader("rim", "sv")
    form = lena.get(f"{POST}?what=message").form(POST)
    page = lena.send(
        POST, form | {"send_day": "2026-11-25", "send_hour": "8", "body": "Hej på dig."}
    )
    assert page.notices == ["Sparat till onsdag 25 november klockan 08:00. Då skickas det."]
    assert "Skickas onsdag 25 november klockan 08:00" in page.texts(".later .strong")[0]
    assert "Hej på dig." in page.texts(".later")[0]
    assert "Hej på dig." not in rim.get("/messages").text + rim.get("/").text
    assert sent(database) == []
    Scheduled(database)()  # nothing is due yet
    assert sent(database) == []
    clock.fix(WEDNESDAY)
    Scheduled(database)()
    Scheduled(database)()
    assert [each.phrase or each.body for each in sent(database)] == ["K18", "Hej på dig."]
    assert {each.staff_id for each in sent(database)} == {demo_id("lena")}
    assert sent(database)[0].swedish
    assert waiting(database) == []
    assert "Hej på dig." in reader("rim", "sv").get("/messages").text
    with database.reading() as session:
        notices = session.scalars(
            select(Notice).where(Notice.participant_id == RIM, Notice.created == WEDNESDAY)
        ).all()
        traces = session.scalars(select(Trace).where(Trace.at == WEDNESDAY, Trace.act == "added")).all()  # fmt: skip
    assert [(each.kind, each.parameters) for each in notices] == [("message", {})]
    assert [each.staff_id for each in traces] == [demo_id("lena")] * 2


@pytest.mark.parametrize("staff", ["lena", "maria", "hakan", "nadia"])
def test_colleagues_of_the_agency_alone_see_it_and_any_of_them_stops_it(
    reader, actor, database, staff
):
    schedule(database, actor(staff))
    pages = {slug: reader(slug, "sv").get(PAGE) for slug in ("lena", "maria", "hakan", "nadia")}
    agencies = {slug: actor(slug).agency for slug in pages}
    for slug, page in pages.items():
        assert bool(page.soup.select(".later")) == (agencies[slug] is agencies[staff])
    path = f"{PAGE}/scheduled/{waiting(database)[0].id}"
    others = next(slug for slug in pages if agencies[slug] is not agencies[staff])
    other = reader(others, "sv")
    token = other.get(PAGE).soup.select_one("input[name=csrf_token]")["value"]
    other.send(path, {"csrf_token": token})
    assert len(waiting(database)) == 1
    worker = reader(staff, "sv")
    form = worker.get(PAGE).form(path)
    assert worker.send(path, form).notices == ["Det kommer inte att skickas."]
    assert waiting(database) == []
    with database.reading() as session:
        trace = session.scalars(select(Trace).where(Trace.act == "changed").order_by(Trace.at.desc())).first()  # fmt: skip
    assert (trace.subject, trace.staff_id) == ("scheduled_message", demo_id(staff))
    form["form_key"] = "another"
    assert worker.send(path, form).notices == [
        "Det väntar inte längre: det har skickats, eller så har någon stoppat det."
    ]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"send_day": "2026-11-25"}, "Välj klockslag, eller ta bort dagen för att skicka nu."),
        ({"send_hour": "8"}, "Välj dag, eller ta bort klockslaget för att skicka nu."),
        ({"send_day": "2026-11-23", "send_hour": "9"}, "Den tiden har passerat. Välj en senare."),
        ({"send_day": "2026-11-22", "send_hour": "9"}, "Datumet har passerat. Välj i dag eller senare."),
        ({"send_day": "2027-01-23", "send_hour": "9"}, "Välj en dag inom 60 dagar."),
        ({"send_day": "onsdag", "send_hour": "9"}, "Skriv datumet som år-månad-dag, till exempel 2026-12-04."),
        *(
            (
                {"send_day": "2026-11-25", "send_hour": hour},
                "Välj ett klockslag från 08:00 till 19:00. Ingen telefon ska surra på kvällen eller natten.",
            )
            for hour in ("7", "20", "0", "-1", "x", "9" * 5000)
        ),
        (
            {"send_day": "2026-11-25", "send_hour": "9", "reply_by": "2026-11-24"},
            "Svaret önskas innan meddelandet har skickats. Välj en senare dag.",
        ),
    ],
)  # fmt: skip
def test_a_time_that_does_not_do_is_refused_and_everything_kept(reader, database, typed, fault):
    page = post(reader("lena", "sv"), **typed, body="Hej på dig.")
    assert page.faults == [fault]
    again = page.form(POST)
    assert again["body"] == "Hej på dig."
    assert again["send_day"] == typed.get("send_day", "")
    assert waiting(database) == sent(database) == []


def test_the_last_day_there_is(reader, database):
    lena = reader("lena", "sv")
    form = lena.get(f"{POST}?what=message").form(POST)
    lena.send(POST, form | {"send_day": "2027-01-22", "send_hour": "19"})
    assert waiting(database)[0].send_at == datetime(2027, 1, 22, 18, 0, tzinfo=UTC)


def test_the_hour_is_the_one_on_the_wall_on_both_sides_of_the_clocks_change(reader, database):
    clock.fix(datetime(2027, 10, 29, 8, 0, tzinfo=UTC))
    lena = reader("lena", "sv")
    for day in ("2027-10-30", "2027-10-31"):
        form = lena.get(f"{POST}?what=message").form(POST)
        lena.send(POST, form | {"send_day": day, "send_hour": "8"})
    hours = sorted(each.send_at for each in waiting(database))
    assert [each.hour for each in hours] == [6, 7]
    assert {clock.local(each).hour for each in hours} == {8}


def test_a_double_tap_keeps_one(reader, database):
    lena = reader("lena", "sv")
    form = lena.get(f"{POST}?what=message").form(POST)
    for _tap in range(3):
        lena.client.post(POST, data=form | {"send_day": "2026-11-25", "send_hour": "8"})
    assert len(waiting(database)) == 1


def test_two_that_are_written_in_one_instant_stay_two(reader, actor, database):
    lena = actor("lena")
    schedule(database, lena, content.phrase("K18"), content.text("Ett.", "sv"))
    schedule(database, lena, content.phrase("K18"), content.text("Två.", "sv"))
    assert len(reader("lena", "sv").get(PAGE).soup.select(".later")) == 2
    clock.fix(WEDNESDAY)
    Scheduled(database)()
    assert [each.phrase or each.body for each in sent(database)] == ["K18", "Ett.", "K18", "Två."]


@pytest.mark.parametrize("sees", ["lena", "amir"])
def test_what_its_sender_cannot_send_stays_for_the_contact_and_colleagues(
    reader, actor, database, sees
):
    schedule(database, actor("maria"), content.text("Från Maria.", "sv"))
    with database.writing() as session, session.begin():
        session.add(Assignment(participant_id=RIM, staff_id=demo_id("amir"), started=NOW))
    assert reader("lena", "sv").get(PAGE).texts(".later") == []
    leave_the_team(database, "maria")
    page = reader(sees, "sv").get(PAGE)
    assert page.texts(".later .strong") == ["Kommer inte att skickas"]
    clock.fix(WEDNESDAY)
    Scheduled(database)()
    assert sent(database) == []
    worker = reader(sees, "sv")
    page = worker.get(PAGE)
    assert page.texts(".later p")[:2] == [
        "Inte skickat", "Maria Demodal arbetar inte längre med deltagaren.",
    ]  # fmt: skip
    # A colleague reads it; a contact of another agency only learns that it was not sent.
    assert ("Från Maria." in page.text) == (sees == "amir")
    assert reader("nadia", "sv").get(PAGE).texts(".later") == []
    path = f"{PAGE}/scheduled/{waiting(database)[0].id}"
    worker.send(path, page.form(path))
    assert waiting(database) == []


def test_nothing_is_sent_to_someone_whose_plan_is_closed(reader, actor, database):
    schedule(database, actor("lena"))
    with database.writing() as session, session.begin():
        session.execute(update(Plan).where(Plan.participant_id == RIM).values(closed=NOW))
    clock.fix(WEDNESDAY)
    Scheduled(database)()
    assert sent(database) == []
    page = reader("lena", "sv").get(PAGE)
    assert page.texts(".later p")[:2] == ["Inte skickat", "Planen är avslutad."]


def test_what_cannot_be_sent_holds_nothing_else_up(actor, database):
    schedule(database, actor("lena"))
    schedule(database, actor("maria"), at=WEDNESDAY + timedelta(hours=1))
    leave_the_team(database, "lena")
    clock.fix(WEDNESDAY + timedelta(days=1))
    Scheduled(database)()
    assert [each.staff_id for each in sent(database)] == [demo_id("maria")]


def test_who_does_not_work_with_her_schedules_nothing(actor, database):
    with pytest.raises(NoResultFound):
        schedule(database, actor("petra"))
    with pytest.raises(ValueError, match="past"):
        schedule(database, actor("lena"), at=NOW)
    with pytest.raises(content.NothingToSend), database.writing() as session:
        scheduled.schedule(session, actor("lena"), RIM, contents=[], send_at=WEDNESDAY)


def test_a_transaction_that_ends_halfway_neither_loses_nor_doubles(actor, database):
    schedule(database, actor("lena"))
    clock.fix(WEDNESDAY)
    with database.writing() as session:
        session.begin()
        assert scheduled.send_next(session, WITH_A_PLAN)
        session.rollback()
    assert len(waiting(database)) == 1
    assert sent(database) == []
    Scheduled(database)()
    assert len(sent(database)) == 1


def test_two_workers_send_each_once(actor, database):
    lena = actor("lena")
    for number in range(20):
        schedule(database, lena, content.text(f"Nummer {number}.", "sv"))
    clock.fix(WEDNESDAY)
    ready, faults = threading.Barrier(3), []

    def work() -> None:
        ready.wait()
        for _try in range(50):  # a lost turn on one thread is tried again, as `portal deliver` does
            try:
                Scheduled(database)()
            except SQLAlchemyError as error:
                faults.append(error)
            else:
                return

    workers = [threading.Thread(target=work) for _each in range(3)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert waiting(database) == []
    assert sorted(each.body for each in sent(database)) == sorted(
        f"Nummer {number}." for number in range(20)
    )


KILLED = """
import os, sys
from datetime import datetime, UTC
from portal import clock
from portal.cli.deliver import Scheduled
from portal.cli.scheduled import WITH_A_PLAN
from portal.db import WORKER, Database
from portal.messages import scheduled
clock.fix(datetime(2026, 11, 25, 7, 0, tzinfo=UTC))
session = Database(sys.argv[1], acting=WORKER).writing()
session.begin()
assert scheduled.send_next(session, WITH_A_PLAN)
print("sent, not committed", flush=True)
import time; time.sleep(60)
"""


def test_a_worker_that_is_killed_before_it_commits_loses_nothing(actor, database):
    schedule(database, actor("lena"))
    worker = subprocess.Popen(
        [sys.executable, "-c", KILLED, database.url], stdout=subprocess.PIPE, text=True
    )
    assert worker.stdout.readline() == "sent, not committed\n"
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    clock.fix(WEDNESDAY)
    for _try in range(40):  # the server may need a moment to see that its client is gone
        Scheduled(database)()
        if sent(database):
            break
        time.sleep(0.1)
    Scheduled(database)()
    assert len(sent(database)) == 1
    assert waiting(database) == []


@pytest.mark.parametrize(
    "at", [datetime(2026, 11, 23, 21, 30, tzinfo=UTC), datetime(2026, 11, 28, 5, 0, tzinfo=UTC)]
)
def test_what_is_written_at_night_is_sent_at_once_and_only_the_notice_waits(actor, database, at):
    clock.fix(at)
    with database.writing() as session, session.begin():
        message = service.post(session, actor("lena"), RIM, contents=[content.phrase("K18")])
    assert message.sent == at
    with database.reading() as session:
        notice = session.scalars(select(Notice).where(Notice.subject_id == message.id)).one()
    wall = clock.local(notice.due)
    assert (wall.hour, wall.minute) == (8, 0)
    assert wall.date() == clock.local(at).date() + timedelta(days=clock.local(at).hour >= 20)
    assert wall.date() > date(2026, 11, 22)


def test_what_can_be_said_no_more_waits_and_the_others_go(database, actor):
    schedule(database, actor("lena"))
    with database.writing() as session, session.begin():
        session.execute(update(ScheduledMessage).values(phrase="K99"))
    schedule(database, actor("lena"), at=WEDNESDAY + timedelta(minutes=1))
    clock.fix(WEDNESDAY + timedelta(hours=1))
    Scheduled(database)()
    assert [each.phrase for each in sent(database)][-1] == "K18"
    [left] = waiting(database)
    assert (left.phrase, left.send_at > clock.now()) == ("K99", True)


def test_a_thread_that_is_not_the_persons_is_not_kept(database, actor):
    from uuid import uuid4

    with database.writing() as session, session.begin():
        row = scheduled.schedule(
            session, actor("lena"), RIM, contents=[content.phrase("K18")], send_at=WEDNESDAY,
            thread=uuid4(),
        )  # fmt: skip
        assert row.thread_id is None
