"""Changing appointments: the participant's reply, and staff publishing a new one."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.appointments.models import Appointment, AppointmentState, Attendee, Reply
from portal.db import ChangedMeanwhile
from portal.people.actor import Actor
from portal.people.models import Participant
from portal.phrases import appointment_kinds
from portal.phrases.appointment_kinds import InterpreterState, Mode
from portal.phrases.reasons import CANNOT_COME, OTHER_TIMES
from portal.sharing.policy import assigned
from portal.trail.models import Act
from portal.trail.service import leave


class TooLate(Exception):
    """The appointment has begun or is cancelled, so a reply changes nothing."""


class InterpreterUnanswered(Exception):
    """The person needs an interpreter and the appointment does not say where that stands."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A participant's reply; reason and other time are codes of the catalogues."""

    reply: Reply
    reason: str | None = None
    other_time: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """What staff fill in. Instants are aware."""

    kind: str
    starts: datetime
    ends: datetime
    mode: Mode
    place: str | None
    interpreter: InterpreterState
    bring: list[str]
    reply_by: date | None = None
    purpose: str | None = None


def answer(
    db: Session, actor: Actor, appointment_id: UUID, given: Answer, *, version: int
) -> Appointment:
    """Stores the participant's reply, or takes it back (Reply.NONE).

    Raises NoResultFound, TooLate, ChangedMeanwhile, and KeyError for an unknown code.
    """
    appointment = db.scalars(
        select(Appointment)
        .where(Appointment.id == appointment_id, Appointment.participant_id == actor.id)
        .with_for_update()
    ).one()
    if appointment.state is not AppointmentState.BOOKED or appointment.starts <= clock.now():
        raise TooLate
    if appointment.version != version:
        raise ChangedMeanwhile
    if given.reply is Reply.CANNOT:
        CANNOT_COME[given.reason or ""]
    if given.other_time:
        OTHER_TIMES[given.other_time]
    appointment.reply = given.reply
    appointment.reply_reason = given.reason if given.reply is Reply.CANNOT else None
    appointment.reply_other_time = given.other_time if given.reply is Reply.CANNOT else None
    appointment.reply_text = (given.text or None) if given.reply is Reply.CANNOT else None
    appointment.replied = clock.now() if given.reply is not Reply.NONE else None
    leave(
        db,
        actor,
        Act.CHANGED,
        "appointment",
        participant=actor.id,
        subject_id=appointment.id,
    )
    return appointment


def confirm(db: Session, actor: Actor, starts: datetime) -> None:
    """The participant says yes to a time in a message: the appointment at that time is answered.

    Nothing happens when there is none any more; the message itself says what she meant.
    """
    found = db.execute(
        select(Appointment.id, Appointment.version).where(
            Appointment.participant_id == actor.id, Appointment.starts == starts,
            Appointment.state == AppointmentState.BOOKED,
        )
    ).first()  # fmt: skip
    if found and starts > clock.now():
        answer(db, actor, found.id, Answer(Reply.COMING), version=found.version)


def publish(db: Session, actor: Actor, participant_id: UUID, new: NewAppointment) -> Appointment:
    """Staff give a participant a time; the one who publishes attends.

    Raises NoResultFound for someone the actor does not work with, KeyError for an unknown kind,
    and InterpreterUnanswered.
    """
    person = db.scalars(
        select(Participant).where(Participant.id == participant_id, assigned(Participant.id)),
        actor.bindings,
    ).one()
    needs = person.interpreter_language
    if needs and new.interpreter is InterpreterState.NOT_NEEDED:
        raise InterpreterUnanswered
    appointment_kinds.BY_CODE[new.kind]
    assert actor.agency is not None  # noqa: S101 - every caseworker has one, the database sees to it
    appointment = Appointment(
        participant_id=person.id, agency=actor.agency, kind=new.kind, starts=new.starts,
        ends=new.ends, mode=new.mode, place=new.place, purpose=new.purpose, bring=new.bring,
        interpreter=new.interpreter, reply_by=new.reply_by,
        interpreter_language=needs if new.interpreter is not InterpreterState.NOT_NEEDED else None,
    )  # fmt: skip
    db.add(appointment)
    db.flush()
    db.add(Attendee(appointment_id=appointment.id, staff_id=actor.id))
    leave(
        db,
        actor,
        Act.ADDED,
        "appointment",
        participant=person.id,
        subject_id=appointment.id,
    )
    return appointment
