"""What has become untrue is never told: each slice is asked when a notice goes out."""

from datetime import date, timedelta
from threading import Event

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.appointments import booking, keeping, service
from portal.appointments.given import Interpreting, NewAppointment, When, Where
from portal.appointments.models import Appointment, CancelledBy, Reply
from portal.appointments.service import Answer
from portal.cli.deliver import STILL_TRUE, Hourly
from portal.messages import content, withdrawing
from portal.messages import service as messages
from portal.messages.models import Message
from portal.notices.models import Notice, NoticeKind, NoticeState
from portal.notices.outbox import UNDO
from portal.notices.worker import run
from portal.phrases.appointment_kinds import InterpreterState, Mode
from portal.phrases.reasons import Ground
from portal.plan import service as plans
from portal.plan.duty_notices import tell_of_duties
from portal.plan.models import Duty, DutyTick, Holder, Step
from portal.plan.turns import Promise, Receiver
from tests.notices.people import RIM, delivery_of, reachable

STARTS = clock.at_wall(date(2026, 12, 9), 10)
ORDERED = Interpreting(InterpreterState.ORDERED)
CALL = Where(Mode.PHONE)


@pytest.fixture
def who(actor):
    return {slug: actor(slug) for slug in ("rim", "lena")}


@pytest.fixture
def deliver(database, sms):
    """Everything that is due, the deeds of this test included, is delivered as in production."""

    def now_due(at=None):
        reachable(database)
        clock.fix(at or clock.now())
        run(
            delivery_of(database, sms, still_true=STILL_TRUE),
            Event(),
            once=True,
            first=Hourly(database),
        )
        with database.reading() as session:
            found = session.execute(select(Notice.kind, Notice.state))
            return {(kind.value, state.value) for kind, state in found}

    return now_due


@pytest.fixture
def given(database, who):
    """A time on 9 December, with its three notices."""
    with database.writing() as db, db.begin():
        when = When(STARTS, STARTS + timedelta(minutes=45))
        new = NewAppointment("B07", when, CALL, ORDERED, [])
        return booking.publish(db, who["lena"], RIM, new).id


def change(database, call):
    with database.writing() as db, db.begin():
        call(db)


def version(db, which):
    return db.scalar(select(Appointment.version).where(Appointment.id == which))


@pytest.mark.usefixtures("given")
def test_a_time_that_holds_is_told_of_and_reminded_of(deliver, provider):
    assert deliver() >= {("new_time", "sent"), ("five_days", "waiting")}
    assert deliver(clock.at_wall(date(2026, 12, 4), 17)) >= {("five_days", "sent")}
    assert deliver(clock.at_wall(date(2026, 12, 8), 17)) >= {("tomorrow", "sent")}
    assert deliver(STARTS + timedelta(days=1)) >= {("tomorrow", "sent")}
    assert sum(provider.keys.values()) == 3


@pytest.mark.parametrize("deed", ["move", "cancel", "cannot", "slip"])
def test_no_reminder_of_a_time_that_is_moved_cancelled_declined_or_changed_in_silence(
    database, who, given, deliver, deed
):
    deliver()
    later = When(STARTS + timedelta(days=30), STARTS + timedelta(days=30, minutes=45))
    deeds = {
        "move": lambda db: booking.move(
            db, who["lena"], given, later, CALL, ORDERED, version=version(db, given)
        ),
        "cancel": lambda db: keeping.cancel(
            db, who["lena"], given, CancelledBy.AGENCY, version=version(db, given)
        ),
        "cannot": lambda db: service.answer(
            db, who["rim"], given, Answer(Reply.CANNOT, "sick"), version=version(db, given)
        ),
        # As no service does it: the outbox is not told, and the worker finds out all the same.
        "slip": lambda db: db.execute(
            update(Appointment).where(Appointment.id == given)
            .values(starts=STARTS - timedelta(hours=1))
        ),
    }  # fmt: skip
    change(database, deeds[deed])
    for day in (4, 8):
        found = deliver(clock.at_wall(date(2026, 12, day), 17))
    assert {state for kind, state in found if kind in ("five_days", "tomorrow")} <= {
        "withdrawn",
        "waiting",
    }


def test_a_message_that_has_been_read_is_not_told_of(database, who, deliver):
    def post(db):
        messages.post(db, who["lena"], RIM, contents=[content.phrase("K18")])

    change(database, post)
    change(database, lambda db: db.execute(update(Message).values(read=clock.now())))
    assert deliver(clock.now() + UNDO) == {("message", "withdrawn")}


def test_a_message_that_was_taken_back_is_not_told_of(database, who, deliver):
    sent = []
    change(
        database,
        lambda db: sent.append(
            messages.post(db, who["lena"], RIM, contents=[content.phrase("K18")])
        ),
    )
    assert deliver(clock.now() + timedelta(minutes=9)) == {("message", "waiting")}
    [message] = sent
    change(
        database,
        lambda db: withdrawing.take_back(db, who["lena"], message.thread_id, message.id),
    )
    # She has older unread messages, so it waits to be asked whether it is still true.
    assert deliver(clock.now() + UNDO) == {("message", "withdrawn")}


def test_a_turn_that_is_no_longer_hers_is_not_told_of(database, who, deliver):
    with database.reading() as session:
        step = session.scalars(
            select(Step).where(Step.participant_id == RIM, Step.kind == "A13")
        ).one()
    promise = Promise(date(2026, 12, 4), Ground.PROMISE)
    to = Receiver(Holder.PARTICIPANT)

    def hand_over(db, holder=to):
        now = db.get_one(Step, step.id).version
        plans.hand_over(db, who["lena"], step.id, version=now, to=holder, promise=promise)

    change(database, hand_over)
    assert deliver() == {("your_turn", "sent")}
    change(database, lambda db: hand_over(db, Receiver(Holder.AF)))
    change(database, hand_over)
    change(database, lambda db: hand_over(db, Receiver(Holder.AF)))
    assert deliver(clock.now() + timedelta(hours=3)) == {
        ("your_turn", "sent"),
        ("your_turn", "withdrawn"),
    }


def test_a_monthly_window_is_told_of_three_days_before_it_closes(database, deliver):
    at = clock.at_wall(date(2026, 12, 11), 17)
    assert ("duty", "sent") in deliver(at)
    with database.reading() as session:
        told = session.scalars(select(Notice).where(Notice.kind == NoticeKind.DUTY)).all()
    assert {each.parameters["by"] for each in told} == {"2026-12-14"}
    assert len({each.participant_id for each in told}) == len(told) > 1


def test_a_duty_that_is_ticked_is_not_told_of(database, deliver):
    clock.fix(clock.at_wall(date(2026, 12, 11), 9))
    change(database, tell_of_duties)

    def tick(db):
        duties = db.scalars(select(Duty.id).where(Duty.kind == "activity_report"))
        db.add_all(DutyTick(duty_id=each, month="2026-12", ticked=clock.now()) for each in duties)

    change(database, tick)
    found = deliver(clock.at_wall(date(2026, 12, 11), 17))
    assert found == {("duty", NoticeState.WITHDRAWN.value)}


@pytest.mark.usefixtures("given")
def test_one_thing_is_told_once(deliver, provider):
    for _look in range(3):
        deliver()
    assert sum(provider.keys.values()) == 1
