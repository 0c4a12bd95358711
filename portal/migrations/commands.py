"""Running migrations from Python: the same calls for the command line, the demo and the tests."""

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

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


def _run(database: Database, run: object) -> None:
    config = configuration()
    with database.writer.begin() as connection:
        config.attributes["connection"] = connection
        run(config)  # type: ignore[operator]
