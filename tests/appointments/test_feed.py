"""The calendar under a secret address: told once, kept as a digest, dead when it should be."""

import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from portal import clock
from portal.appointments import feed, feed_routes
from portal.appointments.models import AppointmentState, CalendarFeed, CancelledBy
from portal.db import Base
from portal.notices.models import Device
from portal.people.demo import demo_id
from portal.people.models import Participant, SignIn
from tests.appointments.feeds import PAGE, add_time, asked, make
from tests.contracts.addresses import ids_of
from tests.moments import NOW

EVERYWHERE = "/sign-ins/everywhere"


def test_the_address_is_shown_once_and_serves_the_calendar(reader, database):
    rim = reader("rim", "en")
    assert "You have no address yet" in rim.get(PAGE).text
    path = make(rim)
    again = rim.get(PAGE)
    assert not again.soup.select("#address")
    assert path.split("/")[2].removesuffix(".ics") not in again.text
    assert "We cannot show it again" in again.text
    answer = asked(reader, path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert ids_of(database, "rim")["appointment_id"] in answer.text
    assert answer.text.count("BEGIN:VEVENT") == 3


def test_nobody_on_the_way_keeps_it_and_it_sets_no_cookie(reader):
    path = make(reader("rim", "en"))
    for client in (reader(None, None).client, reader("rim", "sv").client):
        for wanted in (path, "/calendar/unknown.ics"):
            headers = client.get(wanted).headers
            assert "Set-Cookie" not in headers
            assert headers["Cache-Control"] == "private, no-store"
            assert headers["Referrer-Policy"] == "no-referrer"
            assert headers["X-Robots-Tag"] == "noindex"


def test_only_a_digest_is_kept(reader, database):
    secret = make(reader("rim", "en")).split("/")[2].removesuffix(".ics")
    assert len(secret) * 6 >= 256
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            assert secret not in repr(session.execute(select(table)).all()), table.name
        assert re.fullmatch(r"[0-9a-f]{64}", session.scalar(select(CalendarFeed.secret_hash)))
    if database.is_sqlite:
        file = Path(database.url.removeprefix("sqlite:///"))
        for each in file.parent.glob(f"{file.name}*"):
            assert secret.encode() not in each.read_bytes(), each


def test_unknown_stopped_and_replaced_look_the_same(reader):
    rim = reader("rim", "en")
    replaced = make(rim)
    stopped = make(rim)
    assert asked(reader, replaced).status_code == 404
    assert asked(reader, stopped).status_code == 200
    page = rim.send(PAGE, rim.get(PAGE).form(PAGE, do="stop"))
    assert page.notices == ["Your calendar address no longer works."]
    assert "You have no address yet" in page.text
    strange = ("x", "a" * 5000, "☃", "%FF%FE", f"{stopped.split('/')[2].lower()}", "'; --")
    answers = [asked(reader, f"/calendar/{each}.ics") for each in strange]
    answers += [asked(reader, replaced), asked(reader, stopped)]
    looks = {
        (each.status_code, each.data, str([it for it in each.headers if it[0] != "Date"]))
        for each in answers
    }
    assert len(looks) == 1
    assert answers[0].status_code == 404


def test_stopping_ones_own_stops_nobody_elses(reader):
    rim, hodan = reader("rim", "en"), reader("hodan", "en")
    hers, other = make(rim), make(hodan)
    assert hers != other
    hodan.send(PAGE, hodan.get(PAGE).form(PAGE, do="stop"))
    assert asked(reader, hers).status_code == 200
    assert asked(reader, other).status_code == 404


def test_it_shows_only_her_own(reader, database):
    path = make(reader("hodan", "en"))
    said = asked(reader, path).text
    assert ids_of(database, "hodan")["appointment_id"] in said
    assert ids_of(database, "rim")["appointment_id"] not in said


def test_a_double_tap_makes_one_address_and_shows_no_wrong_one(reader, database):
    rim = reader("rim", "en")
    form = rim.get(PAGE).form(PAGE, do="start")
    shown = rim.post(PAGE, form, status=200).soup.select_one("#address").get_text()
    page = rim.send(PAGE, form)
    assert not page.soup.select("#address")
    assert "We cannot show it again" in page.text
    assert asked(reader, shown.removeprefix("http://localhost")).status_code == 200
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(CalendarFeed)) == 1


def test_a_form_that_wants_something_else_is_refused(reader, database):
    rim = reader("rim", "en")
    form = rim.get(PAGE).form(PAGE, do="start")
    rim.post(PAGE, form | {"do": "show"}, status=400)
    with database.reading() as session:
        assert session.scalar(select(CalendarFeed.created)) is None


def test_a_month_back_and_everything_ahead_and_the_cancelled_ones(reader, database):
    cancelled = {"state": AppointmentState.CANCELLED, "cancelled_by": CancelledBy.AGENCY}
    old = add_time(database, "rim", NOW - timedelta(days=31))
    recent = add_time(database, "rim", NOW - timedelta(days=29))
    far = add_time(database, "rim", NOW + timedelta(days=400))
    gone = add_time(database, "rim", NOW + timedelta(days=2), sequence=1, **cancelled)
    said = asked(reader, make(reader("rim", "en"))).text
    assert [each in said for each in (old, recent, far, gone)] == [False, True, True, True]
    assert said.count("STATUS:CANCELLED") == 1
    event = said.split(f"UID:{gone}")[1].split("END:VEVENT")[0]
    assert "STATUS:CANCELLED" in event
    assert "SEQUENCE:1\r\n" in event


def test_it_speaks_the_language_of_the_profile(reader, database):
    path = make(reader("rim", "en"))
    program = reader(None, "sv")
    answer = program.client.get(path, headers={"Accept-Language": "sv"})
    assert "SUMMARY;LANGUAGE=ar:موعد" in answer.text
    with database.writing() as session, session.begin():
        session.execute(update(Participant).values(language="tlh"))  # once offered, and no longer
    assert "SUMMARY;LANGUAGE=sv:Möte" in asked(reader, path).text


def test_protected_identity_gets_days_and_is_told_so(reader):
    mikaela = reader("mikaela", "en")
    assert "Only the days." in mikaela.get(PAGE).text
    said = asked(reader, make(mikaela)).text
    assert "DTSTART;VALUE=DATE:" in said
    assert "Mönstergatan" not in said
    assert "DTSTART;TZID" not in said
    assert "Only the days." not in reader("rim", "en").get(PAGE).text


def test_what_has_not_changed_is_not_sent_again(reader, database):
    path = make(reader("rim", "en"))
    tag = asked(reader, path).headers["ETag"]
    clock.fix(NOW + timedelta(hours=6))
    unchanged = asked(reader, path, **{"If-None-Match": tag})
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert "Set-Cookie" not in unchanged.headers
    add_time(database, "rim", NOW + timedelta(days=9))
    assert asked(reader, path, **{"If-None-Match": tag}).status_code == 200


def test_the_address_is_in_no_log(reader, app, monkeypatch, caplog):
    path = make(reader("rim", "en"))
    secret = path.split("/")[2].removesuffix(".ics")
    caplog.set_level(logging.DEBUG)
    asked(reader, path)
    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setattr(feed, "events_for", lambda *_: 1 / 0)
    assert asked(reader, path).status_code == 500
    assert "ZeroDivisionError" in caplog.text
    assert secret not in caplog.text


def test_it_lives_on_at_sign_out_and_dies_with_sign_out_everywhere(reader, database):
    rim, other_phone, hodan = reader("rim", "en"), reader("rim", "en"), reader("hodan", "en")
    path, hodans = make(rim), make(hodan)
    with database.writing() as session, session.begin():
        for slug in ("rim", "hodan"):
            session.add(
                Device(
                    participant_id=demo_id(slug), endpoint=slug, p256dh="x", auth="x", created=NOW
                )
            )
    third = reader("rim", "en")
    third.client.post("/sign-out", data=third.get("/me").form("/sign-out"))
    assert asked(reader, path).status_code == 200
    answer = rim.client.post(EVERYWHERE, data=rim.get("/sign-ins").form(EVERYWHERE))
    assert (answer.status_code, answer.location) == (303, "/signed-out?in=en")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert asked(reader, path).status_code == 404
    assert asked(reader, hodans).status_code == 200
    assert other_phone.client.get("/").status_code == 303
    assert hodan.client.get("/").status_code == 200
    with database.reading() as session:
        assert session.scalars(select(Device.endpoint)).all() == ["hodan"]
        assert session.scalars(select(SignIn.participant_id)).all() == [demo_id("hodan")]


@pytest.mark.parametrize(("secure", "scheme"), [(True, "https"), (False, "http")])
def test_the_address_is_encrypted_where_the_portal_is(app, monkeypatch, secure, scheme):
    monkeypatch.setitem(app.config, "SESSION_COOKIE_SECURE", secure)
    with app.test_request_context(PAGE):  # as behind a proxy that ends TLS
        assert feed_routes._address("x") == f"{scheme}://localhost/calendar/x.ics"
