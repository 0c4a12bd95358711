"""Closing an account: every way in ends, the agencies keep theirs, and staff can open it again."""

import pytest
from sqlalchemy import func, select

from portal.appointments import feed
from portal.appointments.models import CalendarFeed
from portal.messages.models import Message
from portal.notices.addresses import Unwanted, way_to
from portal.notices.models import Channel
from portal.people import sign_in
from portal.people.demo import demo_id
from portal.people.models import Participant, SignIn
from portal.trail.models import Act
from tests.trails import traces

RIM = demo_id("rim")
PERSON = f"/staff/participants/{RIM}"


def count(database, column, *where):
    with database.reading() as db:
        return db.scalar(select(func.count(column)).where(*where))


def close(rim):
    asked = rim.post("/me/close", rim.get("/me/close").form("/me/close"), status=200)
    return rim.client.post("/me/close", data=asked.form("/me/close") | {"sure": "yes"})


def test_it_takes_two_steps_and_a_tick(reader, database):
    rim = reader("rim")
    first = rim.get("/me/close")
    assert any("public record" in text for text in first.texts("section p"))
    asked = rim.post("/me/close", first.form("/me/close"), status=200)
    refused = rim.post("/me/close", asked.form("/me/close"), status=422)
    assert refused.texts(".faults a") == ["Tick the box if you want to close the account."]
    assert count(database, Participant.closed, Participant.id == RIM) == 0
    answer = rim.client.post("/me/close", data=refused.form("/me/close") | {"sure": "yes"})
    assert (answer.status_code, answer.location) == (303, "/closed?in=en")
    assert "cookies" in answer.headers["Clear-Site-Data"]
    assert reader(None).get("/closed").heading == "The account is closed"


def test_every_way_in_ends_and_what_was_written_stays(reader, database, actor):
    phone, laptop = reader("rim"), reader("rim")
    with database.writing() as db, db.begin():
        feed.start(db, actor("rim"))
    messages = count(database, Message.id, Message.participant_id == RIM)
    close(laptop)
    assert phone.client.get("/").location == "/sign-in"
    assert count(database, SignIn.token_hash, SignIn.participant_id == RIM) == 0
    assert count(database, CalendarFeed.participant_id, CalendarFeed.participant_id == RIM) == 0
    assert count(database, Message.id, Message.participant_id == RIM) == messages > 0
    assert traces(database, "account") == [(Act.CHANGED, None, RIM)]
    with database.writing() as db, pytest.raises(sign_in.AccountClosed):
        sign_in.start(db, participant=RIM)


def test_a_sign_in_that_was_left_over_opens_nothing(reader, database):
    rim = reader("rim")
    with database.writing() as db, db.begin():
        db.get(Participant, RIM).closed = sign_in.clock.now()
    assert rim.client.get("/plan").location == "/sign-in?next=%2Fplan"


def test_no_notice_goes_out(reader, database):
    senders = {Channel.SMS: object()}
    with database.writing() as db:
        assert way_to(db, RIM, senders).channel is Channel.SMS
    close(reader("rim"))
    with database.writing() as db, pytest.raises(Unwanted):
        way_to(db, RIM, senders)


def test_staff_see_it_and_open_it_again_when_she_asks(reader, database):
    lena = reader("lena")
    assert "Has closed the portal: tell on paper or phone" not in lena.get(PERSON).text
    close(reader("rim"))
    page = lena.get(PERSON)
    assert "Has closed the portal: tell on paper or phone" in page.text
    opened = lena.send(f"{PERSON}/reopen", page.form(f"{PERSON}/reopen"))
    assert opened.notices == ["The account is open. The participant can sign in again."]
    assert traces(database, "account")[-1][1] == demo_id("lena")
    assert reader("rim").get("/").status == 200
    again = lena.send(f"{PERSON}/reopen", page.form(f"{PERSON}/reopen") | {"form_key": "another"})
    assert again.notices == ["The account is open already."]


def test_nobody_else_opens_it(reader):
    petra = reader("petra")
    token = petra.get("/sign-in").form("/language")["csrf_token"]
    petra.post(f"{PERSON}/reopen", {"csrf_token": token}, status=404)
