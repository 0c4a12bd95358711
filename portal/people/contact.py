"""The contact: changing it is an event with a successor, a reason, a summary and the open turns.

A change of caseworker harms (Væksthuset's progression study), so it is made hard to do in
passing, is told with its reason, and is counted where the participant and coordinators see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from portal import clock
from portal.audience import Audience
from portal.db import ChangedMeanwhile, Statement, read
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.models import Assignment, ContactChange, Participant, Staff


class NotASuccessor(Exception):
    """The one chosen is the contact already, or cannot be a contact for this person."""


class NotYours(Exception):
    """While the contact works with the person, only the contact's own agency hands her on.

    The contact's agency sees the goal, so nobody takes that place for herself.
    """


class ChangeRow(NamedTuple):
    """One change of contact, as the participant and staff read it."""

    at: datetime
    before: str
    after: str
    reason: str
    summary: str


class Candidate(NamedTuple):
    """Someone who can become the contact."""

    id: UUID
    name: str
    agency: Agency
    title: str


@dataclass(frozen=True, slots=True)
class NewContact:
    """What a change of contact needs."""

    successor: UUID
    reason: str
    summary: str
    open_turns: Sequence[UUID]
    changes_seen: int


_before, _after = aliased(Staff, name="before"), aliased(Staff, name="after")
_CHANGES: Statement = (
    select(
        ContactChange.at, _before.name, _after.name.label("successor"), ContactChange.reason,
        ContactChange.summary,
    )
    .join(_before, _before.id == ContactChange.from_staff_id)
    .join(_after, _after.id == ContactChange.to_staff_id)
    .where(ContactChange.participant_id == bindparam("participant"))
    .order_by(ContactChange.at.desc())
)  # fmt: skip


def changes_of(db: Session, participant: UUID) -> tuple[ChangeRow, ...]:
    """Every change of contact, the latest first."""
    return tuple(ChangeRow._make(row) for row in read(db, _CHANGES, {"participant": participant}))


_works_with_her = (
    select(Assignment.staff_id)
    .where(Assignment.participant_id == bindparam("participant"), Assignment.ended.is_(None))
)  # fmt: skip
_CANDIDATES: Statement = (
    select(Staff.id, Staff.name, Staff.agency, Staff.title)
    .join(Participant, Participant.id == bindparam("participant"))
    .where(
        Staff.role == Audience.CASEWORKER, Staff.id != Participant.contact_id,
        # For a protected person nobody new is let in by the way: only who works with her already.
        Staff.id.in_(_works_with_her) | ((Staff.team_id == Participant.team_id) & ~Participant.protected),
    )
    .order_by(Staff.agency, Staff.sort_key, Staff.id)
)  # fmt: skip


def candidates(db: Session, participant: UUID) -> tuple[Candidate, ...]:
    """Who can become the contact: those who work with her, and her team's other caseworkers."""
    rows = read(db, _CANDIDATES, {"participant": participant})
    return tuple(Candidate._make(row) for row in rows)


def _works(actor: Actor) -> ColumnElement[bool]:
    """Whether the acting member of staff works with the participant; `sharing` builds on this slice."""
    return exists().where(
        Assignment.participant_id == Participant.id, Assignment.staff_id == actor.id,
        Assignment.ended.is_(None),
    )  # fmt: skip


def change(db: Session, actor: Actor, participant: UUID, new: NewContact) -> ContactChange:
    """Gives a participant another contact, who works with her from now on.

    Raises NoResultFound for someone the actor does not work with, NotYours, NotASuccessor, and
    ChangedMeanwhile where the contact has changed since the page was shown.
    """
    person = db.scalars(
        select(Participant).where(Participant.id == participant, _works(actor)).with_for_update()
    ).one()
    if len(changes_of(db, participant)) != new.changes_seen:
        raise ChangedMeanwhile
    present = db.get_one(Staff, person.contact_id)
    working = db.scalars(_works_with_her, {"participant": participant}).all()
    if present.agency is not actor.agency and present.id in working:
        raise NotYours
    if new.successor not in {each.id for each in candidates(db, participant)}:
        raise NotASuccessor
    row = ContactChange(
        participant_id=participant, from_staff_id=person.contact_id, to_staff_id=new.successor,
        at=clock.now(), reason=new.reason, summary=new.summary,
        open_turns=[str(step) for step in new.open_turns], by_staff_id=actor.id,
    )  # fmt: skip
    db.add(row)
    db.flush()  # the database lets the contact change only once this stands there
    person.contact_id = new.successor
    if new.successor not in working:
        db.add(Assignment(participant_id=participant, staff_id=new.successor, started=clock.now()))
    db.flush()
    return row
