"""Appointments and who attends them. Start and end are instants in UTC, shown in Europe/Stockholm."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Code, Id, enum_type
from portal.people.agencies import Agency
from portal.phrases.appointment_kinds import InterpreterState, Mode


class Reply(StrEnum):
    """What the participant has answered."""

    NONE = "none"
    COMING = "coming"
    CANNOT = "cannot"


class AppointmentState(StrEnum):
    """Whether it still holds."""

    BOOKED = "booked"
    CANCELLED = "cancelled"


class Appointment(Base):
    """A time with someone. The place is Swedish and never translated."""

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("ends > starts", "ends_after_start"),
        CheckConstraint("mode <> 'in_person' OR place IS NOT NULL", "place_if_in_person"),
        CheckConstraint(
            "(interpreter = 'not_needed') = (interpreter_language IS NULL)",
            "interpreter_language",
        ),
        CheckConstraint("reply <> 'cannot' OR reply_reason IS NOT NULL", "cannot_has_a_reason"),
        Index("ix_appointment_participant_id_starts", "participant_id", "starts"),
    )

    id: Mapped[Id]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    agency: Mapped[Agency] = mapped_column(enum_type(Agency))
    kind: Mapped[Code]
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    mode: Mapped[Mode] = mapped_column(enum_type(Mode))
    place: Mapped[str | None] = mapped_column(String(120))
    entrance: Mapped[str | None] = mapped_column(String(120))
    travel_minutes: Mapped[int | None]
    purpose: Mapped[str | None] = mapped_column(String(200))
    bring: Mapped[list[str]] = mapped_column(default=list)
    interpreter: Mapped[InterpreterState] = mapped_column(enum_type(InterpreterState))
    interpreter_language: Mapped[str | None] = mapped_column(String(12))
    number_withheld: Mapped[bool] = mapped_column(default=False)
    lift: Mapped[bool] = mapped_column(default=False)
    hearing_loop: Mapped[bool] = mapped_column(default=False)
    companion_welcome: Mapped[bool] = mapped_column(default=True)
    child_welcome: Mapped[bool] = mapped_column(default=False)
    reply_by: Mapped[date | None]
    reply: Mapped[Reply] = mapped_column(enum_type(Reply), default=Reply.NONE)
    reply_reason: Mapped[str | None] = mapped_column(String(24))
    reply_other_time: Mapped[str | None] = mapped_column(String(24))
    reply_text: Mapped[str | None] = mapped_column(String(500))
    replied: Mapped[datetime | None]
    state: Mapped[AppointmentState] = mapped_column(
        enum_type(AppointmentState), default=AppointmentState.BOOKED
    )
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own attribute


class Attendee(Base):
    """Someone who is there, and from which agency."""

    __tablename__ = "attendee"

    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"), primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True, index=True)
