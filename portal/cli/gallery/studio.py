"""The demo a gallery is made of: its own database with specimens, served on this machine to one browser."""

import hashlib
import logging
import shutil
import socket
import threading
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from uuid import UUID

import click
import waitress
from flask import Flask, abort
from sqlalchemy import update
from sqlalchemy.exc import TimeoutError as PoolTimeout

from portal import clock
from portal.app import create_app
from portal.audience import Audience, audience
from portal.cli.demo import prepare
from portal.cli.gallery.marking import Unmarking, marking
from portal.cli.gallery.specimens import add_specimens
from portal.config.providers import For, Provider
from portal.db import WORKER, Database
from portal.i18n.languages import Language
from portal.people import sign_in
from portal.people.models import SignIn
from portal.people.routes import COOKIE

FAULTS = (400, 403, 404, 405, 409, 413, 429, 500, 503)
A_PUSH_KEY = "BAexample"


@dataclass(frozen=True, slots=True)
class Studio:
    """A running demo: where it is, its app, and its database for what no page can bring about."""

    address: str
    app: Flask
    database: Database = field(repr=False)
    language: Language

    def token(self, person: UUID, *, ago: timedelta = timedelta(0), staff: bool = False, **how: Any) -> str:  # fmt: skip
        """What the cookie of someone holds who signed in a while ago."""
        whose = {"staff": person} if staff else {"participant": person}
        with self.database.writing() as db, db.begin():
            token = sign_in.start(db, **whose, **how)  # type: ignore[arg-type]
            if ago:
                self._set(db, token, created=clock.now() - ago)
        return token

    def let_end(self, token: str) -> None:
        """As if nothing had been done with a sign-in for hours."""
        with self.database.writing() as db, db.begin():
            long_ago = clock.now() - timedelta(hours=3)
            self._set(db, token, created=long_ago, seen=long_ago)

    @staticmethod
    def _set(db: Any, token: str, **values: datetime) -> None:
        digest = hashlib.sha256(token.encode()).hexdigest()
        db.execute(update(SignIn).where(SignIn.token_hash == digest).values(**values))

    def cookies(self, token: str = "") -> list[dict[str, str]]:
        """A browser's cookies: the language, and who is signed in."""
        cookies = {"language": self.language.tag, **({COOKIE: token} if token else {})}
        return [
            {"name": name, "value": value, "url": self.address} for name, value in cookies.items()
        ]


def open_studio(folder: Path, language: Language) -> Studio:
    """Makes the demo in a folder and serves it."""
    made = open_demo(folder, language)
    return replace(made, address=_serve(made.app))


def open_demo(folder: Path, language: Language) -> Studio:
    """The demo with its specimens, which nobody serves yet."""
    settings = prepare(folder)
    database = Database(settings.database_url, acting=WORKER)
    with database.writing() as db, db.begin():
        add_specimens(db, language)
    app = create_app(settings, translators_of=marking(language))
    _add_providers(app)
    _add_faults(app)
    app.config["PORTAL_PUSH_KEY"] = A_PUSH_KEY
    app.wsgi_app = Unmarking(app.wsgi_app)  # type: ignore[assignment, method-assign]
    return Studio("http://localhost", app, database, language)


def _add_providers(app: Flask) -> None:
    """Buttons for signing in elsewhere, which a demo has none of. Nothing is behind them."""
    app.extensions["portal.providers"] = tuple(
        Provider(name=name, audience=who, label=label, issuer="https://example.invalid", client_id="-",
            key=b"", acr=())
        for name, who, label in (("e-id", For.PARTICIPANTS, "E-leg"), ("work", For.STAFF, "Jobb-ID"))
    )  # fmt: skip


def _add_faults(app: Flask) -> None:
    """Addresses at which each thing that can go wrong does, so that its own handler answers."""

    @audience(Audience.PUBLIC)
    def fail(code: int) -> str:
        if code == 500:
            raise RuntimeError("asked to fail for a picture")
        if code == 503:
            raise PoolTimeout
        abort(code)

    app.add_url_rule("/fault/<int:code>", "fault", fail, methods=["GET", "POST"])


def _serve(app: Flask) -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it tells of every busy moment
    logging.getLogger("portal.web.errors").setLevel(logging.CRITICAL)  # they are asked for
    server = waitress.create_server(app, host="127.0.0.1", port=port, threads=4, ident=None)
    threading.Thread(target=server.run, daemon=True).start()
    return f"http://localhost:{port}"  # passkeys need a name


def chromium() -> str:
    """Where the browser is. Raises ClickException that says what is missing on this machine."""
    if find_spec("playwright") is None:
        raise click.ClickException(
            "The browser driver is missing. Type: .venv/bin/pip install playwright"
        )
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise click.ClickException("Chromium is missing. Type: sudo apt install chromium")
    return found
