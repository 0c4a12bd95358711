"""Running migrations from Python: the same calls for the command line, the demo and the tests."""

from collections.abc import Callable, Mapping

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util.exc import CommandError

from portal.config import ROOT
from portal.db import Database
from portal.migrations import running
from portal.migrations.roles import why_unsafe


def configuration() -> Config:
    """Alembic's configuration, from pyproject.toml."""
    config = Config(toml_file=ROOT / "pyproject.toml")
    config.set_main_option("script_location", str(ROOT / "portal" / "migrations"))
    return config


Answers = Mapping[str, Mapping[str, str]]
_NONE: Answers = {}


def upgrade(
    database: Database,
    revision: str = "head",
    *,
    answers: Answers = _NONE,
    tell: Callable[[str], None] = lambda _revision: None,
    tries: int = running.TRIES,
) -> None:
    """Brings a database up to a revision, and tells of each.

    `answers` are what a revision may ask (`online.answers`). Raises what `running.run` raises, and
    Undecided for rows that a revision cannot decide about.
    """
    config = configuration()
    config.attributes |= {"answers": answers, "tell": tell}
    running.run(database, config, lambda it: command.upgrade(it, revision), tries=tries)


def downgrade(database: Database, revision: str) -> None:
    """Takes a database down to a revision."""
    # Tried once: "-1" means another revision once one is down.
    running.run(database, configuration(), lambda it: command.downgrade(it, revision), tries=1)


def current(database: Database) -> str | None:
    """The revision a database is at."""
    with database.reader.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """The revision the code expects."""
    return ScriptDirectory.from_config(configuration()).get_current_head()


def pending(database: Database) -> list[str]:
    """What is still to be run: number and subject of each revision, in order.

    Nothing for a database that a later version has migrated: its changes are borne by this one.
    """
    at = current(database)
    scripts = ScriptDirectory.from_config(configuration())
    try:
        missing = list(scripts.iterate_revisions("head", at or "base"))
    except (CommandError, ResolutionError):
        return []
    return [f"{each.revision} {each.doc}" for each in reversed(missing)]


# What the portal itself may do, as the role it serves with: no change to a trace, no table to empty,
# and nothing of what deletes old rows or calls a database a demo's, which is for the owner.
GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "REVOKE UPDATE, DELETE ON trace, trail_seal FROM {role}",
    "REVOKE INSERT, UPDATE, DELETE ON retention_run, instance FROM {role}",
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
