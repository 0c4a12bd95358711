"""Photos of papers and PDFs that came with a message: kept beside it, and read by who may read it."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import NamedTuple, NoReturn
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.audience import Audience
from portal.db import Statement, beyond, read
from portal.messages.attachment_opening import CleanContent
from portal.messages.models import Attachment, Message, Thread
from portal.people.actor import Actor
from portal.sharing.kinds import ShareKind
from portal.sharing.policy import scope
from portal.trail.models import Act
from portal.trail.service import leave

EXTENSIONS = {"image/jpeg": "jpg", "application/pdf": "pdf"}


class Paper(NamedTuple):
    """One file as it is handed out."""

    participant_id: UUID
    media_type: str
    content: bytes
    position: int

    @property
    def file_name(self) -> str:
        """A name that says nothing, for it stays in the list of downloads on a shared phone."""
        return f"{self.position}.{EXTENSIONS[self.media_type]}"


def attach(db: Session, message: Message, papers: Sequence[CleanContent]) -> None:
    """Keeps files with the message they came with, in its transaction."""
    db.add_all(
        Attachment(
            message_id=message.id, participant_id=message.participant_id, position=number,
            media_type=paper.media_type, size=len(paper.content), pages=paper.pages,
            content=paper.content, sha256=hashlib.sha256(paper.content).hexdigest(),
        )
        for number, paper in enumerate(papers, 1)
    )  # fmt: skip
    db.flush()


@cache
def _visible_to(role: Audience) -> Statement:
    """A file of a message that has not been withdrawn, for who may read its thread."""
    return (
        select(
            Attachment.participant_id, Attachment.media_type, Attachment.content,
            Attachment.position,
        )
        .join(Message, Message.id == Attachment.message_id)
        .join(Thread, Thread.id == Message.thread_id)
        .where(
            Attachment.id == bindparam("attachment"), Message.withdrawn.is_(None),
            scope(
                role, participant=Thread.participant_id, owner=Thread.agency,
                kind=ShareKind.MESSAGES,
            ),
        )
    )  # fmt: skip


def sent_today(db: Session, actor: Actor) -> int:
    """How many files the participant has sent in the last 24 hours."""
    since = clock.now() - timedelta(days=1)
    mine = (
        select(func.count())
        .select_from(Attachment)
        .join(Message, Message.id == Attachment.message_id)
        .where(Attachment.participant_id == actor.id, Message.sent > since)
    )
    return db.scalar(mine) or 0


def paper_of(db: Session, actor: Actor, attachment: UUID) -> Paper:
    """One file; that staff open it, or are refused, leaves a trace.

    Raises NoResultFound alike for an unknown one and for one that is not the actor's to read.
    """
    statement = _visible_to(actor.role)
    row = read(db, statement, {**actor.bindings, "attachment": attachment}).first()
    if row is None:
        _refuse(db, actor, attachment)
    paper = Paper._make(row)
    if not actor.is_participant:
        leave(
            db, actor, Act.LOOKED, "attachment", participant=paper.participant_id,
            subject_id=attachment,
        )  # fmt: skip
    return paper


def _refuse(db: Session, actor: Actor, attachment: UUID) -> NoReturn:
    with beyond(db):
        of = db.scalar(select(Attachment.participant_id).where(Attachment.id == attachment))
    if of is not None and not actor.is_participant:
        leave(db, actor, Act.REFUSED, "attachment", participant=of, subject_id=attachment)
    raise NoResultFound
