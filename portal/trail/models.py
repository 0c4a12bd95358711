"""Who looked at what and who changed what. Append-only: the database refuses updates and deletes."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
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
    """One thing done with one person's data, by staff or by the person.

    `way` is "letter" where the sign-in it was done in began with a letter that staff gave out.
    """

    __tablename__ = "trace"
    trace_of_reading = True
    __table_args__ = (
        Index("ix_trace_participant_id_at", "participant_id", "at"),
        Index("ix_trace_at", "at"),
        CheckConstraint("staff_id IS NULL OR agency IS NOT NULL", "agency_of_staff"),
    )

    id: Mapped[Id]
    at: Mapped[datetime]
    act: Mapped[Act] = mapped_column(enum_type(Act))
    subject: Mapped[Code]
    subject_id: Mapped[UUID | None]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    agency: Mapped[Agency | None] = mapped_column(enum_type(Agency))
    way: Mapped[Code | None]


class TrailSeal(Base):
    """A seal over the traces of a stretch of time, [`since`, `until`). Append-only.

    The stretches follow one another without a gap, so a trace that is dated back falls into one that
    is sealed already. `hash` is over the traces and what stands here, `previous` that of the seal
    before, as SHA-256 in hexadecimal digits.
    """

    __tablename__ = "trail_seal"
    __table_args__ = (CheckConstraint("until > since", "until_after_since"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[datetime]
    until: Mapped[datetime]
    traces: Mapped[int]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[datetime]
