"""A real calendar program takes the feed: khal, from the distribution's packages."""

import os
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from portal.appointments.models import Appointment, AppointmentState, CancelledBy
from portal.people.demo import demo_id
from tests.appointments.feeds import add_time, asked, make
from tests.contracts.addresses import ids_of
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture

SETTINGS = """
[calendars]
[[mine]]
path = {folder}/mine
[locale]
local_timezone = Europe/Stockholm
default_timezone = Europe/Stockholm
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[default]
default_calendar = mine
[sqlite]
path = {folder}/khal.db
"""
SHOWN = "{uid} {start-long} {end-long} {title} {location} {status}"


class Khal:
    """A calendar of its own, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "mine").mkdir()
        (folder / "config").write_text(SETTINGS.format(folder=folder))

    def take(self, content: bytes) -> None:
        """Imports a file; an event it knows is replaced."""
        file = self._folder / "feed.ics"
        file.write_bytes(content)
        self._run("import", "--batch", str(file))

    def shows(self, first: str) -> dict[str, str]:
        """What it lists for sixty days, by UID."""
        said = self._run("list", "--day-format", "", "--format", SHOWN, first, "60d")
        found = [line.split("@portal.invalid ") for line in said.splitlines() if "@" in line]
        assert len(dict(found)) == len(found)
        return {uid: shown.strip() for uid, shown in found}

    def _run(self, *arguments: str) -> str:
        environment = {"PATH": os.environ["PATH"], "HOME": str(self._folder), "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            [khal_itself(), "-c", str(self._folder / "config"), *arguments],
            check=True, capture_output=True, text=True, env=environment, cwd=self._folder, timeout=60,
        )  # fmt: skip
        return done.stdout


def khal_itself() -> str:
    return shutil.which("khal") or ""


@pytest.fixture
def khal(tmp_path) -> Khal:
    if not khal_itself():
        message = "khal is missing. Type: sudo apt install khal"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return Khal(tmp_path)


def test_a_moved_time_replaces_and_a_cancelled_one_says_so(khal, reader, database):
    path, uid = make(reader("rim", "en")), ids_of(database, "rim")["appointment_id"]
    khal.take(asked(reader, path).data)
    place = "Exempelgatan 12, rum 3"
    first = khal.shows("2026-11-20")
    assert first[uid] == f"2026-11-27 13:30 2026-11-27 14:15 موعد {place} CONFIRMED"
    assert len(first) == 3
    with database.writing() as session, session.begin():
        times = {"starts": NOW + timedelta(days=8), "ends": NOW + timedelta(days=8, hours=1)}
        mine = update(Appointment).where(Appointment.participant_id == demo_id("rim"))
        session.execute(mine.where(Appointment.kind == "B05").values(sequence=1, **times))
    khal.take(asked(reader, path).data)
    moved = khal.shows("2026-11-20")
    assert moved == first | {uid: f"2026-12-01 09:00 2026-12-01 10:00 موعد {place} CONFIRMED"}
    with database.writing() as session, session.begin():
        cancelled = {"state": AppointmentState.CANCELLED, "cancelled_by": CancelledBy.AGENCY}
        session.execute(mine.where(Appointment.kind == "B05").values(sequence=2, **cancelled))
    khal.take(asked(reader, path).data)
    assert khal.shows("2026-11-20")[uid].endswith("CANCELLED")


def test_times_around_a_change_of_the_clock_are_right(khal, reader, database):
    sunday = NOW.replace(year=2027, month=3, day=28, hour=0, minute=30)  # 01:30 in Malmö
    before = add_time(database, "rim", sunday)
    after = add_time(database, "rim", sunday + timedelta(hours=1))
    khal.take(asked(reader, make(reader("rim", "en"))).data)
    shown = khal.shows("2027-03-20")
    assert shown[before].startswith("2027-03-28 01:30 2027-03-28 03:00")
    assert shown[after].startswith("2027-03-28 03:30 2027-03-28 04:00")


def test_protected_identity_shows_a_day(khal, reader, database):
    uid = ids_of(database, "mikaela")["appointment_id"]
    khal.take(asked(reader, make(reader("mikaela", "en"))).data)
    shown = khal.shows("2026-11-20")[uid]
    assert ":" not in shown
    assert "gatan" not in shown
