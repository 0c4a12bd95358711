"""Real databases for tests: a SQLite file and a PostgreSQL server of our own, both with the cast.

Each test gets a fresh copy: SQLite copies a file, PostgreSQL clones a template database. Most get it
under the same name through the same engine, which then knows the statements it has compiled before.
"""

import os
import pwd
import shutil
import socket
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy.orm import Session

from portal import clock
from portal.cli.cast import add_cast
from portal.db import WORKER, Database
from portal.migrations import commands as migrations
from portal.people.identity import IdentityVault
from tests.moments import IDENTITY_KEY, NOW

APP = "portal_app"  # the role the portal serves with: it owns nothing, and RLS holds it
AGAIN = "again"  # the name of the copy that one engine goes on using


def fill(url: str) -> None:
    """Migrates a database and adds the cast."""
    clock.fix(NOW)
    database = Database(url, statement_seconds=30, acting=WORKER)
    migrations.upgrade(database)
    if not database.is_sqlite:
        migrations.grant(database, APP)
    with database.writing() as session, session.begin():
        add_cast(session, IdentityVault(IDENTITY_KEY))
    database.dispose()


def owner_url(url: str) -> str:
    """The same database for who owns its tables."""
    return url.replace(f"//{APP}@", "//portal@")


@contextmanager
def as_owner(database: Database) -> Iterator[Session]:
    """A transaction of the owner's, to change tables; the portal's own role may not."""
    owner = Database(owner_url(database.url), acting=WORKER)
    with owner.writing() as session, session.begin():
        yield session
    owner.dispose()


class Templates(ABC):
    """A filled database that is copied for each test."""

    @abstractmethod
    def copy(self, name: str = "") -> AbstractContextManager[str]:
        """The URL of a fresh copy, gone afterwards."""

    @cached_property
    def _database(self) -> Database:
        with self.copy(AGAIN) as url:
            return Database(url, statement_seconds=10, acting=WORKER)

    @contextmanager
    def database(self) -> Iterator[Database]:
        """A fresh copy through an engine that has seen copies before."""
        database = self._database
        with self.copy(AGAIN):
            yield database
            database.dispose()


class SqliteTemplates(Templates):
    """One filled SQLite file, copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        fill(f"sqlite:///{self._template}")

    @contextmanager
    def copy(self, name: str = "") -> Iterator[str]:
        """The URL of a fresh copy."""
        path = self._folder / f"{name or uuid4().hex}.db"
        shutil.copy(self._template, path)
        try:
            yield f"sqlite:///{path}"
        finally:
            for leftover in self._folder.glob(f"{path.name}*"):
                leftover.unlink()


class PostgresTemplates(Templates):
    """A server of our own on a free port, as an unprivileged user, and one filled template."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "postgresql"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._start()
        self.admin = f"postgresql://portal@127.0.0.1:{self._port}/postgres"
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(f"CREATE ROLE {APP} LOGIN NOSUPERUSER NOBYPASSRLS")
            connection.execute("CREATE DATABASE template_cast")
        fill(f"postgresql://portal@127.0.0.1:{self._port}/template_cast")

    def _start(self) -> None:
        self._folder.mkdir(mode=0o777)
        self._folder.chmod(0o777)
        data = self._folder / "data"
        self._run(
            "initdb", "-D", str(data), "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C"
        )
        options = (
            f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' "
            "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
        )
        self._run(
            "pg_ctl", "-D", str(data), "-w", "-o", options, "-l", str(self._folder / "log"), "start"
        )

    def stop(self) -> None:
        """Ends the server."""
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")

    @contextmanager
    def empty(self) -> Iterator[str]:
        """The URL of a database without tables, for who owns it."""
        with self._clone("template0", role="portal") as url:
            yield url

    @contextmanager
    def copy(self, name: str = "") -> Iterator[str]:
        """The URL of a fresh copy."""
        with self._clone("template_cast", name) as url:
            yield url

    @contextmanager
    def _clone(self, template: str, name: str = "", role: str = APP) -> Iterator[str]:
        name = f"test_{name or uuid4().hex}"
        with psycopg.connect(self.admin, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
            try:
                yield f"postgresql://{role}@127.0.0.1:{self._port}/{name}"
            finally:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, program: str, *arguments: str) -> None:
        found = _program(program)
        assert found, f"{program} is missing"
        as_root = os.geteuid() == 0
        nobody = pwd.getpwnam("nobody")
        subprocess.run(
            [found, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL if program == "pg_ctl" else None,
            cwd=self._folder,
            user=nobody.pw_uid if as_root else None,
            group=nobody.pw_gid if as_root else None,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        )


def postgres_is_here() -> bool:
    """Whether this machine has a PostgreSQL server."""
    return _program("initdb") is not None


def _program(name: str) -> str | None:
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(versions[-1]) if versions else shutil.which(name)
