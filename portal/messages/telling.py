"""Noting that someone who met her has told her of a message she had not opened."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.db import beyond
from portal.messages.models import Message
from portal.people.actor import Actor
from portal.sharing.policy import assigned
from portal.trail.models import Act
from portal.trail.service import leave


def tell(db: Session, actor: Actor, participant: UUID, which: Sequence[UUID]) -> None:
    """Notes who told a participant of some messages; what is noted already stays as it is.

    Raises NoResultFound unless all are of staff's to her, and the actor works with her.
    """
    with beyond(db):  # one tells also of what one may not read
        return _tell(db, actor, participant, which)


def _tell(db: Session, actor: Actor, participant: UUID, which: Sequence[UUID]) -> None:
    found = db.scalars(
        select(Message)
        .where(
            Message.id.in_(which), Message.participant_id == participant,
            Message.staff_id.is_not(None), assigned(Message.participant_id),
        )
        .order_by(Message.id)
        .with_for_update(),
        actor.bindings,
    ).all()  # fmt: skip
    if len(found) < len(set(which)):
        raise NoResultFound
    for message in found:
        if message.told is None:
            message.told, message.told_by = clock.now(), actor.id
            leave(
                db, actor, Act.CHANGED, "telling", participant=participant, subject_id=message.id
            )  # fmt: skip
    db.flush()
