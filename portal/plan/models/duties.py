"""Monthly duties, and the person's own notes that they are done."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Code, Id


class Duty(Base):
    """A monthly duty this person has."""

    __tablename__ = "duty"
    __table_args__ = (Index("uq_duty_participant_id_kind", "participant_id", "kind", unique=True),)

    id: Mapped[Id]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    kind: Mapped[Code]


class DutyTick(Base):
    """The person's own note that a duty is done for a month ("2026-11")."""

    __tablename__ = "duty_tick"

    duty_id: Mapped[UUID] = mapped_column(ForeignKey("duty.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    ticked: Mapped[datetime]
