"""Whose things may be old enough: groups of people, none larger than one statement can name."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, or_, select, true
from sqlalchemy.orm import Session

from portal.appointments.models import Appointment
from portal.corrections.models import Correction
from portal.db import Base
from portal.messages.models import Thread
from portal.people.models import Assignment, ContactChange, Hold, Participant
from portal.plan.models import Plan, Step
from portal.sign_in.models import FormerIdentity, IdentityChange

AT_ONCE = 500  # people; their rows are found by the index of each table
# What is known of who someone was, and goes with her; anything else that still refers to her keeps her.
OF_PEOPLE: tuple[type[Base], ...] = (Assignment, ContactChange, FormerIdentity, IdentityChange)

Groups = Iterator[Sequence[UUID]]


def over(db: Session, before: datetime) -> Groups:
    """Those whose last plan was closed before an instant, and none is open.

    Of someone without any plan, those whose account was closed before it.
    """
    is_hers = Plan.participant_id == Participant.id
    open_or_late = exists().where(is_hers, or_(Plan.closed.is_(None), Plan.closed >= before))
    has_one = exists().where(is_hers)
    ended = and_(~has_one, Participant.closed < before)
    return _groups(db, Participant.id, or_(and_(has_one, ~open_or_late), ended))


def bare(db: Session, before: datetime) -> Groups:
    """The same, and no agency keeps anything of the plan any more."""
    kept = [each.participant_id for each in (Step, Thread, Appointment, Correction)]
    return (_without(db, group, kept) for group in over(db, before))


def ended(db: Session, before: datetime) -> Groups:
    """Those whose account was closed before an instant, and nothing else refers to them."""
    references = [
        key.parent
        for table in Base.metadata.sorted_tables
        if table not in {each.__table__ for each in OF_PEOPLE}
        for key in table.foreign_keys
        if key.column.table is Participant.__table__ and key.ondelete != "CASCADE"
    ]
    groups = _groups(db, Participant.id, Participant.closed < before)
    return (_without(db, group, references) for group in groups)


def everyone(db: Session, _before: datetime) -> Groups:
    """Where nobody may look whose things are old: texts she has not sent."""
    return _groups(db, Participant.id, true())


def whoever(person: Any, at: Any) -> Callable[[Session, datetime], Groups]:
    """Those who have something of a table that is older than an instant."""
    return lambda db, before: _groups(db, person, at < before)


def _groups(db: Session, person: Any, condition: Any) -> Groups:
    held = exists().where(Hold.participant_id == person)
    found = db.scalars(select(person).where(condition, person.is_not(None), ~held).distinct()).all()
    return (found[first : first + AT_ONCE] for first in range(0, len(found), AT_ONCE))


def _without(db: Session, people: Sequence[UUID], columns: Sequence[Any]) -> Sequence[UUID]:
    """Those of them whom none of the columns names."""
    kept: set[UUID] = set()
    for column in columns:
        kept.update(db.scalars(select(column).where(column.in_(people))))
    return [each for each in people if each not in kept]
