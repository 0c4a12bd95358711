"""What is written into the outbox, and for when, on both engines."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal import clock
from portal.notices import outbox
from portal.notices.models import Notice, NoticeKind, NoticeState, Reach
from tests.moments import NOW
from tests.notices.people import RIM

TIME = uuid4()
WEEK = NOW + timedelta(days=7)  # a Monday at 09:00 in Malmö


def rows(db, state="waiting"):
    db.expire_all()
    found = db.scalars(select(Notice).where(Notice.state == state).order_by(Notice.due)).all()
    return {(row.kind.value, row.due): row for row in found}


def kinds(db, state="waiting"):
    return sorted(kind for kind, _due in rows(db, state))


def sent(db, kind):
    """Marks those of a kind as gone out."""
    for (each, _due), row in rows(db).items():
        if each == kind:
            row.state, row.sent = NoticeState.SENT, clock.now()
    db.flush()


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_a_new_time_is_told_of_now_and_twice_before_it(db):
    outbox.tell_new_time(db, RIM, TIME, 1, starts=WEEK, answer_by=date(2026, 11, 28))
    found = rows(db)
    assert list(found) == [
        ("new_time", NOW),
        ("five_days", utc(2026, 11, 25, 16, 0)),
        ("tomorrow", utc(2026, 11, 29, 16, 0)),
    ]
    assert [row.parameters.get("by") for row in found.values()] == [None, "2026-11-28", None]
    # After an outage the reminder of the day before is enough.
    assert [row.not_after for row in found.values()] == [WEEK, utc(2026, 11, 29, 16, 0), WEEK]


def test_told_twice_is_told_once(db):
    for _time in range(2):
        outbox.tell_new_time(db, RIM, TIME, 1, starts=WEEK)
    assert len(rows(db)) == 3


@pytest.mark.parametrize(
    ("starts", "days", "due"),
    [
        # 25 October 2026 has 25 hours, 28 March 2027 has 23: it is 17:00 on the wall all the same.
        (utc(2026, 10, 26, 8, 0), 1, utc(2026, 10, 25, 16, 0)),
        (utc(2026, 10, 26, 8, 0), 5, utc(2026, 10, 21, 15, 0)),
        (utc(2026, 10, 25, 9, 0), 1, utc(2026, 10, 24, 15, 0)),
        (utc(2027, 3, 29, 7, 0), 1, utc(2027, 3, 28, 15, 0)),
        (utc(2027, 3, 29, 7, 0), 5, utc(2027, 3, 24, 16, 0)),
        (utc(2027, 3, 28, 8, 0), 1, utc(2027, 3, 27, 16, 0)),
    ],
)
def test_reminders_come_at_five_in_the_afternoon_on_the_wall(db, starts, days, due):
    assert outbox.hour_before(starts, days, 17) == due
    clock.fix(starts - timedelta(days=30))
    outbox.tell_new_time(db, RIM, TIME, 1, starts=starts)
    kind = {1: "tomorrow", 5: "five_days"}[days]
    assert (kind, due) in rows(db)
    assert clock.local(due).hour == 17


def test_she_chooses_the_hour_and_can_change_it(db):
    db.add(Reach(participant_id=RIM, hour=9))
    db.flush()
    outbox.tell_new_time(db, RIM, TIME, 1, starts=WEEK)
    assert ("tomorrow", utc(2026, 11, 29, 8, 0)) in rows(db)
    outbox.reschedule(db, RIM, 19)
    assert ("tomorrow", utc(2026, 11, 29, 18, 0)) in rows(db)
    assert ("new_time", NOW) in rows(db)


def test_a_reminder_whose_moment_has_passed_is_not_written(db):
    outbox.tell_new_time(db, RIM, TIME, 1, starts=NOW + timedelta(hours=26))
    assert kinds(db) == ["new_time", "tomorrow"]
    clock.fix(NOW + timedelta(hours=9))  # 18:00, after the hour of reminders
    outbox.tell_new_time(db, RIM, uuid4(), 1, starts=NOW + timedelta(hours=27))
    assert kinds(db).count("tomorrow") == 1


def test_messages_and_turns_within_the_hour_buzz_once_an_hour(db):
    outbox.tell_message(db, RIM, uuid4(), by=None)
    outbox.tell_message(db, RIM, uuid4(), by=date(2026, 11, 30))
    assert kinds(db) == ["message"]  # told of together
    assert next(iter(rows(db).values())).parameters == {"by": "2026-11-30"}  # the nearest day
    for by in (None, date(2026, 12, 4), date(2026, 12, 1)):
        outbox.tell_turn(db, RIM, uuid4(), by=by)
    assert kinds(db) == ["message", "your_turn"]
    # Only when a message can no longer be undone, and then an hour of quiet.
    assert ("message", NOW + outbox.UNDO) in rows(db)
    assert ("your_turn", NOW + outbox.UNDO + timedelta(hours=1)) in rows(db)


def test_after_one_went_out_the_next_waits_out_the_hour(db):
    outbox.tell_message(db, RIM, uuid4(), by=None)
    [first] = rows(db).values()
    first.state, first.sent = NoticeState.SENT, NOW
    db.flush()
    clock.fix(NOW + timedelta(minutes=20))
    outbox.tell_message(db, RIM, uuid4(), by=None)
    assert list(rows(db)) == [("message", NOW + outbox.UNDO + timedelta(hours=1))]


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (utc(2026, 11, 23, 18, 59), utc(2026, 11, 23, 18, 59)),  # 19:59
        (utc(2026, 11, 23, 19, 0), utc(2026, 11, 24, 7, 0)),  # 20:00
        (utc(2026, 11, 24, 6, 59), utc(2026, 11, 24, 7, 0)),  # 07:59
        (utc(2026, 11, 24, 7, 0), utc(2026, 11, 24, 7, 0)),
        (utc(2026, 10, 24, 20, 0), utc(2026, 10, 25, 7, 0)),  # the night of 25 hours
        (utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 7, 0)),
        (utc(2027, 3, 27, 22, 0), utc(2027, 3, 28, 6, 0)),  # the night of 23 hours
    ],
)
def test_no_phone_buzzes_between_eight_and_eight(db, at, due):
    assert outbox.out_of_quiet(at) == due
    clock.fix(at)
    outbox.tell_turn(db, RIM, uuid4(), by=None)
    assert list(rows(db)) == [("your_turn", due)]


def test_a_message_that_may_be_undone_until_after_eight_waits_for_the_morning(db):
    clock.fix(utc(2026, 11, 23, 18, 55))  # 19:55
    outbox.tell_message(db, RIM, uuid4(), by=None)
    assert list(rows(db)) == [("message", utc(2026, 11, 24, 7, 0))]


def test_a_time_that_moves_withdraws_what_was_said_of_it(db):
    outbox.tell_new_time(db, RIM, TIME, 1, starts=WEEK)
    sent(db, "new_time")
    outbox.tell_moved(db, RIM, TIME, 2, was=WEEK, starts=WEEK + timedelta(days=1))
    assert kinds(db) == ["five_days", "moved", "tomorrow"]
    assert kinds(db, "withdrawn") == ["five_days", "tomorrow"]
    outbox.tell_moved(
        db, RIM, TIME, 3, was=WEEK + timedelta(days=1), starts=WEEK + timedelta(days=2)
    )
    [moved] = [row for (kind, _due), row in rows(db).items() if kind == "moved"]
    assert moved.parameters == {  # from the time she knows, not from one she was never told
        "was": WEEK.isoformat(), "starts": (WEEK + timedelta(days=2)).isoformat(),
    }  # fmt: skip


def test_a_cancelled_time_is_told_of_and_never_reminded_of(db):
    outbox.tell_new_time(db, RIM, TIME, 1, starts=WEEK)
    outbox.tell_cancelled(db, RIM, TIME, 2, starts=WEEK)
    assert kinds(db) == ["cancelled"]


@pytest.mark.parametrize(("hours", "waits"), [(10, False), (20, True)])
def test_a_change_for_the_next_morning_is_told_at_night(db, hours, waits):
    clock.fix(utc(2026, 11, 23, 21, 0))  # 22:00
    starts = clock.now() + timedelta(hours=hours)
    outbox.tell_cancelled(db, RIM, TIME, 1, starts=starts)
    [row] = rows(db).values()
    assert row.due == (utc(2026, 11, 24, 7, 0) if waits else clock.now())


def test_a_time_that_moves_before_anything_was_sent_is_simply_new(db):
    outbox.tell_new_time(db, RIM, TIME, 1, starts=WEEK)
    outbox.tell_moved(db, RIM, TIME, 2, was=WEEK, starts=WEEK + timedelta(days=1))
    assert kinds(db) == ["five_days", "new_time", "tomorrow"]


def test_another_place_at_the_same_time_is_a_change(db):
    outbox.tell_new_time(db, RIM, TIME, 1, starts=WEEK)
    sent(db, "new_time")
    outbox.tell_moved(db, RIM, TIME, 2, was=WEEK, starts=WEEK)
    assert kinds(db) == ["changed", "five_days", "tomorrow"]


def test_a_new_time_for_the_next_morning_is_told_at_night_and_never_in_a_queue(db):
    clock.fix(utc(2026, 11, 23, 21, 0))  # 22:00
    for _turn in range(3):
        outbox.tell_turn(db, RIM, uuid4(), by=None)
    outbox.tell_new_time(db, RIM, TIME, 1, starts=clock.now() + timedelta(hours=9))
    assert ("new_time", clock.now()) in rows(db)


def test_duties_with_one_last_day_are_told_of_together_and_once(db):
    for _time in range(2):
        outbox.tell_duty(db, RIM, on=date(2026, 12, 11), by=date(2026, 12, 14))
    [((kind, due), row)] = rows(db).items()
    assert (kind, due) == (NoticeKind.DUTY, utc(2026, 12, 11, 16, 0))
    assert row.not_after == utc(2026, 12, 14, 23, 0)
