"""Days and clocks, in every language that is offered."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from portal.config import ROOT
from portal.i18n.formats import Formats, days_since
from portal.i18n.languages import BY_TAG, OFFERED
from portal.i18n.text import Translators

TRANSLATORS = Translators(Path(ROOT) / "translations")
START = datetime(2026, 12, 3, 13, 30, tzinfo=UTC)
END = datetime(2026, 12, 3, 14, 15, tzinfo=UTC)


def formats(tag: str) -> Formats:
    return Formats(TRANSLATORS[BY_TAG[tag]])


@pytest.mark.parametrize(
    ("tag", "day", "with_year", "clock_range"),
    [
        ("sv", "torsdag 3 december", "måndag 4 januari 2027", "14:30–15:15"),
        ("sv-simple", "torsdag 3 december", "måndag 4 januari 2027", "14:30 till 15:15"),
        ("en", "Thursday 3 December", "Monday 4 January 2027", "14:30–15:15"),
        ("ar", "الخميس 3 كانون الأول", "الاثنين 4 كانون الثاني 2027", "من 14:30 إلى 15:15"),
    ],
)
def test_day_and_clock_in_each_language(tag, day, with_year, clock_range):
    written = formats(tag)
    assert written.day(START) == day
    assert written.day(date(2027, 1, 4)) == with_year
    assert written.clock_range(START, END).striptags() == clock_range


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("sv", ["I dag", "I morgon", "I går", "Om 2 dagar", "Om 18 dagar", "För 3 dagar sedan"]),
        ("en", ["Today", "Tomorrow", "Yesterday", "In 2 days", "In 18 days", "3 days ago"]),
        ("ar", ["اليوم", "غدًا", "أمس", "بعد يومين", "بعد 18 يومًا", "قبل 3 أيام"]),
    ],
)
def test_relative_days_are_days_and_never_weeks(tag, words):
    days = [date(2026, 11, 23 + offset) for offset in (0, 1, -1, 2)]
    days += [date(2026, 12, 11), date(2026, 11, 20)]
    assert [formats(tag).relative_day(day) for day in days] == words


def test_every_offered_language_uses_the_24_hour_clock_and_digits_0_to_9():
    for language in OFFERED:
        written = formats(language.tag)
        assert written.clock(START) == "14:30"
        assert "14:30" in written.clock_range(START, END)
        text = written.day(START) + written.short_day(START) + written.month(START)
        assert all(character in "0123456789" for character in text if character.isdigit())


@pytest.mark.parametrize("language", OFFERED, ids=lambda each: each.tag)
def test_a_day_of_another_year_says_its_year_and_one_of_this_year_does_not(language):
    written = formats(language.tag)
    for say in (written.day, written.short_day):
        assert "2024" in say(date(2024, 12, 24))
        assert "2028" in say(date(2028, 1, 1))
        assert not re.search(r"\d{4}", say(date(2026, 1, 1)))


def test_a_day_without_weekday_and_with_its_year():
    said = {tag: formats(tag).short_day(date(2024, 12, 24)) for tag in ("sv", "en", "pl", "ar")}
    assert said == {
        "sv": "24 december 2024", "en": "24 December 2024", "pl": "24 grudnia 2024",
        "ar": "24 كانون الأول 2024",
    }  # fmt: skip


@pytest.mark.parametrize("language", OFFERED, ids=lambda each: each.tag)
def test_the_two_times_of_the_doubled_hour_read_differently(language):
    written = formats(language.tag)
    first, second = (
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    )
    assert written.clock(first) != written.clock(second)
    assert written.clock(first).startswith("02:30 (")
    assert written.clock(second).startswith("02:30 (")
    assert written.clock(first) in written.clock_range(first, second).striptags()
    assert written.clock(datetime(2026, 10, 24, 0, 30, tzinfo=UTC)) == "02:30"
    assert written.clock(datetime(2026, 10, 25, 2, 0, tzinfo=UTC)) == "03:00"


def test_the_doubled_hour_in_swedish():
    written = formats("sv")
    assert written.clock(datetime(2026, 10, 25, 0, 0, tzinfo=UTC)) == "02:00 (sommartid)"
    assert written.clock(datetime(2026, 10, 25, 1, 59, tzinfo=UTC)) == "02:59 (vintertid)"


def test_clock_is_that_of_malmo_across_the_change_to_winter_time():
    assert formats("sv").clock(datetime(2026, 10, 24, 12, tzinfo=UTC)) == "14:00"
    assert formats("sv").clock(datetime(2026, 10, 25, 12, tzinfo=UTC)) == "13:00"


def test_days_since_counts_calendar_days_in_malmo():
    late_last_night_in_utc = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert days_since(late_last_night_in_utc) == 0
    assert days_since(date(2026, 11, 5)) == 18
    assert days_since(date(2026, 12, 5)) == 0
