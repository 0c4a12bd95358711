"""The hours of the week when a participant is always taken."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from portal.appointments.models import Appointment, FixedHours
from portal.people.demo import demo_id

PATH = "/appointments/fixed-hours"
SFI = {"kind": "course", "weekdays": ["0", "2"], "since": "8:30", "until": "12:00", "last_day": ""}


def add(person, **other):
    form = person.get(PATH).form(PATH, do="add")
    return person.send(PATH, form | SFI | other)


def test_hours_are_noted_through_the_week_and_removed_one_by_one(reader):
    rim = reader("rim", "sv")
    page = add(rim, since="08:30")
    assert page.notices == [
        "Tack. Ingen ger dig en tid då utan att ha ett skäl.",
        "Du har redan en tid måndag 7 december. Den gäller fortfarande. Säg till om det inte går.",
    ]
    assert [row[:19] for row in page.texts(".rows .row")] == [
        "måndag 08:30–12:00 ",
        "onsdag 08:30–12:00 ",
    ]
    page = rim.send(PATH, page.form(PATH, do="remove"))
    assert page.notices == ["Tiderna är borttagna."]
    assert len(page.texts(".rows .row")) == 1


def test_a_time_that_is_booked_then_is_named(reader, database):
    """Rim has times on Friday 27 November, 13:30 and 14:15, and on Monday 7 December, 10:00."""
    rim = reader("rim", "sv")
    thanks = "Tack. Ingen ger dig en tid då utan att ha ett skäl."
    friday = (
        "Du har redan en tid fredag 27 november. Den gäller fortfarande. Säg till om det inte går."
    )
    monday = friday.replace("fredag 27 november", "måndag 7 december")
    page = add(rim, weekdays=["0", "4"], since="10:30", until="13:45")
    assert page.notices == [thanks, friday, monday]
    assert add(rim, weekdays=["0"], since="11:00").notices == [thanks]  # begins when that ends
    early = {"weekdays": ["0"], "since": "08:30", "last_day": "2026-12-06"}
    assert add(rim, **early).notices == [thanks]
    with database.writing() as session, session.begin():
        session.execute(update(Appointment).values(reply="cannot", reply_reason="sick"))
    assert add(rim, weekdays=["0", "4"], since="10:30", until="13:45").notices == [thanks]


@pytest.mark.parametrize("staff", ["lena", "maria", "hakan", "nadia"])
def test_all_four_see_that_she_is_taken_and_not_with_what(reader, staff):
    add(reader("rim", "sv"), since="08:30")
    post = f"/staff/participants/{demo_id('rim')}/post"
    worker = reader(staff, "sv")
    form = worker.get(f"{post}?what=appointment").form(post)
    asked = {"day": "2026-12-07", "start": "09:00", "preview": "1"}
    held = worker.post(post, form | asked, status=200).texts("#held")[0]
    assert "Deltagaren har en fast tid 08:30–12:00." in held
    assert "SFI" not in held


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"kind": "x"}, "Välj det som passar bäst."),
        ({"weekdays": []}, "Välj minst en dag."),
        ({"weekdays": ["7"]}, "Välj minst en dag."),
        ({"since": "kvart i"}, "Skriv tiden som timmar:minuter, till exempel 13:30."),
        ({"since": "13:30+02:00"}, "Skriv tiden som timmar:minuter, till exempel 13:30."),
        ({"since": "24:00"}, "Skriv tiden som timmar:minuter, till exempel 13:30."),
        ({"since": "16:30", "until": "08:00"}, "Det måste sluta efter att det börjar. Kontrollera de två klockslagen."),
        ({"since": "12:00"}, "Det måste sluta efter att det börjar. Kontrollera de två klockslagen."),
        ({"until": ""}, "Skriv när det slutar."),
        ({"last_day": "2026-11-01"}, "Datumet har passerat. Välj i dag eller senare."),
    ],
)  # fmt: skip
def test_a_fault_is_named_and_nothing_is_lost(reader, typed, fault):
    rim = reader("rim", "sv")
    form = rim.get(PATH).form(PATH, do="add") | SFI | {"since": "08:30"} | typed
    page = rim.post(PATH, form, status=422)
    assert page.faults == [fault]
    assert page.texts(".faults h2") == ["Något behöver rättas"]  # missing or wrong
    assert page.form(PATH, do="add")["until"] == form["until"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"since": "8.30", "until": "16.30"}, "måndag 08:30–16:30"),
        ({"since": "0830", "until": "kl 16"}, "måndag 08:30–16:00"),
        ({"since": "22:00", "until": "06:00"}, "måndag 22:00–06:00"),
        ({"since": "18", "until": "24"}, "måndag 18:00–24:00"),
        ({"since": "18:00", "until": "00:00"}, "måndag 18:00–00:00"),
    ],
)
def test_times_are_stored_as_they_are_meant(reader, typed, said):
    rim = reader("rim", "sv")
    page = add(rim, weekdays=["0"], last_day="2026-12-01", **typed)
    assert [row[: len(said)] for row in page.texts(".rows .row")] == [said]


@pytest.mark.parametrize("staff", ["lena", "maria", "hakan", "nadia"])
def test_a_night_shift_lasts_until_the_next_morning(reader, staff):
    """On Monday night to Tuesday morning, whoever asks for Tuesday at five sees it."""
    add(reader("rim", "sv"), weekdays=["0"], since="22:00", until="06:00")
    post = f"/staff/participants/{demo_id('rim')}/post"
    worker = reader(staff, "sv")
    form = worker.get(f"{post}?what=appointment").form(post)
    asked = {"day": "2026-12-08", "start": "05:30", "preview": "1"}
    held = worker.post(post, form | asked, status=200).texts("#held")[0]
    assert "Deltagaren har en fast tid 22:00–06:00." in held
    later = worker.post(post, form | asked | {"start": "07:00"}, status=200).texts("#held")[0]
    assert "Deltagaren har en fast tid" not in later


def test_nobody_removes_somebody_elses(reader, database):
    add(reader("rim", "sv"), since="08:30")
    hodan = reader("hodan", "sv")
    with database.reading() as session:
        hours = session.scalars(select(FixedHours.id)).all()
    form = hodan.get(PATH).form(PATH, do="add") | {"do": "remove"}
    for which in (hours[0], uuid4()):
        hodan.send(PATH, form | {"hours": str(which), "form_key": uuid4().hex})
    hodan.post(PATH, form | {"hours": "x", "form_key": uuid4().hex}, status=400)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(FixedHours)) == 2


def test_a_machine_that_fills_them_is_stopped(reader):
    rim = reader("rim", "sv")
    every = {"weekdays": [str(day) for day in range(7)], "since": "08:30"}
    for _time in range(4):
        add(rim, **every)
    form = rim.get(PATH).form(PATH, do="add") | SFI | every
    assert rim.post(PATH, form, status=422).faults == [
        "Det finns redan väldigt många. Ta bort några först."
    ]
