"""Running migrations from Python: the same calls for the command line, the demo and the tests."""

from collections.abc import Callable

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from portal.config import ROOT
from portal.db import Database


def configuration() -> Config:
    """Alembic's configuration, from pyproject.toml."""
    config = Config(toml_file=ROOT / "pyproject.toml")
    config.set_main_option("script_location", str(ROOT / "portal" / "migrations"))
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Brings a database up to a revision, in one transaction."""
    _run(database, lambda config: command.upgrade(config, revision))


def downgrade(database: Database, revision: str) -> None:
    """Takes a database down to a revision, in one transaction."""
    _run(database, lambda config: command.downgrade(config, revision))


def current(database: Database) -> str | None:
    """The revision a database is at."""
    with database.reader.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """The revision the code expects."""
    return ScriptDirectory.from_config(configuration()).get_current_head()


class BrokenReferences(Exception):
    """A migration left rows that refer to what is not there; nothing of it was kept."""


def _run(database: Database, run: Callable[[Config], object]) -> None:
    """Runs in one transaction. Raises BrokenReferences.

    SQLite changes a table by making it anew, so its references rest meanwhile and are checked
    before the commit, as SQLite's own documentation says (lang_altertable, 7).
    """
    config = configuration()
    with database.writer.connect() as connection:
        if database.is_sqlite:
            _outside_transactions(connection, "PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                config.attributes["connection"] = connection
                run(config)
                if (
                    database.is_sqlite
                    and connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                ):
                    raise BrokenReferences
        finally:
            if database.is_sqlite:
                _outside_transactions(connection, "PRAGMA foreign_keys=ON")


def _outside_transactions(connection: Connection, pragma: str) -> None:
    """SQLite ignores this setting inside a transaction, so it goes straight to the driver."""
    cursor = connection.connection.cursor()
    cursor.execute(pragma)
    cursor.close()
