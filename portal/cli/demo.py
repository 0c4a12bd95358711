"""The demo instance: its own folder with database, secrets and static files, served by waitress."""

import os
import secrets
import signal
import socket
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import waitress
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import text

from portal import clock
from portal.app import create_app
from portal.cli.cast import add_cast
from portal.cli.cast.tour import add_tour
from portal.cli.crowd import add_crowd
from portal.cli.deliver import deliver_in_background
from portal.config import ROOT, Environment, Settings
from portal.config.channels import ChannelSettings
from portal.db import WORKER, Database
from portal.messages.attachment_forms import LARGEST_FORM
from portal.migrations import commands as migrations
from portal.people.identity import IdentityVault
from portal.plan.usual import reckon_all
from portal.translate.reading import Shelf
from portal.web import static

console = Console(highlight=False)


@dataclass(frozen=True, slots=True)
class Instance:
    """A demo's own folder."""

    folder: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "demo.db"

    def secret(self, name: str) -> str:
        """A secret of this instance, made once and readable by its owner only."""
        path = self.folder / f"{name}.key"
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(32))
        return path.read_text()

    def settings(self, now: datetime | None = None) -> Settings:
        """Settings that answer on this machine only."""
        return Settings(
            environment=Environment.DEMO,
            database_url=f"sqlite:///{self.database}",
            secret_key=self.secret("session"),
            identity_key=bytes.fromhex(self.secret("identity")),
            trusted_hosts=("127.0.0.1", "localhost"),
            static_dir=self.folder / "static",
            now=now,
            channels=ChannelSettings(outbox_file=self.folder / "outbox.jsonl"),
        )


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many made-up people stand beside the cast, and the seed their lives follow from."""

    count: int = 0
    seed: int = 2018


def prepare(data: Path, *, fresh: bool = False, crowd: Crowd = Crowd()) -> Settings:
    """Makes what is missing: folder, secrets, static files, database, cast and crowd.

    A demo made on another day, by another version or with another crowd, is made anew, so that "in 4 days" stays true.
    """
    instance = Instance(data.resolve())
    instance.folder.mkdir(parents=True, exist_ok=True)
    fixed = os.environ.get("PORTAL_NOW")
    settings = instance.settings(datetime.fromisoformat(fixed).astimezone() if fixed else None)
    clock.fix(settings.now)
    static.build(ROOT / "static", settings.static_dir)
    stamp = instance.folder / "made-on"
    made = f"{clock.today()} {crowd.count} {crowd.seed} {migrations.head()}"
    if fresh or not stamp.exists() or stamp.read_text() != made:
        for path in (*instance.folder.glob("demo.db*"), *instance.folder.glob("outbox.jsonl")):
            path.unlink()
        with console.status("Making the demo database and its cast …"):
            fill(settings)
        if crowd.count:
            gather(settings, crowd)
        stamp.write_text(made)
    return settings


def fill(settings: Settings) -> None:
    """Migrates a database and adds the cast to it, with what the tour shows."""
    database = Database(settings.database_url, acting=WORKER)
    migrations.upgrade(database)
    with database.writing() as session, session.begin():
        add_cast(session, IdentityVault(settings.identity_key))
        add_tour(session)
    database.dispose()


def gather(settings: Settings, crowd: Crowd) -> None:
    """Adds the crowd, with a bar that tells how far it has come."""
    database = Database(settings.database_url, acting=WORKER)
    with Progress(console=console) as bar:
        task = bar.add_task("Making people with a history", total=crowd.count)
        add_crowd(
            database, IdentityVault(settings.identity_key), crowd.count, crowd.seed,
            lambda added: bar.advance(task, added),
        )  # fmt: skip
    with database.writing() as session, session.begin():
        reckon_all(session)
        session.execute(text("ANALYZE"))  # so that questions find the right index from the start
    database.dispose()


def is_taken(port: int) -> bool:
    """Whether another program listens on a port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server itself asks
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def serve_demo(*, port: int, data: Path, fresh: bool, crowd: Crowd) -> None:
    """Serves the demo until it is stopped."""
    if is_taken(port):  # asked first: to make the demo anew would pull it from under another
        console.print(
            f"[bold red]Port {port} is taken:[/] another demo or another program answers there already."
            f" Close it, or take another number: make demo PORT={port + 70}"
        )
        sys.exit(2)
    settings = prepare(data, fresh=fresh, crowd=crowd)
    app = create_app(settings)
    stop = deliver_in_background(settings)
    shelf: Shelf = app.extensions["portal.shelf"]
    shelf.read_ahead()
    console.print(
        f"[bold]The portal is at http://127.0.0.1:{port}[/] – made-up people. Stop with Ctrl+C."
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # ends as Ctrl+C does
    try:
        waitress.serve(
            app, host="127.0.0.1", port=port, threads=8, connection_limit=1000, ident=None,
            max_request_body_size=LARGEST_FORM + 1,  # refused by its length, before it is read
        )  # fmt: skip
    finally:
        stop.set()
        database: Database = app.extensions["portal.database"]
        database.settle()
