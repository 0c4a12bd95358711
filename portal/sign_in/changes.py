"""New numbers that wait for staff: seen by those who work with the person, conflicts by administrators."""

import hmac
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ScalarSelect, bindparam, func, select, text
from sqlalchemy.orm import Session, aliased

from portal import clock
from portal.audience import Audience
from portal.db import ChangedMeanwhile, Statement, read
from portal.people.actor import Actor
from portal.people.models import Assignment, Participant
from portal.sharing.policy import ACTOR_ID, assigned
from portal.sign_in.models import ChangeState, FormerIdentity, IdentityChange
from portal.trail.models import Act
from portal.trail.service import leave


class NumberTaken(Exception):
    """Someone else has got that number meanwhile."""


class NotTheNumber(Exception):
    """What staff read on the paper is another number than the provider named."""


class Waiting(NamedTuple):
    """A new number that waits. Nothing of the number itself: staff have it from her paper."""

    id: UUID
    participant: UUID
    name: str
    other: str | None
    proposed: datetime


_other = aliased(Participant, name="other")
# Literal text, or SQLite does not use the partial index.
_OPEN = text("identity_change.state = 'open'")
_shown = func.coalesce(Participant.alias, Participant.name)
_other_shown = func.coalesce(_other.alias, _other.name)
_COLUMNS = (
    IdentityChange.id, IdentityChange.participant_id, _shown, _other_shown, IdentityChange.proposed,
)  # fmt: skip
_WAITING = (
    select(*_COLUMNS)
    .join(Participant, Participant.id == IdentityChange.participant_id)
    .outerjoin(_other, _other.id == IdentityChange.other_id)
    .where(_OPEN)
    .order_by(IdentityChange.proposed)
)
_FOR: dict[Audience, Statement] = {
    # From the few she works with, so that no table is read from end to end.
    Audience.CASEWORKER: _WAITING.join(
        Assignment, Assignment.participant_id == IdentityChange.participant_id
    ).where(
        IdentityChange.other_id.is_(None),
        Assignment.staff_id == ACTOR_ID,
        Assignment.ended.is_(None),
    ),
    Audience.ADMINISTRATOR: _WAITING.where(IdentityChange.other_id.is_not(None)),
}
_HOLDER: Statement = select(Participant.id).where(Participant.identity_hash == bindparam("hash"))


def waiting(db: Session, actor: Actor) -> tuple[Waiting, ...]:
    """What this member of staff has to look at, the longest wait first."""
    return tuple(Waiting._make(row) for row in read(db, _FOR[actor.role], actor.bindings))


def number_waiting() -> ScalarSelect[Any]:
    """How many new numbers wait for the participant of a query around it."""
    return (
        select(func.count())
        .select_from(IdentityChange)
        .where(IdentityChange.participant_id == Participant.id, IdentityChange.other_id.is_(None), _OPEN)
        .correlate(Participant)
        .scalar_subquery()
    )  # fmt: skip


def confirm(db: Session, actor: Actor, change: UUID, on_paper: bytes) -> None:
    """Gives the person her new number; the old one still finds her.

    `on_paper` is the keyed hash of what staff have read on her paper. Raises NoResultFound for
    what the actor does not see, ChangedMeanwhile for what has been decided, NotTheNumber and
    NumberTaken.
    """
    row = _open(db, actor, change)
    if not hmac.compare_digest(row.identity_hash, on_paper):
        raise NotTheNumber
    person = db.scalars(
        select(Participant).where(Participant.id == row.participant_id).with_for_update()
    ).one()
    if db.scalar(_HOLDER, {"hash": row.identity_hash}) is not None:
        raise NumberTaken
    if db.get(FormerIdentity, row.identity_hash) is not None:
        raise NumberTaken
    db.add(
        FormerIdentity(
            identity_hash=person.identity_hash, identity_cipher=person.identity_cipher,
            participant_id=person.id, replaced=clock.now(), by_staff_id=actor.id,
        )
    )  # fmt: skip
    person.identity_hash, person.identity_cipher = row.identity_hash, row.identity_cipher
    _decide(db, actor, row, ChangeState.CONFIRMED)


def refuse(db: Session, actor: Actor, change: UUID) -> None:
    """Leaves the number as it is. Raises as `confirm` does."""
    _decide(db, actor, _open(db, actor, change), ChangeState.REFUSED)


def settle(db: Session, actor: Actor, change: UUID) -> None:
    """Says that a conflict between two people has been looked into. Raises as `confirm` does."""
    _decide(db, actor, _open(db, actor, change), ChangeState.SETTLED)


def _open(db: Session, actor: Actor, change: UUID) -> IdentityChange:
    asked = select(IdentityChange).where(IdentityChange.id == change)
    if actor.role is Audience.ADMINISTRATOR:
        asked = asked.where(IdentityChange.other_id.is_not(None))
    else:
        asked = asked.where(
            IdentityChange.other_id.is_(None), assigned(IdentityChange.participant_id)
        )
    row = db.execute(asked.with_for_update(), actor.bindings).scalar_one()
    if row.state is not ChangeState.OPEN:
        raise ChangedMeanwhile
    return row


def _decide(db: Session, actor: Actor, row: IdentityChange, state: ChangeState) -> None:
    row.state, row.decided, row.decided_by = state, clock.now(), actor.id
    if actor.role is not Audience.ADMINISTRATOR:  # who works with nobody and leaves no trace
        leave(db, actor, Act.CHANGED, "identity", participant=row.participant_id, subject_id=row.id)
    db.flush()
