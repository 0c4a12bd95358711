"""Sealing the trail: what is finished is covered by a hash, and nothing can slip in under it later.

A trace counts as finished a minute after its instant: no request waits that long between reading
the clock and writing (locks give up after ten seconds). On PostgreSQL transactions commit out of
order, so one that has written and still runs holds the seal back. Machines that write traces must
have clocks that agree within that minute. A stretch without a trace is sealed once, else one could
be dated back to just after the last; while nothing more happens, no further seal says so.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal import clock
from portal.db import Database, insert_into
from portal.trail.models import TrailSeal
from portal.trail.seal_hash import BEGINNING, EVERY, NONE_BEFORE, Stretch, traces_between

log = logging.getLogger(__name__)

FINISHED_AFTER = timedelta(minutes=1)
MOST_TRACES = 10_000  # under one seal, so that it takes a tenth of a second and holds nobody up
# Only transactions that have written count; a backup that reads for hours holds nothing back.
_OLDEST_WRITER = text(
    "SELECT coalesce(extract(epoch FROM clock_timestamp() - min(xact_start)), 0)"
    " FROM pg_stat_activity WHERE backend_xid IS NOT NULL"
    " AND datname = current_database() AND pid <> pg_backend_pid()"
)


def newest(db: Session) -> TrailSeal | None:
    """The last seal; None before the first."""
    return db.scalars(select(TrailSeal).order_by(TrailSeal.id.desc()).limit(1)).first()


def seal_all(
    database: Database, *, at_least: timedelta = timedelta(0), most: int = MOST_TRACES
) -> list[TrailSeal]:
    """Seals what is finished and not sealed yet, each seal in a transaction of its own.

    A stretch shorter than `at_least` is left for the next time, so that several workers do not
    each add a seal of their own.
    """
    made: list[TrailSeal] = []
    with database.reading() as db:  # once: the clock goes on, and would be run after for ever
        until = clock.now() - FINISHED_AFTER - _running(db, is_sqlite=database.is_sqlite)
    while seal := _seal_next(database, until, at_least, most):
        made.append(seal)
    return made


def _seal_next(
    database: Database, finished: datetime, at_least: timedelta, most: int
) -> TrailSeal | None:
    """None when nothing is finished, or when another worker has sealed at the same time."""
    with database.writing() as db, db.begin():
        last = newest(db)
        since, number, previous = (
            (last.until, last.id + 1, last.hash) if last else (BEGINNING, 1, NONE_BEFORE)
        )
        if finished <= since or finished - since < at_least:
            return None
        rows, until = _portion(db, since, finished, most)
        if last and not rows and not last.traces:
            return None
        stretch = Stretch(number, since, until, len(rows), previous, clock.now())
        seal = TrailSeal(**stretch._asdict(), hash=stretch.hashed(rows))
        if not _keep(db, seal):
            return None
    # In the log stream too: a trail that is forged and sealed anew no longer has this hash.
    # Beside the words: a hash looks like a token, and tokens are taken out of what is logged.
    log.info("trail seal %s %s", seal.id, seal.until.isoformat(), extra={"seal": seal.hash})
    return seal


def _running(db: Session, *, is_sqlite: bool) -> timedelta:
    """How long the oldest transaction that has written runs; SQLite has no other beside ours."""
    return timedelta() if is_sqlite else timedelta(seconds=float(db.scalar(_OLDEST_WRITER) or 0))


def _portion(
    db: Session, since: datetime, until: datetime, most: int
) -> tuple[Sequence[Any], datetime]:
    """The traces for one seal and where it ends: before an instant, never in the midst of one."""
    rows = traces_between(db, since, until, most + 1)
    if len(rows) <= most:
        return rows, until
    end = rows[-1].at
    kept = [row for row in rows if row.at < end]
    if kept:
        return kept, end
    instant = end + timedelta(microseconds=1)  # more at one instant than a seal is meant to have
    return traces_between(db, since, instant, EVERY), instant


def _keep(db: Session, seal: TrailSeal) -> bool:
    """Stores a seal, unless one with its number was stored at the same time."""
    values = {column.key: getattr(seal, column.key) for column in TrailSeal.__table__.columns}
    made = insert_into(db, TrailSeal).values(**values).on_conflict_do_nothing()
    return db.execute(made.returning(TrailSeal.id)).first() is not None
