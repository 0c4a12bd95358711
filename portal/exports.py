"""How a table is handed to the person it is about (GDPR articles 15 and 20).

Every slice says it of its own tables: a rule, or in writing why there is nothing to hand out. Each
column is handed out unless the rule names it with a reason, so a new column cannot be forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, FromClause, Table, bindparam, select, true

from portal import clock
from portal.db import Base, Statement

SWEDISH = "sv"
UNKNOWN = "und"  # BCP 47: her own words, in a language nobody asked for
Record = dict[str, Any]


@dataclass(frozen=True)
class Export:
    """How the rows of one table about one person are found and handed out.

    `whose` is the column with her id, by default the table's own; `through` are the tables on the
    way to it. `leaves_out` are columns with the reason. `instead` replaces columns. `texts` are
    free texts, with the column or the tag that tells their language. `guarded` are the places and
    times that leave no file for a person with protected identity.
    """

    table: type[Base]
    whose: Any = None
    through: tuple[tuple[type[Base], ColumnElement[bool]], ...] = ()
    only: ColumnElement[bool] = field(default_factory=true)
    order: Any = None
    leaves_out: Mapping[str, str] = field(default_factory=dict)
    instead: Mapping[str, ColumnElement[Any]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    guarded: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The table's name, and the key of its rows in the file."""
        return str(self.table.__tablename__)

    @cached_property
    def statement(self) -> Statement:
        """Her rows, to be run with `participant`; built once. Staff are joined, never asked for one by one."""
        source: FromClause = self._table
        for through, on in self.through:
            source = source.join(through, on)
        columns: list[ColumnElement[Any]] = []
        for column in self._handed_out:
            if (named := _names(column)) is None:
                columns.append(self.instead.get(column.key, column).label(column.key))
                continue
            to, fields = named
            other = to.alias(f"{column.key}_named")
            source = source.outerjoin(other, other.c.id == column)
            columns += [other.c[each].label(f"{column.key}__{each}") for each in fields]
        whose = self._table.c.participant_id if self.whose is None else self.whose
        order = self.order if self.order is not None else next(iter(self._table.primary_key))
        found = select(*columns).select_from(source).where(whose == bindparam("participant"))
        return found.where(self.only).order_by(order)

    def record(self, row: Mapping[str, Any], *, protected: bool) -> Record:
        """A row as it is handed out: aware instants, days, plain values; a text with its language."""
        made: Record = {}
        for column in self._handed_out:
            if (named := _names(column)) is not None:
                made[_without_id(column.key)] = _person(row, column.key, named[1])
                continue
            value = row[column.key]
            if protected and column.key in self.guarded:
                value = clock.local(value).date() if isinstance(value, datetime) else None
            if value is not None and column.key in self.texts:
                told_by = self.texts[column.key]
                value = {"text": value, "language": row.get(told_by) or told_by}
            made[column.key] = value
        return made

    @property
    def _table(self) -> Table:
        table = self.table.__table__
        assert isinstance(table, Table)  # noqa: S101 - for mypy: every table here is one
        return table

    @property
    def _handed_out(self) -> list[Column[Any]]:
        return [each for each in self._table.columns if each.key not in self.leaves_out]


# Of whom works with her she is told name, agency and title; of a team its name.
_NAMED = MappingProxyType({"staff": ("name", "agency", "title"), "team": ("name",)})


def _names(column: Column[Any]) -> tuple[Table, tuple[str, ...]] | None:
    for key in column.foreign_keys:
        if key.column.table.name in _NAMED:
            return key.column.table, _NAMED[key.column.table.name]
    return None


def _person(row: Mapping[str, Any], column: str, fields: tuple[str, ...]) -> Record | None:
    found = {each: row[f"{column}__{each}"] for each in fields}
    return found if found["name"] is not None else None


def _without_id(key: str) -> str:
    return key.removesuffix("_id")


def plain(value: Any) -> Any:
    """A value as JSON has it: instants in UTC and days in ISO 8601, ids as text."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value
