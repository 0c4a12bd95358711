"""`make bench`: what pages cost against the hello route of the same app, and on the wire.

Method: one process, CPU time (`time.process_time_ns`), slices of 20 requests, 100 interleaved
slices a page, random people, 10th percentile; then divided by hello in the same run.
"""

import argparse
import gc
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import brotli
from flask import Flask, Response
from rich.console import Console
from rich.table import Table
from werkzeug.test import EnvironBuilder

from portal.app import create_app
from portal.audience import Audience, audience
from portal.config import ROOT
from portal.db import WORKER, Database
from portal.people.demo import demo_id
from portal.people.sign_in import start
from portal.web import static
from tests.bench.granian import share_of_bare_flask
from tests.bench.people import add_people
from tests.conftest import settings
from tests.databases import PostgresTemplates, SqliteTemplates, postgres_is_here

SLICES, REQUESTS = 100, 20
console = Console()


def hello_app(url: str) -> tuple[Flask, Database]:
    """The portal with one more route that says hello, with every extension loaded."""
    folder = Path(tempfile.mkdtemp()) / "static"
    static.build(ROOT / "static", folder)
    app = create_app(replace(settings(url), static_dir=folder))

    @app.get("/hello")
    @audience(Audience.PUBLIC)
    def hello() -> Response:
        return Response("Hello", mimetype="text/html")

    app.extensions["portal.database"] = database = Database(url, acting=WORKER)
    return app, database


class Caller:
    """Calls the WSGI app directly: a test client would cost more than the page."""

    def __init__(self, app: Flask, token: str = "") -> None:
        self._app = app.wsgi_app
        self._cookie = f"portal={token}; language=ar" if token else "language=ar"
        self._environ = EnvironBuilder(headers={"Cookie": self._cookie}).get_environ()

    def get(self, path: str, **headers: str) -> bytes:
        """The body of an answer."""
        environ = {**self._environ, "PATH_INFO": path, **headers}
        statuses: list[str] = []

        def start_response(status: str, sent: list[tuple[str, str]], _info: object = None) -> None:
            statuses.append(status)
            for name, value in sent:
                if name == "Set-Cookie" and value.startswith("form="):  # kept, as a browser would
                    self._environ["HTTP_COOKIE"] = f"{self._cookie}; {value.split(';')[0]}"

        body = self._app(environ, start_response)
        try:
            text = b"".join(body)
        finally:
            body.close()
        if not statuses[0].startswith("200"):
            raise RuntimeError(f"{path}: {statuses[0]}")
        return text


def signed_in(app: Flask, database: Database, people: list[object], count: int) -> list[Caller]:
    """Random people, signed in."""
    callers = []
    for person in random.sample(people, count):
        with database.writing() as session, session.begin():
            callers.append(Caller(app, start(session, participant=person)))
    return callers


def measure(calls: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Microseconds of CPU per call: the 10th percentile of interleaved slices."""
    for call in calls.values():
        for _warm in range(REQUESTS):
            call()
    gc.collect()
    gc.freeze()
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _slice in range(SLICES):
        for name, call in calls.items():
            began = time.process_time_ns()
            for _request in range(REQUESTS):
                call()
            times[name].append((time.process_time_ns() - began) / REQUESTS / 1000)
    gc.unfreeze()
    return {name: statistics.quantiles(values, n=10)[0] for name, values in times.items()}


def cpu_ratios(url: str, count: int) -> dict[str, float]:
    """Today, Plan, a thread and the desk against hello, on a database with many people."""
    app, database = hello_app(url)
    people = add_people(database, count)
    clients = signed_in(app, database, people, 50)
    with database.writing() as session, session.begin():
        lena = Caller(app, start(session, staff=demo_id("lena")))
    nobody = Caller(app)
    nobody.get(
        "/sign-in"
    )  # hello loads a signed session as well, as any browser on its second visit
    threads = {}
    for client in clients:
        found = re.findall(rb'href="(/messages/[0-9a-f-]{36})', client.get("/messages"))
        threads[client] = found[0].decode()
        client.get(threads[client])  # opened once, so that no first reading is noted below

    def anyone(visit: Callable[[Caller], object]) -> Callable[[], object]:
        return lambda: visit(random.choice(clients))

    found = measure(
        {
            "hello": lambda: nobody.get("/hello"),
            "hello, signed in": anyone(lambda client: client.get("/hello")),
            "Today": anyone(lambda client: client.get("/")),
            "Plan": anyone(lambda client: client.get("/plan")),
            "thread": anyone(lambda client: client.get(threads[client])),
            "desk": lambda: lena.get("/staff"),
        }
    )
    sizes(clients[0], lena)
    database.dispose()
    hello = found.pop("hello")
    console.print(f"hello: {hello:.0f} µs of CPU")
    return {name: value / hello for name, value in found.items()}


def sizes(client: Caller, lena: Caller) -> None:
    """Compressed bytes of HTML, CSS and script, as sent (HTML) and as prepared (files)."""
    css = len(brotli.compress((ROOT / "static/css/portal.css").read_bytes()))
    own = len(brotli.compress((ROOT / "static/js/portal.js").read_bytes()))
    htmx = len(brotli.compress((ROOT / "static/vendor/htmx-4.0.1.min.js").read_bytes()))
    table = Table("page", "HTML", "HTML + CSS", "with own script and htmx")
    for name, asking, path in (
        ("Today", client, "/"), ("Plan", client, "/plan"), ("desk", lena, "/staff"),
    ):  # fmt: skip
        html = len(asking.get(path, HTTP_ACCEPT_ENCODING="br"))
        table.add_row(name, f"{html:,}", f"{html + css:,}", f"{html + css + own + htmx:,}")
    console.print(table)


def main() -> int:
    """Runs everything; answers 1 when Today is dearer than its bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=500)
    arguments = parser.parse_args()
    random.seed(2026)
    within = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        servers: list[tuple[str, object, float, float]] = [
            ("SQLite", SqliteTemplates(folder), 6, 0.10)
        ]
        postgres = PostgresTemplates(folder) if postgres_is_here() else None
        if postgres:
            servers.append(("PostgreSQL", postgres, 10, 0.05))
        for engine, templates, bound, share_bound in servers:
            with templates.copy() as url:  # type: ignore[attr-defined]
                ratios = cpu_ratios(url, arguments.people)
                share = share_of_bare_flask(url)
            table = Table("page", "CPU × hello", title=engine)
            for page, ratio in ratios.items():
                table.add_row(
                    page, f"{ratio:.1f}" + (f"  (bound {bound})" if page == "Today" else "")
                )
            table.add_row(
                "Today through granian", f"{share:.2f} of a bare Flask page (bound {share_bound})"
            )
            console.print(table)
            within = within and ratios["Today"] <= bound and share >= share_bound
        if postgres:
            postgres.stop()
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
