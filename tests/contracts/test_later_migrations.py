"""Revisions after 0015 change a PostgreSQL that is being read: old code goes on, nobody waits long."""

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from portal.db import Database
from portal.migrations import commands
from tests.contracts.migration_rules import Said, faults, listening

FIRST = "0015"
# Revision: why it may do what the rules refuse. What an earlier version used is dropped only by
# a release after the one that no longer uses it.
ALLOWED: dict[str, str] = {}
TABLES = {"staff", "participant"}


def later() -> list[str]:
    script = ScriptDirectory.from_config(commands.configuration())
    return [each.revision for each in script.iterate_revisions("head", FIRST)][::-1]


@pytest.mark.postgres
def test_every_later_revision_is_borne_by_the_version_before(postgres_templates):
    wrong = {}
    with postgres_templates.empty() as url:
        database = Database(url)
        commands.upgrade(database, FIRST)
        for revision in later():
            before = set(inspect(database.reader).get_table_names()) - {"alembic_version"}
            with listening() as heard:
                commands.upgrade(database, revision)
            if revision not in ALLOWED and (found := faults(heard, before)):
                wrong[revision] = found
        database.dispose()
    assert wrong == {}
    assert len(later()) > 0


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE staff ADD COLUMN x INTEGER NOT NULL",
        "ALTER TABLE staff ADD COLUMN x UUID DEFAULT gen_random_uuid() NOT NULL",
        "ALTER TABLE staff DROP COLUMN phone",
        "ALTER TABLE staff RENAME phone TO telephone",
        "ALTER TABLE staff RENAME TO worker",
        "DROP TABLE staff",
        "ALTER TABLE staff ALTER COLUMN phone TYPE TEXT",
        "ALTER TABLE staff ALTER COLUMN agency SET NOT NULL",
        "CREATE INDEX ix ON staff (phone)",
        "CREATE UNIQUE INDEX ix ON participant (phone)",
        "ALTER TABLE staff ADD CONSTRAINT c CHECK (title <> '')",
        "ALTER TABLE staff ADD FOREIGN KEY(x) REFERENCES team (id)",
        "ALTER TABLE staff ADD CONSTRAINT u UNIQUE (phone)",
        "UPDATE staff SET language = 'sv'",
        "DELETE FROM staff WHERE agency IS NULL",
        "LOCK TABLE staff IN ACCESS EXCLUSIVE MODE",
    ],
)
def test_what_would_hold_someone_up_is_found(sql):
    assert len(faults([Said(sql, alone=False, batch=False)], TABLES)) == 1


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE staff ADD COLUMN x INTEGER",
        "ALTER TABLE staff ADD COLUMN x INTEGER DEFAULT 0 NOT NULL",
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON staff (phone)",
        "ALTER TABLE staff ADD CONSTRAINT c CHECK (title <> '') NOT VALID",
        "CREATE TABLE duty (id UUID NOT NULL)",
        "CREATE INDEX ix ON new_table (phone)",
        "ALTER TABLE new_table ADD CONSTRAINT c CHECK (title <> '')",
        "UPDATE alembic_version SET version_num='0017' WHERE alembic_version.version_num = '0016'",
    ],
)
def test_what_holds_nobody_up_is_let_be(sql):
    assert faults([Said(sql, alone=False, batch=False)], TABLES) == []


def test_what_is_kept_piece_by_piece_stands_alone_and_a_check_is_not_validated_under_its_own_lock():
    index = Said("CREATE INDEX CONCURRENTLY ix ON staff (phone)", alone=True, batch=False)
    column = Said("ALTER TABLE staff ADD COLUMN x INTEGER", alone=False, batch=False)
    assert len(faults([column, index], TABLES)) == 1
    add = Said(
        "ALTER TABLE staff ADD CONSTRAINT c CHECK (x > 0) NOT VALID", alone=False, batch=False
    )
    validate = Said("ALTER TABLE staff VALIDATE CONSTRAINT c", alone=False, batch=False)
    assert len(faults([add, validate], TABLES)) == 1
    assert faults([validate], TABLES) == []
