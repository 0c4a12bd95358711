"""Migrations: up and down on both databases, with data, whole or not at all, equal to the models."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from portal.cli.cast import add_cast
from portal.db import Database
from portal.migrations import commands
from portal.people.identity import IdentityVault
from portal.schema import METADATA
from tests.moments import IDENTITY_KEY


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request, tmp_path):
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
        yield database
        database.dispose()
        return
    with request.getfixturevalue("postgres_templates").empty() as url:
        database = Database(url)
        yield database
        database.dispose()


def test_migrations_and_models_agree(empty):
    commands.upgrade(empty)
    with empty.writer.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_every_migration_goes_up_and_down_with_data(empty):
    revisions = [
        each.revision
        for each in ScriptDirectory.from_config(commands.configuration()).walk_revisions()
    ]
    for revision in reversed(revisions):
        commands.upgrade(empty, revision)
    with empty.writing() as session, session.begin():
        add_cast(session, IdentityVault(IDENTITY_KEY))
    for _revision in revisions:
        commands.downgrade(empty, "-1")
    assert set(inspect(empty.reader).get_table_names()) <= {"alembic_version"}
    commands.upgrade(empty)
    assert commands.current(empty) == commands.head()


def test_a_migration_that_fails_rolls_back_whole(empty, monkeypatch):
    def fail_after_some_tables(config, revision):
        def broken(connection):
            connection.execute(text("CREATE TABLE half_made (id INTEGER PRIMARY KEY)"))
            raise RuntimeError("the power went")

        config.attributes["after"] = broken
        real(config, revision)
        broken(config.attributes["connection"])

    real = command.upgrade
    monkeypatch.setattr(command, "upgrade", fail_after_some_tables)
    with pytest.raises(RuntimeError, match="power"):
        commands.upgrade(empty)
    assert inspect(empty.reader).get_table_names() == []
    monkeypatch.undo()
    commands.upgrade(empty)
    assert commands.current(empty) == commands.head()
