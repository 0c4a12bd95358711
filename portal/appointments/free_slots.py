"""Finding a time that suits the participant and everyone who is to attend."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from portal import clock, workdays
from portal.appointments.clashes import ELSEWHERE, Taken, Week, clashes

FIRST, LAST = (8, 30), (16, 30)  # office hours in Malmö: no time begins before or ends after
EVERY = timedelta(minutes=30)
DAYS = 21
MOST = 8
LUNCH = (12, 13)  # hours in Malmö that nobody is asked to give up
SAME_TRIP = timedelta(hours=2)  # from one meeting to the next on the same way into town


class FreeSlot(NamedTuple):
    """A time that nothing stands against; `same_trip` when she is near another meeting anyway."""

    starts: datetime
    same_trip: bool


def free_slots(
    week: Week, *, minutes: int, place: str | None, travel_minutes: int | None,
    attendees: Collection[UUID], first_day: date,
) -> list[FreeSlot]:  # fmt: skip
    """At most eight, in order of time: those on a way she makes anyway before one more journey.

    From `first_day` three weeks on, one a morning and one an afternoon at most, so that there is
    something to choose from.
    """
    found: list[FreeSlot] = []
    for number in range(DAYS):
        day = first_day + timedelta(days=number)
        slots = _of_day(week, day, timedelta(minutes=minutes), place, travel_minutes, attendees)
        found += [
            next((slot for slot in half if slot.same_trip), half[0]) for half in slots if half
        ]
    chosen = sorted(found, key=lambda slot: (not slot.same_trip, slot.starts))[:MOST]
    return sorted(chosen)


def _of_day(
    week: Week, day: date, length: timedelta, place: str | None, travel_minutes: int | None,
    attendees: Collection[UUID],
) -> tuple[list[FreeSlot], list[FreeSlot]]:  # fmt: skip
    """The free slots of a morning and of an afternoon."""
    slots: tuple[list[FreeSlot], list[FreeSlot]] = ([], [])
    if workdays.is_closed(day):
        return slots
    noon, one = (clock.at_wall(day, hour) for hour in LUNCH)
    starts, latest = clock.at_wall(day, *FIRST), clock.at_wall(day, *LAST) - length
    while starts <= latest:
        time = Taken(starts, starts + length, place, travel_minutes)
        over_lunch = starts < one and time.ends > noon
        if starts > clock.now() and not over_lunch and not clashes(time, week, attendees):
            slots[starts >= one].append(FreeSlot(starts, _same_trip(week, time)))
        starts += EVERY
    return slots


def _same_trip(week: Week, time: Taken) -> bool:
    """Whether she is out for another meeting shortly before or after."""
    return bool(time.place) and any(
        other.place not in (None, ELSEWHERE)
        and max(time.starts - other.ends, other.starts - time.ends) <= SAME_TRIP
        for other in week.near(time)
    )
