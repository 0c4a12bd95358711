"""How long a sign-in lasts: after the last thing done, and in all.

OWASP ASVS 5.0, 7.3: an end after a time without anything done and an absolute end, each shorter the
more can be seen or the more people use the phone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from portal.audience import Audience


class Assurance(StrEnum):
    """How surely it is known who signed in. `limited` opens times, places and telephone numbers."""

    FULL = "full"
    LIMITED = "limited"


@dataclass(frozen=True, slots=True)
class Limits:
    """`idle` is without anything done, `whole` in all."""

    idle: timedelta
    whole: timedelta

    def over(self, *, created: datetime, seen: datetime, now: datetime) -> bool:
        """Whether a sign-in has ended by itself."""
        return now >= self.end(created=created, seen=seen)

    def end(self, *, created: datetime, seen: datetime) -> datetime:
        """When a sign-in ends by itself."""
        return min(created + self.whole, seen + self.idle)


def _minutes(idle: int, hours: int) -> Limits:
    return Limits(timedelta(minutes=idle), timedelta(hours=hours))


PARTICIPANT = _minutes(30, 12)
SHARED = _minutes(10, 1)
STAFF = _minutes(30, 10)
ADMINISTRATOR = _minutes(15, 8)
# How long a sign-in that has ended by itself is still known, so that a text sent with it is not lost;
# no longer, since a cookie that was copied could write into her own space as long.
REMEMBERED = timedelta(hours=1)
# How old a sign-in may be for what would do most harm in wrong hands (ASVS 5.0, 7.5.3).
RECENT = timedelta(minutes=15)
# How often it is noted that someone is still there.
NOTED_EVERY = timedelta(minutes=1)


def limits_of(role: Audience, assurance: Assurance, *, shared: bool) -> Limits:
    """The limits of a sign-in; `shared` is on someone else's phone or computer."""
    if shared or assurance is Assurance.LIMITED:
        return SHARED
    if role is Audience.PARTICIPANT:
        return PARTICIPANT
    return ADMINISTRATOR if role is Audience.ADMINISTRATOR else STAFF
