"""Days when offices in Sweden are closed: weekends, public holidays and the eves kept as such."""

from datetime import date, timedelta
from functools import lru_cache

SATURDAY = 5


def is_public_holiday(day: date) -> bool:
    """Whether a day is a public holiday by the act on them (1989:253), Sundays apart."""
    return day in _holidays(day.year)[0]


def is_closed(day: date) -> bool:
    """Whether nobody is there: a weekend, a public holiday, or Midsummer, Christmas or New Year's Eve."""
    return day.weekday() >= SATURDAY or day in _holidays(day.year)[1]


def after(day: date, count: int) -> date:
    """The day that lies a number of working days after another."""
    while count:
        day += timedelta(days=1)
        count -= not is_closed(day)
    return day


def before(day: date, count: int) -> date:
    """The latest day from which that many working days have gone by on another."""
    earlier = day
    while after(earlier, count) > day:
        earlier -= timedelta(days=1)
    return earlier


@lru_cache(maxsize=32)
def _holidays(year: int) -> tuple[frozenset[date], frozenset[date]]:
    import holidays  # 33 MB; only the first to ask for a year waits for it

    public = holidays.country_holidays("SE", years=year, include_sundays=False)
    kept = holidays.country_holidays(
        "SE", years=year, include_sundays=False, categories=("public", "de_facto")
    )
    return frozenset(public), frozenset(kept)
