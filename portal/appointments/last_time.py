"""Where and for how long an agency last met someone for a kind of appointment, to begin a form with."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, bindparam, or_, select, true
from sqlalchemy.orm import Session

from portal import clock
from portal.appointments.given import Where
from portal.appointments.models import Appointment, AppointmentState
from portal.appointments.queries import AttendeeRow
from portal.db import Statement, read
from portal.people.actor import Actor
from portal.people.models import Assignment, Participant, Staff
from portal.sharing.policy import ACTOR_AGENCY, ACTOR_ID, NOW, assigned

_PERSON = bindparam("participant", type_=Uuid())
BACK = timedelta(days=120)  # older rooms are often somebody else's by now


class LastTime(NamedTuple):
    """A place, and a length in minutes."""

    where: Where
    minutes: int


# From the times of the people she works with, by the index over person and start: their number and
# the days are bounded, the table is not. A protected person's place is for that person alone.
_LAST = (
    select(
        Appointment.mode, Appointment.place, Appointment.entrance, Appointment.floor, Appointment.landmark,
        Appointment.travel_minutes, Appointment.lift, Appointment.hearing_loop, Appointment.number_withheld,
        Appointment.starts, Appointment.ends,
    )
    .join(Assignment, Assignment.participant_id == Appointment.participant_id)
    .join(Participant, Participant.id == Appointment.participant_id)
    .where(
        Assignment.staff_id == ACTOR_ID, Assignment.ended.is_(None),
        or_(
            Participant.protected.is_(False),
            Participant.id == _PERSON,
        ),
        Appointment.starts > bindparam("since", type_=NOW.type),
        Appointment.agency == ACTOR_AGENCY, Appointment.kind == bindparam("kind"),
        Appointment.state != AppointmentState.CANCELLED,
    )
    .order_by(Appointment.starts.desc(), Appointment.id)
    .limit(1)
)  # fmt: skip
_LATEST = _LAST.subquery("latest")
# One question for both, since a page has but eight. Where there is no such time, mode is null.
_COLLEAGUES: Statement = (
    select(Staff.id, Staff.name, Staff.agency, Staff.title, *_LATEST.c)
    .join(Assignment, Assignment.staff_id == Staff.id)
    .outerjoin(_LATEST, true())
    .where(
        Assignment.participant_id == _PERSON, Assignment.ended.is_(None), assigned(_PERSON),
    )
    .order_by(Staff.agency, Staff.sort_key, Staff.id)
)  # fmt: skip


def last_time(db: Session, actor: Actor, participant: UUID, kind: str) -> LastTime | None:
    """The agency's latest time of a kind among the actor's people, if there is one."""
    row = read(db, _LAST, _values(actor, participant, kind)).first()
    return _last(row) if row else None


def colleagues_and_last_time(
    db: Session, actor: Actor, participant: UUID, kind: str
) -> tuple[list[AttendeeRow], LastTime | None]:
    """Those who work with the participant at present, and so can attend; and `last_time`."""
    rows = list(read(db, _COLLEAGUES, _values(actor, participant, kind)))
    last = _last(rows[0][4:]) if rows and rows[0].mode else None
    return [AttendeeRow(*row[:4]) for row in rows], last


def _values(actor: Actor, participant: UUID, kind: str) -> dict[str, object]:
    since = clock.now() - BACK
    return {**actor.bindings, "participant": participant, "kind": kind, "since": since}


def _last(row: Sequence[Any]) -> LastTime:
    *where, starts, ends = row
    return LastTime(Where(*where), int((ends - starts).total_seconds() // 60))
