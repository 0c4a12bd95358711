"""The staff inbox: what is new, mine, my agency's, with her, and late. Read by thread.

Everything starts from the actor's own people, and the latest message is the stored one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select, text
from sqlalchemy.orm import Session, aliased

from portal import clock
from portal.audience import Audience
from portal.db import Statement, read
from portal.home.whom import people_of
from portal.messages.models import OPEN_FORWARD, Forward, ForwardState, Message, Thread
from portal.messages.queries import message_columns
from portal.messages.rows import MessageRow
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.models import Participant, Staff
from portal.sharing.policy import ACTOR_AGENCY, ACTOR_ID, TODAY


class Show(StrEnum):
    """The tabs of the inbox."""

    NEW = "new"
    MINE = "mine"
    AGENCY = "agency"
    WAITING = "waiting"
    LATE = "late"
    TELL = "tell"


@dataclass(frozen=True, slots=True)
class Item:
    """A thread in the inbox. A protected person is listed under an alias, without what was said.

    `from_agency` and `from_name` are whom a forward that nobody has taken came from, `asked_for`
    the agency she is asked about.
    """

    id: UUID
    name: str
    protected: bool
    holder: str | None
    taken: datetime | None
    answer_by: date | None
    passing: ForwardState | None
    from_agency: Agency | None
    to_agency: Agency | None
    from_name: str | None
    times_sent: int
    waits_for_her: bool
    last: MessageRow

    @property
    def late(self) -> bool:
        """Whether the promised day has passed."""
        return self.answer_by is not None and self.answer_by < clock.today()

    @property
    def sent_on(self) -> bool:
        """Whether it came from another agency, and nobody has taken it."""
        return self.passing is ForwardState.SENT

    @property
    def asked(self) -> bool:
        """Whether the participant is asked if it may go to another agency."""
        return self.passing is ForwardState.ASKING


_forwarder = aliased(Staff, name="forwarder")


# In these words, so that the small index over what waits for her fits, and not that of the thread,
# which grows with every message.
_WAITS = "asked.staff_id IS NOT NULL AND (asked.read IS NULL OR asked.reply_by IS NOT NULL AND asked.answered IS NULL)"


def _question_is_open() -> ColumnElement[bool]:
    asked = aliased(Message, name="asked")
    return exists().where(
        asked.participant_id == Thread.participant_id, asked.thread_id == Thread.id, text(_WAITS),
        asked.reply_by.is_not(None), asked.answered.is_(None), asked.withdrawn.is_(None),
    )  # fmt: skip


def _flags() -> dict[Show, ColumnElement[bool]]:
    """Which threads a tab lists."""
    owed = or_(Thread.answer_by.is_not(None), Forward.state == ForwardState.SENT)
    return {
        Show.NEW: and_(Thread.taken.is_(None), owed),
        Show.MINE: Thread.staff_id == ACTOR_ID,
        Show.AGENCY: Thread.id.is_not(None),
        Show.WAITING: or_(_question_is_open(), Forward.state == ForwardState.ASKING),
        Show.LATE: Thread.answer_by < TODAY,
    }


def _own(statement: Any) -> Any:
    """The agency's threads of the actor's people, each with a forward that is still open."""
    return (
        statement.select_from(Thread)
        # In these words, so that the partial index fits.
        .outerjoin(Forward, and_(Forward.thread_id == Thread.id, text(f"forward.{OPEN_FORWARD}")))
        .where(
            Thread.participant_id.in_(people_of(Audience.CASEWORKER)),
            Thread.agency == ACTOR_AGENCY,
        )
    )  # fmt: skip


@cache
def _counts() -> Statement:
    statement: Statement = _own(select(*(func.count().filter(flag) for flag in _flags().values())))
    return statement


@cache
def visible_to(show: Show) -> Statement:
    """The threads of a tab for a caseworker, what is promised first on top."""
    sent = aliased(Forward)
    times = (
        select(func.count())
        .select_from(sent)
        .where(sent.thread_id == Thread.id, sent.sent.is_not(None))
        .correlate(Thread)
        .scalar_subquery()
    )
    holder = aliased(Staff)
    sender, columns = message_columns()
    statement: Statement = (
        _own(
            select(
                Thread.id.label("thread"), func.coalesce(Participant.alias, Participant.name),
                Participant.protected, holder.name, Thread.taken, Thread.answer_by, Forward.state,
                Forward.from_agency, Forward.to_agency, _forwarder.name, times, _flags()[Show.WAITING],
                *columns,
            )
        )
        .join(Participant, Participant.id == Thread.participant_id)
        .join(Message, Message.id == Thread.last_id)
        .outerjoin(sender, sender.id == Message.staff_id)
        .outerjoin(holder, holder.id == Thread.staff_id)
        .outerjoin(_forwarder, _forwarder.id == Forward.by_staff_id)
        .where(_flags()[show])
        .order_by(Thread.answer_by.is_(None), Thread.answer_by, Thread.last_at.desc())
        .limit(bindparam("most"))
    )  # fmt: skip
    return statement


_OF_ITEM = 12  # columns


def counts(db: Session, actor: Actor) -> dict[Show, int]:
    """How many threads each tab lists."""
    row = tuple(read(db, _counts(), actor.bindings).one())
    return dict(zip(_flags(), row, strict=True))


def items(db: Session, actor: Actor, show: Show, most: int) -> list[Item]:
    """The threads of a tab, at most so many."""
    rows: Iterable[tuple[Any, ...]] = map(
        tuple, read(db, visible_to(show), {**actor.bindings, "most": most})
    )
    return [Item(*(*row[:_OF_ITEM], MessageRow._make((*row[_OF_ITEM:], ())))) for row in rows]
