"""The trail as tests ask about it."""

from sqlalchemy import select

from portal.db import Database
from portal.trail.models import Act, Trace


def traces(database: Database, subject: str) -> list[tuple[Act, object, object]]:
    """What was done with things of one kind, in order: the act, by which member of staff, with which."""
    with database.reading() as db:
        found = db.scalars(select(Trace).where(Trace.subject == subject).order_by(Trace.at))
        return [(each.act, each.staff_id, each.subject_id) for each in found]
