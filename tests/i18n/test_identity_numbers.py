"""Identity numbers are found however they are written, and other numbers are left alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.identity_numbers import identity_numbers, is_identity_number


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in identity_numbers(text)]


# The persons of the demo: numbers from Skatteverket's published test series.
@pytest.mark.parametrize(
    "number",
    [
        "830414-9282", "8304149282", "19830414-9282", "198304149282", "19830414 9282", "830414 9282",
        "830414+9282", "830414 - 9282", "830414–9282", "19 83 04 14 9282", "8304 149282", "1983-04-14-9282",
        "19810573-2385", "810573-2385", "19910427-2381", "640105\u00a0-\u00a03076",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "around", ["{}", "pnr{},", "({})", "id:{}x", "Hej!{}.", "12 {}", "{} 12", "a{}b", "kl 13.30 {}"]
)
def test_a_number_is_found_in_any_writing(number, around):
    assert found(around.format(number)) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "8304149283", "830414 9283",  # wrong check digit, and not written as such a number is
        "831314-9280", "830432-9286", "830400-9280",  # no such month or day; day 0 of a personnummer
        "556036-0793",  # a company: its "month" is 20 or more
        "18304149282", "830414928201", "070-174 06 05", "040-34 10 00", "2026-11-23 13:00", "0771-524 524",
        "1234567890123456", "830414", "19830414", "",
    ],
)  # fmt: skip
def test_other_numbers_are_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize("number", ["830414-9283", "19830414-9283", "830414+9283"])
def test_a_mistyped_digit_does_not_hide_what_is_written_as_one(number):
    assert found(f"Ditt nummer är {number}.") == [number]


def test_the_29th_of_february_needs_a_leap_year():
    assert found(checked("19000229", "000")) == []
    assert found(checked("20000229", "000")) == [checked("20000229", "000")]


def test_unknown_birthdays_of_coordination_numbers_are_possible():
    for day in ("19800060", "19800560", "19800073"):
        assert found(checked(day, "238")) == [checked(day, "238")]


def test_numbers_side_by_side_are_told_apart():
    assert found("19830414-9282, 910427-2381/8105732385") == [
        "19830414-9282", "910427-2381", "8105732385",
    ]  # fmt: skip


def checked(day: str, birth: str) -> str:
    """A number with its check digit, counted another way than in the portal."""
    total = 0
    for place, digit in enumerate((day + birth)[-9:]):
        total += sum(int(each) for each in str(int(digit) * (1 if place % 2 else 2)))
    return f"{day}{birth}{-total % 10}"


BORN_LATER = date(2026, 11, 23)


@pytest.mark.parametrize("born", ["20991231", "20261124", "20270101", "20261184", "20270060", "20991360", "19801332",
    "19800230", "19800299", "18000230"])  # fmt: skip
def test_nobody_was_born_on_such_a_day(born):
    assert not is_identity_number(checked(born, "238"), BORN_LATER)


@pytest.mark.parametrize(
    "born", ["20261123", "20261183", "19800060", "20260060", "19000101", "20000229"]
)
def test_someone_was_born_on_such_a_day(born):
    assert is_identity_number(checked(born, "238"), BORN_LATER)
    assert not is_identity_number(checked(born, "238")[:-1] + "x", BORN_LATER)


@some.composite
def numbers(draw) -> str:
    born = draw(some.dates(date(1900, 1, 1), date(2026, 11, 23)))
    day = born.day + draw(some.sampled_from([0, 60]))
    whole = checked(f"{born:%Y%m}{day:02}", f"{draw(some.integers(0, 999)):03}")
    if draw(some.booleans()):
        whole = whole[2:]
    return (
        whole[:-4] + draw(some.sampled_from(["", "-", "+", " ", " - ", "–", "\u00a0"])) + whole[-4:]
    )


around = some.text().filter(lambda text: not any(each.isdecimal() for each in text))


@given(around, numbers(), around)
def test_every_number_is_found_in_any_surrounding_text(before, number, after):
    text = before + number + after
    assert list(identity_numbers(text)) == [(len(before), len(before) + len(number))]
