"""Times as staff type them: taken as they are meant, refused with what to write, and questioned."""

import pytest
from sqlalchemy import select

from portal.appointments.models import Appointment
from tests.home.times import FREE, POST, TALK, opened
from tests.one_database import templates  # noqa: F401 - a fixture

REFUSED = "Skriv tiden som timmar:minuter, till exempel 13:30."


@pytest.mark.parametrize("typed", ["15.15", "1515", "kl 15.15"])
def test_a_time_is_stored_as_it_is_meant(reader, database, typed):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "appointment")
    lena.send(POST, form | FREE | {"start": typed})
    with database.reading() as session:
        assert session.scalars(
            select(Appointment).where(Appointment.wall == "2026-12-09T15:15")
        ).one()


@pytest.mark.parametrize("typed", ["15:15+02:00", "15:15:00", "24:00", "3 pm"])
def test_what_no_clock_shows_is_refused_and_stays(reader, typed):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "appointment")
    page = lena.post(POST, form | FREE | {"start": typed}, status=422)
    assert page.faults == [REFUSED]
    assert page.form(POST)["start"] == typed


@pytest.mark.parametrize("what", ["appointment", "move"])
@pytest.mark.parametrize("start", ["01:30", "04:00", "19:45", "23:45"])
def test_an_hour_when_nobody_meets_stands_against_the_time(reader, start, what):
    lena = reader("lena", "sv")
    more = {"appointment": TALK} if what == "move" else {}
    _page, form = opened(lena, what, **more)
    page = lena.post(POST, form | FREE | {"start": start}, status=422)
    assert "Den ligger inte mellan 07:00 och 20:00." in page.texts("#held")[0]
    shown = page.form(POST)
    lena.send(POST, shown | {"accepted": "wish"})


@pytest.mark.parametrize(
    ("by", "taken"), [("2026-12-08", True), ("2026-12-09", False), ("2026-12-11", False)]
)
def test_she_is_asked_to_answer_before_the_day_itself(reader, by, taken):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "appointment")
    asked = form | FREE | {"reply_by": by}
    if taken:
        lena.send(POST, asked)
        return
    page = lena.post(POST, asked, status=422)
    assert page.faults == ["Välj en dag före mötet, eller lämna fältet tomt."]
