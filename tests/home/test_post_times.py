"""Staff give, move, cancel and record times through the one form that posts."""

from datetime import date, timedelta
from uuid import uuid5

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.appointments.free_slots import MOST
from portal.appointments.models import AcceptedClash, Appointment, AppointmentState, Attendee
from portal.people.demo import demo_id
from portal.people.models import Assignment, Participant
from tests.home.times import FREE, POST, RIM, TALK, opened, stored
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture


def test_a_form_begins_where_the_agency_last_met_for_the_kind(reader, database):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "appointment")
    assert form["kind"] != "B05"
    assert (form["begun_as"], form["minutes"]) == (form["kind"], "45")
    with database.writing() as session, session.begin():
        talk = session.get_one(Appointment, TALK)
        talk.ends, talk.floor, talk.lift = talk.starts + timedelta(minutes=60), "3", True
    asked = form | {"kind": "B05", "preview": "1"}
    begun = lena.post(POST, asked, status=200).form(POST)
    there = {
        "place": "Exempelgatan 12, rum 3", "minutes": "60", "floor": "3", "travel_minutes": "25",
        "begun_as": "B05",
    }  # fmt: skip
    assert {name: begun[name] for name in there} == there
    back = lena.post(POST, begun | {"kind": form["kind"], "preview": "1"}, status=200).form(POST)
    assert {name: back[name] for name in there} == {name: form[name] for name in there}
    typed = lena.post(POST, asked | {"place": "Min gata 1"}, status=200).form(POST)
    assert (typed["place"], typed["minutes"]) == ("Min gata 1", "60")
    unnamed = asked | {"begun_as": "", "place": "Min gata 1"}
    assert lena.post(POST, unnamed, status=200).form(POST)["place"] == "Min gata 1"
    plain = asked | {"day": "2026-12-09", "start": "15:15", "interpreter": "ordered"}
    del plain["preview"]
    assert lena.post(POST, plain, status=422).form(POST)["place"] == ""  # only what was shown


def test_where_others_met_is_not_told_by_a_form(reader, database):
    """Neither another agency's place, nor a protected person's, nor one of somebody else's people."""
    protected = f"/staff/participants/{demo_id('mikaela')}/post"

    def begun(staff: str, post: str) -> str:
        person = reader(staff, "sv")
        form = person.get(f"{post}?what=appointment").form(post)
        asked = form | {"kind": "B06", "preview": "1"}
        return person.post(post, asked, status=200).form(post)["place"]

    with database.writing() as session, session.begin():
        session.execute(
            update(Appointment)
            .where(Appointment.participant_id == demo_id("mikaela"))
            .values(agency="malmo", kind="B06", place="Hemlig gata 1")
        )
        session.add(Assignment(participant_id=RIM, staff_id=demo_id("amir"), started=NOW))
    assert begun("amir", protected) == "Hemlig gata 1"
    assert begun("amir", POST) == ""
    with database.writing() as session, session.begin():
        session.execute(update(Participant).values(protected=False))
    assert begun("amir", POST) == "Hemlig gata 1"
    assert begun("lena", POST) == ""
    with database.writing() as session, session.begin():
        session.execute(
            update(Appointment)
            .where(Appointment.participant_id == demo_id("mikaela"))
            .values(state=AppointmentState.CANCELLED, cancelled_by="agency")
        )
    assert begun("amir", POST) == ""


def test_while_a_time_is_chosen_the_day_and_what_clashes_are_shown(reader):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "appointment")
    clashing = form | FREE | {"day": "2026-11-27", "start": "13:45", "preview": "1"}
    held = lena.post(POST, clashing, status=200).texts("#held")[0]
    assert "13:30–14:15 Trepartssamtal" in held
    assert "Deltagaren är upptagen 13:30–14:15." in held
    assert "Ledigt för alla" in held


def test_a_time_of_another_agency_is_busy_and_nothing_else(reader, database):
    """Mikaela has let nobody see her times."""
    amir = reader("amir", "sv")
    there = stored(database, uuid5(demo_id("mikaela"), "time B18"))
    wall = clock.local(there.starts)
    place = f"/staff/participants/{demo_id('mikaela')}/post"
    form = amir.get(f"{place}?what=appointment").form(place)
    asked = form | FREE | {"day": f"{wall:%Y-%m-%d}", "start": f"{wall:%H:%M}", "preview": "1"}
    held = amir.post(place, asked, status=200).texts("#held")[0]
    assert "Upptagen" in held
    assert "vårdsamordnar" not in held.lower()


def test_a_clash_is_published_with_its_reason_only(reader, database):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "appointment")
    clashing = form | FREE | {"day": "2026-11-27", "start": "13:45"}
    page = lena.post(POST, clashing, status=422)
    assert page.faults == [
        "Något talar emot den här tiden. Välj en annan tid, eller säg varför du ger den ändå."
    ]
    assert page.form(POST)["place"] == "Provgatan 8"
    page = lena.send(POST, page.form(POST) | clashing | {"accepted": "wish"})
    assert page.notices == ["Publicerat. Rim ser det nu."]
    with database.reading() as session:
        assert set(session.scalars(select(AcceptedClash.reason))) == {"wish"}


def test_a_free_slot_is_found_and_taken_with_a_tap(reader):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "appointment")
    found = lena.post(POST, form | {"place": "Provgatan 8", "preview": "find"}, status=200)
    slots = [each["value"] for each in found.soup.select("#held button[value^='slot:']")]
    assert 0 < len(slots) <= MOST
    assert found.faults == []  # nothing is wrong yet
    taken = lena.post(POST, found.form(POST) | {"preview": slots[0]}, status=200).form(POST)
    assert f"slot:{taken['day']}T{taken['start']}" == slots[0]
    page = lena.send(POST, taken | {"interpreter": "confirmed"})
    assert page.notices == ["Publicerat. Rim ser det nu."]


def test_several_of_several_agencies_attend(reader, database):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "appointment")
    others = [str(demo_id(slug)) for slug in ("maria", "hakan")]
    details = {
        "kind": "B05", "attendees": others, "entrance": "Från gården", "floor": "3",
        "landmark": "Bredvid Coop", "travel_minutes": "25", "there": ["lift", "loop"],
        "purpose": "Vi bestämmer vem som gör vad.", "along": ["companion", "child"],
        "if_absent": "tell_first",
    }  # fmt: skip
    lena.send(POST, form | FREE | details)
    with database.reading() as session:
        new = session.scalars(
            select(Appointment).where(
                Appointment.starts == clock.at_wall(date(2026, 12, 9), 15, 15)
            )
        ).one()
        attending = session.scalars(
            select(Attendee.staff_id).where(Attendee.appointment_id == new.id)
        )
        assert set(attending) == {demo_id(slug) for slug in ("lena", "maria", "hakan")}
    page = reader("rim", "sv").get(f"/appointments/{new.id}").texts("main")[0]
    for words in (
        "Våning: 3", "I närheten: Bredvid Coop", "Ungefär 25 minuter", "Det finns hiss", "hörslinga",
        "Vi bestämmer vem som gör vad.", "Maria Demodal", "Håkan Skissgren", "Ditt barn får följa med.",
        "Hör vi inget kan det påverka dina pengar.",
    ):  # fmt: skip
        assert words in page, words


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"day": "2027-03-28", "start": "02:30"}, "Klockan ställs fram den natten och hoppar över den här tiden. Välj en annan."),
        ({"day": "2026-11-23", "start": "08:59"}, "Tiden har passerat. Välj en senare."),
        ({"travel_minutes": "en timme"}, "Skriv minuterna som ett tal från 0 till 240."),
        ({"travel_minutes": "9" * 4000}, "Skriv minuterna som ett tal från 0 till 240."),
        ({"interpreter": ""}, "Säg hur det är med tolken: beställd, bokad, på telefon eller saknas."),
        ({"place": " "}, "Skriv adressen och rummet."),
        ({"if_absent": "prison"}, "Välj det som är sant."),
        ({"start": "24:00"}, "Skriv tiden som timmar:minuter, till exempel 13:30."),
    ],
)  # fmt: skip
def test_a_fault_is_named_and_nothing_is_lost(reader, typed, fault):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "appointment")
    page = lena.post(POST, form | FREE | typed, status=422)
    assert fault in page.faults
    assert page.form(POST)["day"] == (FREE | typed)["day"]


def test_a_time_that_comes_twice_is_asked_about(reader, database):
    clock.fix(clock.at_wall(date(2027, 10, 20), 9))
    with database.writing() as session, session.begin():
        session.execute(update(Appointment).values(state=AppointmentState.ATTENDED))
    lena = reader("lena", "sv")
    _page, form = opened(lena, "appointment")
    twice = form | FREE | {"day": "2027-10-31", "start": "02:30", "accepted": "wish"}
    page = lena.post(POST, twice, status=422)
    assert "Den här tiden kommer två gånger den natten. Välj vilken." in page.faults
    lena.send(POST, page.form(POST) | twice | {"which": "1"})
    with database.reading() as session:
        new = session.scalars(
            select(Appointment).where(Appointment.wall == "2027-10-31T02:30")
        ).one()
    assert (new.starts.day, new.starts.hour, new.starts.minute) == (31, 1, 30)


def test_a_colleague_who_is_taken_elsewhere_is_no_longer_free(reader):
    """Lena and Maria are with Rim on 27 November; Farhad is to be met by both just then."""
    lena, place = reader("lena", "sv"), f"/staff/participants/{demo_id('farhad')}/post"
    form = lena.get(f"{place}?what=appointment").form(place)
    asked = form | FREE | {
        "day": "2026-11-27", "start": "13:45", "attendees": [str(demo_id("maria"))], "preview": "1",
    }  # fmt: skip
    held = lena.post(place, asked, status=200).texts("#held")[0]
    assert "Maria Demodal är upptagen 13:30–14:15." in held
    assert "Lena Övningsson är upptagen 13:30–14:15." in held


def test_a_clash_far_ahead_is_found_too(reader):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "appointment")
    far = form | FREE | {"day": "2027-03-10", "start": "10:00"}
    lena.send(POST, far)
    _page, form = opened(lena, "appointment")
    page = lena.post(POST, form | FREE | {"day": "2027-03-10", "start": "10:15"}, status=422)
    assert "Deltagaren är upptagen 10:00–10:45." in page.texts("#held")[0]


def test_a_reason_holds_only_for_the_clashes_that_were_shown(reader, database):
    lena, maria = reader("lena", "sv"), reader("maria", "sv")
    saturday = FREE | {"day": "2026-12-12", "start": "10:00"}
    _page, form = opened(lena, "appointment")
    shown = lena.post(POST, form | saturday | {"preview": "1"}, status=200).form(POST)
    _page, form = opened(maria, "appointment")
    first = maria.post(POST, form | saturday | {"preview": "1"}, status=200).form(POST)
    maria.send(POST, first | {"accepted": "wish"})
    page = lena.post(POST, shown | {"accepted": "wish"}, status=422)
    assert "Deltagaren är upptagen 10:00–10:45." in page.texts("#held")[0]
    with database.reading() as session:
        assert len(session.scalars(select(AcceptedClash.appointment_id)).all()) == 1


@pytest.mark.parametrize("place", ["Mönstergatan 5, rum 2", "Någon annanstans 1"])
def test_where_a_hidden_time_is_cannot_be_found_out_by_trying(reader, database, place):
    there = stored(database, uuid5(demo_id("mikaela"), "time B18"))
    wall = clock.local(there.ends)
    amir, post = reader("amir", "sv"), f"/staff/participants/{demo_id('mikaela')}/post"
    form = amir.get(f"{post}?what=appointment").form(post)
    after = {"day": f"{wall:%Y-%m-%d}", "start": f"{wall:%H:%M}", "place": place, "preview": "1"}
    held = amir.post(post, form | after, status=200).texts("#held")[0]
    assert "minuter för vägen" in held


def test_two_things_at_the_very_same_time_break_no_page(reader):
    rim, hours = reader("rim", "sv"), "/appointments/fixed-hours"
    fixed = {"kind": "other", "weekdays": ["4"], "since": "13:30", "until": "14:15"}
    rim.send(hours, rim.get(hours).form(hours, do="add") | fixed)
    lena = reader("lena", "sv")
    _page, form = opened(lena, "appointment")
    asked = form | FREE | {"day": "2026-11-27", "start": "09:00", "preview": "1"}
    assert "Fast tid i veckan" in lena.post(POST, asked, status=200).texts("#held")[0]


@pytest.mark.parametrize("minutes", ["abc", "-1000000", "9" * 12])
def test_a_length_that_was_not_offered_is_not_searched_with(reader, minutes):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "appointment")
    assert lena.post(POST, form | {"minutes": minutes, "preview": "find"}, status=200)


def test_without_a_day_she_is_asked_two_working_days_before(reader, database):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "appointment")
    lena.send(POST, form | FREE | {"day": "2026-12-14"})
    with database.reading() as session:
        new = session.scalars(
            select(Appointment).where(Appointment.wall == "2026-12-14T15:15")
        ).one()
    assert new.reply_by == date(2026, 12, 10)
