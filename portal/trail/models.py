"""Who looked at what and who changed what. Append-only: the database refuses updates and deletes."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Code, Id, enum_type
from portal.people.agencies import Agency


class Act(StrEnum):
    """What someone did."""

    LOOKED = "looked"
    ADDED = "added"
    CHANGED = "changed"
    REFUSED = "refused"


class Trace(Base):
    """One thing done with one person's data, by staff or by the person."""

    __tablename__ = "trace"
    trace_of_reading = True
    __table_args__ = (
        Index("ix_trace_participant_id_at", "participant_id", "at"),
        CheckConstraint("staff_id IS NULL OR agency IS NOT NULL", "agency_of_staff"),
    )

    id: Mapped[Id]
    at: Mapped[datetime]
    act: Mapped[Act] = mapped_column(enum_type(Act))
    subject: Mapped[Code]
    subject_id: Mapped[UUID | None]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    agency: Mapped[Agency | None] = mapped_column(enum_type(Agency))
