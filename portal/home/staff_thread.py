"""A thread as staff may read it. Every opening leaves a trace; a refused one does too."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.audience import Audience
from portal.db import Instant, Statement, beyond, read
from portal.messages.models import Message, ScheduledMessage, Thread
from portal.messages.phrasebook import ASK
from portal.messages.scheduled import works
from portal.notices.outbox import UNDO
from portal.people.actor import Actor
from portal.people.models import Staff
from portal.sharing.kinds import ShareKind
from portal.sharing.policy import ACTOR_AGENCY, ACTOR_ID, scope
from portal.trail.models import Act
from portal.trail.service import leave


@dataclass(frozen=True, slots=True)
class Reached:
    """Whose a thread is, and whether the actor is named to withdraw what was sent by mistake.

    `answer_at` is when an answer goes that the actor's agency has written to be sent later.
    """

    participant: UUID
    withdraws: bool
    answer_at: datetime | None


@cache
def _reached() -> Statement:
    named = select(Staff.withdraws).where(Staff.id == ACTOR_ID).scalar_subquery()
    later = (
        select(func.min(ScheduledMessage.send_at))
        .where(
            ScheduledMessage.thread_id == Thread.id, ScheduledMessage.agency == ACTOR_AGENCY, works()
        )
        .scalar_subquery()
    )  # fmt: skip
    seen = scope(
        Audience.CASEWORKER, participant=Thread.participant_id, owner=Thread.agency,
        kind=ShareKind.MESSAGES,
    )  # fmt: skip
    return select(Thread.participant_id, named, later).where(
        Thread.id == bindparam("thread_id"), seen
    )


def reach(db: Session, actor: Actor, thread: UUID) -> Reached:
    """Raises NoResultFound alike for an unknown thread and for one the actor may not read.

    The latter leaves a trace of the refusal.
    """
    row = read(db, _reached(), {**actor.bindings, "thread_id": thread}).first()
    if row is None:
        with beyond(db):
            of = db.scalar(select(Thread.participant_id).where(Thread.id == thread))
        if of is not None:
            leave(db, actor, Act.REFUSED, "thread", participant=of, subject_id=thread)
        raise NoResultFound
    return Reached(*row)


_UNDOABLE: Statement = select(Message.id).where(
    Message.thread_id == bindparam("thread_id"), Message.staff_id == ACTOR_ID,
    Message.sent > bindparam("since", type_=Instant()), Message.withdrawn.is_(None),
    or_(Message.phrase.is_(None), Message.phrase != ASK, Message.answered.is_(None)),
)  # fmt: skip


def undoable(db: Session, actor: Actor, thread: UUID) -> frozenset[UUID]:
    """What the actor has just sent in a thread, and may still take back."""
    values = {"actor_id": actor.id, "thread_id": thread, "since": clock.now() - UNDO}
    return frozenset(row.id for row in read(db, _UNDOABLE, values))
