"""The dated receipt of what a participant sent: her proof of what was said, when and to whom."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal.db import Statement, read
from portal.messages.models import Attachment, Message
from portal.messages.rows import MessageRow
from portal.people.actor import Actor


class Receipt(NamedTuple):
    """A message of hers, and the number to name when asking about it."""

    message: MessageRow
    number: str
    papers: int


_SENT: Statement = select(
    Message.id, Message.thread_id, Message.phrase, Message.parameters, Message.body,
    Message.language, Message.sent, Message.swedish, Message.to_agency, Message.answer_by,
    Message.corrects_id,
    select(func.count()).where(Attachment.message_id == Message.id).scalar_subquery().label("papers"),
).where(
    Message.id == bindparam("message"), Message.participant_id == bindparam("actor_id"),
    Message.staff_id.is_(None),
)  # fmt: skip


def receipt_of(db: Session, actor: Actor, message: UUID) -> Receipt:
    """The receipt of one message of the participant's own.

    Raises NoResultFound alike for an unknown message, for somebody else's and for one of staff's.
    """
    row = read(db, _SENT, {"message": message, "actor_id": actor.id}).first()
    if row is None:
        raise NoResultFound
    said = row._asdict()
    papers = said.pop("papers")
    found = MessageRow(sender=None, agency=None, reply_by=None, read=None, answered=None, **said)
    return Receipt(found, number_of(message), papers)


def number_of(message: UUID) -> str:
    """Eight signs in two groups: short enough to be read aloud on the phone."""
    signs = message.hex[:8].upper()
    return f"{signs[:4]}-{signs[4:]}"
