"""Days and clocks as each language writes them: 24-hour clock, digits 0-9, weekday and date together.

Babel's relative times are never used: they answer "+2 d" in Kurdish and turn 18 days into
"3 weeks" everywhere. Date patterns are catalog messages, one per language, checked by tests.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from markupsafe import Markup, escape

from portal import clock
from portal.i18n.direction import marked
from portal.i18n.languages import PSEUDO, Language
from portal.i18n.markup import filled
from portal.i18n.text import Translator


def isolate(text: object) -> Markup:
    """A name, place, number or time that keeps its own direction whatever stands around it."""
    return Markup(f"<bdi>{escape(text)}</bdi>")  # noqa: S704 - escaped


_PLACEHOLDER, _WORD = re.compile(r"%\(\w+\)s"), re.compile(r"\w")
_ISOLATED = re.compile(r"<bdi>(.*?)</bdi>")


def plain(said: Markup, language: Language) -> str:
    """Markup as plain text that still keeps its values in their own direction."""
    text = _ISOLATED.sub(lambda found: marked(found[1], language), said)
    return Markup(text).striptags()  # noqa: S704 - it was markup before, and tags are taken away


@lru_cache(maxsize=64)
def _locale(language: Language) -> Locale:
    return Locale.parse(language.cldr)


# Letters of a pattern that our own names stand for; within quotation marks they are plain text.
_OUTSIDE = r"(?=(?:[^']*'[^']*')*[^']*\Z)"
_WEEKDAY = re.compile("EEEE" + _OUTSIDE)
_MONTH = re.compile("(?:MMMM|LLLL)" + _OUTSIDE)
_NAMED = "\ue000"  # says nothing in a pattern and stands in no text


@lru_cache(maxsize=8192)
def _written(day: date, pattern: str, language: Language) -> str:
    if language.weekdays and _WEEKDAY.search(pattern):
        rest = _written(day, _WEEKDAY.sub(_NAMED, pattern), language)
        return rest.replace(_NAMED, language.weekdays[day.weekday()])
    if language.months and _MONTH.search(pattern):
        rest = _written(day, _MONTH.sub(_NAMED + _NAMED, pattern), language)
        return rest.replace(_NAMED + _NAMED, language.months[day.month - 1])
    written: str = format_date(day, pattern, locale=_locale(language))
    return written


class Formats:
    """Dates and times in one language. Instants are aware; they are shown in Europe/Stockholm."""

    def __init__(self, translator: Translator) -> None:
        self._translator = translator
        self._language = translator.language
        find = translator.find
        # Translators: weekday, day, month, as in "Wednesday 25 November". Letters are CLDR's.
        self._long = find("date pattern", "EEEE d MMMM")
        # Translators: as above with the year, as in "Wednesday 25 November 2026".
        self._with_year = find("date pattern", "EEEE d MMMM y")
        # Translators: day and month, as in "25 November".
        self._short = find("date pattern", "d MMMM")
        # Translators: as above with the year, as in "25 November 2026".
        self._short_with_year = find("date pattern", "d MMMM y")
        # Translators: month and year standing alone, as in "November 2026".
        self._month_year = find("date pattern", "LLLL y")
        self._weekday = find("date pattern", "EEEE")
        self._month = find("date pattern", "MMM")

    def day(self, value: date | datetime) -> str:
        """Weekday and date: "Wednesday 25 November"; with the year when it is not this one."""
        day = _day(value)
        pattern = self._long if day.year == clock.today().year else self._with_year
        return _written(day, pattern, self._language)

    def short_day(self, value: date | datetime) -> str:
        """Date without weekday: "25 November"; with the year when it is not this one."""
        day = _day(value)
        pattern = self._short if day.year == clock.today().year else self._short_with_year
        return _written(day, pattern, self._language)

    def weekday(self, value: date | datetime) -> str:
        """The weekday alone."""
        if alone := self._language.weekdays_alone:
            return alone[_day(value).weekday()]
        return _written(_day(value), self._weekday, self._language)

    def month_name(self, value: date | datetime) -> str:
        """The month, abbreviated where the language has a usual abbreviation: "Nov"."""
        return _written(_day(value), self._month, self._language).replace(".", "")

    def day_number(self, value: date | datetime) -> int:
        """The day of the month, for a calendar leaf."""
        return _day(value).day

    def numeric_day(self, value: date | datetime) -> str:
        """The day in digits, as on Swedish letters: "2026-11-25"."""
        return _day(value).isoformat()

    def month(self, value: date | datetime) -> str:
        """Month and year: "November 2026"."""
        return _written(_day(value), self._month_year, self._language)

    def clock(self, value: datetime) -> str:
        """The time of day, 24-hour: "14:30"; which of the two where clocks show it twice."""
        shown = f"{clock.local(value):%H:%M}"
        if not clock.is_doubled(value):
            return shown
        find = self._translator.pgettext
        if clock.local(value).fold:
            # Translators: the hour that comes twice when clocks go back in October, for the second time.
            return find("clock", "%(time)s (winter time)", time=shown)
        # Translators: the hour that comes twice when clocks go back in October, for the first time.
        return find("clock", "%(time)s (summer time)", time=shown)

    def clock_range(self, start: datetime, end: datetime) -> Markup:
        """From one time to another. Joined by a sign alone, the earlier stands first in every language."""
        # Translators: a time of day from-to, as in "10:00-10:45".
        text = self._translator.find("time range", "%(start)s–%(end)s")
        times = {"start": self.clock(start), "end": self.clock(end)}
        if not _WORD.search(_PLACEHOLDER.sub("", text)):
            return isolate(text % times)
        return filled(text, {name: isolate(time) for name, time in times.items()})

    def number(self, value: int) -> str:
        """A number as on Swedish letters and signs, in every language: "12 345"."""
        return f"{value:,}".replace(",", "\u00a0")

    def listed(self, items: Iterable[object]) -> Markup:
        """Several things in one sentence, each in its own direction: "Lena, Amir and Maria"."""
        apart = [item if isinstance(item, Markup) else isolate(item) for item in items]
        if self._language is PSEUDO:  # whose brackets no word of CLDR's has
            return Markup(", ").join(apart)
        joined: str = format_list(apart, locale=_locale(self._language))
        return Markup(joined)  # noqa: S704 - the joining words are CLDR's, the items escaped

    def relative_day(self, value: date | datetime) -> str:
        """Today, tomorrow, in n days, yesterday, n days ago. Always days, never weeks."""
        days = (_day(value) - clock.today()).days
        find = self._translator
        if days == 0:
            return find.pgettext("relative day", "Today")
        if days == 1:
            return find.pgettext("relative day", "Tomorrow")
        if days == -1:
            return find.pgettext("relative day", "Yesterday")
        if days > 0:
            return find.npgettext("relative day", "In %(count)s day", "In %(count)s days", days)
        return find.npgettext("relative day", "%(count)s day ago", "%(count)s days ago", -days)


def days_since(value: date | datetime) -> int:
    """Whole calendar days in Malmö since a day; never negative."""
    return max(0, (clock.today() - _day(value)).days)


def _day(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value
