"""How each language writes days, clocks, lists, numbers and counts, as tables that a translator can read.

One file a language, `<tag>.toml`; today is Monday 23 November 2026. `python -m tests.i18n.golden TAG`
prints a table as it reads now. Read it before it replaces a file: the file is what is right.
"""

import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from portal import clock
from portal.config import ROOT
from portal.i18n.formats import Formats
from portal.i18n.languages import Language
from portal.i18n.text import Translators

FOLDER = Path(__file__).parent
TRANSLATORS = Translators(ROOT / "translations")
TODAY = date(2026, 11, 23)

WEEK = [TODAY + timedelta(days=number) for number in range(7)]
MONTHS = [date(2026, month, 5) for month in range(1, 13)]
RANGES = [("08:05", "08:50"), ("14:30", "15:15")]
OFFSETS = [0, 1, 2, 3, 5, 11, 21, 100, 101, -1, -2, -3, -5, -11, -21, -100, -101]
NAMES = ("Lena", "Amir", "Maria")
NUMBERS = [0, 12, 123, 1234, 12345, 1234567]
COUNTS = [0, 1, 2, 3, 5, 11, 21, 100, 101]
# A label that stands alone, and a sentence in which the counted word is inflected.
COUNTED = [
    ("%(count)s unread", "%(count)s unread"),
    ("It has been your turn for %(count)s day.", "It has been your turn for %(count)s days."),
]

Table = dict[str, dict[str, str]]


def _at(wall: str) -> datetime:
    hour, minute = map(int, wall.split(":"))
    return datetime(2026, 12, 3, hour - 1, minute, tzinfo=UTC)  # Malmö is an hour ahead


def table(language: Language) -> Table:
    """Every situation of a language: what is given, and how it is written."""
    assert clock.today() == TODAY
    translator = TRANSLATORS[language]
    formats = Formats(translator)
    said: Table = {
        "day": {f"{day}": formats.day(day) for day in WEEK},
        "day of another year": {
            f"{day}": formats.day(day) for day in (date(2027, 1, 4), date(2025, 5, 31))
        },
        "day without weekday": {f"{day}": formats.short_day(day) for day in MONTHS},
        "weekday alone": {f"{day:%A}": formats.weekday(day) for day in WEEK},
        "month": {f"{day:%Y-%m}": formats.month(day) for day in MONTHS},
        "calendar leaf": {f"{day:%B}": formats.month_name(day) for day in MONTHS},
        "clock": {wall: formats.clock(_at(wall)) for wall in ("01:00", "08:05", "14:30", "23:59")},
        "time range": {
            f"{start} {end}": formats.clock_range(_at(start), _at(end)).striptags()
            for start, end in RANGES
        },
        "relative day": {
            f"{offset:+d}": formats.relative_day(TODAY + timedelta(days=offset))
            for offset in OFFSETS
        },
        "list": {
            ", ".join(NAMES[:count]): formats.listed(NAMES[:count]).striptags()
            for count in (1, 2, 3)
        },
        "number": {f"{number}": formats.number(number) for number in NUMBERS},
    }
    for one, many in COUNTED:
        said[f"count: {many}"] = {
            f"{count}": translator.ngettext(one, many, count) for count in COUNTS
        }
    return said


def expected(language: Language) -> Table:
    """The table on file."""
    return tomllib.loads((FOLDER / f"{language.tag}.toml").read_text("utf-8"))


def written(language: Language) -> str:
    """The table of a language as its file would read."""
    lines = [f"# {language.self_name}. Today is Monday 23 November 2026."]
    for section, rows in table(language).items():
        lines += ["", f'["{section}"]']
        lines += [f'"{given}" = "{text}"' for given, text in rows.items()]
    return "\n".join(lines) + "\n"
