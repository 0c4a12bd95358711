"""When the window of a monthly duty closes."""

from datetime import date

import pytest

from portal.phrases.duties import BY_CODE
from portal.plan.duties import last_day


@pytest.mark.parametrize(
    ("year", "month", "expected"),
    [
        (2026, 10, date(2026, 10, 14)),
        (2026, 11, date(2026, 11, 16)),  # the 14th is a Saturday
        (2026, 6, date(2026, 6, 15)),  # a Sunday
        (2033, 4, date(2033, 4, 14)),  # Maundy Thursday is no public holiday
        (2028, 4, date(2028, 4, 18)),  # Good Friday, Easter weekend and Easter Monday
    ],
)
def test_the_activity_report_moves_past_weekends_and_public_holidays(year, month, expected):
    assert last_day(BY_CODE["activity_report"], year, month) == expected


def test_a_duty_without_a_day_has_the_whole_month():
    assert last_day(BY_CODE["financial_support"], 2028, 2) == date(2028, 2, 29)
