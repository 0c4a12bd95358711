"""The staff desk and a participant as staff see her."""

from datetime import timedelta
from urllib.parse import quote
from uuid import uuid5

import pytest
from sqlalchemy import update

from portal.appointments.models import Appointment
from portal.people.demo import demo_id
from portal.people.models import Assignment
from portal.sharing.kinds import ShareKind
from portal.sharing.models import Consent
from tests.contracts.test_queries import add_many
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture

RIM = f"/staff/participants/{demo_id('rim')}"


def test_the_longest_wait_for_my_agency_comes_first(reader):
    page = reader("lena", "sv").get("/staff")
    assert page.texts(".cases .t")[:3] == ["Oksana Pryklad", "Farhad Namuna", "Rim Mithal"]
    waits = page.texts(".cases .row")
    assert "Väntar på oss, 60 dagar" in waits[0]
    assert "Väntar på oss, 11 dagar" in waits[1]


def test_a_long_desk_shows_the_longest_waits_first_and_the_rest_on_request(reader, database):
    add_many(database)
    lena = reader("lena", "sv")
    page = lena.get("/staff")
    assert len(page.texts(".cases .t")) == 60
    assert page.texts(".cases .t")[0] == "Oksana Pryklad"
    assert "Visa alla 207 deltagare" in page.text
    assert len(lena.get("/staff?show=all&all=1").texts(".cases .t")) == 207


@pytest.mark.parametrize(
    ("show", "names"),
    [
        ("ours", ["Oksana Pryklad", "Farhad Namuna", "Rim Mithal", "Anneli Esimerkki"]), ("today", []), ("unanswered", []),
    ],
)  # fmt: skip
def test_filters(reader, show, names):
    assert reader("lena", "sv").get(f"/staff?show={show}").texts(".cases .t") == names


def test_meetings_today_and_unanswered_messages_are_found(reader, database):
    with database.writing() as session, session.begin():
        session.execute(
            update(Appointment)
            .where(Appointment.participant_id == demo_id("hodan"))
            .values(starts=NOW + timedelta(hours=2), ends=NOW + timedelta(hours=3))
        )
    amir = reader("amir", "sv")
    assert "Möte i dag 11:00" in amir.get("/staff?show=today").texts(".cases .row")[0]
    assert (
        "Obesvarat meddelande, 1 dag" in amir.get("/staff?show=unanswered").texts(".cases .row")[0]
    )


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("rim m", ["Rim Mithal"]),
        ("å", ["Anneli Esimerkki", "Tesfay Abnet"]),
        ("Mithal Rim", ["Rim Mithal"]),
        ("rim\u00a0 mithal", ["Rim Mithal"]),
        ("primjerovic", ["Dragan Primjerović"]),
        ("  MITHAL ", ["Rim Mithal"]),
        ("%", []),
        ("'; --", []),
        ("zz", []),
    ],
)
def test_search_by_name(reader, search, names):
    page = reader("lena", "sv").get(f"/staff?q={quote(search)}")
    assert page.texts(".cases .t") == names


def test_an_unknown_filter_is_404(reader):
    reader("lena").get("/staff?show=everyone", status=404)


def test_a_protected_person_is_listed_under_an_alias(reader):
    page = reader("amir", "sv").get("/staff")
    assert "Mikaela" not in page.text
    assert any(text.startswith("Deltagare 8") for text in page.texts(".cases .t"))


def test_staff_see_the_same_plan_within_the_policy(reader):
    page = reader("lena", "sv").get(RIM)
    assert len(page.texts(".tl h3")) == 8
    assert "Väntar på oss" in page.texts(".tl .wait")[0]
    assert "Du behöver inte göra något" not in " ".join(page.texts(".tl"))
    assert "arabiska" in page.texts(".person")[0]


def test_hidden_times_show_as_busy_and_nothing_else(reader, database):
    with database.writing() as session, session.begin():
        session.execute(
            update(Consent)
            .where(
                Consent.kind == ShareKind.APPOINTMENTS,
                Consent.to_agency == "af",
                Consent.withdrawn.is_(None),
            )
            .values(withdrawn=NOW)
        )
    page = reader("lena", "sv").get(RIM)
    assert "Upptagen fredag 27 november 14:15–14:45" in page.texts("#times + ul .row")
    assert "Mönstergatan" not in page.text


def test_a_coordinator_sees_turns_and_clocks_only(reader):
    page = reader("yusuf", "sv").get(f"/staff/participants/{demo_id('dragan')}")
    assert "Har väntat 18 dagar." in page.text
    assert "Intyg" not in page.text
    assert "Avstämning" not in page.text
    mikaela = reader("yusuf", "sv").get(f"/staff/participants/{demo_id('mikaela')}")
    assert mikaela.heading == "Deltagare 8"
    assert "Mikaela" not in mikaela.text


def test_without_an_assignment_nothing_is_shown(reader, database):
    lena = reader("lena", "sv")
    lena.get(RIM)
    with database.writing() as session, session.begin():
        session.execute(update(Assignment).values(ended=NOW))
    lena.get(RIM, status=404)
    assert "Ingen finns i den här listan nu." in lena.get("/staff").text


def test_staff_pages_are_in_swedish_or_english(reader):
    assert reader("lena", "ar").get("/staff").soup.html["lang"] == "sv"
    assert reader("lena", "en").get("/staff").soup.html["lang"] == "en"
    shown = reader("lena", "sv").get("/staff").soup.select(".language .pick bdi")
    assert [each["lang"] for each in shown] == ["sv", "en"]


def test_staff_read_the_whole_thread_and_answer_it(reader):
    lena = reader("lena", "sv")
    row = lena.get(RIM).soup.select_one("a[href^='/staff/threads/']")
    talk = lena.get(row["href"].split("#")[0]).soup
    assert "هل يمكن لصديقتي" in talk.get_text()
    assert "Vi har hittat en praktikplats" in talk.get_text()
    assert "what=message&phrase=free" in talk.select_one("a[href*='thread=']")["href"]


def test_who_cannot_come_stands_on_the_desk(reader):
    rim, path = reader("rim", "sv"), f"/appointments/{uuid5(demo_id('rim'), 'time B05')}"
    form = rim.get(f"{path}?cannot=1").form(path, do="cannot")
    rim.send(path, form | {"reason": "sick"})
    lena = reader("lena", "sv")
    assert (
        "Kan inte komma 27 november" in lena.get("/staff?show=unanswered").texts(".cases .row")[0]
    )
    assert "Har sagt: kan inte komma" in lena.get(RIM).text
    assert rim.get("/").texts(".next .when") == ["fredag 27 november"]  # the other one that day
    assert "14:15" in rim.get("/").texts(".next .clock")[0]
