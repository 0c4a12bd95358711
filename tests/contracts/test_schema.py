"""The schema as it is in a migrated database of either kind."""

import pytest
from sqlalchemy import inspect


def leads(index: list[str], columns: list[str], *, unique: bool) -> bool:
    """Whether an index finds the rows that refer to another: it begins with these columns, or one
    row at most is found by some of them.
    """
    return set(index[: len(columns)]) == set(columns) or (unique and set(index) <= set(columns))


def is_whole(index) -> bool:
    """Whether it finds every row of a reference: all of them, or all that refer to anything."""
    wheres = [each for key, each in index.get("dialect_options", {}).items() if "_where" in key]
    (column, *_rest) = index["column_names"]
    return all(str(each).strip("()") == f"{column} IS NOT NULL" for each in wheres)


def without_index(schema) -> list[tuple[str, list[str]]]:
    """The foreign keys of a database that no index leads to."""
    lost = []
    for table in schema.get_table_names():
        indexes = [
            (each["column_names"], bool(each["unique"]))
            for each in schema.get_indexes(table)
            if is_whole(each)
        ]
        indexes.append((schema.get_pk_constraint(table)["constrained_columns"], True))
        indexes += [(each["column_names"], True) for each in schema.get_unique_constraints(table)]
        lost += [
            (table, key["constrained_columns"])
            for key in schema.get_foreign_keys(table)
            if not any(
                leads(names, key["constrained_columns"], unique=one) for names, one in indexes
            )
        ]
    return lost


def test_every_foreign_key_has_an_index(database):
    assert without_index(inspect(database.reader)) == []


@pytest.mark.postgres
def test_every_index_serves(postgres_templates):
    """One that was stopped while it was built concurrently stays, and serves nobody."""
    with postgres_templates.database() as database, database.reader.connect() as connection:
        broken = "SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"
        assert connection.exec_driver_sql(broken).all() == []
