"""What a seal is the hash of: the traces in one order, and what the seal says of itself.

Plain SHA-256, without a key: who can rewrite the database could read a key that lies beside it. What
binds is that each newest hash also stands in the log stream, out of reach of the database.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, Uuid, bindparam, cast, func, select
from sqlalchemy.orm import Session

from portal.db import Instant, Statement, read
from portal.trail.models import Trace

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)  # where the first seal begins: before any trace
NONE_BEFORE = "0" * 64  # what the first seal has as the hash of the seal before
EVERY = 2**31 - 1  # no bound on how many are read


class Stretch(NamedTuple):
    """What a seal covers, and what it says of itself; times in UTC."""

    id: int
    since: datetime
    until: datetime
    traces: int
    previous: str
    sealed: datetime

    def hashed(self, rows: Iterable[Any]) -> str:
        """The hash over itself and its traces, in hexadecimal digits.

        As JSON, so that no value can be cut and a part of it counted for the next one.
        """
        # Without a way a row reads as before there were any, so that old seals hold.
        said = [row if row[-1] is not None else row[:-1] for row in rows]
        head = [each.isoformat() if isinstance(each, datetime) else each for each in self]
        text = _encode([head, [[row[0].isoformat(), *row[1:]] for row in said]])
        return sha256(text.encode()).hexdigest()


_encode = json.JSONEncoder(separators=(",", ":")).encode


_COLUMNS = (
    Trace.id, Trace.act, Trace.subject, Trace.subject_id, Trace.participant_id, Trace.staff_id,
    Trace.agency, Trace.way,
)  # fmt: skip


def _as_text(column: Any) -> ColumnElement[str]:
    """A value as it is stored, ids alike on either database.

    One that was forged into something the portal cannot read is to be found too, and must not stop
    the search.
    """
    is_id = isinstance(column.type, Uuid)
    return func.replace(cast(column, String), "-", "") if is_id else cast(column, String)


@cache
def _traces() -> Statement:
    return (
        select(Trace.at, *(_as_text(column) for column in _COLUMNS))
        .where(
            Trace.at >= bindparam("since", type_=Instant()),
            Trace.at < bindparam("until", type_=Instant()),
        )
        .order_by(Trace.at, Trace.id)
        .limit(bindparam("most"))
    )  # fmt: skip


def traces_between(db: Session, since: datetime, until: datetime, most: int) -> list[Any]:
    """The first so many traces of a stretch of time, in the order in which they are sealed."""
    values: Mapping[str, Any] = {"since": since, "until": until, "most": most}
    return list(read(db, _traces(), values))
