"""Hours of the week when a participant is always taken, noted by herself."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, delete, func, or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.appointments.models import FixedHours
from portal.db import Statement, read
from portal.people.actor import Actor
from portal.phrases.absence import FIXED_HOURS
from portal.sharing.policy import ACTOR_ID
from portal.trail.models import Act
from portal.trail.service import leave

MOST = 30  # rows; far more than a week has


class TooMany(Exception):
    """Nobody has that many fixed hours; something is being filled by a machine."""


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One kind of hours on one weekday, by the clock on the wall in Malmö."""

    id: UUID
    kind: str
    weekday: int
    since: str
    until: str
    last_day: date | None


_MINE: Statement = (
    select(
        FixedHours.id, FixedHours.kind, FixedHours.weekday, FixedHours.since, FixedHours.until,
        FixedHours.last_day,
    )
    .where(FixedHours.participant_id == ACTOR_ID)
    .where((FixedHours.last_day.is_(None)) | (FixedHours.last_day >= bindparam("today")))
    .order_by(FixedHours.weekday, FixedHours.since)
)  # fmt: skip


def hours_of(db: Session, actor: Actor) -> list[HoursRow]:
    """The participant's own fixed hours that still hold, through the week."""
    return [HoursRow(*row) for row in read(db, _MINE, actor.bindings)]


def add_hours(
    db: Session, actor: Actor, kind: str, weekdays: set[int], since: str, until: str,
    last_day: date | None = None,
) -> None:  # fmt: skip
    """Notes hours on some weekdays, from today on. Raises KeyError for an unknown kind, TooMany."""
    FIXED_HOURS[kind]
    mine = select(func.count()).where(
        FixedHours.participant_id == actor.id,
        or_(FixedHours.last_day.is_(None), FixedHours.last_day >= clock.today()),
    )
    if (db.scalar(mine) or 0) + len(weekdays) > MOST:
        raise TooMany
    db.add_all(
        FixedHours(
            participant_id=actor.id, kind=kind, weekday=weekday, since=since, until=until,
            first_day=clock.today(), last_day=last_day,
        )
        for weekday in sorted(weekdays)
    )  # fmt: skip
    db.flush()
    leave(db, actor, Act.ADDED, "fixed_hours", participant=actor.id)


def remove_hours(db: Session, actor: Actor, hours: UUID) -> None:
    """Takes them away; nothing happens when they are gone already, or somebody else's."""
    gone = delete(FixedHours).where(FixedHours.id == hours, FixedHours.participant_id == actor.id)
    if db.execute(gone.returning(FixedHours.id)).first():
        leave(db, actor, Act.CHANGED, "fixed_hours", participant=actor.id)
