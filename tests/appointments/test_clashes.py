"""The clash guard, held against a check that counts minutes, and free slots that nothing stands against."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.appointments.clashes import Clash, FixedHour, Taken, Week, clashes
from portal.appointments.free_slots import MOST, free_slots
from portal.appointments.models import ClashKind
from tests.appointments.calendars import STAFF, counted, found_by_the_guard, random_calendar


def at(wall: str, day: int = 25) -> datetime:
    """A time in November 2026, when Malmö is an hour ahead of UTC."""
    return datetime.fromisoformat(f"2026-11-{day}T{wall}").replace(tzinfo=UTC) - timedelta(hours=1)


def meeting(
    starts: str, ends: str, place: str | None = "A", travel: int | None = 20, day: int = 25
) -> Taken:
    return Taken(at(starts, day), at(ends, day), place, travel)


def kinds(found: list[Clash]) -> list[str]:
    return [clash.kind.value for clash in found]


def test_a_thousand_random_calendars_agree_with_counting_the_minutes():
    seen = set()
    for seed in range(1000):
        calendar = random_calendar(seed)
        expected = counted(calendar)
        assert found_by_the_guard(calendar) == expected, seed
        seen |= {kind for kind, _starts in expected} or {None}
    assert seen == {*ClashKind, None}  # every kind of clash, and none, did occur


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (meeting("09:00", "10:00"), []),
        (meeting("09:00", "10:05"), ["overlap"]),
        (meeting("09:00", "09:40", "B"), []),
        (meeting("09:30", "09:50", "B"), ["travel"]),
        (meeting("10:45", "11:30"), []),
        (meeting("10:50", "11:30", "B", 20), ["travel"]),
        (meeting("10:50", "11:30", "B", 5), []),
        (meeting("10:45", "11:30", None, None), []),
        (meeting("09:50", "10:00", None, None), ["travel"]),
    ],
)
def test_the_way_counts_between_two_places(other, found):
    assert kinds(clashes(meeting("10:00", "10:45"), Week([other]))) == found


def test_fixed_hours_keep_the_clock_on_the_wall_over_the_change_of_clocks():
    sfi = FixedHour(0, "08:30", "12:00", date(2027, 3, 1))
    for day, hour in ((date(2027, 3, 22), 7), (date(2027, 3, 29), 6)):
        found = sfi.on(day)
        assert (found.starts.hour, found.starts.minute) == (hour, 30)


def test_the_fourth_meeting_of_a_week_is_one_too_many():
    others = [meeting("09:00", "10:00", day=day) for day in (23, 24, 26)]
    assert kinds(clashes(meeting("13:00", "14:00"), Week(others))) == ["many"]
    assert kinds(clashes(meeting("13:00", "14:00"), Week(others[:2]))) == []
    assert kinds(clashes(meeting("13:00", "14:00", day=30), Week(others))) == []


def test_free_slots_suit_everyone_and_prefer_a_way_she_makes_anyway():
    for seed in range(60):
        calendar = random_calendar(seed)
        first = date(2027, 3, 22) if seed % 2 else date(2026, 12, 21)
        found = free_slots(
            calendar.week, minutes=45, place="Provgatan 8", travel_minutes=30, attendees=STAFF[:2],
            first_day=first,
        )  # fmt: skip
        assert 0 < len(found) <= MOST
        for slot in found:
            time = Taken(slot.starts, slot.starts + timedelta(minutes=45), "Provgatan 8", 30)
            assert clashes(time, calendar.week, STAFF[:2]) == []
    week = Week([meeting("10:00", "11:00", "B", 30, day=27)])
    found = free_slots(
        week, minutes=45, place="A", travel_minutes=30, attendees=(), first_day=date(2026, 11, 24)
    )
    assert [slot.starts.day for slot in found if slot.same_trip] == [
        27,
        27,
    ]  # morning and afternoon
