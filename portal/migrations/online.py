"""What a revision uses to change tables that are being read: indexes, batches, and refusing.

Each does the plain thing on SQLite. On PostgreSQL what these do is committed at once, piece by
piece, so a revision that uses one does nothing else: run again after a stop, it goes on.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.engine import Connection, Row

BATCH = 500  # rows; a tenth of a second, so that whoever waits for one of them hardly notices
IN_BATCHES = {"in_batches": True}  # what a statement of a batch says of itself
_BROKEN = sa.text(
    "SELECT NOT indisvalid FROM pg_index WHERE indexrelid = to_regclass(quote_ident(:name))"
)


class Undecided(Exception):
    """Rows that a revision cannot decide about: which they are, and what to do."""

    def __init__(self, what_to_do: str, rows: Sequence[str]) -> None:
        super().__init__(what_to_do)
        self.what_to_do, self.rows = what_to_do, rows


def create_indexes(indexes: Mapping[str, tuple[str, Sequence[str]]]) -> None:
    """Builds indexes (name: table, columns) while the tables are read and written."""
    with _piece_by_piece() as concurrently:
        for name, (table, columns) in indexes.items():
            if not concurrently:
                op.create_index(name, table, list(columns))
                continue
            # One that was stopped half-way stays, serves nobody, and passes for the real one.
            if op.get_bind().scalar(_BROKEN, {"name": name}):
                op.drop_index(name, table, postgresql_concurrently=True)
            op.create_index(
                name, table, list(columns), postgresql_concurrently=True, if_not_exists=True
            )


def drop_indexes(indexes: Mapping[str, tuple[str, Sequence[str]]]) -> None:
    """Takes indexes away while their tables are read and written."""
    with _piece_by_piece() as concurrently:
        for name, (table, _columns) in indexes.items():
            if concurrently:
                op.drop_index(name, table, postgresql_concurrently=True, if_exists=True)
            else:
                op.drop_index(name, table)


def batches(
    table: sa.Table, columns: Sequence[str], where: sa.ColumnElement[bool], size: int = BATCH
) -> Iterator[tuple[Connection, Sequence[Row[Any]]]]:
    """The rows still to be filled, by primary key, and the connection to change them with.

    `where` tells what is still to be done, and is no longer true of a row that is. Each batch is
    kept before the next is read, and its statements say `IN_BATCHES`.
    """
    (key,) = table.primary_key.columns
    wanted = sa.select(*(table.c[name] for name in columns)).order_by(key).limit(size)
    with _piece_by_piece():
        connection = op.get_bind()
        last: Any = None
        while True:
            after = sa.true() if last is None else key > last
            rows = connection.execute(
                wanted.add_columns(key.label("key_of_row")).where(where, after)
            ).all()
            if not rows:
                return
            last = rows[-1][-1]
            yield connection, rows


def hold_new_to(table: str, checks: Mapping[str, str]) -> bool:
    """Holds what is written from now on to checks (name: rule); False on SQLite: `remake` it.

    For rows that are there and have to be mended first: after that, `hold_to` the same.
    """
    with _piece_by_piece() as concurrently:
        if not concurrently:
            return False
        _wait_a_moment()
        for name, rule in checks.items():
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
            op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({rule}) NOT VALID")
    return True


def hold_to(table: str, checks: Mapping[str, str], not_null: Sequence[str] = ()) -> bool:
    """Holds a table's rows to checks (name: rule) that they fulfil; False on SQLite: `remake` it.

    A check is added for new rows at once, and for those that are there without a lock that anyone
    waits for. A column that a check says is not null is then told so without a look at each row.
    """
    if not hold_new_to(table, checks):
        return False
    validate(table, checks)
    with _piece_by_piece():
        _wait_a_moment()
        for column in not_null:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL")
    return True


def validate(table: str, constraints: Iterable[str]) -> None:
    """Looks through the rows of a table of PostgreSQL that are there, while it is read and written."""
    with _piece_by_piece():
        _wait_a_moment()
        for name in constraints:
            op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")


def refer(table: str, column: str, to: str, on_delete: str = "NO ACTION") -> bool:
    """Makes a column a reference to the `id` of another table; False on SQLite: alembic does it."""
    name = f"fk_{table}_{column}"
    with _piece_by_piece() as concurrently:
        if not concurrently:
            return False
        _wait_a_moment()
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
        op.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column})"
            f" REFERENCES {to} (id) ON DELETE {on_delete} NOT VALID"
        )
    validate(table, (name,))
    return True


def let_go_of(table: str, checks: Mapping[str, str], nullable: Sequence[str] = ()) -> bool:
    """Takes checks off a table; False on SQLite: `remake` it."""
    with _piece_by_piece() as concurrently:
        if not concurrently:
            return False
        _wait_a_moment()
        for name in checks:
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
        for column in nullable:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} DROP NOT NULL")
    return True


def remake(table: str, change: Callable[[str], str]) -> None:
    """Makes a table of SQLite's anew by a changed CREATE TABLE, with its rows, indexes and triggers.

    As SQLite's documentation says it has to be done (lang_altertable, 7); a run of migrations has
    its references at rest. Alembic's own way would lose the checks.
    """
    ask = op.get_bind().exec_driver_sql
    parts = "SELECT type, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL"
    found = ask(parts, (table,)).all()
    [made] = [sql for type_, sql in found if type_ == "table"]
    head, _, body = change(made).partition("(")
    columns = ", ".join(row.name for row in ask(f"PRAGMA table_info({table})"))
    ask(f"{head.replace(table, f'{table}_anew')}({body}")
    ask(f"INSERT INTO {table}_anew ({columns}) SELECT {columns} FROM {table}")  # noqa: S608
    ask(f"DROP TABLE {table}")
    ask("PRAGMA legacy_alter_table = ON")  # else triggers that name the table are in the way
    ask(f"ALTER TABLE {table}_anew RENAME TO {table}")
    ask("PRAGMA legacy_alter_table = OFF")
    for type_, sql in found:
        if type_ != "table":
            ask(sql)


def answers(name: str) -> Mapping[str, str]:
    """What whoever runs the migration has answered to a question of a revision."""
    given: Mapping[str, Mapping[str, str]] = op.get_context().opts.get("answers") or {}
    return given.get(name, {})


def _piece_by_piece() -> AbstractContextManager[bool]:
    """On PostgreSQL outside a transaction, waiting as long as it takes: none of it holds anyone up."""
    if op.get_bind().dialect.name == "sqlite":
        return nullcontext(False)
    return _Autocommit()


def _wait_a_moment() -> None:
    """What locks a table waits for it a moment only, as a revision in a transaction does."""
    op.execute("RESET lock_timeout")


class _Autocommit(AbstractContextManager[bool]):
    def __enter__(self) -> bool:
        self._block = op.get_context().autocommit_block()
        self._block.__enter__()
        op.execute("SET lock_timeout = 0")
        return True

    def __exit__(self, *error: Any) -> None:
        if error[0] is None:
            op.execute("RESET lock_timeout")
        self._block.__exit__(*error)
