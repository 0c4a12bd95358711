"""A server on SQLite that is stopped leaves one file: a copy of it is a whole backup."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest

from portal.config import ROOT
from portal.db import WORKER, Database
from portal.instance import Instance
from portal.migrations import commands
from tests.moments import IDENTITY_KEY

SETTINGS = {
    "PORTAL_ENV": "production", "PORTAL_SQLITE_IN_PRODUCTION": "1", "PORTAL_SECRET_KEY": "correct-horse-battery-staple-2026!",
    "PORTAL_IDENTITY_KEY": IDENTITY_KEY.hex(), "PORTAL_TRUSTED_HOSTS": "127.0.0.1",
    "PORTAL_TRUSTED_PROXIES": "1",
}  # fmt: skip


@pytest.fixture
def file(tmp_path):
    """A database of production's, in a folder of its own."""
    path = tmp_path / "data" / "portal.db"
    path.parent.mkdir()
    database = Database(f"sqlite:///{path}")
    commands.upgrade(database)
    database.dispose()
    return path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int, path: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def wait_until(ready) -> None:
    end = time.monotonic() + 90
    while not ready():
        assert time.monotonic() < end, "it never answered"
        time.sleep(0.1)


@contextmanager
def serving(file, workers: int, said=subprocess.DEVNULL):
    """A server of production's that has begun to answer; it is told to end by the caller."""
    port = free_port()
    environment = {**os.environ, **SETTINGS, "PORTAL_DATABASE_URL": f"sqlite:///{file}"}
    with subprocess.Popen(
        [sys.executable, "-m", "portal", "serve", "--port", str(port), "--workers", str(workers)],
        cwd=ROOT, env=environment, stdout=said, stderr=said,
    ) as server:  # fmt: skip
        try:
            wait_until(lambda: answers(port, "/readyz"))
            yield server
        finally:
            server.kill()


def test_serve_leaves_one_file(file, tmp_path):
    with serving(file, workers=2) as server:
        with sqlite3.connect(file) as other:  # what is written while others hold the file
            other.execute("INSERT INTO instance VALUES ('written')")
        other.close()
        assert (file.parent / "portal.db-wal").exists()
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) == 0
    assert [each.name for each in file.parent.iterdir()] == ["portal.db"]
    copy = tmp_path / "copy.db"
    copy.write_bytes(file.read_bytes())
    with sqlite3.connect(copy) as backup:
        assert backup.execute("SELECT kind FROM instance").fetchall() == [("written",)]
    backup.close()


def test_serve_ends_while_workers_still_begin(file, tmp_path):
    """The first that answers is no sign that the others have their handlers: none loses the order."""
    said = tmp_path / "said"
    with said.open("w") as lines, serving(file, workers=6, said=lines) as server:
        server.send_signal(signal.SIGTERM)
        assert server.wait(90) == 0
    assert "Stopped worker-6" in said.read_text()
    assert "refused to gracefully stop" not in said.read_text()


def test_settling_beside_another_writer_leaves_a_whole_file(file, tmp_path):
    url = f"sqlite:///{file}"
    stays, ends = Database(url, acting=WORKER), Database(url, acting=WORKER)
    with stays.reading() as db:
        db.get(Instance, "x")
        with ends.writing() as other, other.begin():
            other.add(Instance(kind="written"))
    ends.settle()
    copy = tmp_path / "copy.db"
    copy.write_bytes(file.read_bytes())
    with sqlite3.connect(copy) as backup:
        assert backup.execute("SELECT kind FROM instance").fetchall() == [("written",)]
    backup.close()
    stays.settle()
    assert [each.name for each in file.parent.iterdir()] == ["portal.db"]
