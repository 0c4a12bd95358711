"""Signing in once more at a provider: it asks her anew, and what it says of when is what counts."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.people.demo import demo_id
from portal.people.models import SignIn
from portal.sign_in.tokens import LEEWAY
from portal.web.models import KeptForm
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture
from tests.sign_in.conftest import query
from tests.sign_in.hostile import RIM
from tests.sign_in.test_faults import answer_of, begin

LATER = NOW + timedelta(minutes=20)
AGAIN = "/sign-in/with/bankid?next=/me/export"


def sign_ins(database):
    with database.reading() as db:
        return db.scalars(select(SignIn)).all()


@pytest.fixture
def late(reader):
    """Rim, whose sign-in is too old for some things."""
    rim = reader("rim", "en").leave_alone()
    clock.fix(LATER)
    return rim


def test_the_page_offers_the_providers_that_know_her_kind(reader, late):
    page = late.get("/sign-in/again?next=/me/export")
    ways = [each["href"] for each in page.soup.select("main a[href^='/sign-in/with/']")]
    assert ways == [AGAIN]
    assert page.soup.select("form[action='/sign-in/passkey'] input[name=next][value='/me/export']")
    clock.fix(NOW)
    colleagues = {"lena": ["/sign-in/with/af?next=/staff"], "amir": []}  # another agency's
    for person, ways in colleagues.items():
        clock.fix(NOW)
        someone = reader(person, "en").leave_alone()
        clock.fix(LATER)
        page = someone.get("/sign-in/again?next=/staff")
        found = [each["href"] for each in page.soup.select("main a[href^='/sign-in/with/']")]
        assert found == ways
        assert not page.soup.select("form[action='/sign-in/passkey']")


def test_who_is_signed_in_is_asked_anew_and_nobody_else(reader, late):
    sent = query(late.get(AGAIN, status=303).headers["Location"])
    assert (sent["prompt"], sent["max_age"]) == ("login", "0")
    _someone, sent = begin(reader)
    assert (sent.get("prompt"), sent["max_age"]) == (None, "300")


def test_she_comes_back_to_the_page_with_a_new_sign_in(hostile, database, late):
    sent = query(late.get(AGAIN, status=303).headers["Location"])
    hostile.claims = hostile.good("bankid", sent["nonce"])
    answer = late.get(answer_of(hostile, sent), status=303)
    assert answer.headers["Location"] == "/me/export"
    [row] = sign_ins(database)
    assert (row.created, row.participant_id) == (LATER, demo_id("rim"))
    assert late.get("/me/export").heading == "Everything about you"


@pytest.mark.parametrize(("before", "status"), [(LEEWAY, 303), (LEEWAY + 1, 403)])
def test_a_provider_that_did_not_ask_her_again_does_not_count(
    hostile, database, late, before, status
):
    sent = query(late.get(AGAIN, status=303).headers["Location"])
    now = int(LATER.timestamp())
    hostile.claims = hostile.good("bankid", sent["nonce"]) | {"auth_time": now - before}
    late.get(answer_of(hostile, sent), status=status)
    assert [row.created < LATER for row in sign_ins(database)] == [True]
    assert late.client.get("/me/export").status_code == (200 if status == 303 else 303)


def test_when_she_showed_who_she_is_counts_and_not_when_she_came_here(hostile, reader, database):
    """A provider may let someone in whom it saw five minutes ago."""
    someone, sent = begin(reader)
    someone.leave_alone()
    now = int(NOW.timestamp())
    hostile.claims = hostile.good("bankid", sent["nonce"]) | {"auth_time": now - 300}
    someone.get(answer_of(hostile, sent), status=303)
    [row] = sign_ins(database)
    assert (row.created, row.seen) == (NOW - timedelta(minutes=5), NOW)
    clock.fix(NOW + timedelta(minutes=10))
    assert someone.client.get("/me/export").status_code == 200
    clock.fix(NOW + timedelta(minutes=10, seconds=1))
    assert someone.client.get("/me/export").status_code == 303


def test_a_clock_that_is_fast_makes_nobody_younger(hostile, reader, database):
    someone, sent = begin(reader)
    now = int(NOW.timestamp())
    hostile.claims = hostile.good("bankid", sent["nonce"]) | {"auth_time": now + LEEWAY}
    someone.get(answer_of(hostile, sent), status=303)
    assert [row.created for row in sign_ins(database)] == [NOW]


def test_what_was_typed_outlives_it_for_her_and_for_nobody_else(hostile, database, reader):
    for person, left in (("rim", 1), ("hodan", 0)):
        clock.fix(NOW)
        someone = reader(person, "en").leave_alone()
        token = someone.get("/me").form("/language")["csrf_token"]
        typed = {"csrf_token": token, "language": "en", "body": "Not to be lost"}
        someone.client.post("/language?next=/messages/new", data=typed)
        clock.fix(LATER)
        sent = query(someone.get(AGAIN, status=303).headers["Location"])
        hostile.claims = hostile.good("bankid", sent["nonce"])
        assert RIM in hostile.claims.values()
        someone.get(answer_of(hostile, sent), status=303)
        with database.reading() as db:
            mine = KeptForm.actor_id == demo_id(person)
            assert db.scalar(select(func.count()).where(mine)) == left


def test_staff_come_back_to_their_page(hostile, reader):
    clock.fix(NOW)
    lena = reader("lena", "en").leave_alone()
    clock.fix(LATER)
    wanted = f"/staff/participants/{demo_id('rim')}/contact"
    sent = query(lena.get(f"/sign-in/with/af?next={wanted}", status=303).headers["Location"])
    employee = {
        "https://id.oidc.se/claim/orgAffiliation": "lena@af.example",
        "https://id.oidc.se/claim/orgNumber": "2021002114",
    }
    hostile.claims = hostile.good("af", sent["nonce"]) | employee
    answer = lena.get(answer_of(hostile, sent), status=303)
    assert answer.headers["Location"] == wanted
    lena.get(wanted)


def test_one_address_begins_sixty_times_in_five_minutes(reader):
    def start(address):
        come_from = {"REMOTE_ADDR": address}
        return reader(None).client.get("/sign-in/with/bankid", environ_base=come_from).status_code

    assert [start("198.51.100.7") for _each in range(61)] == [303] * 60 + [429]
    assert start("203.0.113.9") == 303
