"""Running migrations from Python: the same calls for the command line, the demo and the tests."""

from collections.abc import Callable

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from portal.config import ROOT
from portal.db import WORKER, Database, act_on
from portal.migrations.roles import why_unsafe


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


# What the portal itself may do, as the role it serves with: no change to a trace, no table to empty,
# and nothing of what deletes old rows, which is for the owner.
GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "REVOKE UPDATE, DELETE ON trace, trail_seal FROM {role}",
    "REVOKE INSERT, UPDATE, DELETE ON retention_run FROM {role}",
    "REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {role}",
)


def grant(database: Database, role: str) -> None:
    """Lets a PostgreSQL role that owns nothing serve the portal; after each migration.

    Raises UnsafeRole for one that row level security does not hold.
    """
    with database.writer.connect() as connection, connection.begin():
        if why := why_unsafe(connection, role):
            raise UnsafeRole(f"{role}: {why}")
        quoted = connection.dialect.identifier_preparer.quote_identifier(role)
        for statement in GRANTS:
            connection.exec_driver_sql(statement.format(role=quoted))


class UnsafeRole(Exception):
    """Row level security does not hold a role; the message says which, and why."""


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
                act_on(connection, WORKER)  # the owner is held to row level security as well
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
