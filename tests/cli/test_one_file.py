"""A server on SQLite that is stopped leaves one file: a copy of it is a whole backup."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request

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


def test_serve_leaves_one_file(file, tmp_path):
    port = free_port()
    environment = {**os.environ, **SETTINGS, "PORTAL_DATABASE_URL": f"sqlite:///{file}"}
    with subprocess.Popen(
        [sys.executable, "-m", "portal", "serve", "--port", str(port), "--workers", "2"],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        try:
            wait_until(lambda: answers(port, "/readyz"))
            with sqlite3.connect(file) as other:  # what is written while others hold the file
                other.execute("INSERT INTO instance VALUES ('written')")
            other.close()
            assert (file.parent / "portal.db-wal").exists()
            server.send_signal(signal.SIGTERM)
            assert server.wait(60) == 0
        finally:
            server.kill()
    assert [each.name for each in file.parent.iterdir()] == ["portal.db"]
    copy = tmp_path / "copy.db"
    copy.write_bytes(file.read_bytes())
    with sqlite3.connect(copy) as backup:
        assert backup.execute("SELECT kind FROM instance").fetchall() == [("written",)]
    backup.close()


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
