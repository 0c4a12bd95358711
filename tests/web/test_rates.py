"""How often something may be tried: counted exactly, kept without names, and refused kindly."""

import json
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_address
from uuid import uuid4

import pytest
from flask import request
from limits import parse
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.app import create_app
from portal.appointments import feed
from portal.config import ROOT
from portal.messages.models import Message
from portal.people.demo import demo_id
from portal.web import rates
from portal.web.models import Rate
from portal.web.rate_storage import SWEPT_EVERY, DatabaseStorage
from portal.web.session import WrittenAlready, db
from tests.conftest import settings
from tests.contracts.addresses import ids_of
from tests.databases import as_owner
from tests.web.test_errors import numbers

HOME, ELSEWHERE = "198.51.100.7", "203.0.113.9"


@pytest.fixture
def at(monkeypatch):
    """Moves the clock that limits go by."""
    began = clock.ticking()

    def move(**by):
        monkeypatch.setattr(clock, "ticking", lambda: began + timedelta(**by))

    move()
    return move


@pytest.fixture
def storage(database):
    return DatabaseStorage(find=lambda: database, before=lambda: None)


@pytest.fixture
def asking(app):
    """Runs something inside a request that comes from an address."""

    def run(call, address=HOME):
        with app.test_request_context("/", method="POST", environ_base={"REMOTE_ADDR": address}):
            return call()

    return run


def kept(database):
    with database.reading() as session:
        return dict(session.execute(select(Rate.key, Rate.hits)).all())


def test_of_fifty_at_once_exactly_five_pass(storage, database):
    item = parse("5 per 1 hour")
    with ThreadPoolExecutor(50) as pool:
        counted = list(pool.map(lambda _each: storage.count("k", item.get_expiry()), range(50)))
    assert sorted(each.hits for each in counted) == list(range(1, 51))
    assert sum(each.hits <= item.amount for each in counted) == 5
    assert len({each.until for each in counted}) == 1
    assert kept(database) == {"k": 50}


def test_fifty_guesses_at_one_code_are_five(app):
    def guess(number):
        come_from = {"REMOTE_ADDR": f"203.0.113.{number}"}
        with app.test_request_context("/", method="POST", environ_base=come_from):
            try:
                rates.hit("activation", "12345678")
            except rates.TooMany:
                return False
            return True

    with ThreadPoolExecutor(50) as pool:
        assert sum(pool.map(guess, range(50))) == 5


def test_a_window_ends_and_a_new_one_begins(storage, at):
    assert [storage.incr("k", 60) for _each in range(3)] == [1, 2, 3]
    at(seconds=59)
    assert (storage.incr("k", 60), storage.get("k")) == (4, 4)
    at(seconds=61)
    assert (storage.get("k"), storage.incr("k", 60)) == (0, 1)
    assert storage.get_expiry("k") == pytest.approx(clock.ticking().timestamp() + 60)


def test_windows_that_are_over_are_removed_now_and_then(storage, database, at):
    storage.incr("old", 60)
    at(seconds=61)
    storage.incr("new", 60)
    assert set(kept(database)) == {"old", "new"}
    at(seconds=SWEPT_EVERY.total_seconds() + 62)
    storage.incr("newest", 60)
    assert set(kept(database)) == {"newest"}


def test_an_attempt_counts_also_when_the_request_is_undone(reader, database):
    rim = reader("rim", "en")
    form = rim.get("/messages/new").form("/messages/new") | {"body": ""}
    rim.post("/messages/new", form, status=422)
    assert [hits for key, hits in kept(database).items() if "/messages/" in key] == [1]


def test_no_key_tells_who_or_where(reader, database, asking, caplog):
    caplog.set_level(logging.DEBUG)
    rim = reader("rim", "en")
    form = rim.get("/messages/new").form("/messages/new") | {"body": "Hi"}
    rim.post("/messages/new", form)
    for _try in range(7):
        try:
            asking(lambda: rates.hit("sms_code", "+46701740605"))
        except rates.TooMany:
            break
    else:
        pytest.fail("never refused")
    asking(lambda: rates.hit("activation", "87654321"))
    token = rim.get("/me").form("/language")["csrf_token"]
    rim.client.post("/sign-in/demo", data={"csrf_token": token}, environ_base={"REMOTE_ADDR": HOME})
    written = " ".join(kept(database)) + caplog.text
    assert len(kept(database)) >= 6
    for telling in (str(demo_id("rim")), demo_id("rim").hex, HOME, "701740605", "87654321"):
        assert telling not in written


def test_every_limit_says_why_and_can_be_read():
    for name, limit in rates.LIMITS.items():
        assert limit.reason, name
        assert parse(limit.most).amount, name
        assert not limit.by_address or parse(limit.by_address).amount > parse(limit.most).amount
    source = "\n".join(path.read_text() for path in (ROOT / "portal").rglob("*.py"))
    for name in rates.LIMITS:  # one that nothing uses limits nothing
        use = rf"""(?:\bhit|\blimited)\(\s*"{name}"|LIMITS\["{name}"\]"""
        assert re.search(use, source), name
    closed = {name for name, limit in rates.LIMITS.items() if limit.closed}
    assert closed >= {"activation", "sms_code", "sms_number", "passkey"}


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("", "unknown"),
    ],
)
def test_an_address_is_one_phone_or_one_household(address, network):
    assert rates.network_of(address) == network


def test_a_code_is_tried_five_times_from_wherever_and_an_address_tries_twenty(asking):
    for number in range(5):
        asking(lambda: rates.hit("activation", "11112222"), f"203.0.113.{number}")
    with pytest.raises(rates.TooMany) as refused:
        asking(lambda: rates.hit("activation", "11112222"), "203.0.113.99")
    assert refused.value.seconds <= 3601
    for number in range(20):
        asking(lambda number=number: rates.hit("activation", f"code {number}"))
    with pytest.raises(rates.TooMany) as refused:
        asking(lambda: rates.hit("activation", "code 20"))
    assert refused.value.seconds <= 3601
    asking(lambda: rates.hit("activation", "code 20"), ELSEWHERE)


def test_a_guess_from_a_spent_address_does_not_use_up_somebodys_code(asking):
    for number in range(20):
        asking(lambda number=number: rates.hit("activation", f"code {number}"))
    for _try in range(9):
        with pytest.raises(rates.TooMany):
            asking(lambda: rates.hit("activation", "hers"))
    asking(lambda: rates.hit("activation", "hers"), ELSEWHERE)


def test_without_its_table_readers_go_on_and_codes_are_refused(reader, database, asking):
    rim = reader("rim", "en")
    form = rim.get("/messages/new").form("/messages/new") | {"body": "It goes on"}
    with as_owner(database) as owner:
        owner.execute(text("DROP TABLE rate"))
    rim.post("/messages/new", form)
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(Message.body == "It goes on")) == 1
    with pytest.raises(SQLAlchemyError):
        asking(lambda: rates.hit("activation", "11112222"))
    asking(lambda: rates.hit("export", "rim"))


def test_what_has_written_cannot_count_any_more(asking):
    def write_then_count():
        db().add(Rate(key=uuid4().hex, window_end=clock.now(), hits=1))
        db().flush()
        rates.hit("export", "rim")

    with pytest.raises(WrittenAlready):
        asking(write_then_count)


def test_a_form_that_took_more_than_a_minute_to_fill_is_counted_and_taken(reader):
    """Who is there has been noted by then, in the transaction that the count lets go of."""
    rim = reader("rim", "en").leave_alone()
    form = rim.get("/messages/new").form("/messages/new") | {"body": "It took a while"}
    clock.fix(clock.now() + timedelta(minutes=2))
    rim.post("/messages/new", form)


@pytest.mark.parametrize("language", ["sv", "sv-simple", "ar", "en"])
def test_the_twenty_first_message_is_kept_and_may_be_sent_later(reader, database, at, language):
    rim = reader("rim", language)
    path = f"/messages/{ids_of(database, 'rim')['thread_id']}"
    for number in range(20):
        rim.post(path, rim.get(path).form(path) | {"body": f"Nr {number}"})
    form = rim.get(path).form(path) | {"body": "Min viktiga text\növer två rader"}
    refused = rim.post(path, form, status=429)
    assert refused.soup.html["lang"] == language
    assert refused.soup.select_one("textarea[name=body]").get_text() == form["body"].strip()
    assert re.search(r"\b\d\d:\d\d\b", refused.soup.select_one("main p").get_text())
    assert numbers(refused)[-4:]
    assert 0 < int(refused.headers["Retry-After"]) <= 3601
    # It waits where it was written, too; and the button sends it when the hour is over.
    assert rim.get(path).soup.select_one("textarea[name=body]").get_text().strip() == form["body"]
    at(hours=1, seconds=1)
    rim.post(path, refused.form(path))
    with database.reading() as session:
        sent = session.scalars(select(Message.body).where(Message.body.startswith("Min viktiga")))
        assert len(sent.all()) == 1


def test_one_persons_limit_is_not_anothers(reader):
    rim, hodan = reader("rim", "en"), reader("hodan", "en")
    form = rim.get("/messages/new").form("/messages/new") | {"body": ""}
    for _try in range(20):
        rim.client.post("/messages/new", data=form)
    assert rim.client.post("/messages/new", data=form).status_code == 429
    other = hodan.get("/messages/new").form("/messages/new") | {"body": "Hej"}
    hodan.post("/messages/new", other)


def test_more_than_a_hundred_and_twenty_forms_a_minute_are_no_hands(reader, at):
    rim = reader("rim", "en")
    token = rim.get("/me").form("/language")["csrf_token"]
    got = [
        rim.client.post("/me/devices", data={"csrf_token": token}).status_code
        for _try in range(121)
    ]
    assert got == [400] * 120 + [429]
    assert rim.client.get("/").status_code == 200
    chosen = rim.client.post("/language", data={"csrf_token": token, "language": "ar"})
    assert chosen.status_code == 303
    at(seconds=61)
    assert rim.client.post("/me/devices", data={"csrf_token": token}).status_code == 400


def test_a_forged_form_is_not_counted_against_its_victim(reader, database):
    rim = reader("rim", "en")
    for _try in range(3):
        rim.client.post("/messages/new", data={"body": "x"})
    assert kept(database) == {}


def sign_in_from(nobody, address, **headers):
    token = nobody.get("/sign-in").form("/sign-in/demo")["csrf_token"]
    return nobody.client.post(
        "/sign-in/demo", data={"csrf_token": token, "person": "nobody"}, headers=headers,
        environ_base={"REMOTE_ADDR": address},
    ).status_code  # fmt: skip


def test_sign_in_is_limited_by_address_and_a_header_cannot_change_that(reader):
    nobody = reader(None, "en")
    got = [
        sign_in_from(nobody, HOME, **{"X-Forwarded-For": f"203.0.113.{number}"})
        for number in range(61)
    ]
    assert got == [404] * 60 + [429]
    assert sign_in_from(nobody, ELSEWHERE) == 404


@pytest.mark.parametrize("language", ["sv", "sv-simple", "ar", "en"])
def test_everything_about_oneself_is_saved_five_times_a_day(reader, at, language):
    rim, files = reader("rim", language), ("/me/export.json", "/me/export.ics")
    assert [rim.client.get(files[number % 2]).status_code for number in range(5)] == [200] * 5
    for path in files:
        refused = rim.get(path, status=429)
        assert refused.soup.html["lang"] == language
        assert re.search(r"\b\d\d:\d\d\b", refused.soup.select_one("main p").get_text())
        assert numbers(refused)[-4:]
        assert 0 < int(refused.headers["Retry-After"]) <= 86401
    rim.get("/me/export")  # to read it is open all the time
    assert reader("hodan", language).client.get(files[0]).status_code == 200
    at(days=1, seconds=1)
    assert rim.client.get(files[0]).status_code == 200


@pytest.mark.parametrize(("proxies", "found"), [(0, "127.0.0.1"), (1, HOME), (2, ELSEWHERE)])
def test_as_many_proxies_are_believed_as_the_setting_says(proxies, found):
    made = create_app(replace(settings("sqlite://"), trusted_proxies=proxies))
    said = {"X-Forwarded-For": f"192.0.2.1, {ELSEWHERE}, {HOME}"}
    with made.test_client() as client:
        answer = client.get("/healthz", headers=said)
        assert answer.status_code == 200
        assert request.remote_addr == found


def test_a_calendar_program_that_asks_all_the_time_is_told_to_wait(reader, actor, do, at):
    secret = do(feed.start, actor("rim"))
    program, path = reader(None).client, f"/calendar/{secret}.ics"
    assert {program.get(path).status_code for _time in range(12)} == {200}
    refused = program.get(path)
    assert (refused.status_code, refused.mimetype, refused.text) == (429, "text/plain", "")
    assert 0 < int(refused.headers["Retry-After"]) <= 3601
    assert refused.headers["X-Robots-Tag"] == "noindex"
    other = do(feed.start, actor("hodan"))
    assert program.get(f"/calendar/{other}.ics").status_code == 200
    at(hours=1, seconds=1)
    assert program.get(path).status_code == 200


def test_an_address_that_is_none_fills_no_table(reader, database):
    program = reader(None).client
    assert {program.get(f"/calendar/{n}.ics").status_code for n in range(20)} == {404}
    assert kept(database) == {}


def test_passkeys_are_tried_sixty_times_an_address_and_ten_times_each(reader):
    nobody = reader(None, "en")
    token = nobody.get("/sign-in").soup.select_one("input[name=csrf_token]")["value"]

    def answer(credential, address):
        said = {"rawId": credential, "response": {"userHandle": "AA"}} if credential else 7
        return nobody.client.post(
            "/sign-in/passkey", data={"csrf_token": token, "answer": json.dumps(said)},
            base_url="http://localhost", environ_base={"REMOTE_ADDR": address},
        ).status_code  # fmt: skip

    assert [answer("hers", f"203.0.113.{n}") for n in range(11)] == [422] * 10 + [429]
    assert [answer(f"id{n:06}", HOME) for n in range(61)] == [422] * 60 + [429]
    assert [answer("", ELSEWHERE) for n in range(11)] == [422] * 10 + [429]


def test_what_anybody_can_make_up_fills_no_table(asking, database):
    for number in range(3_000):
        address = str(ip_address(0x20010DB8 << 96 | number << 64))
        asking(lambda number=number: rates.hit("activation", f"{number:08}"), address)
    who = {key.split("/")[1] for key in kept(database)}
    assert {len(each) for each in who} == {4}  # hexadecimal digits: 65,536 at most
    assert len(who) > 2_000  # and yet hardly two share one
