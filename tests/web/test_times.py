"""A time of day as people in Sweden type it."""

import pytest
from wtforms.validators import ValidationError

from portal.web.times import readable_time


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9.30", "09:30"),
        ("09.30", "09:30"),
        ("0930", "09:30"),
        ("930", "09:30"),
        ("9:30", "09:30"),
        ("09:30", "09:30"),
        ("kl 9", "09:00"),
        ("Kl. 9.30", "09:30"),
        ("kl.9.30", "09:30"),
        ("klockan 13", "13:00"),
        ("9", "09:00"),
        (" 13:30 ", "13:30"),
        ("\xa013:30", "13:30"),
        ("0:00", "00:00"),
        ("23.59", "23:59"),
        ("٩:٣٠", "09:30"),  # Arabic digits
        ("۱۳:۳۰", "13:30"),  # Persian digits
    ],
)
def test_what_a_swede_means_is_taken(typed, meant):
    assert readable_time(typed) == readable_time(typed, ends=True) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "", "kl", "13:30+02:00", "13:30Z", "13:30:45", "9.3", "9.75", "25:00", "24:01", "24.30", "9:60",
        "1:30 pm", "9-10", "9,5", "-9:30", "9:30\n10:00", "12345", "kvart i", "٩:", "T09:30", "1e1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("ends", [False, True])
def test_anything_else_is_refused(typed, ends):
    with pytest.raises(ValidationError):
        readable_time(typed, ends=ends)


@pytest.mark.parametrize("typed", ["24:00", "24.00", "2400", "kl 24", "24"])
def test_the_end_of_a_day_is_a_time_that_something_ends_at(typed):
    assert readable_time(typed, ends=True) == "24:00"
    with pytest.raises(ValidationError):
        readable_time(typed)
