"""Making up a past: the one place where traces are dated otherwise than now, for demos."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.orm import Session

_DATED_NOW = text(
    "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'trace_dated_now'"
)


@contextmanager
def made_up(db: Session) -> Iterator[None]:
    """Within it, and in this transaction only, a trace may be of any day.

    On PostgreSQL only who owns the tables may do so, whatever runs here; SQLite has no roles, so
    the trigger goes and comes back.
    """
    if db.get_bind().dialect.name != "sqlite":
        yield
        return
    trigger = db.scalar(_DATED_NOW)
    db.execute(text("DROP TRIGGER IF EXISTS trace_dated_now"))
    yield
    db.flush()
    if trigger:
        db.execute(text(trigger))
