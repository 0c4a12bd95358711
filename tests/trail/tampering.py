"""What someone who owns the database can do to the trail, past every trigger."""

from contextlib import contextmanager

from sqlalchemy import text

from portal.db import Database

TRIGGERS = {
    "trace": ("trace_no_update", "trace_no_delete"),
    "trail_seal": ("trail_seal_no_update", "trail_seal_no_delete"),
}


@contextmanager
def as_owner(database: Database):
    """A transaction in which nothing refuses: the triggers are gone, or off."""
    with database.writer.begin() as connection:
        for table, triggers in TRIGGERS.items():
            if not database.is_sqlite:
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
                continue
            for trigger in triggers:
                connection.execute(text(f"DROP TRIGGER IF EXISTS {trigger}"))
        yield connection
