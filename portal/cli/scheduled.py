"""What `portal deliver` does before each round: it sends the messages whose time has come."""

from sqlalchemy import exists

from portal.db import Database
from portal.messages import scheduled
from portal.messages.models import ScheduledMessage
from portal.plan.models import Plan

# Messages know nothing of plans, so who may still be written to is said here.
WITH_A_PLAN = exists().where(
    Plan.participant_id == ScheduledMessage.participant_id, Plan.closed.is_(None)
)


class Scheduled:
    """Sends messages that are due, each in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __call__(self) -> None:
        """Sends until nothing is due."""
        while self._is_any_due():
            with self._database.writing() as db, db.begin():
                if not scheduled.send_next(db, WITH_A_PLAN):
                    break  # another worker has them

    def _is_any_due(self) -> bool:
        with self._database.reading() as looking:
            return scheduled.is_any_due(looking, WITH_A_PLAN)
