"""The two weekends a year when clocks are changed: no time is lost, doubled or moved by an hour."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest

from portal import clock

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
YEARS = range(2020, 2031)


def last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    return day - timedelta(days=(day.weekday() + 1) % 7)


def change(year: int, month: int) -> datetime:
    """When clocks are changed all over the European Union: at 01:00 UTC (Directive 2000/84/EC)."""
    sunday = last_sunday(year, month)
    return datetime(sunday.year, sunday.month, sunday.day, 1, tzinfo=UTC)


def on_the_wall(at: datetime) -> datetime:
    """What a clock in Malmö shows, reckoned from the directive and not from any zone database."""
    summer = change(at.year, 3) <= at < change(at.year, 10)
    return (at + (2 if summer else 1) * HOUR).replace(tzinfo=None)


def weekend(year: int, month: int) -> list[datetime]:
    """Every minute from Saturday 00:00 to Monday 00:00 in Malmö, as instants."""
    noon = change(year, month) + 11 * HOUR
    all_of_it = (noon + number * MINUTE for number in range(-38 * 60, 14 * 60))
    sunday = last_sunday(year, month)
    return [at for at in all_of_it if on_the_wall(at).date() in (sunday - DAY, sunday)]


WEEKENDS = [(year, month) for year in YEARS for month in (3, 10)]


@pytest.mark.parametrize(("year", "month"), WEEKENDS)
def test_every_minute_on_the_wall_is_known_by_all_its_instants(year, month):
    minutes = weekend(year, month)
    assert len(minutes) == (47 if month == 3 else 49) * 60
    shown = defaultdict(list)
    for at in minutes:
        assert clock.local(at).replace(tzinfo=None) == on_the_wall(at)
        shown[on_the_wall(at)].append(at)
    saturday = last_sunday(year, month) - DAY
    wrong, numbers = [], defaultdict(int)
    for number in range(48 * 60):
        day, (hour, minute) = saturday + number // 1440 * DAY, divmod(number % 1440, 60)
        face = datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001
        found = clock.instants_of(day, hour, minute)
        numbers[len(found)] += 1
        if found != tuple(shown[face]):
            wrong.append((face, found))
    assert wrong == []
    assert numbers == ({0: 60, 1: 47 * 60} if month == 3 else {1: 47 * 60, 2: 60})


def test_no_clock_shows_a_25th_hour():
    for hour, minute in ((24, 0), (-1, 0), (9, 60)):
        with pytest.raises(ValueError, match="must be in"):
            clock.instants_of(date(2026, 11, 25), hour, minute)
