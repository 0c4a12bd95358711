"""Rows that wait to be stored together: plain dictionaries, inserted by the thousand."""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal import clock
from portal.appointments.models import Appointment, Attendee
from portal.db import Base
from portal.messages.models import Message, Thread
from portal.people.models import Assignment, ContactChange, NameWord, Participant, Staff, Team
from portal.plan.models import (
    Delay,
    Duty,
    DutyTick,
    Goal,
    Handover,
    Paper,
    PaperStage,
    Plan,
    Step,
    Turn,
)
from portal.sharing.models import Consent

# In this order, so that whatever a row refers to is there already.
TABLES: tuple[type[Base], ...] = (
    Team, Staff, Participant, NameWord, Assignment, ContactChange, Consent, Plan, Goal, Step, Turn, Handover,
    Delay, Paper, PaperStage, Duty, DutyTick, Appointment, Attendee, Thread, Message,
)  # fmt: skip


class Rows:
    """What is to be stored, and the chance it follows from."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.now = clock.now()
        self._waiting: dict[type[Base], list[dict[str, Any]]] = {table: [] for table in TABLES}

    def add(self, table: type[Base], **values: Any) -> None:
        """One more row. Every row of a table names the same columns."""
        self._waiting[table].append(values)

    def new_id(self) -> UUID:
        """An id that follows from the seed."""
        return UUID(int=self.chance.getrandbits(128), version=4)

    def days_ago(self, days: float) -> datetime:
        """An instant before now."""
        return self.now - timedelta(days=days)

    def store(self, session: Session) -> None:
        """Inserts everything and forgets it."""
        for table, rows in self._waiting.items():
            if rows:
                session.connection().execute(insert(table), rows)
                rows.clear()
