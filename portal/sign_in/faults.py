"""Why someone was not let in. Each has a page in her language and a status."""

from enum import StrEnum


class Why(StrEnum):
    """A reason that can stand in an address and in a log: it says nothing about the person."""

    CANCELLED = "cancelled"
    AGAIN = "again"
    FAULT = "fault"
    WEAK = "weak"
    UNKNOWN = "unknown"
    NEW_NUMBER = "new-number"
    STAFF = "staff"
    AWAY = "away"

    @property
    def status(self) -> int:
        """The status its page answers with."""
        return _STATUS[self]


_STATUS = {
    Why.CANCELLED: 400,
    Why.AGAIN: 400,
    Why.FAULT: 400,
    Why.WEAK: 403,
    Why.UNKNOWN: 403,
    Why.NEW_NUMBER: 403,
    Why.STAFF: 403,
    Why.AWAY: 503,
}


class Refused(Exception):
    """Nobody is let in. `detail` is for our log: a fixed word of ours, never a word of theirs."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why.value}: {detail}" if detail else why.value)
        self.why = why


def away(detail: str) -> Refused:
    """The provider cannot be reached, or answers something nobody can read."""
    return Refused(Why.AWAY, detail)


def fault(detail: str) -> Refused:
    """The provider's answer cannot be trusted."""
    return Refused(Why.FAULT, detail)
