"""Fixtures of all suites: a database of either kind, the app on it, readers, and a fixed clock."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal import clock
from portal.app import create_app
from portal.config import Environment, Settings
from portal.db import Database
from portal.i18n.languages import SWEDISH
from portal.i18n.text import Translator, using
from portal.people.actor import Actor
from portal.people.demo import PARTICIPANTS, demo_id
from portal.people.sign_in import load, start
from tests.databases import PostgresTemplates, SqliteTemplates, Templates, postgres_is_here
from tests.moments import IDENTITY_KEY, NOW
from tests.reader import Reader

ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(autouse=True)
def _no_language_left_over() -> Iterator[None]:
    """A request leaves its language in this thread; the next test begins without one."""
    with using(Translator(SWEDISH, ())):
        yield


@pytest.fixture(autouse=True)
def _fixed_clock() -> Iterator[None]:
    clock.fix(NOW)
    yield
    clock.fix(None)


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplates:
    return SqliteTemplates(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_templates() -> Iterator[PostgresTemplates]:
    if not postgres_is_here():
        message = "PostgreSQL is missing. Type: sudo apt install postgresql"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    # Not under pytest's own folder: a second run beside this one closes that to the server's user.
    with tempfile.TemporaryDirectory(prefix="portal-postgresql-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        templates = PostgresTemplates(folder)
        yield templates
        templates.stop()


@pytest.fixture(params=ENGINES)
def templates(request: pytest.FixtureRequest) -> Templates:
    """Either kind of database; a test that uses it runs on both."""
    name = "sqlite_templates" if request.param == "sqlite" else "postgres_templates"
    return request.getfixturevalue(name)


@pytest.fixture
def database(templates: Templates) -> Iterator[Database]:
    """A fresh database with the cast."""
    with templates.database() as database:
        yield database


@pytest.fixture
def db(database: Database) -> Iterator[Session]:
    """One writing session on it."""
    with database.writing() as session:
        yield session
        session.rollback()


@pytest.fixture
def do(database: Database) -> Callable[..., Any]:
    """`do(call, …)`: runs something in a transaction of its own, as a request does."""

    def run(call: Callable[..., Any], *args: Any, **named: Any) -> Any:
        with database.writing() as db, db.begin():
            return call(db, *args, **named)

    return run


def settings(url: str) -> Settings:
    """What the test instances run with."""
    return Settings(
        environment=Environment.TEST,
        database_url=url,
        secret_key="0" * 32,
        identity_key=IDENTITY_KEY,
        now=NOW,
    )


@pytest.fixture(scope="session")
def _app() -> Flask:
    app = create_app(settings("sqlite://"))
    app.testing = True
    return app


@pytest.fixture
def app(_app: Flask, database: Database) -> Flask:
    """The portal on this test's database."""
    clock.fix(NOW)
    _app.extensions["portal.database"] = database
    return _app


@pytest.fixture
def reader(app: Flask) -> Callable[..., Reader]:
    """`reader("rim", "sv")`: someone of the cast, signed in, reading a language."""

    def make(person: str | None = None, language: str | None = "en") -> Reader:
        made = Reader(app, language)
        return made.sign_in(person) if person else made

    return make


@pytest.fixture
def actor(database: Database) -> Callable[[str], Actor]:
    """`actor("lena")`: someone of the cast, for calling services directly."""

    def make(slug: str) -> Actor:
        person = demo_id(slug)
        with database.writing() as session, session.begin():
            token = (
                start(session, participant=person)
                if slug in PARTICIPANTS
                else start(session, staff=person)
            )
        with database.reading() as session:
            found = load(session, token)
        assert found is not None
        return found

    return make


@pytest.fixture
def count_queries(app: Flask) -> Callable[[Callable[[], object]], list[str]]:
    """The statements a call runs, without what only begins, ends or prepares."""

    def count(call: Callable[[], object]) -> list[str]:
        statements: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith(("PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
                statements.append(statement)

        database: Database = app.extensions["portal.database"]
        for engine in (database.reader, database.writer):
            event.listen(engine, "before_cursor_execute", note)
        try:
            call()
        finally:
            for engine in (database.reader, database.writer):
                event.remove(engine, "before_cursor_execute", note)
        return statements

    return count
