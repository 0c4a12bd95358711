"""A demo's tour meets a time of every sort: moved, unheard of, cancelled, past and not recorded."""

from datetime import timedelta

import pytest

from portal import clock
from portal.cli.cast.tour import add_tour
from portal.people.demo import demo_id
from tests.one_database import templates  # noqa: F401 - a fixture


def test_the_tour_meets_a_time_of_every_sort(reader, database):
    with database.writing() as session, session.begin():
        add_tour(session)
    amir, lena = reader("amir", "sv"), reader("lena", "sv")
    nadia = reader("nadia", "sv")  # whose agency's time it is; nobody else knows of it
    assert "Deltagare 8" in nadia.get("/staff?show=unreached").texts(".cases")[0]
    assert amir.get("/staff?show=unreached").texts(".cases") == []
    hodan = amir.get(f"/staff/participants/{demo_id('hodan')}")
    assert "Flyttad från" in hodan.texts("[aria-labelledby=times]")[0]
    oksana = lena.get(f"/staff/participants/{demo_id('oksana')}")
    assert "Hur det gick" in oksana.texts("[aria-labelledby=times]")[0]
    anneli = reader("anneli", "sv").get("/appointments")
    assert any("Inställd" in row for row in anneli.texts(".rows .row"))


def test_it_meets_a_message_never_opened_and_an_answer_that_waits(reader, database):
    with database.writing() as session, session.begin():
        add_tour(session)
    waits = [
        slug
        for slug in ("lena", "amir", "maria", "petra", "hakan", "nadia")
        if "Dragan" in reader(slug, "sv").get("/staff/inbox?show=tell").soup.main.get_text()
    ]
    assert len(waits) == 1
    rim = reader("lena", "sv").get(f"/staff/participants/{demo_id('rim')}")
    assert len(rim.soup.select(".later-rows .later")) == 1


@pytest.mark.parametrize("days", range(7))
def test_it_can_be_made_on_any_day(database, days):
    clock.fix(clock.now() + timedelta(days=days))
    with database.writing() as session, session.begin():
        add_tour(session)
