"""What staff say when they give someone a time, and why it may be refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.appointments.clashes import Clash
from portal.appointments.models import ClashKind
from portal.phrases.appointment_kinds import InterpreterState, Mode


class InterpreterUnanswered(Exception):
    """The person needs an interpreter and the appointment does not say where that stands."""


class NotWithHer(Exception):
    """Someone who is to attend does not work with the participant."""


class AnswerTooLate(Exception):
    """She is asked to answer on the day of the time itself, or later."""


class TooEarly(Exception):
    """How an appointment went is known only once it has begun."""


class Clashing(Exception):
    """Something stands against the time, and nobody has said why it is given all the same."""

    def __init__(self, found: Sequence[Clash]) -> None:
        super().__init__(f"{len(found)} clashes")
        self.found = found


@dataclass(frozen=True, slots=True)
class Where:
    """The place and the way there, or how to meet without one. Free text is Swedish."""

    mode: Mode
    place: str | None = None
    entrance: str | None = None
    floor: str | None = None
    landmark: str | None = None
    travel_minutes: int | None = None
    lift: bool = False
    hearing_loop: bool = False
    number_withheld: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """Two instants, why they are given although something stands against them, and against which
    kinds of clashes that reason was chosen: it holds for no other.
    """

    starts: datetime
    ends: datetime
    accepted: str | None = None
    shown: frozenset[ClashKind] = frozenset(ClashKind)


@dataclass(frozen=True, slots=True)
class Interpreting:
    """Where the interpreter stands; until when an order can be cancelled without cost."""

    state: InterpreterState
    cancel_by: date | None = None


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """What staff fill in. The one who publishes attends, with `attendees` beside."""

    kind: str
    when: When
    where: Where
    interpreting: Interpreting
    bring: list[str]
    attendees: tuple[UUID, ...] = ()
    reply_by: date | None = None
    purpose: str | None = None
    companion_welcome: bool = True
    child_welcome: bool = False
    if_absent: str = "new_time"
