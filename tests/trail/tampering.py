"""What someone who owns the database can do to the trail, past every trigger."""

from contextlib import contextmanager

from sqlalchemy import text

from portal.db import Database
from tests import databases

TRIGGERS = {
    "trace": ("trace_no_update", "trace_no_delete", "trace_dated_now"),
    "trail_seal": ("trail_seal_no_update", "trail_seal_no_delete"),
}


@contextmanager
def as_owner(database: Database):
    """A transaction in which nothing refuses: the triggers are gone, or off."""
    with databases.as_owner(database) as session:
        for table, triggers in TRIGGERS.items():
            if not database.is_sqlite:
                session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
                continue
            for trigger in triggers:
                session.execute(text(f"DROP TRIGGER IF EXISTS {trigger}"))
        yield session.connection()
