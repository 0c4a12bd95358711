"""The limited view: times, places and telephone numbers, and nothing that tells what they are about."""

import re

import pytest
from sqlalchemy import update

from portal.appointments.models import Appointment
from portal.people.demo import demo_id
from portal.people.models import SignIn
from portal.people.sign_in_limits import Assurance
from portal.phrases.appointment_kinds import APPOINTMENT_KINDS
from tests.one_database import templates  # noqa: F401 - a fixture

TELLS = re.compile(
    r"vård|hälsa|hälso|sjuk|klinik|läkar|rehab|malmö stad|arbetsförmedling|försäkringskass|region skåne",
    re.IGNORECASE,
)
PLACE = "Mönstergatan 5"


@pytest.fixture
def limited(reader, database):
    """Someone who has signed in with a letter and an SMS."""

    def sign_in(slug, language="sv"):
        found = reader(slug, language)
        with database.writing() as db, db.begin():
            db.execute(update(SignIn).values(assurance=Assurance.LIMITED, way="letter"))
        return found

    return sign_in


@pytest.mark.parametrize(
    "slug", ["rim", "hodan", "farhad", "dragan", "anneli", "oksana", "mikaela"]
)
def test_nothing_says_what_a_time_is_about(limited, slug):
    page = limited(slug).get("/")
    main = page.soup.main.get_text(" ")
    assert page.heading == "Dina tider"
    assert not TELLS.search(main), TELLS.search(main)
    assert [kind for kind in APPOINTMENT_KINDS if kind.title.text in main] == []
    assert page.soup.select(".rows .row a.phone")
    assert not page.soup.select(".count, .tabs")


def test_what_it_shows_of_each_time(limited):
    page = limited("rim").get("/")
    rows = page.texts(".rows .row")
    assert any(PLACE in row and "040" in row for row in rows)
    assert page.soup.select("#contact ~ .call a.phone")
    assert "Lena" in page.soup.main.get_text()


def test_a_protected_person_reads_no_place(limited):
    text = limited("mikaela").get("/").soup.main.get_text(" ")
    assert PLACE not in text
    assert "Ring för att få veta platsen." in text


@pytest.mark.parametrize(
    "place", ["Vårdcentralen Rosengård", "Rehabmottagningen, plan 2", "BVC, Exempelgatan 1"]
)
def test_a_place_that_is_named_after_care_is_told_by_phone(limited, database, place):
    with database.writing() as db, db.begin():
        db.execute(update(Appointment).where(Appointment.mode == "in_person").values(place=place))
    assert place not in limited("rim").get("/").text


def test_everything_else_is_refused_and_counts_nothing(limited, count_queries):
    rim = limited("rim")
    for path in ("/plan", "/appointments", "/messages", "/me", "/me/reminders", "/messages/new"):
        page = rim.get(path, status=403)
        assert page.heading == "Du ser bara en del nu"
    asked = count_queries(lambda: rim.get("/sign-ins"))
    assert not any("message" in each for each in asked)
    assert len(count_queries(lambda: rim.get("/"))) <= 5


def test_another_persons_times_are_hers_alone(limited, database):
    with database.writing() as db, db.begin():
        db.execute(
            update(Appointment)
            .where(Appointment.participant_id != demo_id("rim"))
            .values(place="Annangatan 1")
        )
    assert "Annangatan" not in limited("rim").get("/").text
