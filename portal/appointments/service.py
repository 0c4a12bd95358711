"""What the participant does with an appointment: her reply, and that the language is wrong."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.appointments.models import Appointment, AppointmentState, Reply
from portal.db import ChangedMeanwhile
from portal.people.actor import Actor
from portal.phrases.reasons import CANNOT_COME, OTHER_TIMES
from portal.trail.models import Act
from portal.trail.service import leave


class TooLate(Exception):
    """The appointment has begun or is cancelled, so a reply changes nothing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A participant's reply; reason and other time are codes of the catalogues."""

    reply: Reply
    reason: str | None = None
    other_time: str | None = None
    text: str | None = None


def answer(
    db: Session, actor: Actor, appointment_id: UUID, given: Answer, *, version: int
) -> Appointment:
    """Stores the participant's reply, or takes it back (Reply.NONE).

    Raises NoResultFound, TooLate, ChangedMeanwhile, and KeyError for an unknown code.
    """
    appointment = _to_come(db, actor, appointment_id)
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
    _trace(db, actor, appointment)
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
    ).all()  # fmt: skip
    if len(found) == 1 and starts > clock.now():  # of two at once, nobody knows which she meant
        answer(db, actor, found[0].id, Answer(Reply.COMING), version=found[0].version)


def say_wrong_language(db: Session, actor: Actor, appointment_id: UUID) -> None:
    """The participant says that the interpreter is booked for a language that is not hers.

    Raises NoResultFound and TooLate. Saying it twice changes nothing.
    """
    appointment = _to_come(db, actor, appointment_id)
    if appointment.wrong_language is None:
        appointment.wrong_language = clock.now()
        _trace(db, actor, appointment)


def _to_come(db: Session, actor: Actor, appointment_id: UUID) -> Appointment:
    """The participant's own, locked for changing, while it is still to come."""
    appointment = db.scalars(
        select(Appointment)
        .where(Appointment.id == appointment_id, Appointment.participant_id == actor.id)
        .with_for_update()
    ).one()
    if appointment.state is not AppointmentState.BOOKED or appointment.starts <= clock.now():
        raise TooLate
    return appointment


def _trace(db: Session, actor: Actor, appointment: Appointment) -> None:
    db.flush()
    leave(db, actor, Act.CHANGED, "appointment", participant=actor.id, subject_id=appointment.id)
