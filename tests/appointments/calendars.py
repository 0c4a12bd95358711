"""Random calendars, and a check of a time against one that counts minutes instead of reckoning."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from portal.appointments.clashes import FixedHour, Taken, Week, clashes
from portal.appointments.models import ClashKind

MALMO = ZoneInfo("Europe/Stockholm")
STEP = timedelta(minutes=5)
PLACES = ("Exempelgatan 12", "Mönstergatan 5", None)
STAFF = tuple(uuid5(UUID(int=0), str(number)) for number in range(3))
# Written down by hand from the act (1989:253), with the three eves that offices keep.
CLOSED = {
    date(2026, 10, 31), date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 31),
    date(2027, 1, 1), date(2027, 1, 6), date(2027, 3, 26), date(2027, 3, 28), date(2027, 3, 29),
}  # fmt: skip
FIRST = date(2026, 10, 19)
WEEKS = 26  # over both nights when the clocks change


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is there, and the time that is held against it."""

    week: Week
    time: Taken
    attendees: tuple[UUID, ...]


def random_calendar(seed: int) -> Calendar:
    """One person's few weeks; crowded enough that about half of all times clash."""
    chance = Random(seed)
    monday = FIRST + timedelta(weeks=chance.randrange(WEEKS))
    meetings = [_meeting(chance, monday) for _number in range(chance.randrange(6))]
    fixed = [
        FixedHour(
            chance.randrange(7), f"{(hour := chance.randrange(7, 17)):02}:{chance.choice((0, 30)):02}",
            chance.choice((f"{hour + chance.randrange(1, 4):02}:45", "05:30", "24:00")), monday - timedelta(days=chance.randrange(9)),
            chance.choice((None, monday + timedelta(days=chance.randrange(9)))),
        )
        for _number in range(chance.randrange(4))
    ]  # fmt: skip
    staff = {
        each: [_meeting(chance, monday)[:2] for _number in range(chance.randrange(4))]
        for each in STAFF
    }
    chosen = tuple(each for each in STAFF if chance.random() < 0.5)
    return Calendar(Week(meetings, fixed, staff), _meeting(chance, monday), chosen)


def _meeting(chance: Random, monday: date) -> Taken:
    day = monday + timedelta(days=chance.randrange(-1, 8))
    hour, minute = chance.randrange(0, 24), chance.randrange(0, 60, 5)
    starts = datetime(day.year, day.month, day.day, hour, minute, tzinfo=MALMO).astimezone(UTC)
    place = chance.choice(PLACES)
    travel = chance.choice((None, 0, 10, 25, 55)) if place else None
    return Taken(starts, starts + chance.randrange(3, 25) * STEP, place, travel)


def counted(calendar: Calendar) -> set[tuple[ClashKind, datetime | None]]:
    """The same clashes, found by going through the time five minutes by five minutes."""
    time, found = calendar.time, set()
    cells = _cells(time.starts, time.ends)
    for other in [*calendar.week.taken, *_weekly(calendar)]:
        theirs = _cells(other.starts, other.ends)
        if cells & theirs:
            kind = ClashKind.FIXED_HOURS if other.fixed else ClashKind.OVERLAP
            found.add((kind, other.starts))
        elif _too_short(time, other):
            found.add((ClashKind.TRAVEL, other.starts))
    found |= {
        (ClashKind.ATTENDEE, starts)
        for staff in calendar.attendees
        for starts, ends in calendar.week.staff[staff]
        if cells & _cells(starts, ends)
    }
    day = time.starts.astimezone(MALMO).date()
    if day.isoweekday() in (6, 7) or day in CLOSED:
        found.add((ClashKind.CLOSED, None))
    if any(not 7 * 60 <= minute < 20 * 60 for minute in _minutes_of_the_day(time)):
        found.add((ClashKind.HOUR, None))
    monday = day - timedelta(days=day.weekday())
    days = {monday + timedelta(days=number) for number in range(7)}
    held = [each for each in calendar.week.taken if each.starts.astimezone(MALMO).date() in days]
    if len(held) >= 3:
        found.add((ClashKind.MANY, None))
    return found


def found_by_the_guard(calendar: Calendar) -> set[tuple[ClashKind, datetime | None]]:
    """What the portal finds, in the same form."""
    return {
        (clash.kind, clash.other.starts if clash.other else None)
        for clash in clashes(calendar.time, calendar.week, calendar.attendees)
    }


def _cells(starts: datetime, ends: datetime) -> set[datetime]:
    cells, at = set(), starts
    while at < ends:
        cells.add(at)
        at += STEP
    return cells


def _minutes_of_the_day(time: Taken) -> set[int]:
    """Which minutes of the day clocks in Malmö show meanwhile."""
    cells = (at.astimezone(MALMO) for at in _cells(time.starts, time.ends))
    return {at.hour * 60 + at.minute for at in cells}


def _weekly(calendar: Calendar) -> list[Taken]:
    """Every occurrence of the fixed hours, day by day over the whole half year."""
    found = []
    for number in range(-14, 7 * WEEKS + 21):
        day = FIRST + timedelta(days=number)
        for each in calendar.week.fixed:
            ends_before = each.last_day is not None and each.last_day < day
            if day.weekday() == each.weekday and each.first_day <= day and not ends_before:
                since, until = (_on_the_wall(day, at) for at in (each.since, each.until))
                if until <= since:  # a night: it ends on the next day's wall
                    until = _on_the_wall(day + timedelta(days=1), each.until)
                found.append(Taken(since, until, fixed=True))
    return found


def _on_the_wall(day: date, at: str) -> datetime:
    midnight = datetime(day.year, day.month, day.day, tzinfo=MALMO)
    hours, minutes = map(int, at.split(":"))
    return (midnight + timedelta(hours=hours, minutes=minutes)).astimezone(UTC)


def _too_short(one: Taken, two: Taken) -> bool:
    before, after = sorted((one, two), key=lambda each: each.starts)
    if after.fixed:
        goes, needed = before.place is not None, before.travel_minutes
    else:
        goes, needed = after.place not in (None, before.place), after.travel_minutes
    if not goes:
        return False
    minutes, at = 0, before.ends
    while at < after.starts and minutes < 90:
        at, minutes = at + STEP, minutes + 5
    return minutes < (30 if needed is None else needed)
