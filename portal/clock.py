"""The only place that asks what time it is.

Instants are kept in UTC and shown in Europe/Stockholm. `PORTAL_NOW` fixes the clock of a
demo or test instance, so that pictures and checks are repeatable.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5
STOCKHOLM = ZoneInfo("Europe/Stockholm")

_fixed: datetime | None = None
_day: tuple[datetime, datetime, date] | None = None  # the day last asked for: from, until, which


def fix(at: datetime | None) -> None:
    """Stops the clock at an aware instant, or lets it run again with None."""
    if at is not None and at.tzinfo is None:
        raise ValueError("The clock needs an instant with a time zone.")
    global _fixed  # noqa: PLW0603 - one clock a process
    _fixed = at.astimezone(UTC) if at is not None else None


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _fixed or datetime.now(UTC)


def ticking() -> datetime:
    """The present instant also where the clock is fixed: what must end would never end there."""
    return datetime.now(UTC)


def local(at: datetime) -> datetime:
    """An aware instant as people in Malmö read it on the wall."""
    return at.astimezone(STOCKHOLM)


def today() -> date:
    """The calendar day in Malmö. Asked for by every row of a page, so kept until midnight."""
    global _day  # noqa: PLW0603 - written whole, so no thread sees half of it
    at, kept = now(), _day
    if kept is None or not kept[0] <= at < kept[1]:
        day = local(at).date()
        kept = _day = at_wall(day, 0), at_wall(day + timedelta(days=1), 0), day
    return kept[2]


def at_wall(day: date, hour: int, minute: int = 0) -> datetime:
    """The UTC instant of a wall-clock time in Malmö; the first one when the hour occurs twice."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=STOCKHOLM).astimezone(UTC)


def instants_of(day: date, hour: int, minute: int = 0) -> tuple[datetime, ...]:
    """Every UTC instant at which clocks in Malmö show a time on a day, the earliest first.

    None when the clock skips it (02:30 on a last Sunday of March), two when it shows it twice
    (02:30 on a last Sunday of October), else one: Directive 2000/84/EC. Raises ValueError for an
    hour or a minute that no clock shows.
    """
    shown = datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001 - a clock's face
    both = {shown.replace(tzinfo=STOCKHOLM, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return tuple(sorted(at for at in both if local(at).replace(tzinfo=None) == shown))


def is_doubled(at: datetime) -> bool:
    """Whether clocks in Malmö show the time of an aware instant twice, so that it needs a word more."""
    shown = local(at)
    return shown.utcoffset() != shown.replace(fold=1 - shown.fold).utcoffset()


def days_from_today(days: int) -> date:
    """The calendar day in Malmö a number of days from today."""
    return today() + timedelta(days=days)


def weekday_from_today(days: int) -> date:
    """The same, moved on to Monday when it falls on a weekend: nobody answers then."""
    day = days_from_today(days)
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day
