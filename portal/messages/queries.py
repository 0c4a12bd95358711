"""Reading threads and messages: statements built once per kind of reader."""

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, case, func, or_, select, update
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, aliased

from portal.audience import Audience
from portal.db import TRACE_OF_READING, Instant, Statement, read
from portal.messages.models import Attachment, Forward, Message, Thread
from portal.messages.rows import AttachmentRow, Conversation, ForwardRow, MessageRow, ThreadRow
from portal.people.actor import Actor
from portal.people.models import Staff
from portal.sharing.kinds import ShareKind
from portal.sharing.policy import scope

_sender = aliased(Staff, name="sender")


def _unless_withdrawn(column: Any) -> Any:
    """A column of what was said; nothing is read of a message that has been withdrawn."""
    return case((Message.withdrawn.is_(None), column)).label(column.key)


_MESSAGE = (
    Message.id, Message.thread_id, _sender.name, _sender.agency, _unless_withdrawn(Message.phrase),
    _unless_withdrawn(Message.parameters), _unless_withdrawn(Message.body),
    _unless_withdrawn(Message.language), Message.reply_by, Message.sent, Message.read,
    Message.answered, _unless_withdrawn(Message.sentences), _unless_withdrawn(Message.swedish),
    Message.to_agency, Message.answer_by, Message.corrects_id, Message.withdrawn,
)  # fmt: skip


def message_columns() -> tuple[type[Staff], tuple[Any, ...]]:
    """The sender, and what every list reads of a message joined with her, in the order of `MessageRow`."""
    return _sender, _MESSAGE


_ATTACHMENT = (Attachment.id, Attachment.media_type, Attachment.size, Attachment.pages)
_UNREAD = and_(
    Message.read.is_(None), Message.staff_id.is_not(None), Message.withdrawn.is_(None)
)  # fmt: skip


@cache
def visible_to(role: Audience) -> Statement:
    """The threads of `:participant` this kind of reader may see, the latest activity first."""
    other = aliased(Message)
    unread = (
        select(func.count())
        .where(
            other.thread_id == Thread.id, other.participant_id == Thread.participant_id,
            other.read.is_(None), other.staff_id.is_not(None), other.withdrawn.is_(None),
        )
        .correlate(Thread)
        .scalar_subquery()
    )  # fmt: skip
    return (
        select(
            Thread.id.label("thread"), Thread.agency.label("holder"), Staff.name.label("with_name"),
            Thread.answer_by.label("owed_by"), unread.label("unread"), *_MESSAGE,
        )
        .outerjoin(Staff, Staff.id == Thread.staff_id)
        .join(Message, Message.id == Thread.last_id)
        .outerjoin(_sender, _sender.id == Message.staff_id)
        .where(Thread.participant_id == bindparam("participant"), _seen(role))
        .order_by(Thread.last_at.desc())
    )  # fmt: skip


def _seen(role: Audience) -> Any:
    return scope(
        role,
        participant=Thread.participant_id,
        owner=Thread.agency,
        kind=ShareKind.MESSAGES,
    )


def threads_of(db: Session, actor: Actor, participant: UUID) -> list[ThreadRow]:
    """A participant's threads as the actor may see them."""
    rows = read(db, visible_to(actor.role), {**actor.bindings, "participant": participant})
    return [
        ThreadRow(each[0], each[1], each[2], each[3], each[4], MessageRow._make((*each[5:], ())))
        for each in map(tuple, rows)
    ]


def _conversation_columns() -> Any:
    return (
        select(
            Thread.id.label("thread"), Thread.participant_id, Thread.agency.label("holder"),
            Staff.name.label("with_name"), Thread.staff_id, Thread.taken, Thread.step_id,
            Thread.appointment_id, Thread.answer_by.label("owed_by"), *_MESSAGE, *_ATTACHMENT,
        )
        .outerjoin(Staff, Staff.id == Thread.staff_id)
        .join(Message, Message.thread_id == Thread.id)
        .outerjoin(_sender, _sender.id == Message.staff_id)
        .outerjoin(
            Attachment,
            and_(Attachment.message_id == Message.id, Message.withdrawn.is_(None)),
        )
    )  # fmt: skip


@cache
def _conversation(role: Audience) -> Statement:
    statement: Statement = (
        _conversation_columns()
        .where(Thread.id == bindparam("thread_id"), _seen(role))
        .order_by(Message.sent, Attachment.position)
    )
    return statement


_OF_THREAD = 9  # columns
_OF_MESSAGE = _OF_THREAD + len(_MESSAGE)


def _gathered(found: list[tuple[Any, ...]]) -> Conversation:
    """One thread from its rows: one for each message, or for each attachment of a message."""
    messages: dict[UUID, MessageRow] = {}
    for row in found:
        message = MessageRow._make((*row[_OF_THREAD:_OF_MESSAGE], ()))
        message = messages.setdefault(message.id, message)
        if row[_OF_MESSAGE] is not None:
            paper = AttachmentRow._make(row[_OF_MESSAGE:])
            messages[message.id] = message._replace(attachments=(*message.attachments, paper))
    return Conversation(*(*found[0][:_OF_THREAD], tuple(messages.values())))


def conversation(db: Session, actor: Actor, thread: UUID) -> Conversation:
    """One thread. Raises NoResultFound alike for an unknown and for somebody else's."""
    rows = read(db, _conversation(actor.role), {**actor.bindings, "thread_id": thread}).all()
    if not rows:
        raise NoResultFound
    return _gathered([tuple(row) for row in rows])


_HERS: Statement = select(Thread.id).where(
    Thread.id == bindparam("thread_id"), Thread.participant_id == bindparam("actor_id")
)


def require_own(db: Session, actor: Actor, thread: UUID) -> None:
    """Raises NoResultFound unless a thread is the participant's own."""
    read(db, _HERS, {"actor_id": actor.id, "thread_id": thread}).one()


_decider = aliased(Staff, name="decider")
_WAY: Statement = (
    select(
        Forward.id, Forward.from_agency, Forward.to_agency, Staff.name, Forward.reason, Forward.state,
        Forward.begun, Forward.answered, Forward.sent, Forward.decided, _decider.name,
    )
    .join(Staff, Staff.id == Forward.by_staff_id)
    .outerjoin(_decider, _decider.id == Forward.decided_by)
    .where(Forward.thread_id == bindparam("thread_id"))
    .order_by(Forward.begun)
)  # fmt: skip


def way_of(db: Session, thread: Conversation) -> list[ForwardRow]:
    """The way a thread went from agency to agency, for someone who may read the thread."""
    return [ForwardRow._make(row) for row in read(db, _WAY, {"thread_id": thread.id})]


_MARK_READ = (
    update(Message)
    .where(Message.thread_id == bindparam("opened"), _UNREAD)
    .values(read=bindparam("now", type_=Instant()))
    .execution_options(synchronize_session=False, **TRACE_OF_READING)
)


def mark_read(db: Session, actor: Actor, thread: Conversation) -> None:
    """Notes that the participant has opened a thread of hers. Staff are never shown this."""
    if any(message.read is None and message.sender for message in thread.messages):
        db.execute(_MARK_READ, {"opened": thread.id, "now": actor.bindings["now"]})


_UNREAD_COUNT: Statement = select(func.count()).where(
    Message.participant_id == bindparam("actor_id"), _UNREAD
)


def unread_count(db: Session, actor: Actor) -> int:
    """How many messages the participant has not opened."""
    return read(db, _UNREAD_COUNT, {"actor_id": actor.id}).scalar() or 0


_ABOUT: Statement = (
    select(*_MESSAGE)
    .join(Thread, Thread.id == Message.thread_id)
    .outerjoin(_sender, _sender.id == Message.staff_id)
    .where(Thread.participant_id == bindparam("actor_id"), Thread.step_id == bindparam("step"))
    .order_by(Message.sent)
)


def about_step(db: Session, actor: Actor, step: UUID) -> list[MessageRow]:
    """What the participant has asked about a step, and the answers, the oldest first."""
    rows = read(db, _ABOUT, {"actor_id": actor.id, "step": step})
    return [MessageRow._make((*row, ())) for row in rows]


_PENDING: Statement = (
    select(*_MESSAGE)
    .outerjoin(_sender, _sender.id == Message.staff_id)
    .where(
        Message.participant_id == bindparam("actor_id"),
        Message.staff_id.is_not(None),
        or_(
            Message.read.is_(None),
            and_(Message.reply_by.is_not(None), Message.answered.is_(None)),
        ),
        Message.withdrawn.is_(None),
    )
    .order_by(Message.reply_by, Message.sent)
)


def pending(db: Session, actor: Actor) -> list[MessageRow]:
    """What waits for the participant: unread messages and questions without an answer."""
    rows = read(db, _PENDING, {"actor_id": actor.id})
    return [MessageRow._make((*row, ())) for row in rows]
