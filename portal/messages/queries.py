"""Reading threads and messages: statements built once per kind of reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from portal.audience import Audience
from portal.db import TRACE_OF_READING, Instant, Statement, read
from portal.messages.models import Message, Thread
from portal.messages.phrasebook import PHRASEBOOK, Saying
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.models import Staff
from portal.sharing.kinds import ShareKind
from portal.sharing.policy import scope


class MessageRow(NamedTuple):
    """One message; `sender` is None for the participant."""

    id: UUID
    thread_id: UUID
    sender: str | None
    agency: Agency | None
    phrase: str | None
    parameters: Mapping[str, str]
    body: str | None
    language: str | None
    reply_by: date | None
    sent: datetime
    read: datetime | None
    answered: datetime | None

    @property
    def saying(self) -> Saying | None:
        """The catalogued phrase, unless the message is free text."""
        return PHRASEBOOK[self.phrase] if self.phrase else None

    @property
    def awaits_answer(self) -> bool:
        """Whether staff asked for an answer that has not come."""
        return self.sender is not None and self.reply_by is not None and self.answered is None


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A thread in a list: who has it, and its latest message."""

    id: UUID
    agency: Agency
    with_name: str
    awaits_staff: bool
    unread: int
    last: MessageRow


@dataclass(frozen=True, slots=True)
class Conversation:
    """A thread with its messages, the oldest first."""

    id: UUID
    participant_id: UUID
    agency: Agency
    with_name: str
    step_id: UUID | None
    messages: tuple[MessageRow, ...]

    @property
    def latest(self) -> MessageRow:
        """The latest message."""
        return self.messages[-1]

    @property
    def asked(self) -> MessageRow | None:
        """The latest standard message since the participant last wrote: a note may follow it."""
        for message in reversed(self.messages):
            if not message.sender:
                return None
            if message.phrase:
                return message
        return None

    def confirmed_by(self, quick: str | None) -> datetime | None:
        """The time of the appointment that a quick reply confirms."""
        saying = self.asked.saying if self.asked else None
        if quick != "yes" or self.asked is None or saying is None or saying.confirms is None:
            return None
        return datetime.fromisoformat(self.asked.parameters[saying.confirms])


_sender = aliased(Staff, name="sender")
_MESSAGE = (
    Message.id, Message.thread_id, _sender.name, _sender.agency, Message.phrase, Message.parameters,
    Message.body, Message.language, Message.reply_by, Message.sent, Message.read, Message.answered,
)  # fmt: skip
_UNREAD = and_(Message.read.is_(None), Message.staff_id.is_not(None))


@cache
def visible_to(role: Audience) -> Statement:
    """The threads of `:participant` this kind of reader may see, the latest activity first."""
    last_id = (
        select(Message.id).where(Message.thread_id == Thread.id).order_by(Message.sent.desc()).limit(1)
    ).correlate(Thread).scalar_subquery()  # fmt: skip
    other = aliased(Message)
    unread = (
        select(func.count())
        .where(
            other.thread_id == Thread.id, other.participant_id == Thread.participant_id,
            other.read.is_(None), other.staff_id.is_not(None),
        )
        .correlate(Thread)
        .scalar_subquery()
    )  # fmt: skip
    return (
        select(
            Thread.id.label("thread"), Thread.agency.label("holder"), Staff.name.label("with_name"),
            Thread.awaits_staff, unread.label("unread"), *_MESSAGE,
        )
        .join(Staff, Staff.id == Thread.staff_id)
        .join(Message, Message.id == last_id)
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
        ThreadRow(each[0], each[1], each[2], each[3], each[4], MessageRow._make(each[5:]))
        for each in map(_columns, rows)
    ]


def _columns(row: Any) -> tuple[Any, ...]:
    return tuple(row)


def _conversation_columns() -> Any:
    return (
        select(
            Thread.id.label("thread"),
            Thread.participant_id,
            Thread.agency.label("holder"),
            Staff.name.label("with_name"),
            Thread.step_id,
            *_MESSAGE,
        )
        .join(Staff, Staff.id == Thread.staff_id)
        .join(Message, Message.thread_id == Thread.id)
        .outerjoin(_sender, _sender.id == Message.staff_id)
    )


@cache
def _conversation(role: Audience) -> Statement:
    statement: Statement = (
        _conversation_columns()
        .where(Thread.id == bindparam("thread_id"), _seen(role))
        .order_by(Message.sent)
    )
    return statement


@cache
def _conversations(role: Audience) -> Statement:
    statement: Statement = (
        _conversation_columns()
        .where(Thread.participant_id == bindparam("participant"), _seen(role))
        .order_by(Thread.last_at.desc(), Message.sent)
    )
    return statement


def conversations_of(db: Session, actor: Actor, participant: UUID) -> list[Conversation]:
    """A participant's threads with their messages, as the actor may see them, the latest first."""
    grouped: dict[UUID, list[tuple[Any, ...]]] = {}
    values = {**actor.bindings, "participant": participant}
    for row in read(db, _conversations(actor.role), values):
        grouped.setdefault(row.thread, []).append(_columns(row))
    return [_gathered(found) for found in grouped.values()]


def _gathered(found: list[tuple[Any, ...]]) -> Conversation:
    first, messages = found[0], tuple(MessageRow._make(each[5:]) for each in found)
    return Conversation(first[0], first[1], first[2], first[3], first[4], messages)


def conversation(db: Session, actor: Actor, thread: UUID) -> Conversation:
    """One thread. Raises NoResultFound alike for an unknown and for somebody else's."""
    from sqlalchemy.exc import NoResultFound

    rows = read(db, _conversation(actor.role), {**actor.bindings, "thread_id": thread}).all()
    if not rows:
        raise NoResultFound
    return _gathered([_columns(row) for row in rows])


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


_UNREAD_COUNT = select(func.count()).where(Message.participant_id == bindparam("actor_id"), _UNREAD)


def unread_count(db: Session, actor: Actor) -> int:
    """How many messages the participant has not opened."""
    return db.scalar(_UNREAD_COUNT, {"actor_id": actor.id}) or 0


_ABOUT: Statement = (
    select(*_MESSAGE)
    .join(Thread, Thread.id == Message.thread_id)
    .outerjoin(_sender, _sender.id == Message.staff_id)
    .where(Thread.participant_id == bindparam("actor_id"), Thread.step_id == bindparam("step"))
    .order_by(Message.sent)
)


def about_step(db: Session, actor: Actor, step: UUID) -> list[MessageRow]:
    """What the participant has asked about a step, and the answers, the oldest first."""
    return [MessageRow._make(row) for row in read(db, _ABOUT, {"actor_id": actor.id, "step": step})]


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
    )
    .order_by(Message.reply_by, Message.sent)
)


def pending(db: Session, actor: Actor) -> list[MessageRow]:
    """What waits for the participant: unread messages and questions without an answer."""
    return [MessageRow._make(row) for row in read(db, _PENDING, {"actor_id": actor.id})]
