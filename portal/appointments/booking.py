"""Staff give a time, or move one: held against what is there, with its notices and its trace."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.appointments.clashes import Clash, Taken, clashes
from portal.appointments.commitments import commitments_of, who_attends
from portal.appointments.given import (
    AnswerTooLate,
    Clashing,
    Interpreting,
    NewAppointment,
    NotWithHer,
    When,
    Where,
)
from portal.appointments.keeping import changeable, interpret, trace
from portal.appointments.models import (
    AcceptedClash,
    Appointment,
    AppointmentMove,
    Attendee,
    Reply,
    wall,
)
from portal.notices import outbox
from portal.people.actor import Actor
from portal.people.models import Assignment, Participant, Staff
from portal.phrases import appointment_kinds
from portal.phrases.absence import IF_ABSENT
from portal.phrases.staff_clashes import CLASH_ACCEPTED
from portal.sharing.policy import assigned
from portal.trail.models import Act


def publish(db: Session, actor: Actor, participant_id: UUID, new: NewAppointment) -> Appointment:
    """Gives a participant a time.

    Raises NoResultFound for someone the actor does not work with, KeyError for an unknown code,
    InterpreterUnanswered, NotWithHer, AnswerTooLate and Clashing.
    """
    person = _locked(db, actor, participant_id)
    appointment_kinds.BY_CODE[new.kind]
    IF_ABSENT[new.if_absent]
    attendees = _attendees(db, person.id, (actor.id, *new.attendees))
    _answered_before(new.when, new.reply_by)
    found = _guard(db, actor, person.id, new.when, new.where, attendees)
    appointment = Appointment(
        participant_id=person.id, agency=actor.agency, kind=new.kind, purpose=new.purpose, bring=new.bring,
        reply_by=new.reply_by, companion_welcome=new.companion_welcome, child_welcome=new.child_welcome,
        if_absent=new.if_absent, sequence=0,
    )  # fmt: skip
    _put(appointment, person, new.when, new.where, new.interpreting)
    db.add(appointment)
    db.flush()
    db.add_all(Attendee(appointment_id=appointment.id, staff_id=each) for each in attendees)
    _accept(db, actor, appointment, found, new.when)
    outbox.tell_new_time(
        db, person.id, appointment.id, 0, starts=appointment.starts, answer_by=new.reply_by
    )
    trace(db, actor, appointment, Act.ADDED)
    return appointment


def move(
    db: Session, actor: Actor, appointment_id: UUID, when: When, where: Where,
    interpreting: Interpreting, *, version: int, reply_by: date | None = None,
) -> Appointment:  # fmt: skip
    """Gives an appointment another time; her answer to the one before does not hold for it.

    Raises NoResultFound, ChangedMeanwhile, TooLate, InterpreterUnanswered, AnswerTooLate and
    Clashing.
    """
    appointment = changeable(db, actor, appointment_id, version)
    person = _locked(db, actor, appointment.participant_id)
    attendees = who_attends(db, appointment.id)
    _answered_before(when, reply_by)
    found = _guard(db, actor, person.id, when, where, attendees, except_for=appointment.id)
    was = appointment.starts
    appointment.sequence += 1
    _keep_move(db, actor, appointment, when)
    _forget_reply(appointment)
    appointment.reply_by = reply_by
    _put(appointment, person, when, where, interpreting)
    _accept(db, actor, appointment, found, when)
    outbox.tell_moved(
        db, person.id, appointment.id, appointment.sequence, was=was, starts=when.starts,
        answer_by=reply_by,
    )  # fmt: skip
    trace(db, actor, appointment)
    return appointment


def _locked(db: Session, actor: Actor, participant_id: UUID) -> Participant:
    """The participant, so that two who give her a time at once wait for one another."""
    return db.scalars(
        select(Participant)
        .where(Participant.id == participant_id, assigned(Participant.id))
        .with_for_update(of=Participant, key_share=True),
        actor.bindings,
    ).one()


def _attendees(db: Session, participant: UUID, wanted: Iterable[UUID]) -> list[UUID]:
    """Those who attend, once each. Raises NotWithHer."""
    chosen = sorted(set(wanted))
    working = db.scalars(
        select(Assignment.staff_id).where(
            Assignment.participant_id == participant,
            Assignment.ended.is_(None),
            Assignment.staff_id.in_(chosen),
        )
    ).all()
    if len(working) != len(chosen):
        raise NotWithHer
    return chosen


def _lock_staff(db: Session, attendees: Sequence[UUID]) -> None:
    """In one order, so that two who want the same colleague at once wait for one another."""
    of = select(Staff.id).where(Staff.id.in_(attendees)).order_by(Staff.id)
    db.execute(of.with_for_update(of=Staff, key_share=True))


def _answered_before(when: When, reply_by: date | None) -> None:
    """She is asked to answer before the day of the time. Raises AnswerTooLate."""
    if reply_by and reply_by >= clock.local(when.starts).date():
        raise AnswerTooLate


def _guard(
    db: Session, actor: Actor, participant: UUID, when: When, where: Where, attendees: Sequence[UUID],
    *, except_for: UUID | None = None,
) -> list[Clash]:  # fmt: skip
    """What stands against the time. Raises Clashing unless a reason is given."""
    _lock_staff(db, attendees)
    week = commitments_of(db, actor, participant, except_for=except_for, until=when.ends).week
    time = Taken(when.starts, when.ends, where.place, where.travel_minutes)
    found = clashes(time, week, attendees)
    if not found:
        return []
    if when.accepted not in CLASH_ACCEPTED or not {each.kind for each in found} <= when.shown:
        raise Clashing(found)
    return found


def _put(
    appointment: Appointment,
    person: Participant,
    when: When,
    where: Where,
    interpreting: Interpreting,
) -> None:
    appointment.starts, appointment.ends = when.starts, when.ends
    appointment.wall, appointment.zone = wall(when.starts), str(clock.STOCKHOLM)
    for name in Where.__slots__:
        setattr(appointment, name, getattr(where, name))
    interpret(appointment, person, interpreting)


def _keep_move(db: Session, actor: Actor, appointment: Appointment, when: When) -> None:
    """Keeps the time there was, unless only the place is another."""
    was = appointment.starts, appointment.ends
    if was == (when.starts, when.ends):
        if appointment.reply is not Reply.NONE:  # an earlier move that she has answered is no news
            appointment.was_starts = appointment.was_ends = None
        return
    db.add(
        AppointmentMove(
            appointment_id=appointment.id, sequence=appointment.sequence, at=clock.now(),
            by_staff_id=actor.id, from_starts=was[0], from_ends=was[1],
        )
    )  # fmt: skip
    appointment.was_starts, appointment.was_ends = was


def _forget_reply(appointment: Appointment) -> None:
    appointment.reply, appointment.replied = Reply.NONE, None
    appointment.reply_reason = appointment.reply_other_time = appointment.reply_text = None


def _accept(
    db: Session, actor: Actor, appointment: Appointment, found: Iterable[Clash], when: When
) -> None:
    """Keeps why the time was given although something stood against it."""
    db.add_all(
        AcceptedClash(
            appointment_id=appointment.id, sequence=appointment.sequence, kind=kind,
            reason=when.accepted, by_staff_id=actor.id, at=clock.now(),
        )
        for kind in {clash.kind for clash in found}
    )  # fmt: skip
