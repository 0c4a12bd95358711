"""What must be true of the database before the portal answers, beside what the settings say."""

import os
import signal

from sqlalchemy.exc import SQLAlchemyError

from portal import instance
from portal.config import Environment, Settings, UnsafeSettings
from portal.db import Database
from portal.migrations import commands as migrations
from portal.migrations.roles import why_not_serve

IN_MEMORY = ("sqlite://", "sqlite:///:memory:")  # empty whenever it begins: holds nobody
NOT_A_DEMO = (
    "PORTAL_ENV: this database was not made by `portal demo`, so it may hold real people, and nobody"
    " may sign in there by a tap. For a demo made by an older version: portal demo --fresh"
)
A_DEMO = (
    "PORTAL_DATABASE_URL names a demo's database, with made-up people that anyone may sign in as."
    " Name the real one."
)
NOT_MIGRATED = "The database is not at the latest migration. Run: portal migrate"
UNSAFE_ROLE = (
    "PORTAL_DATABASE_URL signs in as a role that must not serve: {}."
    " Make one that owns nothing (createuser portal_app), and run portal migrate with"
    " PORTAL_DATABASE_ROLE."
)
AWAY = "The database that PORTAL_DATABASE_URL names does not answer ({}). Is it running?"

LAST_ANSWER_SECONDS = 30  # what is under way may end; no page and no upload needs longer


def check(settings: Settings, database: Database) -> None:
    """Raises UnsafeSettings, with one line, for a database that the settings must not be used on."""
    if settings.demo and settings.database_url not in IN_MEMORY and not _is_demo(database):
        raise UnsafeSettings(NOT_A_DEMO)
    if settings.environment is not Environment.PRODUCTION:
        return
    try:
        if why := why_not_serve(database):
            raise UnsafeSettings(UNSAFE_ROLE.format(why))
        if migrations.pending(database):
            raise UnsafeSettings(NOT_MIGRATED)
        if instance.is_demo(database):
            raise UnsafeSettings(A_DEMO)
    except SQLAlchemyError as error:
        raise UnsafeSettings(AWAY.format(type(error).__name__)) from None


def check_before_serving(settings: Settings) -> None:
    """The same, in a process that only starts others. Raises UnsafeSettings."""
    database = Database(settings.database_url, statement_seconds=settings.statement_seconds)
    try:
        check(settings, database)
    finally:
        database.dispose()


def end_workers_that_begin() -> None:
    """Let a worker that is asked to end while it still begins end at once.

    Until the server sets its own handlers in it, a forked worker has those of the process that
    made it, which only take note: the order to end was lost, and the server waited for ever.
    """

    def end_as_any_process() -> None:
        for order in (signal.SIGTERM, signal.SIGINT):
            signal.signal(order, signal.SIG_DFL)

    os.register_at_fork(after_in_child=end_as_any_process)


def settle_after_serving(settings: Settings) -> None:
    """After the last worker has ended: a database of one file is one file again."""
    try:
        Database(settings.database_url, statement_seconds=settings.statement_seconds).settle()
    except SQLAlchemyError:  # a server that is being stopped has nobody left to tell
        return


def _is_demo(database: Database) -> bool:
    try:
        return instance.is_demo(database)
    except SQLAlchemyError:  # made by a version that did not say so, or not made at all
        return False
