"""Staff give, move, cancel and keep times: what clashes, what is told, and what is remembered."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DatabaseError, IntegrityError, NoResultFound

from portal import clock
from portal.appointments import booking, keeping, service
from portal.appointments.given import (
    AnswerTooLate,
    Clashing,
    InterpreterUnanswered,
    Interpreting,
    NewAppointment,
    NotWithHer,
    TooEarly,
    When,
    Where,
)
from portal.appointments.models import (
    AcceptedClash,
    Appointment,
    AppointmentMove,
    AppointmentState,
    Attendee,
    CancelledBy,
    ClashKind,
    Reply,
)
from portal.appointments.service import Answer, TooLate
from portal.db import ChangedMeanwhile
from portal.notices.models import Notice, NoticeKind, NoticeState
from portal.people.demo import demo_id
from portal.phrases.appointment_kinds import InterpreterState, Mode
from portal.trail.models import Trace
from tests.moments import NOW

RIM = demo_id("rim")
ORDERED = Interpreting(InterpreterState.ORDERED, date(2026, 12, 1))
HOUSE = Where(
    Mode.IN_PERSON, "Provgatan 8", "Ingång från torget", "2", "Mitt emot biblioteket", 20, True
)


@pytest.fixture
def who(actor):
    """The cast by slug, signed in before anything is changed."""
    slugs = ("rim", "hodan", "lena", "maria", "hakan", "nadia", "petra", "amir")
    return {slug: actor(slug) for slug in slugs}


def when(day: int = 9, hour: int = 10, accepted: str | None = None) -> When:
    starts = clock.at_wall(date(2026, 12, day), hour)
    return When(starts, starts + timedelta(minutes=45), accepted)


def new(**other) -> NewAppointment:
    given = NewAppointment("B06", when(), HOUSE, ORDERED, ["plan"], reply_by=date(2026, 12, 7))
    return replace(given, **other)


def publish(db, who, slug="lena", person=RIM, **other) -> Appointment:
    return booking.publish(db, who[slug], person, new(**other))


def notices(db, appointment: UUID) -> dict[str, str]:
    found = db.execute(select(Notice.kind, Notice.state).where(Notice.subject_id == appointment))
    return {kind.value: state.value for kind, state in found}


@pytest.mark.parametrize("slug", ["lena", "maria", "hakan", "nadia"])
def test_each_of_the_four_gives_a_time_with_colleagues_of_others(db, who, slug):
    others = tuple(demo_id(each) for each in ("lena", "maria", "hakan", "nadia") if each != slug)
    given = publish(db, who, slug, attendees=others)
    assert given.wall == "2026-12-09T10:00"
    assert given.zone == "Europe/Stockholm"
    assert (given.floor, given.landmark, given.lift) == ("2", "Mitt emot biblioteket", True)
    attending = select(func.count()).where(Attendee.appointment_id == given.id)
    assert db.scalar(attending) == 4
    assert notices(db, given.id) == {
        "new_time": "waiting",
        "five_days": "waiting",
        "tomorrow": "waiting",
    }
    due = select(Notice.due).where(
        Notice.subject_id == given.id, Notice.kind == NoticeKind.TOMORROW
    )
    assert db.scalar(due) == clock.at_wall(date(2026, 12, 8), 17)


@pytest.mark.parametrize(
    ("person", "slug"),
    [("rim", "lena"), ("mikaela", "amir"), ("oksana", "lena"), ("farhad", "maria")],
)
def test_nobody_is_left_out(db, who, person, slug):
    """Protected, without contact data, with a number that does not work: the time is given."""
    spoken = InterpreterState.NOT_NEEDED if person == "mikaela" else InterpreterState.MISSING
    given = publish(db, who, slug, demo_id(person), interpreting=Interpreting(spoken))
    assert given.state is AppointmentState.BOOKED
    assert notices(db, given.id)["tomorrow"] == "waiting"


def test_a_clash_needs_a_reason_which_is_kept(db, who):
    there = db.scalars(select(Appointment).where(Appointment.participant_id == RIM)).all()[0]
    taken = When(there.starts, there.ends)
    with pytest.raises(Clashing) as refused:
        publish(db, who, when=taken, reply_by=None)
    assert ClashKind.OVERLAP in {clash.kind for clash in refused.value.found}
    given = publish(db, who, when=replace(taken, accepted="urgent"), reply_by=None)
    kept = db.scalars(select(AcceptedClash).where(AcceptedClash.appointment_id == given.id)).all()
    assert {each.reason for each in kept} == {"urgent"}
    assert ClashKind.OVERLAP in {each.kind for each in kept}
    with pytest.raises(DatabaseError, match="only added to"):
        db.execute(update(AcceptedClash).values(reason="wish"))


def test_without_consent_a_time_of_another_agency_still_clashes(db, who):
    """Mikaela shares no times: her own city sees that she is busy, and not with what."""
    there = db.scalars(
        select(Appointment).where(
            Appointment.participant_id == demo_id("mikaela"), Appointment.agency == "skane"
        )
    ).first()
    with pytest.raises(Clashing):
        publish(
            db, who, "amir", demo_id("mikaela"), when=When(there.starts, there.ends),
            interpreting=Interpreting(InterpreterState.NOT_NEEDED), reply_by=None,
        )  # fmt: skip


@pytest.mark.parametrize("day", [9, 10])
def test_she_is_asked_to_answer_before_the_day_of_the_time(db, who, day):
    """Not on the day itself or later, when she gets the time and when it is moved."""
    too_late = date(2026, 12, day)
    with pytest.raises(AnswerTooLate):
        publish(db, who, reply_by=too_late)
    given = publish(db, who)
    with pytest.raises(AnswerTooLate):
        booking.move(
            db, who["lena"], given.id, when(hour=11), HOUSE, ORDERED, version=given.version,
            reply_by=too_late,
        )  # fmt: skip
    with pytest.raises(IntegrityError):
        db.execute(update(Appointment).where(Appointment.id == given.id).values(reply_by=too_late))


@pytest.mark.parametrize(
    ("hour", "minute", "lasts", "found"),
    [
        (1, 30, 45, True),
        (4, 0, 45, True),
        (6, 45, 30, True),
        (7, 0, 60, False),
        (19, 15, 45, False),
        (19, 30, 45, True),
        (23, 45, 30, True),
        (20, 0, 24 * 60 - 60, True),
    ],
)
def test_an_hour_when_nobody_meets_needs_a_reason(db, who, hour, minute, lasts, found):
    starts = clock.at_wall(date(2026, 12, 15), hour, minute)
    asked = When(starts, starts + timedelta(minutes=lasts))
    if not found:
        assert publish(db, who, when=asked).starts == starts
        return
    with pytest.raises(Clashing) as refused:
        publish(db, who, when=asked)
    assert ClashKind.HOUR in {clash.kind for clash in refused.value.found}
    given = publish(db, who, when=replace(asked, accepted="wish"))
    kept = db.scalars(
        select(AcceptedClash.kind).where(AcceptedClash.appointment_id == given.id)
    ).all()
    assert ClashKind.HOUR in kept


def test_who_needs_an_interpreter_gets_no_time_without_an_answer(db, who):
    with pytest.raises(InterpreterUnanswered):
        publish(db, who, interpreting=Interpreting(InterpreterState.NOT_NEEDED))


def test_who_does_not_work_with_her_cannot_attend_or_give_a_time(db, who):
    with pytest.raises(NotWithHer):
        publish(db, who, attendees=(demo_id("petra"),))
    with pytest.raises(NoResultFound):
        publish(db, who, "petra")


def test_a_moved_time_asks_anew_and_tells_from_what_she_knew(db, who):
    lena, rim = who["lena"], who["rim"]
    given = publish(db, who)
    service.answer(db, rim, given.id, Answer(Reply.COMING), version=given.version)
    db.flush()
    first = given.starts
    db.execute(
        update(Notice)
        .where(Notice.subject_id == given.id, Notice.kind == NoticeKind.NEW_TIME)
        .values(state=NoticeState.SENT, sent=NOW)
    )
    for day in (10, 11):
        booking.move(
            db, lena, given.id, when(day), HOUSE, ORDERED, version=given.version,
            reply_by=date(2026, 12, 8),
        )  # fmt: skip
    assert (given.reply, given.replied, given.sequence) == (Reply.NONE, None, 2)
    assert given.was_starts == when(10).starts
    assert db.scalar(select(func.count()).select_from(AppointmentMove)) == 2
    told = db.scalars(
        select(Notice).where(Notice.kind == NoticeKind.MOVED, Notice.state == NoticeState.WAITING)
    ).one()
    # She has heard of neither the first move nor the second: one notice, from the time she knew.
    assert told.parameters == {"was": first.isoformat(), "starts": when(11).starts.isoformat()}
    due = select(Notice.due).where(
        Notice.subject_id == given.id, Notice.kind == NoticeKind.TOMORROW,
        Notice.state == NoticeState.WAITING,
    )  # fmt: skip
    assert db.scalars(due).all() == [clock.at_wall(date(2026, 12, 10), 17)]
    with pytest.raises(DatabaseError, match="only added to"):
        db.execute(update(AppointmentMove).values(sequence=9))


def test_another_place_alone_asks_anew_and_shows_no_old_time(db, who):
    given = publish(db, who)
    booking.move(db, who["lena"], given.id, when(10), HOUSE, ORDERED, version=given.version)
    service.answer(db, who["rim"], given.id, Answer(Reply.COMING), version=given.version)
    db.flush()
    elsewhere = replace(HOUSE, place="Mönstergatan 5")
    booking.move(db, who["lena"], given.id, when(10), elsewhere, ORDERED, version=given.version)
    assert (given.place, given.reply, given.was_starts) == ("Mönstergatan 5", Reply.NONE, None)
    assert db.scalar(select(func.count()).select_from(AppointmentMove)) == 1


def test_a_moved_time_does_not_clash_with_itself(db, who):
    lena, given = who["lena"], publish(db, who)
    later = When(given.starts + timedelta(minutes=15), given.ends + timedelta(minutes=15))
    booking.move(db, lena, given.id, later, HOUSE, ORDERED, version=given.version)
    assert given.starts == later.starts


def test_only_the_owner_changes_a_time_and_only_as_it_was_shown(db, who):
    given = publish(db, who)
    with pytest.raises(NoResultFound):
        keeping.cancel(db, who["maria"], given.id, CancelledBy.AGENCY, version=given.version)
    with pytest.raises(ChangedMeanwhile):
        keeping.cancel(db, who["lena"], given.id, CancelledBy.AGENCY, version=given.version + 1)


def test_a_cancelled_time_is_told_and_never_reminded_of(db, who):
    lena, given = who["lena"], publish(db, who)
    keeping.cancel(db, lena, given.id, CancelledBy.PARTICIPANT, version=given.version)
    assert notices(db, given.id) == {
        "new_time": "withdrawn", "five_days": "withdrawn", "tomorrow": "withdrawn",
        "cancelled": "waiting",
    }  # fmt: skip
    with pytest.raises(TooLate):
        keeping.cancel(db, lena, given.id, CancelledBy.AGENCY, version=given.version)


def test_a_wrong_language_is_one_tap_and_answered_with_the_interpreter(db, who):
    lena, given = who["lena"], publish(db, who)
    for _tap in range(2):
        service.say_wrong_language(db, who["rim"], given.id)
    assert given.wrong_language == NOW
    keeping.set_interpreter(
        db, lena, given.id, Interpreting(InterpreterState.CONFIRMED), version=given.version
    )
    assert (given.wrong_language, given.interpreter) == (None, InterpreterState.CONFIRMED)
    with pytest.raises(NoResultFound):
        service.say_wrong_language(db, who["hodan"], given.id)


def test_how_it_went_is_said_once_it_has_begun_and_only_once(db, who):
    lena, given = who["lena"], publish(db, who)
    with pytest.raises(TooEarly):
        keeping.record_outcome(db, lena, given.id, attended=True, version=given.version)
    clock.fix(given.starts)
    keeping.record_outcome(db, lena, given.id, attended=False, version=given.version)
    assert given.state is AppointmentState.NOT_ATTENDED
    with pytest.raises(TooLate):
        keeping.record_outcome(db, lena, given.id, attended=True, version=given.version)


def test_a_time_that_no_longer_holds_is_not_reminded_of(db, who):
    given = publish(db, who)
    assert keeping.still_holds(db, given.id, given.starts)
    assert not keeping.still_holds(db, given.id, given.starts + timedelta(minutes=1))
    sick = Answer(Reply.CANNOT, "sick", "any")
    service.answer(db, who["rim"], given.id, sick, version=given.version)
    db.flush()
    assert not keeping.still_holds(db, given.id, given.starts)


def test_two_who_give_the_same_time_at_once_do_not_both_succeed(database, who):
    people = [who[slug] for slug in ("lena", "maria", "hakan", "nadia")]

    def give(actor) -> bool:
        with database.writing() as session, session.begin():
            try:
                booking.publish(session, actor, RIM, new())
            except Clashing:
                session.rollback()
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(give, people)) == [False, False, False, True]


def test_every_change_is_on_her_trail(db, who):
    lena, given = who["lena"], publish(db, who)
    booking.move(db, lena, given.id, when(10), HOUSE, ORDERED, version=given.version)
    keeping.cancel(db, lena, given.id, CancelledBy.AGENCY, version=given.version)
    acts = db.scalars(select(Trace.act).where(Trace.subject_id == given.id).order_by(Trace.at))
    assert [act.value for act in acts] == ["added", "changed", "changed"]
