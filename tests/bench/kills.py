"""Workers that are killed again and again: nothing is lost, and nothing takes effect twice.

`python -m tests.bench.kills --notices 2000 --kills 200 --engine sqlite|postgresql`

Real worker processes deliver to a provider process that fails now and then, or acts and hangs up
before answering. Effects are counted at the provider, by the notice's id. It does nothing with
that id itself, as 46elks does not: that none takes effect twice is the look-up's doing.
"""

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen
from uuid import uuid4

from sqlalchemy import func, insert, select, text

from portal import clock
from portal.config import ROOT
from portal.db import WORKER, Database
from portal.notices.models import Notice, NoticeKind, NoticeState
from portal.people.demo import demo_id
from portal.people.models import Participant
from tests.databases import PostgresTemplates, SqliteTemplates, as_owner
from tests.moments import IDENTITY_KEY
from tests.notices.provider import PASSWORD, USER

A_PERSON = 4  # notices each, with different texts; fewer than the most a day
LEASE = 2.0
FAIL = SWALLOW = 0.03
MINE = Notice.key.startswith("kills:")


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of it. `lost` went out for nobody, `doubled` more than once."""

    notices: int
    kills: int
    seconds: float
    lost: int
    doubled: int
    states: dict[str, int]
    posts: int
    repeated_posts: int
    looked_up: int
    attempts: int
    provider_ids: int
    integrity: str

    @property
    def whole(self) -> bool:
        """Whether the promise was kept."""
        kept = (self.lost, self.doubled, self.integrity) == (0, 0, "ok")
        marked = self.states == {NoticeState.SENT: self.notices}
        return kept and marked and self.provider_ids == self.notices


def fill(database: Database, notices: int) -> list[str]:
    """People with phones, and cancelled times soon enough to be told of by day and night."""
    now, team, lena = clock.now(), demo_id("team-3"), demo_id("lena")
    people = [
        {
            "id": uuid4(), "name": f"Exempel {number}", "identity_cipher": b"x", "language": "en",
            "identity_hash": uuid4().bytes, "team_id": team, "contact_id": lena,
            "protected": False, "phone": f"+4670{number:07d}",
        }
        for number in range(-(-notices // A_PERSON))
    ]  # fmt: skip
    rows = [
        {
            "id": uuid4(), "participant_id": people[number // A_PERSON]["id"], "subject_id": uuid4(),
            "kind": NoticeKind.CANCELLED, "key": f"kills:{number}", "created": now, "due": now,
            "parameters": {"starts": (now + timedelta(minutes=300 + number % A_PERSON)).isoformat()},
            "state": NoticeState.WAITING, "attempts": 0,
        }
        for number in range(notices)
    ]  # fmt: skip
    with database.writing() as db, db.begin():
        db.execute(insert(Participant), people)
        db.execute(insert(Notice), rows)
    return [str(row["id"]) for row in rows]


def start_worker(url: str, provider: str) -> subprocess.Popen[bytes]:
    """A real `portal deliver`."""
    settings = {
        "ENV": "test", "DATABASE_URL": url, "SECRET_KEY": "0" * 32, "SMS_URL": provider,
        "IDENTITY_KEY": IDENTITY_KEY.hex(), "SMS_USER": USER, "SMS_PASSWORD": PASSWORD,
        "STATEMENT_SECONDS": "10",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "portal", "deliver", "--lease", str(LEASE), "--back-off", "0.2"],
        env=os.environ | {f"PORTAL_{name}": value for name, value in settings.items()},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def provider_process() -> Iterator[str]:
    """The provider, on a free port; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tests.notices.provider", str(port), str(FAIL), str(SWALLOW)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        for _try in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/a1/sms"
    finally:
        process.kill()
        process.wait()


def still_open(database: Database) -> int:
    """How many of ours are neither sent nor given up; the cast has notices of its own."""
    waits = select(func.count()).where(MINE, Notice.state.in_(("waiting", "sending")))
    with database.reading() as db:
        return db.scalar(waits) or 0


def torment(database: Database, provider: str, *, kills: int, workers: int, total: int) -> int:
    """Kills workers at random moments, spread over the whole work; answers how many were killed."""
    running = [start_worker(database.url, provider) for _worker in range(workers)]
    killed, ends = 0, time.monotonic() + 300
    try:
        while (left := still_open(database)) and time.monotonic() < ends:
            # As far through the kills as through the work, so that some hit the very last ones.
            if killed < kills and killed / kills <= 1 - left / total + 0.02:
                number = random.randrange(workers)
                running[number].send_signal(signal.SIGKILL)
                running[number].wait()
                running[number] = start_worker(database.url, provider)
                killed += 1
            time.sleep(random.uniform(0.01, 0.12))
    finally:
        for each in running:
            each.terminate()
        for each in running:
            each.wait(timeout=60)
    return killed


def integrity_of(database: Database) -> str:
    """What the database's own check of its tables and indexes says."""
    if database.is_sqlite:
        with database.reading() as db:
            return str(db.scalar(text("PRAGMA integrity_check")))
    check = "SELECT bt_index_check(indexrelid, true) FROM pg_index WHERE indrelid = 'notice'::regclass"  # fmt: skip
    with as_owner(database) as db:
        db.execute(text("CREATE EXTENSION IF NOT EXISTS amcheck"))
        return "ok" if len(db.execute(text(check)).all()) >= 7 else "indexes are missing"


def measure(url: str, *, notices: int, kills: int, workers: int = 4) -> Figures:
    """The whole of it, on a fresh database with the cast."""
    clock.fix(None)
    database = Database(url, statement_seconds=30, acting=WORKER)
    ids = fill(database, notices)
    with provider_process() as provider:
        began = time.monotonic()
        killed = torment(database, provider, kills=kills, workers=workers, total=notices)
        seconds = time.monotonic() - began
        with urlopen(provider.replace("/a1/sms", "/figures")) as answer:  # noqa: S310 - loopback
            told = json.load(answer)
    effects: Counter[str] = Counter(told["effects"])
    with database.reading() as db:
        counts = select(Notice.state, func.count()).where(MINE).group_by(Notice.state)
        states = dict(db.execute(counts).all())
        attempts = db.scalar(select(func.sum(Notice.attempts)).where(MINE))
        provider_ids = db.scalar(select(func.count(Notice.provider_id.distinct())).where(MINE))
    integrity = integrity_of(database)
    database.dispose()
    posts = sum(told["posts"].values())
    return Figures(
        notices, killed, round(seconds, 1), lost=sum(not effects[each] for each in ids),
        doubled=sum(count > 1 for count in effects.values()), states=states, posts=posts,
        repeated_posts=posts - len(told["posts"]), looked_up=told["looked_up"],
        attempts=attempts, provider_ids=provider_ids, integrity=integrity,
    )  # fmt: skip


def main() -> None:
    """Prints the figures; ends with 1 when the promise was not kept."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--notices", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"], default="sqlite")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portal-kills-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        templates = (SqliteTemplates if given.engine == "sqlite" else PostgresTemplates)(folder)
        try:
            with templates.copy() as url:
                figures = measure(
                    url, notices=given.notices, kills=given.kills, workers=given.workers
                )
        finally:
            if isinstance(templates, PostgresTemplates):
                templates.stop()
    print(given.engine, figures)
    sys.exit(not figures.whole)


if __name__ == "__main__":
    main()
