"""The demo's page of what it would have sent, and its worker."""

import json
import time
from datetime import timedelta
from threading import Event
from uuid import uuid4

import pytest

from portal import clock
from portal.cli.deliver import deliver_in_background
from portal.cli.demo import Instance, fill
from portal.db import Database
from portal.notices import outbox, worker
from portal.notices.models import Channel
from portal.people.demo import demo_id
from tests.moments import NOW
from tests.notices.people import RIM, add_notice, delivery_of, reachable, settings_of
from tests.one_database import templates  # noqa: F401 - a fixture


def test_the_page_shows_what_went_out_and_says_that_nothing_did(reader, database, tmp_path):
    empty = reader(None).get("/outbox").text
    assert "Nothing is really sent from a demo." in empty
    assert "No notice has gone out yet." in empty
    reachable(database, language="ar")
    add_notice(database, "message", parameters={}, not_after=None)
    file = settings_of(outbox_file=tmp_path / "outbox.jsonl")
    assert worker.run(delivery_of(database, file), Event(), once=True) == 1
    [line] = [json.loads(line) for line in (tmp_path / "outbox.jsonl").read_text().splitlines()]
    assert (line["really_sent"], line["channel"], line["language"]) == (False, "sms", "ar")
    page = reader(None).get("/outbox")
    said = page.soup.select_one("main .t")
    assert (said["lang"], said["dir"]) == ("ar", "rtl")
    assert said.text == line["text"]
    assert "العربية" in page.text
    assert "1 SMS" in page.text
    assert "To Rim Mithal · SMS · العربية" in page.texts("main .d")[0]


@pytest.mark.parametrize(
    ("person", "reach", "said"),
    [
        ({}, {}, "To Rim Mithal · SMS"),
        ({}, {"channel": Channel.EMAIL}, "To Rim Mithal · E-mail"),
        ({"email": None}, {"phone_dead": NOW}, "To Rim Mithal · No notice: no number, or none wanted"),
        ({}, {"channel": Channel.NONE}, "To Rim Mithal · No notice: no number, or none wanted"),
    ],
)  # fmt: skip
def test_what_waits_names_whom_it_is_to_and_how(reader, database, person, reach, said):
    reachable(database, **person, **reach)
    add_notice(database)
    assert reader(None).get("/outbox").texts("main .d")[0] == said


def test_a_protected_persons_name_is_not_told(reader, database):
    add_notice(database, person=demo_id("mikaela"))
    page = reader(None).get("/outbox")
    assert page.texts("main .d")[0].startswith("To Deltagare 8 ·")
    assert "Mikaela" not in page.text


def test_the_newest_fifty_stand_first(reader, database, tmp_path):
    delivery = delivery_of(database, settings_of(outbox_file=tmp_path / "outbox.jsonl"))
    reachable(database)
    for _day in range(8):
        for _notice in range(7):
            add_notice(database, "your_turn", parameters={}, not_after=None)
        worker.run(delivery, Event(), once=True)
        clock.fix(clock.now() + (NOW.replace(day=24) - NOW))
    page = reader(None).get("/outbox")
    assert len(page.soup.select("main .t")) == 50
    assert page.text.index("30 November") < page.text.index("24 November")


def test_a_demo_delivers_to_its_own_file(tmp_path):
    clock.fix(None)
    settings = Instance(tmp_path).settings()
    fill(settings)
    database = Database(settings.database_url)
    reachable(database)
    stop = deliver_in_background(settings)
    with database.writing() as db, db.begin():
        soon = clock.now() + timedelta(hours=5)  # so that it goes out by night too
        outbox.tell_cancelled(db, RIM, uuid4(), 1, starts=soon)
    file = tmp_path / "outbox.jsonl"
    ends = time.monotonic() + 8
    while not file.exists() and time.monotonic() < ends:
        time.sleep(0.05)
    stop.set()
    database.dispose()
    assert json.loads(file.read_text())["channel"] == Channel.SMS
