"""Threads and messages as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from portal import clock
from portal.messages.models import ForwardState
from portal.messages.phrasebook import PHRASEBOOK, Saying
from portal.people.agencies import Agency


class AttachmentRow(NamedTuple):
    """A paper sent with a message; its content is read only to be downloaded. `size` is in bytes."""

    id: UUID
    media_type: str
    size: int
    pages: int

    @property
    def kilobytes(self) -> int:
        """Its size in thousands of bytes, at least one."""
        return max(1, round(self.size / 1000))


class MessageRow(NamedTuple):
    """One message; `sender` is None for the participant. A withdrawn one has no content."""

    id: UUID
    thread_id: UUID
    sender: str | None
    agency: Agency | None
    phrase: str | None
    parameters: Mapping[str, str] | None
    body: str | None
    language: str | None
    reply_by: date | None
    sent: datetime
    read: datetime | None
    answered: datetime | None
    sentences: Sequence[Mapping[str, Any]] | None = None
    swedish: str | None = None
    to_agency: Agency | None = None
    answer_by: date | None = None
    corrects_id: UUID | None = None
    withdrawn: datetime | None = None
    attachments: tuple[AttachmentRow, ...] = ()

    @property
    def saying(self) -> Saying | None:
        """The catalogued phrase, unless the message says something else."""
        return PHRASEBOOK[self.phrase] if self.phrase else None

    @property
    def original(self) -> str | None:
        """What it said in Swedish when it was sent, below its subject."""
        return self.swedish and (self.swedish.partition("\n")[2] or self.swedish)

    @property
    def sayings(self) -> list[tuple[Saying, Mapping[str, str]]]:
        """The sentences of the phrasebook it consists of, each with its values."""
        return [(PHRASEBOOK[each["code"]], each["values"]) for each in self.sentences or ()]

    @property
    def awaits_answer(self) -> bool:
        """Whether staff asked for an answer that has not come."""
        owed = self.reply_by is not None and self.answered is None and self.withdrawn is None
        return self.sender is not None and owed


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A thread in a list: who has it, and its latest message.

    `with_name` is None while nobody at the agency has taken it; `answer_by` is the day an answer
    has been promised by, where one is owed.
    """

    id: UUID
    agency: Agency
    with_name: str | None
    answer_by: date | None
    unread: int
    last: MessageRow

    @property
    def late(self) -> bool:
        """Whether the day an answer was promised by has passed."""
        return self.answer_by is not None and self.answer_by < clock.today()


class ForwardRow(NamedTuple):
    """One stretch of the way a thread went from agency to agency."""

    id: UUID
    from_agency: Agency
    to_agency: Agency
    by: str
    reason: str
    state: ForwardState
    begun: datetime
    answered: datetime | None
    sent: datetime | None
    decided: datetime | None
    decided_by: str | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A thread with its messages, the oldest first."""

    id: UUID
    participant_id: UUID
    agency: Agency
    with_name: str | None
    staff_id: UUID | None
    taken: datetime | None
    step_id: UUID | None
    appointment_id: UUID | None
    answer_by: date | None
    messages: tuple[MessageRow, ...]

    @property
    def late(self) -> bool:
        """Whether the day an answer was promised by has passed."""
        return self.answer_by is not None and self.answer_by < clock.today()

    @property
    def latest(self) -> MessageRow:
        """The latest message."""
        return self.messages[-1]

    @property
    def asked(self) -> MessageRow | None:
        """The latest standard message since the participant last wrote: a note may follow it."""
        for message in self.messages[::-1]:
            if not message.sender:
                return None
            if message.phrase:
                return message
        return None

    @property
    def corrected(self) -> frozenset[UUID]:
        """Which of its messages a later one corrects."""
        return frozenset(each.corrects_id for each in self.messages if each.corrects_id)

    def recent(self, count: int) -> tuple[MessageRow, ...]:
        """The latest messages, and every one before them that she has not read."""
        first = max(len(self.messages) - count, 0)
        unread = (n for n, each in enumerate(self.messages) if each.sender and not each.read)
        return self.messages[min(first, next(unread, first)) :]

    def find(self, which: UUID) -> MessageRow | None:
        """One of its messages."""
        found = [each for each in self.messages if each.id == which]
        return found[0] if found else None

    def confirmed_by(self, quick: str | None) -> datetime | None:
        """The time of the appointment that a quick reply confirms."""
        saying = self.asked.saying if self.asked else None
        if quick != "yes" or self.asked is None or saying is None or saying.confirms is None:
            return None
        return datetime.fromisoformat((self.asked.parameters or {})[saying.confirms])
