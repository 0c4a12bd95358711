"""Today through granian against a bare Flask page through granian: requests a second, one worker each."""

import http.client
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from portal.config import ROOT
from portal.db import WORKER, Database
from portal.people.demo import demo_id
from portal.people.sign_in import start
from tests.moments import IDENTITY_KEY, NOW

BARE, PORTAL = 5091, 5092
BARE_APP = "from flask import Flask\napp = Flask(__name__)\n@app.get('/')\ndef hello():\n    return 'Hello'\n"


@contextmanager
def served(target: str, port: int, environment: dict[str, str], folder: Path):
    """A granian server with one worker of four blocking threads."""
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1",
        "--blocking-threads", "4", "--log-level", "error", target,
    ]  # fmt: skip
    process = subprocess.Popen(command, env=os.environ | environment, cwd=folder)
    try:
        for _try in range(100):
            try:
                requests(port, 1, {})
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def requests(port: int, count: int, headers: dict[str, str]) -> float:
    """Requests a second over one connection kept alive."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    began = time.perf_counter()
    for _request in range(count):
        connection.request("GET", "/", headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200 or count == 1, (answer.status, body[:200])
    connection.close()
    return count / (time.perf_counter() - began)


def share_of_bare_flask(url: str) -> float:
    """The median of interleaved rounds."""
    database = Database(url, acting=WORKER)
    with database.writing() as session, session.begin():
        token = start(session, participant=demo_id("rim"))
    database.dispose()
    environment = {
        "PORTAL_ENV": "test", "PORTAL_DATABASE_URL": url, "PORTAL_SECRET_KEY": "0" * 32,
        "PORTAL_IDENTITY_KEY": IDENTITY_KEY.hex(), "PORTAL_NOW": NOW.isoformat(), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    folder = ROOT / ".venv" / "bench"
    folder.mkdir(exist_ok=True)
    (folder / "bare.py").write_text(BARE_APP)
    headers = {"Cookie": f"portal={token}; language=ar"}
    with (
        served("bare:app", BARE, {"PYTHONPATH": str(folder)}, folder),
        served("portal.cli.wsgi:app", PORTAL, environment, ROOT),
    ):
        requests(BARE, 200, {})
        requests(PORTAL, 200, headers)
        rounds = [requests(PORTAL, 150, headers) / requests(BARE, 600, {}) for _round in range(9)]
    return sorted(rounds)[len(rounds) // 2]
