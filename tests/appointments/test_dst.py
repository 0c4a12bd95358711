"""The two weekends a year when clocks are changed: no time is lost, doubled or moved by an hour."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import vobject
from sqlalchemy import delete, insert, select

from portal import clock
from portal.appointments.calendar import calendar_feed
from portal.appointments.events import events_of
from portal.appointments.models import Appointment, Attendee
from portal.appointments.queries import appointments_of
from portal.i18n.formats import Formats
from portal.i18n.languages import SWEDISH
from portal.people.demo import demo_id

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


def which(at: datetime) -> str:
    """What a Swedish page adds to an instant of the doubled hour, reckoned from the directive."""
    back = change(at.year, 10)
    first, second = back - HOUR <= at < back, back <= at < back + HOUR
    return " (sommartid)" if first else " (vintertid)" if second else ""


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


def every_hour() -> list[datetime]:
    """Every hour of all those weekends that a clock shows, the doubled ones twice."""
    return [at for year, month in WEEKENDS for at in weekend(year, month) if at.minute == 0]


@pytest.fixture
def hours(database) -> dict[UUID, datetime]:
    """An appointment of Rim's at each of them, and nothing else."""
    rows = [
        {
            "id": uuid4(), "participant_id": demo_id("rim"), "agency": "af", "kind": "B06",
            "starts": at, "ends": at + 45 * MINUTE, "mode": "phone", "interpreter": "not_needed",
        }
        for at in every_hour()
    ]  # fmt: skip
    with database.writing() as session, session.begin():
        session.execute(delete(Attendee))
        session.execute(delete(Appointment))
        session.execute(insert(Appointment), rows)
    return {row["id"]: row["starts"] for row in rows}


def test_what_is_stored_is_read_back_as_the_same_time(app, database, actor, hours):
    rim = actor("rim")
    formats = Formats(app.extensions["portal.translators"][SWEDISH])
    with database.reading() as session:
        rows = appointments_of(session, rim, rim.id, min(hours.values()) - HOUR)
        walls = dict(session.execute(select(Appointment.id, Appointment.wall)).all())
    assert len(rows) == len(hours) == len(YEARS) * 96
    wrong = []
    for row in rows:
        face = on_the_wall(hours[row.id])
        said = row.starts, row.ends - row.starts, walls[row.id], formats.clock(row.starts)
        shown = f"{face:%H:%M}{which(hours[row.id])}"
        meant = hours[row.id], 45 * MINUTE, f"{face:%Y-%m-%dT%H:%M}", shown
        if said != meant or formats.numeric_day(clock.local(row.starts)) != f"{face:%Y-%m-%d}":
            wrong.append((said, meant))
    assert wrong == []


def test_a_page_says_which_of_the_two_a_time_in_the_doubled_hour_is(reader, hours):
    rim = reader("rim", "sv")
    second = change(2026, 10)
    twice = [name for name, at in hours.items() if at in (second - HOUR, second)]
    assert len(twice) == 2
    for name in twice:
        text = rim.get(f"/appointments/{name}").texts(".datebox")[0]
        word = which(hours[name])
        assert f"Klockan 02:00{word}–02:45{word}" in text
        assert word


def test_another_reader_of_calendars_finds_the_same_time(database, hours):
    """vobject, which reckons with the rules in the file and not with any zone database."""
    vobject.icalendar.__tzidMap.pop(str(clock.STOCKHOLM), None)
    with database.reading() as session:
        events = events_of(session, demo_id("rim"), min(hours.values()) - HOUR)
    content = calendar_feed(events, language="sv", protected=False)
    read = vobject.readOne(content.decode())
    assert "tzicalvtz" in repr(vobject.icalendar.getTzid(str(clock.STOCKHOLM), smart=False))
    assert len(read.vevent_list) == len(hours)
    wrong = []
    for event in read.vevent_list:
        meant = hours[UUID(event.uid.value.removesuffix("@portal.invalid"))]
        found = event.dtstart.value.astimezone(UTC), event.dtend.value.astimezone(UTC)
        if found != (meant, meant + 45 * MINUTE):
            wrong.append((meant, found))
    assert wrong == []
