"""Hours of the week when a participant is always taken, noted by herself or by an agency.

All who work with her see that she is taken. What it is, an agency sees of what it has noted itself,
and of what she has noted where she lets it see her appointments.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, bindparam, case, delete, func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.appointments.clashes import FixedHour, overlap
from portal.appointments.models import Appointment, AppointmentState, FixedHours, Reply
from portal.db import Statement, read
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.models import Participant
from portal.phrases.absence import FIXED_HOURS
from portal.sharing.kinds import ShareKind
from portal.sharing.policy import ACTOR_AGENCY, ACTOR_ID, NOW, TODAY, assigned, shared_with
from portal.trail.models import Act
from portal.trail.service import leave

MOST = 30  # rows; far more than a week has


class TooMany(Exception):
    """Nobody has that many fixed hours; something is being filled by a machine."""


@dataclass(frozen=True, slots=True)
class NewHours:
    """Hours of some weekdays (Monday is 0), "HH:MM" by the clock on the wall in Malmö.

    What ends no later than it begins, ends the next day.
    """

    kind: str
    weekdays: frozenset[int]
    since: str
    until: str
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One kind of hours on one weekday, by the clock on the wall in Malmö.

    `kind` and `agency` are None where the reader may know only that she is taken; `agency` is also
    None for what the participant has noted herself.
    """

    id: UUID
    kind: str | None
    weekday: int
    since: str
    until: str
    last_day: date | None
    agency: Agency | None


_PERSON = bindparam("participant", type_=Uuid())
_OURS = FixedHours.agency == ACTOR_AGENCY


def _that_hold(kind: ColumnElement[Any], agency: ColumnElement[Any]) -> Statement:
    return (
        select(
            FixedHours.id, kind, FixedHours.weekday, FixedHours.since, FixedHours.until,
            FixedHours.last_day, agency,
        )
        .where(or_(FixedHours.last_day.is_(None), FixedHours.last_day >= TODAY))
        .order_by(FixedHours.weekday, FixedHours.since, FixedHours.id)
    )  # fmt: skip


_MINE = _that_hold(FixedHours.kind.expression, FixedHours.agency.expression).where(
    FixedHours.participant_id == ACTOR_ID
)
_HERS = _that_hold(
    case((
        or_(
            _OURS,
            and_(
                FixedHours.agency.is_(None),
                shared_with(FixedHours.participant_id, ShareKind.APPOINTMENTS),
            ),
        ),
        FixedHours.kind,
    )),
    case((_OURS, FixedHours.agency)),
).where(FixedHours.participant_id == _PERSON, assigned(FixedHours.participant_id))  # fmt: skip


_BOOKED: Statement = (
    select(Appointment.starts, Appointment.ends)
    .where(
        Appointment.participant_id == ACTOR_ID,
        Appointment.starts > NOW,
        Appointment.state == AppointmentState.BOOKED,
        Appointment.reply != Reply.CANNOT,
    )
    .order_by(Appointment.starts)
)


def hours_of(db: Session, actor: Actor) -> list[HoursRow]:
    """The participant's own fixed hours that still hold, through the week."""
    return [HoursRow(*row) for row in read(db, _MINE, actor.bindings)]


def hours_seen(db: Session, actor: Actor, participant: UUID) -> list[HoursRow]:
    """The same of someone a caseworker works with, as her agency may see them."""
    return [
        HoursRow(*row) for row in read(db, _HERS, {**actor.bindings, "participant": participant})
    ]


def add_hours(db: Session, actor: Actor, participant: UUID, new: NewHours) -> None:
    """Notes hours on some weekdays, from today on.

    Raises NoResultFound for someone the actor does not work with, KeyError for an unknown kind, and
    TooMany.
    """
    FIXED_HOURS[new.kind]
    person = _person(db, actor, participant)
    there = select(func.count()).where(
        FixedHours.participant_id == person,
        or_(FixedHours.last_day.is_(None), FixedHours.last_day >= clock.today()),
    )
    if (db.scalar(there) or 0) + len(new.weekdays) > MOST:
        raise TooMany
    db.add_all(
        FixedHours(
            participant_id=person, kind=new.kind, weekday=weekday, since=new.since, until=new.until,
            first_day=clock.today(), last_day=new.last_day, agency=actor.agency,
        )
        for weekday in sorted(new.weekdays)
    )  # fmt: skip
    db.flush()
    leave(db, actor, Act.ADDED, "fixed_hours", participant=person)


def booked_over(db: Session, actor: Actor, new: NewHours) -> list[datetime]:
    """When the participant's times to come begin that her new hours lie over; they still hold."""
    hours = [
        FixedHour(weekday, new.since, new.until, clock.today(), new.last_day)
        for weekday in new.weekdays
    ]
    found = []
    for starts, ends in read(db, _BOOKED, actor.bindings):
        day = clock.local(starts).date()
        # Those of the evening before too, which last over midnight.
        days = (day - timedelta(days=1), day, clock.local(ends).date())
        taken = (each.on(which) for which in days for each in hours)
        if any(each and overlap(starts, ends, each.starts, each.ends) for each in taken):
            found.append(starts)
    return found


def remove_hours(db: Session, actor: Actor, participant: UUID, hours: UUID) -> None:
    """Takes them away; nothing happens when they are gone already, or not the actor's to remove.

    The participant removes any of her own week, an agency what it has noted itself. Raises
    NoResultFound for someone the actor does not work with.
    """
    person = _person(db, actor, participant)
    gone = delete(FixedHours).where(FixedHours.id == hours, FixedHours.participant_id == person)
    if not actor.is_participant:
        gone = gone.where(FixedHours.agency == actor.agency)
    if db.execute(gone.returning(FixedHours.id)).first():
        leave(db, actor, Act.CHANGED, "fixed_hours", participant=person)


def _person(db: Session, actor: Actor, participant: UUID) -> UUID:
    """Whose hours the actor may note, locked so that two at once cannot pass the limit."""
    asked = select(Participant.id).where(Participant.id == participant).with_for_update()
    if not actor.is_participant:
        asked = asked.where(assigned(Participant.id))
    elif participant != actor.id:
        raise NoResultFound
    found: UUID = db.execute(asked, actor.bindings).scalar_one()
    return found
