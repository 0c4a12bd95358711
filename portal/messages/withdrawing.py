"""Taking back what was sent: by the sender within ten minutes, or by whom the agency has named.

Its content is gone for everybody from then on; that something stood there stays, and so does who
took it back. Whether she had read it is never told.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from portal import clock
from portal.db import beyond
from portal.messages import forwarding
from portal.messages.models import Message, Thread
from portal.messages.phrasebook import ASK
from portal.messages.service import has_unread
from portal.notices import outbox
from portal.notices.outbox import UNDO
from portal.people.actor import Actor
from portal.people.models import Staff
from portal.sharing.policy import assigned
from portal.trail.models import Act
from portal.trail.service import leave


class NotTakenBack(Exception):
    """It is gone already, or it is not the actor's to take back any more."""


def can_undo(sender: UUID | None, sent: datetime, actor: Actor) -> bool:
    """Whether the actor has just sent a message."""
    return sender == actor.id and clock.now() < sent + UNDO


def take_back(db: Session, actor: Actor, thread: UUID, message: UUID) -> Message:
    """Withdraws a message of staff's for everybody.

    The one named by the agency that has the thread may too: after a forward the sender's own no
    longer reads it. Raises NoResultFound for one of neither, or to someone the actor does not work
    with, and NotTakenBack.
    """
    with beyond(db):  # what one sent oneself may since be in a thread that is closed to one
        return _take_back(db, actor, thread, message)


def _take_back(db: Session, actor: Actor, thread: UUID, message: UUID) -> Message:
    row = db.scalars(
        select(Thread)
        .where(Thread.id == thread, assigned(Thread.participant_id))
        .with_for_update(),
        actor.bindings,
    ).one()
    sender = aliased(Staff)
    its_own = () if row.agency is actor.agency else (sender.agency == actor.agency,)
    found = db.scalars(
        select(Message)
        .join(sender, sender.id == Message.staff_id)
        .where(
            Message.id == message, Message.thread_id == row.id, *its_own,
        )
        .with_for_update(of=Message)
    ).one()  # fmt: skip
    named = db.get_one(Staff, actor.id).withdraws
    if found.withdrawn or not (named or can_undo(found.staff_id, found.sent, actor)):
        raise NotTakenBack
    found.withdrawn, found.withdrawn_by = clock.now(), actor.id
    if found.phrase == ASK:  # whatever she has written since, the question is gone
        forwarding.call_off(db, row)
    db.flush()
    row.answer_by = row.answer_by or _owed_again(db, row, found)
    if not has_unread(db, row.participant_id, row.started):
        outbox.withdraw(db, found.id)
    leave(
        db, actor, Act.CHANGED, "withdrawal", participant=row.participant_id, subject_id=found.id
    )  # fmt: skip
    return found


def _owed_again(db: Session, row: Thread, gone: Message) -> date | None:
    """The promise that the message had answered, where nothing else of staff's answers it."""
    answers = db.scalars(
        select(Message.sent)
        .where(
            Message.thread_id == row.id, Message.staff_id.is_not(None), Message.withdrawn.is_(None),
            Message.id != gone.id, or_(Message.phrase.is_(None), Message.phrase != ASK),
        )
        .order_by(Message.sent.desc())
        .limit(1)
    ).first()  # fmt: skip
    hers = select(Message.answer_by).where(
        Message.thread_id == row.id, Message.staff_id.is_(None), Message.answer_by.is_not(None)
    )
    if answers is not None:
        hers = hers.where(Message.sent > answers)
    return db.scalar(hers.order_by(Message.answer_by).limit(1))
