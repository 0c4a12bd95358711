"""What staff do with a time that is given: cancel it, answer for the interpreter, say how it went."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.appointments.given import InterpreterUnanswered, Interpreting, TooEarly
from portal.appointments.models import Appointment, AppointmentState, CancelledBy, Reply
from portal.appointments.service import TooLate
from portal.db import ChangedMeanwhile
from portal.notices import outbox
from portal.people.actor import Actor
from portal.people.models import Participant
from portal.phrases.appointment_kinds import InterpreterState
from portal.sharing.policy import assigned
from portal.trail.models import Act
from portal.trail.service import leave


def cancel(
    db: Session, actor: Actor, appointment_id: UUID, by: CancelledBy, *, version: int
) -> Appointment:
    """Cancels an appointment, on whose side the reason lay.

    Raises NoResultFound, ChangedMeanwhile and TooLate.
    """
    appointment = changeable(db, actor, appointment_id, version)
    appointment.state, appointment.cancelled_by = AppointmentState.CANCELLED, by
    appointment.sequence += 1
    outbox.tell_cancelled(
        db,
        appointment.participant_id,
        appointment.id,
        appointment.sequence,
        starts=appointment.starts,
    )
    trace(db, actor, appointment)
    return appointment


def set_interpreter(
    db: Session, actor: Actor, appointment_id: UUID, interpreting: Interpreting, *, version: int
) -> Appointment:
    """Says anew where the interpreter stands, in the language the person needs.

    Raises NoResultFound, ChangedMeanwhile, TooLate and InterpreterUnanswered.
    """
    appointment = changeable(db, actor, appointment_id, version)
    person = db.get_one(Participant, appointment.participant_id)
    interpret(appointment, person, interpreting)
    appointment.wrong_language = None  # answered; a moved time alone is no answer
    trace(db, actor, appointment)
    return appointment


def record_outcome(
    db: Session, actor: Actor, appointment_id: UUID, *, attended: bool, version: int,
    next_step: UUID | None = None,
) -> Appointment:  # fmt: skip
    """Says whether the participant was there, and which step came of it.

    Raises NoResultFound, ChangedMeanwhile, TooLate for one that is cancelled or recorded already,
    and TooEarly.
    """
    appointment = _own(db, actor, appointment_id, version)
    if appointment.state is not AppointmentState.BOOKED:
        raise TooLate
    if appointment.starts > clock.now():
        raise TooEarly
    appointment.state = AppointmentState.ATTENDED if attended else AppointmentState.NOT_ATTENDED
    appointment.next_step_id = next_step
    outbox.withdraw(db, appointment.id)
    trace(db, actor, appointment)
    return appointment


def changeable(db: Session, actor: Actor, appointment_id: UUID, version: int) -> Appointment:
    """An appointment of the actor's agency that is still to come, locked, as it was when shown.

    Raises NoResultFound, ChangedMeanwhile and TooLate.
    """
    appointment = _own(db, actor, appointment_id, version)
    if appointment.state is not AppointmentState.BOOKED or appointment.starts <= clock.now():
        raise TooLate
    return appointment


def _own(db: Session, actor: Actor, appointment_id: UUID, version: int) -> Appointment:
    appointment = db.scalars(
        select(Appointment)
        .where(
            Appointment.id == appointment_id, Appointment.agency == actor.agency,
            assigned(Appointment.participant_id),
        )
        .with_for_update(of=Appointment),
        actor.bindings,
    ).one()  # fmt: skip
    if appointment.version != version:
        raise ChangedMeanwhile
    return appointment


def interpret(appointment: Appointment, person: Participant, interpreting: Interpreting) -> None:
    """Notes where the interpreter stands. Raises InterpreterUnanswered for one who needs one."""
    needs = person.interpreter_language
    nobody = interpreting.state is InterpreterState.NOT_NEEDED
    if needs and nobody:
        raise InterpreterUnanswered
    appointment.interpreter = interpreting.state
    appointment.interpreter_language = None if nobody else needs
    appointment.interpreter_cancel_by = None if nobody else interpreting.cancel_by


def trace(db: Session, actor: Actor, appointment: Appointment, act: Act = Act.CHANGED) -> None:
    """Leaves the trace of a change, once it is stored."""
    db.flush()
    leave(
        db, actor, act, "appointment", participant=appointment.participant_id,
        subject_id=appointment.id,
    )  # fmt: skip


def still_holds(db: Session, appointment_id: UUID, starts: datetime) -> bool:
    """Whether a participant is still expected at a time, so that a reminder of it is true."""
    return db.scalar(
        select(Appointment.id).where(
            Appointment.id == appointment_id, Appointment.starts == starts,
            Appointment.state == AppointmentState.BOOKED, Appointment.reply != Reply.CANNOT,
        )
    ) is not None  # fmt: skip
