"""Where a text holds a Swedish identity number: a personnummer or a samordningsnummer.

For warnings, so that no such number is taken for a telephone number, and to refuse what a sign-in
provider sends that is none. Nobody's kept number is judged by it: those are opaque, see
portal.people.identity.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

# At most three signs stand between the parts, and no digit before or after: bounded and linear.
_GAP = r"[ \t\u00a0\u2009\u202f\-\u2010-\u2015\u2212+./]{0,3}"
_NUMBER = re.compile(
    rf"(?<!\d)(?=(?P<full>(?:1[89]|20){_GAP}\d\d{_GAP}\d\d{_GAP}\d\d{_GAP}\d{{4}}(?!\d))?"
    rf"(?P<short>\d\d{_GAP}\d\d{_GAP}\d\d{_GAP}\d{{4}}(?!\d))?)\d"
)
# Written the way such numbers are, so that it is one even when a digit was mistyped.
_WRITTEN_SO = re.compile(r"(?:1[89]|20)?\d{6}[-+]\d{4}")
_COORDINATION = 60  # is added to the day in a samordningsnummer


def identity_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each number, in order; with or without century, hyphen, plus or spaces.

    Counts as one when the day is possible and either the check digit is right or it is written
    with its hyphen or plus and nothing else. An unknown birthday is month 0 or day 60 in a
    samordningsnummer.
    """
    last = 0
    for match in _NUMBER.finditer(text):
        for kind in ("full", "short"):
            found = match[kind]
            if found and match.start() >= last and _valid(found):
                last = match.end(kind)
                yield match.start(), last
                break


def is_identity_number(text: str, today: date) -> bool:
    """Whether a text is one number as providers write it: twelve digits, possible and checked.

    Whoever has one was born on `today` or before.
    """
    if not re.fullmatch(r"(?:1[89]|20)[0-9]{10}", text):
        return False
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:8])
    born = (year, month, day % _COORDINATION)  # an unknown month or day is 0, and so not too late
    return (
        born <= (today.year, today.month, today.day)
        and _day(year, month, day)
        and _checked([int(each) for each in text[2:]])
    )


def _valid(written: str) -> bool:
    digits = [int(each) for each in written if each.isdecimal()]
    *century, decade, year, m1, m2, d1, d2 = digits[:-4]
    centuries = [10 * century[0] + century[1]] if century else [18, 19, 20]
    years = [100 * each + 10 * decade + year for each in centuries]
    sure = _checked(digits[-10:]) or bool(_WRITTEN_SO.fullmatch(written))
    return sure and any(_day(each, 10 * m1 + m2, 10 * d1 + d2) for each in years)


def _checked(digits: list[int]) -> bool:
    """Luhn's check over the ten digits, as Skatteverket counts it."""
    doubled = [digit * (2 - place % 2) for place, digit in enumerate(digits)]
    return sum(each // 10 + each % 10 for each in doubled) % 10 == 0


def _day(year: int, month: int, day: int) -> bool:
    if day >= _COORDINATION:
        day -= _COORDINATION
        if month == 0 or day == 0:
            return month <= 12 and day <= 31
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
