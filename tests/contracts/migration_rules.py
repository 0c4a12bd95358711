"""What a revision after 0015 may say to a PostgreSQL that is being read: judged statement by statement."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import Engine, event

from portal.migrations.online import IN_BATCHES

VOLATILE = re.compile(r"DEFAULT .*(RANDOM|CLOCK_TIMESTAMP|NEXTVAL|UUID_GENERATE)", re.IGNORECASE)
TABLE = r"(?:ONLY )?\"?(\w+)\"?"


class Said(NamedTuple):
    """One statement of a revision, and how it was run."""

    sql: str
    alone: bool  # outside a transaction, kept at once
    batch: bool


@contextmanager
def listening() -> Iterator[list[Said]]:
    """Every statement that is run meanwhile."""
    heard: list[Said] = []

    def note(connection, _cursor, statement, _parameters, context, _many) -> None:
        alone = connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT"
        batch = any(context.execution_options.get(name) for name in IN_BATCHES)
        heard.append(Said(" ".join(statement.split()), alone, batch))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def on_existing(pattern: str) -> Callable[[str, set[str]], bool]:
    """Whether a statement has this form for a table that the version before uses."""
    form = re.compile(pattern, re.IGNORECASE)

    def holds(sql: str, before: set[str]) -> bool:
        found = form.search(sql)
        return found is not None and any(name in before for name in found.groups())

    return holds


ALTER = rf"^ALTER TABLE {TABLE} "
# What is wrong with it: how it is told.
WRONG = {
    "adds a column that the version before cannot fill": (
        lambda sql, before: on_existing(ALTER + r"ADD COLUMN .*NOT NULL")(sql, before)
        and "DEFAULT" not in sql.upper()
    ),
    "writes every row anew": lambda sql, before: (
        on_existing(ALTER + r"ADD COLUMN")(sql, before) and VOLATILE.search(sql) is not None
    ),
    "takes away what the version before uses": on_existing(
        rf"^(?:DROP TABLE {TABLE}|ALTER TABLE {TABLE} (?:DROP COLUMN|RENAME))".replace(
            TABLE, r"(?:IF EXISTS )?\"?(\w+)\"?", 1
        )
    ),
    "changes a column's type": on_existing(ALTER + r"ALTER COLUMN \w+ TYPE"),
    "builds an index under a lock": on_existing(
        rf"^CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY).* ON {TABLE} "
    ),
    "looks through a table under a lock": lambda sql, before: (
        on_existing(ALTER + r"ADD (?:CONSTRAINT \w+ )?(?:CHECK|FOREIGN KEY)")(sql, before)
        and not sql.upper().endswith("NOT VALID")
    ),
    "builds a key under a lock": on_existing(
        ALTER + r"ADD (?:CONSTRAINT \w+ )?(?:UNIQUE|PRIMARY KEY|EXCLUDE) ?\("
    ),
    "locks a table": on_existing(
        rf"^(?:LOCK TABLE|LOCK|CLUSTER|VACUUM FULL|TRUNCATE|TRUNCATE TABLE|REINDEX TABLE) {TABLE}"
    ),
}  # fmt: skip
CHANGES = on_existing(rf"^(?:UPDATE|DELETE FROM) {TABLE}")
SCHEMA = re.compile(r"^(?:CREATE|ALTER|DROP) ", re.IGNORECASE)
SET = re.compile(rf"{ALTER}ALTER COLUMN (\w+) SET NOT NULL")
CHECKED = re.compile(rf"{ALTER}ADD CONSTRAINT .*CHECK \((\w+) IS NOT NULL\)")


def faults(heard: list[Said], before: set[str]) -> list[str]:
    """What is wrong with a revision; `before` are the tables there were."""
    return [
        f"{what}: {said.sql[:90]}"
        for place, said in enumerate(heard)
        for what in (*_by_form(said, before), *_among(said, heard[:place], heard, before))
    ]


def _by_form(said: Said, before: set[str]) -> Iterator[str]:
    yield from (what for what, holds in WRONG.items() if holds(said.sql, before))
    if CHANGES(said.sql, before) and not said.batch:
        yield "changes rows without batches"


def _among(said: Said, earlier: list[Said], heard: list[Said], before: set[str]) -> Iterator[str]:
    """What is wrong with a statement where it stands among the others."""
    # A column that a check says is not null is told so without a look; one kept at once is checked.
    checked = {
        found.groups() for each in earlier if each.alone and (found := CHECKED.search(each.sql))
    }
    if (
        (found := SET.search(said.sql))
        and found.group(1) in before
        and found.groups() not in checked
    ):
        yield "looks through a table under a lock"
    under_its_own = any("NOT VALID" in each.sql for each in earlier)
    if "VALIDATE CONSTRAINT" in said.sql and not said.alone and under_its_own:
        yield "validates under the lock of its own"
    piecewise = any(each.alone for each in heard)
    if piecewise and not said.alone and SCHEMA.match(said.sql):
        yield "does not stand alone"
