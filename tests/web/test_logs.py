"""Logs hold no people: a run with canaries, with every kind of failure, and not one in any line."""

import io
import json
import logging
import os
import subprocess
import sys
from contextlib import contextmanager
from threading import Event

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from portal import clock, logs
from portal.appointments import feed
from portal.config import ROOT
from portal.notices import worker
from portal.notices.channels.report_address import signature_of
from portal.people.demo import demo_id
from portal.people.models import Participant
from tests.contracts.addresses import ids_of
from tests.contracts.test_disclosure import addresses
from tests.moments import IDENTITY_KEY
from tests.notices.people import add_notice, delivery_of, reachable, settings_of
from tests.notices.provider import FAIL, PASSWORD, SWALLOW, USER, Provider, serving

NUMBER, PHONE, EMAIL = "830414-9282", "+46701740987", "kanarina@exempel.example"
NAME, TEXT = "Kanarina Fågelsång", "den gula fågeln sjunger hemligt"
SPOKEN = f"{NAME} {NUMBER} {PHONE} {EMAIL} {TEXT}"
UUID = "0b7c9a52-6a1f-5c3e-9d58-0f5e2a7b1c34"


@contextmanager
def everything_logged(*, clean: bool):
    """What a process would write, from the most talkative loggers."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    if clean:
        handler.addFilter(logs.PeopleFilter())
        handler.setFormatter(logs.OneLine())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield written
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


@pytest.fixture
def provider():
    with serving(Provider()) as server:
        yield server


def fail(rim, app, database, monkeypatch) -> None:
    """A programming error, a refusal by the database, and one that nobody handles."""
    monkeypatch.setattr(app, "testing", False)

    def broken(*_args, **_kwargs):
        try:
            int(SPOKEN)
        except ValueError as error:
            raise RuntimeError(SPOKEN) from error

    def refused(*_args, **_kwargs):
        told = {"id": str(demo_id("x")), "told": f"{TEXT} {NAME}"}
        with database.writer.begin() as connection:
            connection.execute(
                text("INSERT INTO staff (id, employee_id) VALUES (:id, :told)"), told
            )

    def unhandled(*_args, **_kwargs):
        try:
            refused()
        except DBAPIError as error:
            raise LookupError(SPOKEN) from error

    for view in (broken, refused, unhandled):
        monkeypatch.setattr("portal.home.routes.today_of", view)
        assert rim.client.get("/").status_code == 500
    stranger = logging.getLogger("some.library")
    stranger.warning("cannot read %s of %r", NAME, {"text": TEXT})
    stranger.error(f"no answer for {NUMBER}, {PHONE} or {EMAIL} at /plan?q={NUMBER}")
    logging.getLogger("portal.some").error("not sent: %s %s %s", NUMBER, PHONE, EMAIL)


def deliver_badly(database, provider) -> None:
    """A provider that fails, one that hangs up, and notices that cannot be said."""
    reachable(database, phone=PHONE, email=EMAIL)
    for mood in (FAIL, SWALLOW):
        add_notice(database)
        provider.behave.append(mood)
    add_notice(database, parameters={"starts": SPOKEN})
    add_notice(database, parameters={})
    channel = settings_of(sms_url=provider.url, sms_user=USER, sms_password=PASSWORD)
    worker.run(delivery_of(database, channel), Event(), once=True)
    add_notice(database, parameters={"starts": SPOKEN})


@pytest.fixture
def run(app, reader, database, actor, do, provider, monkeypatch):
    """A day of a person who is a canary, with all that can go wrong; gives every canary."""

    def drive() -> list[str]:
        secret, ids = do(feed.start, actor("rim")), ids_of(database, "rim")
        with database.writing() as session, session.begin():
            session.execute(update(Participant).values(name=NAME, phone=PHONE, email=EMAIL))
        signature = signature_of("0" * 32, demo_id("nothing"), PHONE)
        rim, nobody = reader("rim", "sv"), reader(None, "sv").client
        token = rim.get("/me").form("/language")["csrf_token"]
        said = {"body": SPOKEN, "text": SPOKEN, "csrf_token": token}
        got = [
            nobody.post("/sign-in/demo", data={"person": NAME, "csrf_token": token}),
            nobody.get("/sign-in", query_string={"next": SPOKEN}),
            nobody.get(f"/calendar/{secret}.ics"),
            nobody.get(f"/calendar/{secret}x.ics?{PHONE}"),
            nobody.post(f"/notices/{ids['notice_id']}/report/{signature}"),
            rim.client.post("/messages/new", data=said),
            rim.client.post(f"/messages/{ids['thread_id']}", data=said),
            rim.client.post("/messages/new", data=said | {"body": SPOKEN * 400}),
            rim.client.post("/messages/new", data=said | {"csrf_token": "old"}),
            rim.client.post("/plan/goal", data=said),
            rim.client.get(f"/finns/inte/{SPOKEN}?q={SPOKEN}"),
            rim.client.get("/staff", query_string={"q": SPOKEN}),
        ]
        assert {200, 303, 403, 404, 419, 422} <= {each.status_code for each in got}
        fail(rim, app, database, monkeypatch)
        deliver_badly(database, provider)
        return [
            NUMBER, NUMBER.replace("-", ""), NAME, "Kanarina", "Fågelsång", PHONE, PHONE[3:], EMAIL,
            TEXT, "hemligt", secret, signature, token, rim.client.get_cookie("portal").value,
        ]  # fmt: skip

    return drive


def really_delivered(database, provider) -> subprocess.CompletedProcess[str]:
    """`portal deliver`, as it is run, on what is due now."""
    environment = {
        "ENV": "test", "DATABASE_URL": database.url, "SECRET_KEY": "0" * 32,
        "IDENTITY_KEY": IDENTITY_KEY.hex(), "NOW": clock.now().isoformat(),
        "SMS_URL": provider.url, "SMS_USER": USER, "SMS_PASSWORD": PASSWORD,
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "portal", "deliver", "--once"], cwd=ROOT, timeout=60, check=False,
        env=os.environ | {f"PORTAL_{name}": value for name, value in environment.items()},
        capture_output=True, text=True,
    )  # fmt: skip


def test_no_canary_is_in_any_line_of_a_full_run(run, database, provider):
    with everything_logged(clean=True) as written:
        canaries = run()
    ended = really_delivered(database, provider)
    lines = [*written.getvalue().splitlines(), *ended.stderr.splitlines()]
    records = [json.loads(line) for line in lines]
    faults = {each.get("fault", "") for each in records}
    assert "RuntimeError from ValueError" in faults
    assert any(each.startswith("LookupError from IntegrityError from ") for each in faults)
    assert any("crash_ValueError" in each["says"] for each in records)
    assert "crash_ValueError" in ended.stderr
    assert any(each.get("where", [""])[0].startswith("tests/web/test_logs.py:") for each in records)
    everything = "\n".join(lines) + ended.stdout
    assert [each for each in canaries if each in everything] == []


def test_without_the_filter_they_would_stand_there(run):
    with everything_logged(clean=False) as written:
        canaries = run()
    found = {each for each in canaries if each in written.getvalue()}
    assert {NUMBER, NAME, PHONE, EMAIL, TEXT} <= found


def test_no_error_of_the_database_says_what_was_to_be_stored(database):
    for engine in (database.reader, database.writer):
        with engine.connect() as connection, pytest.raises(DBAPIError) as refused:
            connection.execute(text("SELECT :said FROM nowhere"), {"said": TEXT})
        assert TEXT not in str(refused.value)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("of 19830414-9282 today", "of [identity number] today"),
        ("8304149282", "[identity number]"),
        ("call +46 70-174 09 87 now", "call [telephone] now"),
        ("call 070-174 09 87", "call [telephone]"),
        ("call 0046701740987", "call [telephone]"),
        ("to Kanarina.F@exempel.example: no", "to [address]: no"),
        ("postgresql://portal:gr8@db.se/portal", "postgresql://portal:[address]/portal"),
        ("/calendar/abc.ics was read", "/calendar/[secret] was read"),
        (f"/notices/{UUID}/report/x1", f"/notices/{UUID}/report/[signature]"),
        ("GET /sign-in?next=/plan&q=x HTTP", "GET /sign-in?[query] HTTP"),
        ("pG7aV3kQ9zX2mB5nC8tR1wY4", "[token]"),
        # What an engineer needs stays.
        (f"notice {UUID}: sms_http_500", f"notice {UUID}: sms_http_500"),
        ("2026-11-23T08:00:00+00:00 took 1234567 ms", "2026-11-23T08:00:00+00:00 took 1234567 ms"),
        ("Listening at: http://127.0.0.1:8000", "Listening at: http://127.0.0.1:8000"),
        ("test_a_message_is_sent_and_read_again", "test_a_message_is_sent_and_read_again"),
        ("is it so? yes", "is it so? yes"),
    ],
)
def test_what_tells_of_people_goes_and_the_rest_stays(said, written):
    assert logs.cleaned(said) == written


def test_one_record_is_one_line_whatever_it_says():
    record = logging.LogRecord("portal.x", logging.ERROR, "", 0, "a\nb %s", ("c\r\nd",), None)
    assert logs.PeopleFilter().filter(record)
    line = logs.OneLine().format(record)
    assert "\n" not in line
    assert (json.loads(line)["level"], json.loads(line)["says"]) == ("error", "a\nb c\r\nd")


@pytest.mark.parametrize(
    "ending",
    [
        "raise RuntimeError({said!r})",
        "import threading; t = threading.Thread(target=int, args=({said!r},)); t.start(); t.join()",
        "import logging; logging.getLogger('portal').error('%d', {said!r})",
        "import warnings; warnings.warn('old: ' + {said!r}[-40:-30] + '830414-9282', UserWarning)",
    ],
)
def test_what_ends_a_process_or_a_thread_is_one_clean_line(ending):
    code = f"from portal import logs; logs.install(); {ending.format(said=SPOKEN)}"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    json.loads(ended.stderr)
    assert not [each for each in (NUMBER, NAME, PHONE, EMAIL, TEXT) if each in ended.stderr]


def staff_pages(database) -> list[str]:
    """Every address there is, with ids of hers, and what staff may ask for."""
    ids = {name: [value] for name, value in ids_of(database, "rim").items()}
    found = addresses({**ids, "secret": ["guessed"]}, (str(demo_id("rim")),))
    return [each for each in found if each.startswith("/staff")] + [f"/staff?q={NAME}&all=1"]


@pytest.mark.parametrize("staff", ["lena", "yusuf"])
@pytest.mark.parametrize("broken", [False, True])
def test_no_participants_name_is_in_any_line_of_any_page_of_staff(
    app, reader, database, monkeypatch, staff, broken
):  # fmt: skip
    """Also where the page falls, with her name in what it fell over."""
    with database.writing() as session, session.begin():
        named = {"name": NAME, "phone": PHONE, "email": EMAIL}
        session.execute(update(Participant).where(Participant.id == demo_id("rim")).values(**named))
    client = reader(staff, "sv").client
    if broken:
        monkeypatch.setattr(app, "testing", False)
        monkeypatch.setattr("portal.people.routes.page", lambda *_a, **_n: fallen())
        monkeypatch.setattr("portal.web.pages.render", lambda *_a, **_n: fallen())
    with everything_logged(clean=True) as written:
        answers = [client.get(path) for path in staff_pages(database)]
    shown = [each.status_code for each in answers]
    assert len(shown) > 25
    if broken:
        assert 500 in shown
        assert '"LookupError' in written.getvalue()
    elif staff == "lena":
        assert any(NAME in each.text for each in answers)  # they are pages about her
    for telling in (NAME, "Kanarina", "Fågelsång", PHONE[3:], EMAIL):
        assert telling not in written.getvalue()


def fallen():
    raise LookupError(SPOKEN)
