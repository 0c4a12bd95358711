"""What a calendar program may know of appointments: when, where, whether it still holds.

Nothing else is read, so nothing else can leak: no agency, no kind, no purpose, no names.
"""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal.appointments.models import Appointment, AppointmentState
from portal.audience import Audience
from portal.db import Instant, Statement, read
from portal.people.actor import Actor
from portal.sharing.kinds import ShareKind
from portal.sharing.policy import scope


class CalendarEvent(NamedTuple):
    """An appointment as an event. Instants are in UTC; `sequence` rises with each new time."""

    id: UUID
    starts: datetime
    ends: datetime
    sequence: int
    state: AppointmentState
    place: str | None


_MINE = select(*(getattr(Appointment, name) for name in CalendarEvent._fields)).where(
    scope(
        Audience.PARTICIPANT, participant=Appointment.participant_id, owner=Appointment.agency,
        kind=ShareKind.APPOINTMENTS,
    )
)  # fmt: skip
_ONE: Statement = _MINE.where(Appointment.id == bindparam("appointment"))
_SINCE: Statement = _MINE.where(
    Appointment.starts > bindparam("since", type_=Instant())
).order_by(Appointment.starts, Appointment.id)  # fmt: skip


def event_of(db: Session, actor: Actor, appointment: UUID) -> CalendarEvent:
    """One of the participant's own. Raises NoResultFound alike for unknown and somebody else's."""
    row = read(db, _ONE, {"actor_id": actor.id, "appointment": appointment}).first()
    if row is None:
        raise NoResultFound
    return CalendarEvent._make(row)


def events_of(db: Session, participant: UUID, since: datetime) -> list[CalendarEvent]:
    """All of a participant's that begin after an instant, the cancelled ones too."""
    rows = read(db, _SINCE, {"actor_id": participant, "since": since})
    return [CalendarEvent._make(row) for row in rows]
