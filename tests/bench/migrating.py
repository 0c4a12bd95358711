"""Migrating while an earlier version serves: its errors, and how long anything waits for a lock.

`python -m tests.bench.migrating --people 5600 --commit 91d6cc3`

The earlier version's own code makes a database of a cast and a crowd on a PostgreSQL of our own,
then reads pages of theirs from two processes without a pause, while this version migrates.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from rich.console import Console

from portal.config import ROOT
from portal.db import Database
from portal.migrations import commands
from tests.databases import APP, PostgresTemplates

READERS, LONGEST = 2, 1.0  # processes; seconds that anything may wait for a lock
# What revisions ask of the cast of the commit that is named below.
ANSWERS = {"employer": {"layla@portal.example": "malmo"}}
WAITING = (
    "SELECT coalesce(max(extract(epoch FROM clock_timestamp() - waitstart)), 0) FROM pg_locks"
    " WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE usename = %s)"
)
MAKE = """
import json, sys
from portal import clock
from portal.cli.cast import add_cast
from portal.cli.crowd import add_crowd
from portal.db import WORKER, Database
from portal.migrations import commands
from portal.people.demo import PARTICIPANTS, demo_id
from portal.people.identity import IdentityVault
from portal.people.sign_in import start
from tests.moments import IDENTITY_KEY, NOW
url, people = sys.argv[1], int(sys.argv[2])
clock.fix(NOW)
database = Database(url, statement_seconds=300, acting=WORKER)
commands.upgrade(database)
vault = IdentityVault(IDENTITY_KEY)
with database.writing() as db, db.begin():
    add_cast(db, vault)
add_crowd(database, vault, people, 2018, lambda _added: None)
commands.grant(database, "portal_app")
with database.writing() as db, db.begin():
    print(json.dumps({
        "hers": [start(db, participant=demo_id(each)) for each in PARTICIPANTS],
        "staff": [start(db, staff=demo_id(each)) for each in ("lena", "amir", "nadia")],
    }))
"""
READ = """
import json, sys, time
from pathlib import Path
from portal import clock
from portal.app import create_app
from tests.conftest import settings
from tests.moments import NOW
from portal.db import Database
url, tokens, stop = sys.argv[1], json.loads(sys.argv[2]), Path(sys.argv[3])
app = create_app(settings("sqlite://"))
app.extensions["portal.database"] = Database(url)
pages = [(token, path) for token in tokens["hers"] for path in ("/", "/plan", "/messages")]
pages += [(token, path) for token in tokens["staff"] for path in ("/staff", "/staff/inbox")]
asked, faults, slowest = 0, [], 0.0
client = app.test_client()
print("ready", flush=True)
while not stop.exists():
    token, path = pages[asked % len(pages)]
    client.set_cookie("portal", token)
    clock.fix(NOW)
    began = time.monotonic()
    answer = client.get(path)
    slowest = max(slowest, time.monotonic() - began)
    if answer.status_code != 200:
        faults.append([path, answer.status_code])
    asked += 1
print(json.dumps({"asked": asked, "faults": faults, "slowest": slowest}))
"""


class Watcher(threading.Thread):
    """Looks all the time how long the serving role waits for a lock."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self._database = Database(url)
        self._over = threading.Event()
        self.longest = 0.0

    def run(self) -> None:
        """Until it is told to end."""
        with self._database.reader.connect() as connection:
            while not self._over.wait(0.01):
                waited = connection.exec_driver_sql(WAITING, (APP,)).scalar()
                self.longest = max(self.longest, float(waited))

    def end(self) -> None:
        """Stops looking."""
        self._over.set()
        self.join()
        self._database.dispose()


def earlier(folder: Path, commit: str) -> Path:
    """The code of an earlier commit, in a folder of its own."""
    code = folder / "earlier"
    code.mkdir()
    packed = subprocess.run(
        ["git", "archive", commit, "portal", "templates", "static", "translations", "tests", "pyproject.toml"],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    subprocess.run(["tar", "-x"], cwd=code, input=packed.stdout, check=True)
    return code


def script(code: Path, source: str, *words: str) -> subprocess.Popen[str]:
    """Runs something with that code."""
    return subprocess.Popen(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(code)!r})\n{source}", *words],
        cwd=code, stdout=subprocess.PIPE, text=True, env={"PATH": "/usr/bin:/bin"},
    )  # fmt: skip


def measure(owner: str, people: int, commit: str, folder: Path, tell=print) -> dict[str, float]:
    """Makes, reads and migrates; answers pages asked for, errors, the slowest and the longest wait."""
    code, app = earlier(folder, commit), owner.replace("//portal@", f"//{APP}@")
    tokens, _ = script(code, MAKE, owner, str(people)).communicate()
    stop = folder / "stop"
    readers = [script(code, READ, app, tokens, str(stop)) for _number in range(READERS)]
    for reader in readers:
        assert reader.stdout.readline() == "ready\n"
    watcher = Watcher(owner)
    watcher.start()
    database = Database(owner)
    began = time.monotonic()
    try:
        commands.upgrade(
            database,
            answers=ANSWERS,
            tell=lambda each: tell(f"{time.monotonic() - began:5.1f} s  {each}"),
        )
    finally:
        took = time.monotonic() - began
        stop.touch()
        read = [json.loads(reader.communicate()[0]) for reader in readers]
        watcher.end()
        database.dispose()
    return {
        "asked": sum(each["asked"] for each in read),
        "errors": sum(len(each["faults"]) for each in read),
        "slowest": max(each["slowest"] for each in read),
        "lock": watcher.longest,
        "took": took,
    }


def main() -> int:
    """Prints the figures; answers 1 for an error or a lock over a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5600)
    parser.add_argument("--commit", default="91d6cc3")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        server = PostgresTemplates(folder)
        try:
            with server.empty() as url:
                found = measure(url, arguments.people, arguments.commit, folder)
        finally:
            server.stop()
    Console().print(
        f"{arguments.people} people, {found['took']:.1f} s: {found['asked']} pages read meanwhile,"
        f" {found['errors']} errors, slowest {found['slowest']:.2f} s, longest wait for a lock"
        f" {found['lock']:.3f} s"
    )
    return 0 if not found["errors"] and found["lock"] <= LONGEST else 1


if __name__ == "__main__":
    sys.exit(main())
