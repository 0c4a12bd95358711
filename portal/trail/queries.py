"""Reading the trail: what staff have done with a person's things since some instant."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from portal.db import Instant, Statement, read
from portal.people.agencies import Agency
from portal.people.models import Staff
from portal.trail.models import Act, Trace

MOST = 12


class Change(NamedTuple):
    """The latest change of one thing."""

    subject: str
    subject_id: UUID | None
    agency: Agency
    by: str
    at: datetime


# The name goes with the latest change: SQLite and PostgreSQL both need an aggregate for it, and
# when two have changed the same thing either of them has.
_CHANGES: Statement = (
    select(
        Trace.subject, Trace.subject_id, Trace.agency, func.max(Staff.name).label("by"),
        func.max(Trace.at).label("at"),
    )
    .join(Staff, Staff.id == Trace.staff_id)
    .where(
        Trace.participant_id == bindparam("participant"),
        Trace.at > bindparam("since", type_=Instant()),
        or_(Trace.act == Act.ADDED, Trace.act == Act.CHANGED),
    )
    .group_by(Trace.subject, Trace.subject_id, Trace.agency)
    .order_by(func.max(Trace.at).desc())
    .limit(MOST)
)  # fmt: skip


def latest_change(
    column: Any, participant: Any, subject: str, which: Any
) -> Select[*tuple[Any, ...]]:
    """A column of what staff did last to one thing, after it was there."""
    return (
        select(column)
        .where(
            Trace.participant_id == participant, Trace.subject == subject, Trace.subject_id == which,
            Trace.act == Act.CHANGED, Trace.staff_id.is_not(None),
        )
        .order_by(Trace.at.desc())
        .limit(1)
    )  # fmt: skip


class Changed(NamedTuple):
    """When one thing was changed last, and by which agency."""

    at: datetime
    agency: Agency


@cache
def _changed(subject: str) -> Statement:
    return latest_change(
        Trace.at, bindparam("participant"), subject, bindparam("which")
    ).add_columns(Trace.agency)  # fmt: skip


def changed_last(db: Session, participant: UUID, subject: str, which: UUID) -> Changed | None:
    """When staff changed one thing of a person's last; None where they never have."""
    row = read(db, _changed(subject), {"participant": participant, "which": which}).first()
    return Changed._make(row) if row else None


def changes_since(db: Session, participant: UUID, since: datetime | None) -> tuple[Change, ...]:
    """What staff have added or changed since then, over all agencies, the latest first."""
    if since is None:
        return ()
    values = {"participant": participant, "since": since}
    latest: dict[object, Change] = {}
    for row in read(db, _CHANGES, values):
        change = Change._make(row)
        # A step has a line of its own; of messages and times one line an agency says enough.
        one = change.subject_id if change.subject == "step" else (change.subject, change.agency)
        latest.setdefault(one, change)
    return tuple(latest.values())
