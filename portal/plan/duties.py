"""When the window of a monthly duty closes."""

import calendar
from datetime import date, timedelta
from functools import lru_cache

from portal import workdays
from portal.phrases.duties import DutyKind


def last_day(kind: DutyKind, year: int, month: int) -> date:
    """The last day to do a duty in a month."""
    return _workday(kind.last_day, year, month)


@lru_cache(maxsize=64)
def _workday(last: int | None, year: int, month: int) -> date:
    """The last day of a window; None stands for the whole month.

    A day that is a Saturday, a Sunday or a Swedish public holiday moves to the next weekday
    (Arbetsförmedlingen's rule for the activity report).
    """
    if last is None:
        return date(year, month, calendar.monthrange(year, month)[1])
    day = date(year, month, last)
    while day.weekday() >= workdays.SATURDAY or workdays.is_public_holiday(day):
        day += timedelta(days=1)
    return day
