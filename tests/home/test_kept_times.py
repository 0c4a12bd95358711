"""What staff do with a time that was given: move and cancel it, say how it went, tell who was not reached."""

from datetime import date
from uuid import uuid5

import pytest
from sqlalchemy import update

from portal import clock
from portal.appointments.models import AppointmentState, Reply
from portal.people.demo import demo_id
from portal.plan.models import Step
from tests.home.times import FREE, PERSON, POST, RIM, TALK, opened, stored
from tests.one_database import templates  # noqa: F401 - a fixture


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


def test_a_moved_time_keeps_that_the_language_is_wrong(reader, database):
    rim, lena = reader("rim", "sv"), reader("lena", "sv")
    path = f"/appointments/{TALK}"
    rim.send(path, rim.get(path).form(path, do="wrong_language"))
    page, form = opened(lena, "move", appointment=TALK)
    assert "Säger: fel språk" in page.text
    lena.send(POST, form | FREE)
    assert stored(database).wrong_language is not None
