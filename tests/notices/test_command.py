"""`portal deliver`, as a process."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from portal import clock
from portal.config import ROOT
from tests.moments import IDENTITY_KEY
from tests.notices.people import add_notice, notice, reachable
from tests.notices.provider import PASSWORD, USER


def deliver(url, *options, **settings):
    environment = {
        "ENV": "test", "DATABASE_URL": url, "SECRET_KEY": "0" * 32,
        "IDENTITY_KEY": IDENTITY_KEY.hex(), **settings,
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "portal", "deliver", *options],
        env=os.environ | {f"PORTAL_{name}": value for name, value in environment.items()},
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def without_seals(errors: str) -> str:
    """What stands on the error stream beside the seals of the trail."""
    return re.sub(
        r'(?m)^\{.*"says": "trail seal \d+ [^"]+", "seal": "[0-9a-f]{64}"\}\n', "", errors
    )


@pytest.fixture
def channel(provider):
    return {"SMS_URL": provider.url, "SMS_USER": USER, "SMS_PASSWORD": PASSWORD}


def test_without_a_channel_it_says_what_to_set(database):
    process = deliver(database.url, "--once")
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 2
    assert said.startswith("portal: No channel is set up: set PORTAL_SMS_URL")


def test_once_sends_what_is_due_with_several_workers(database, provider, channel):
    reachable(database)
    made = [add_notice(database, "cancelled") for _number in range(5)]
    now = {"NOW": clock.now().isoformat()}
    process = deliver(database.url, "--once", "--workers", "3", **channel, **now)
    said, errors = process.communicate(timeout=60)
    assert (process.returncode, without_seals(errors)) == (0, "")
    assert said.splitlines()[-1] == "5 sent. Stopped."
    assert {notice(database, each).state for each in made} == {"sent"}
    assert sorted(provider.keys) == sorted(map(str, made))


def test_it_ends_when_it_is_asked_to(database, channel):
    reachable(database)
    made = add_notice(database, "cancelled")
    process = deliver(database.url, NOW=clock.now().isoformat(), **channel)
    ends = time.monotonic() + 60
    while notice(database, made).state != "sent" and time.monotonic() < ends:
        time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    said, errors = process.communicate(timeout=10)
    assert (process.returncode, without_seals(errors)) == (0, "")
    assert said.splitlines()[-1] == "1 sent. Stopped."
