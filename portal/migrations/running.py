"""Running revisions beside a portal that serves: one run at a time, short waits for locks.

A statement that waits for a table's lock holds up every page that comes after it, so it waits a
moment only and the revision is tried again. On PostgreSQL each revision is a transaction of its own;
on SQLite, which has one writer, the whole run is one.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from alembic.config import Config
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from portal.db import WORKER, Database

LOCK_WAIT = "300ms"
STATEMENT = "30min"  # to build an index or look through a table takes its time and holds nobody up
TRIES, PAUSE = 60, 1.0  # seconds; about five minutes in all, then whoever runs it is told
LONGEST_PAUSE = 6.0
LOCK_NOT_AVAILABLE, DEADLOCK = "55P03", "40P01"
ONE_RUN = 0x706F7274  # the advisory lock's number: "port"
_TAKE_TURN = text("SELECT pg_try_advisory_lock(:number)")


class TablesInUse(Exception):
    """A table's lock was not to be had; the revisions before this one are kept, of it nothing is."""


class AnotherRun(Exception):
    """Another run goes on and has not ended in time."""


class BrokenReferences(Exception):
    """A migration left rows that refer to what is not there; nothing of it was kept."""


def run(database: Database, config: Config, act: Callable[[Config], object], *, tries: int) -> None:
    """Runs alembic's act. Raises TablesInUse, AnotherRun and BrokenReferences."""
    if database.is_sqlite:
        _on_sqlite(database, config, act)
    else:
        _on_postgresql(database, config, act, tries)


def _on_postgresql(
    database: Database, config: Config, act: Callable[[Config], object], tries: int
) -> None:
    with _own_connection(database.url) as connection:
        _take_turn(connection, tries)
        for number in range(1, tries + 1):
            config.attributes["connection"] = connection
            try:
                act(config)
            except DBAPIError as error:
                connection.rollback()
                if getattr(error.orig, "sqlstate", "") not in (LOCK_NOT_AVAILABLE, DEADLOCK):
                    raise
                if number == tries:
                    raise TablesInUse from error
                _rest(number)
            else:
                return


@contextmanager
def _own_connection(url: str) -> Iterator[Connection]:
    """One with limits of its own, and for all its transactions a worker's: RLS holds owners too."""
    acting = WORKER.setting().partition("'")[2].rstrip("'").replace(" ", r"\ ")
    options = (
        f"-c lock_timeout={LOCK_WAIT} -c statement_timeout={STATEMENT} -c portal.acting={acting}"
    )
    engine = create_engine(
        url, poolclass=NullPool, hide_parameters=True,
        connect_args={"connect_timeout": 10, "options": options},
    )  # fmt: skip
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _take_turn(connection: Connection, tries: int) -> None:
    """Takes the lock that lasts as long as the connection. Raises AnotherRun.

    Asks again and again: a statement that waits would hold up for ever what the other run builds
    concurrently, since that waits for every statement that began before it.
    """
    for number in range(1, tries + 1):
        with connection.begin():
            if connection.execute(_TAKE_TURN, {"number": ONE_RUN}).scalar():
                return
        _rest(number)
    raise AnotherRun


def _rest(number: int) -> None:
    time.sleep(min(PAUSE * number / 4, LONGEST_PAUSE))


def _on_sqlite(database: Database, config: Config, act: Callable[[Config], object]) -> None:
    """SQLite changes a table by making it anew, so its references rest meanwhile and are checked
    before the commit, as SQLite's own documentation says (lang_altertable, 7).
    """
    with database.writer.connect() as connection:
        _outside_transactions(connection, "PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                config.attributes["connection"] = connection
                act(config)
                if connection.exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise BrokenReferences
        finally:
            _outside_transactions(connection, "PRAGMA foreign_keys=ON")


def _outside_transactions(connection: Connection, pragma: str) -> None:
    """SQLite ignores this setting inside a transaction, so it goes straight to the driver."""
    cursor = connection.connection.cursor()
    cursor.execute(pragma)
    cursor.close()
