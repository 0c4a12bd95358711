"""What stands against a time: pure functions over what is already in someone's week.

All instants are aware; days and weeks are Malmö's. Nothing here knows what another time is about,
so that a clash can be told without its content.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from portal import clock, workdays
from portal.appointments.models import ClashKind

USUAL_TRAVEL = 30  # minutes, where nobody has said how long the way is
MANY_IN_A_WEEK = 4
FIRST_HOUR, LAST_HOUR = 7, 20  # in Malmö; what lies outside was perhaps mistyped
ELSEWHERE = "\0"  # the place of a time whose place is not to be known; equals no typed one


class Taken(NamedTuple):
    """Something in the way. `place` is None where nobody needs to go anywhere.

    `fixed` hours of every week are at a place of their own, and are no meeting.
    """

    starts: datetime
    ends: datetime
    place: str | None = None
    travel_minutes: int | None = None
    fixed: bool = False

    @property
    def travel(self) -> timedelta:
        """How long the way there takes."""
        minutes = USUAL_TRAVEL if self.travel_minutes is None else self.travel_minutes
        return timedelta(minutes=minutes)


@dataclass(frozen=True, slots=True)
class FixedHour:
    """Hours that begin on one weekday, by the clock on the wall in Malmö.

    Those that end no later than they begin, end the next day; 24:00 is the end of the day.
    """

    weekday: int
    since: str
    until: str
    first_day: date
    last_day: date | None = None

    def on(self, day: date) -> Taken | None:
        """The hours that begin on a day, or None where none do."""
        if day.weekday() != self.weekday or day < self.first_day:
            return None
        if self.last_day is not None and day > self.last_day:
            return None
        last = day + timedelta(days=self.until <= self.since)
        return Taken(_at(day, self.since), _at(last, self.until), fixed=True)


@dataclass(frozen=True, slots=True)
class Week:
    """Everything that a new time is held against."""

    taken: Sequence[Taken] = ()
    fixed: Sequence[FixedHour] = ()
    staff: Mapping[UUID, Sequence[tuple[datetime, datetime]]] | None = None

    def on(self, day: date) -> list[Taken]:
        """What she has on a day, in order of time."""
        meetings = [each for each in self.taken if clock.local(each.starts).date() == day]
        begin = [each.on(which) for which in (day - timedelta(days=1), day) for each in self.fixed]
        hours = [each for each in begin if each and each.ends > clock.at_wall(day, 0)]
        return sorted([*meetings, *hours], key=lambda each: (each.starts, each.ends))

    def near(self, time: Taken) -> list[Taken]:
        """What she has on the days a time touches and the days beside them."""
        first = clock.local(time.starts).date() - timedelta(days=1)
        last = clock.local(time.ends).date() + timedelta(days=1)
        meetings = [each for each in self.taken if first <= clock.local(each.starts).date() <= last]
        days = ((last - first).days + 1) if self.fixed else 0
        hours = [
            found for number in range(days) for each in self.fixed
            if (found := each.on(first + timedelta(days=number)))
        ]  # fmt: skip
        return [*meetings, *hours]


class Clash(NamedTuple):
    """One thing that stands against a time; `other` is what it meets, `staff` who is taken."""

    kind: ClashKind
    other: Taken | None = None
    staff: UUID | None = None
    minutes: int = 0


def clashes(time: Taken, week: Week, attendees: Iterable[UUID] = ()) -> list[Clash]:
    """All that stands against a time, the gravest first."""
    found = [clash for other in week.near(time) if (clash := _between(time, other))]
    found += [
        Clash(ClashKind.ATTENDEE, Taken(starts, ends), staff)
        for staff in attendees
        for starts, ends in (week.staff or {}).get(staff, ())
        if overlap(time.starts, time.ends, starts, ends)
    ]
    if workdays.is_closed(clock.local(time.starts).date()):
        found.append(Clash(ClashKind.CLOSED))
    if _at_an_unusual_hour(time):
        found.append(Clash(ClashKind.HOUR))
    meetings = 1 + sum(_week(each.starts) == _week(time.starts) for each in week.taken)
    if meetings >= MANY_IN_A_WEEK:
        found.append(Clash(ClashKind.MANY, minutes=meetings))
    order = list(ClashKind)
    return sorted(found, key=lambda clash: order.index(clash.kind))


def lasting(since: str, until: str) -> timedelta:
    """How long hours last on a day when no clock changes; see FixedHour."""
    (begins, began), (ends, ended) = (map(int, at.split(":")) for at in (since, until))
    minutes = (ends - begins) * 60 + ended - began
    return timedelta(minutes=minutes if minutes > 0 else minutes + 24 * 60)


def overlap(starts: datetime, ends: datetime, since: datetime, until: datetime) -> bool:
    """Whether two times share an instant; one that begins when the other ends does not."""
    return starts < until and since < ends


def way_between(before: Taken, after: Taken) -> timedelta:
    """How long she needs from the end of one to the start of the next.

    To a meeting somewhere else it takes the way there; from one to fixed hours the way back. On the
    phone, and at the same place, nothing.
    """
    if after.fixed:
        return before.travel if before.place else timedelta()
    if after.place is None or after.place == before.place:
        return timedelta()
    return after.travel


def _between(time: Taken, other: Taken) -> Clash | None:
    if overlap(time.starts, time.ends, other.starts, other.ends):
        return Clash(ClashKind.FIXED_HOURS if other.fixed else ClashKind.OVERLAP, other)
    before, after = (time, other) if time.starts < other.starts else (other, time)
    gap, way = after.starts - before.ends, way_between(before, after)
    if gap < way:
        return Clash(ClashKind.TRAVEL, other, minutes=int(gap.total_seconds() // 60))
    return None


def _at(day: date, wall: str) -> datetime:
    """The instant of HH:MM on a day; 24:00 is midnight at its end."""
    if wall == "24:00":
        return clock.at_wall(day + timedelta(days=1), 0)
    return clock.at_wall(day, *map(int, wall.split(":")))


def _at_an_unusual_hour(meeting: Taken) -> bool:
    """Whether any of it lies outside the hours of the day when people meet."""
    starts, ends = clock.local(meeting.starts), clock.local(meeting.ends)
    over_midnight = starts.date() != ends.date()
    return over_midnight or starts.hour < FIRST_HOUR or (ends.hour, ends.minute) > (LAST_HOUR, 0)


def _week(at: datetime) -> tuple[int, int]:
    year, week, _day = clock.local(at).isocalendar()
    return year, week
