"""Staff give, move, cancel and record times through the one form that posts."""

from datetime import date, timedelta
from uuid import uuid5

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.appointments.free_slots import MOST
from portal.appointments.models import AcceptedClash, Appointment, AppointmentState, Attendee, Reply
from portal.people.demo import demo_id
from portal.people.models import Assignment, Participant
from portal.plan.models import Step
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture

RIM = demo_id("rim")
PERSON = f"/staff/participants/{RIM}"
POST = f"{PERSON}/post"
TALK = uuid5(RIM, "time B05")  # on Friday 27 November, 13:30 to 14:15
FREE = {"day": "2026-12-09", "start": "15:15", "place": "Provgatan 8", "interpreter": "ordered"}


def opened(staff, what: str, **more: object):
    query = "&".join([f"what={what}", *(f"{name}={value}" for name, value in more.items())])
    page = staff.get(f"{POST}?{query}")
    return page, page.form(POST)


def stored(database, which=TALK) -> Appointment:
    with database.reading() as session:
        return session.get_one(Appointment, which)


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


def test_moving_shows_both_times_and_asks_anew(reader, database):
    rim, lena = reader("rim", "sv"), reader("lena", "sv")
    path = f"/appointments/{TALK}"
    rim.send(path, rim.get(path).form(path, do="coming"))
    _page, form = opened(lena, "move", appointment=TALK)
    assert (form["day"], form["place"]) == ("2026-11-27", "Exempelgatan 12, rum 3")
    page = lena.send(POST, form | FREE)
    assert page.notices == ["Publicerat. Rim ser det nu."]
    moved = stored(database)
    assert (moved.reply, moved.sequence) == (Reply.NONE, 1)
    page = rim.get(path)
    assert page.texts(".both-times div") == [
        "Ny tid onsdag 9 december Klockan 15:15–16:00",
        "Gammal tid, gäller inte längre fredag 27 november Klockan 13:30–14:15",
    ]
    assert "Svara igen här nedanför" in page.text
    assert "Ny tid: svara igen" in rim.get("/appointments").text
    answered = rim.send(path, page.form(path, do="coming"))
    assert not answered.soup.select(".both-times")


def test_an_answer_to_the_old_time_does_not_count_for_the_new(reader, database):
    rim, lena = reader("rim", "sv"), reader("lena", "sv")
    path = f"/appointments/{TALK}"
    old = rim.get(path).form(path, do="coming")
    _page, form = opened(lena, "move", appointment=TALK)
    lena.send(POST, form | FREE)
    rim.post(path, old, status=409)
    assert stored(database).reply is Reply.NONE


def test_cancelling_says_on_whose_side_and_that_nobody_needs_to_come(reader, database):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "cancel", appointment=TALK)
    assert lena.post(POST, form, status=422).faults == ["Välj vem som inte kan."]
    lena.send(POST, form | {"by": "agency"})
    assert stored(database).state is AppointmentState.CANCELLED
    page = reader("rim", "sv").get(f"/appointments/{TALK}").text
    assert "Mötet är inställt. Du behöver inte komma." in page
    assert "Det berodde inte på dig." in page


def test_a_wrong_language_shows_on_the_desk_until_the_interpreter_is_answered(reader):
    rim, lena = reader("rim", "sv"), reader("lena", "sv")
    path = f"/appointments/{TALK}"
    page = rim.send(path, rim.get(path).form(path, do="wrong_language"))
    assert page.notices == ["Tack. Vi letar efter en tolk på rätt språk."]
    assert "Tolk saknas" in " ".join(lena.get("/staff?show=speechless").texts(".cases"))
    assert "Säger: fel språk" in lena.get(PERSON).text
    page, form = opened(lena, "interpreter", appointment=TALK)
    assert "Säger: fel språk" in page.text
    lena.send(POST, form | {"interpreter": "confirmed", "cancel_by": "2026-11-25"})
    assert "Säger: fel språk" not in opened(lena, "move", appointment=TALK)[0].text
    assert "Rim Mithal" not in " ".join(lena.get("/staff?show=speechless").texts(".cases"))
    assert "kan avbokas till och med" in lena.get(PERSON).text


@pytest.mark.parametrize("outcome", ["attended", "not_attended"])
def test_how_it_went_brings_the_next_step(reader, database, outcome):
    clock.fix(stored(database).starts)
    lena = reader("lena", "sv")
    _page, form = opened(lena, "outcome", appointment=TALK, kind="G06")
    lena.send(POST, form | {"outcome": outcome})
    done = stored(database)
    assert done.state.value == outcome
    with database.reading() as session:
        assert session.get_one(Step, done.next_step_id).kind == "G06"
    rim = reader("rim", "sv").get(f"/appointments/{TALK}")
    assert rim.soup.select_one(f"a[href='/plan/steps/{done.next_step_id}']")


def test_a_step_that_came_of_it_begins_with_whose_turn_and_by_when(reader, database):
    clock.fix(stored(database).starts)
    lena = reader("lena", "sv")
    _page, form = opened(lena, "outcome", appointment=TALK)
    assert "holder" not in form
    asked = form | {"outcome": "attended", "kind": "G06"}
    begun = lena.post(POST, asked | {"preview": "1"}, status=200).form(POST)
    assert (begun["holder"], begun["ground"]) == ("af", "estimate")
    assert date.fromisoformat(begun["promised_by"]) > clock.today()
    emptied = lena.post(POST, begun | {"promised_by": "", "preview": "1"}, status=200)
    assert emptied.form(POST)["promised_by"] == ""  # said, and so not said again
    lena.post(POST, asked, status=422)  # nothing is published that was not on the page


def test_how_it_went_cannot_be_said_before_it_has_begun(reader):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "outcome", appointment=TALK)
    page = lena.post(POST, form | {"outcome": "attended"}, status=422)
    assert page.faults == ["Mötet har inte börjat än."]


@pytest.mark.parametrize("what", ["move", "cancel", "interpreter", "outcome"])
def test_a_time_of_another_agency_or_person_is_not_found(reader, what):
    assert reader("maria", "sv").get(f"{POST}?what={what}&appointment={TALK}", status=404)
    hodan = uuid5(demo_id("hodan"), "time B12")
    lena = reader("lena", "sv")
    for wrong in (hodan, demo_id("nothing"), "x"):
        assert lena.get(f"{POST}?what={what}&appointment={wrong}", status=404)


def test_two_who_change_a_time_at_once_lose_nothing(reader, database):
    lena = reader("lena", "sv")
    _page, moving = opened(lena, "move", appointment=TALK)
    _page, cancelling = opened(lena, "cancel", appointment=TALK)
    lena.send(POST, moving | FREE)
    page = lena.post(POST, cancelling | {"by": "agency"}, status=409)
    assert "Så är det nu" in page.text or "onsdag 9 december" in page.text
    lena.send(POST, page.form(POST))
    assert stored(database).state is AppointmentState.CANCELLED


def test_who_could_not_be_reached_is_shown_until_someone_has_called(reader, database):
    from portal.notices.models import Notice, NoticeState

    with database.writing() as session, session.begin():
        session.execute(
            update(Notice).where(Notice.participant_id == RIM).values(state=NoticeState.UNREACHED)
        )
    lena = reader("lena", "sv")
    assert "Rim Mithal" in " ".join(lena.get("/staff?show=unreached").texts(".cases"))
    page = lena.get(PERSON)
    told = f"{PERSON}/told"
    lena.send(told, page.form(told))
    assert lena.get("/staff?show=unreached").texts(".cases") == []


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ("rim", "Får sms"), ("oksana", "Inget nummer: papper eller samtal"),
        ("farhad", "Numret fungerar inte: papper eller samtal"),
    ],
)  # fmt: skip
def test_staff_see_how_each_is_told(reader, person, said):
    page = reader("lena", "sv").get(f"/staff/participants/{demo_id(person)}")
    assert said in page.texts(".person .pills")[0]


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


def test_a_moved_time_keeps_that_the_language_is_wrong(reader, database):
    rim, lena = reader("rim", "sv"), reader("lena", "sv")
    path = f"/appointments/{TALK}"
    rim.send(path, rim.get(path).form(path, do="wrong_language"))
    page, form = opened(lena, "move", appointment=TALK)
    assert "Säger: fel språk" in page.text
    lena.send(POST, form | FREE)
    assert stored(database).wrong_language is not None


def test_without_a_day_she_is_asked_two_working_days_before(reader, database):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "appointment")
    lena.send(POST, form | FREE | {"day": "2026-12-14"})
    with database.reading() as session:
        new = session.scalars(
            select(Appointment).where(Appointment.wall == "2026-12-14T15:15")
        ).one()
    assert new.reply_by == date(2026, 12, 10)
