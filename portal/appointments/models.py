"""Appointments and who attends them. Start and end are instants in UTC, shown in Europe/Stockholm."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base, Code, Id, enum_type
from portal.people.agencies import Agency
from portal.phrases.appointment_kinds import InterpreterState, Mode


class Reply(StrEnum):
    """What the participant has answered."""

    NONE = "none"
    COMING = "coming"
    CANNOT = "cannot"


class AppointmentState(StrEnum):
    """Whether it still holds, and how it went."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    NOT_ATTENDED = "not_attended"


class CancelledBy(StrEnum):
    """On whose side the reason lay that an appointment was cancelled."""

    AGENCY = "agency"
    PARTICIPANT = "participant"


def _wall_of_start(context: Any) -> str:
    return wall(context.get_current_parameters()["starts"])


def wall(at: datetime) -> str:
    """An instant as the clock on the wall in Malmö shows it: "2026-11-25T09:00"."""
    return f"{clock.local(at):%Y-%m-%dT%H:%M}"


class Appointment(Base):
    """A time with someone. The place is Swedish and never translated.

    `starts` is the instant; `wall` and `zone` are what was agreed on, for the day when a country
    changes its clocks by another law. `sequence` counts the times that were given (RFC 5545):
    a new time or a cancellation raises it, a reply does not, and a reminder belongs to one of them.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("ends > starts", "ends_after_start"),
        CheckConstraint("mode <> 'in_person' OR place IS NOT NULL", "place_if_in_person"),
        CheckConstraint(
            "(interpreter = 'not_needed') = (interpreter_language IS NULL)",
            "interpreter_language",
        ),
        CheckConstraint("reply <> 'cannot' OR reply_reason IS NOT NULL", "cannot_has_a_reason"),
        CheckConstraint("(state = 'cancelled') = (cancelled_by IS NOT NULL)", "cancelled_by_whom"),
        CheckConstraint("(was_starts IS NULL) = (was_ends IS NULL)", "was_from_until"),
        CheckConstraint(
            "reply_by IS NULL OR CAST(reply_by AS VARCHAR(10)) < substr(wall, 1, 10)",
            "reply_by_before_the_day",
        ),
        Index("ix_appointment_participant_id_starts", "participant_id", "starts"),
    )

    id: Mapped[Id]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    agency: Mapped[Agency] = mapped_column(enum_type(Agency))
    kind: Mapped[Code]
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    wall: Mapped[str] = mapped_column(String(16), default=_wall_of_start)
    zone: Mapped[str] = mapped_column(String(40), default=str(clock.STOCKHOLM))
    was_starts: Mapped[datetime | None]
    was_ends: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(default=0)
    mode: Mapped[Mode] = mapped_column(enum_type(Mode))
    place: Mapped[str | None] = mapped_column(String(120))
    entrance: Mapped[str | None] = mapped_column(String(120))
    floor: Mapped[str | None] = mapped_column(String(40))
    landmark: Mapped[str | None] = mapped_column(String(120))
    travel_minutes: Mapped[int | None]
    purpose: Mapped[str | None] = mapped_column(String(200))
    bring: Mapped[list[str]] = mapped_column(default=list)
    interpreter: Mapped[InterpreterState] = mapped_column(enum_type(InterpreterState))
    interpreter_language: Mapped[str | None] = mapped_column(String(12))
    interpreter_cancel_by: Mapped[date | None]
    wrong_language: Mapped[datetime | None]
    number_withheld: Mapped[bool] = mapped_column(default=False)
    lift: Mapped[bool] = mapped_column(default=False)
    hearing_loop: Mapped[bool] = mapped_column(default=False)
    companion_welcome: Mapped[bool] = mapped_column(default=True)
    child_welcome: Mapped[bool] = mapped_column(default=False)
    if_absent: Mapped[Code] = mapped_column(default="new_time")
    reply_by: Mapped[date | None]
    reply: Mapped[Reply] = mapped_column(enum_type(Reply), default=Reply.NONE)
    reply_reason: Mapped[str | None] = mapped_column(String(24))
    reply_other_time: Mapped[str | None] = mapped_column(String(24))
    reply_text: Mapped[str | None] = mapped_column(String(500))
    replied: Mapped[datetime | None]
    state: Mapped[AppointmentState] = mapped_column(
        enum_type(AppointmentState), default=AppointmentState.BOOKED
    )
    cancelled_by: Mapped[CancelledBy | None] = mapped_column(enum_type(CancelledBy))
    next_step_id: Mapped[UUID | None] = mapped_column(Uuid(), ForeignKey("step.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own attribute


class Attendee(Base):
    """Someone who is there, and from which agency."""

    __tablename__ = "attendee"

    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"), primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True, index=True)


class AppointmentMove(Base):
    """That an appointment got another time. Append-only."""

    __tablename__ = "appointment_move"

    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by_staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    from_starts: Mapped[datetime]
    from_ends: Mapped[datetime]


class ClashKind(StrEnum):
    """What stands against a time."""

    OVERLAP = "overlap"
    TRAVEL = "travel"
    FIXED_HOURS = "fixed_hours"
    MANY = "many"
    CLOSED = "closed"
    ATTENDEE = "attendee"
    HOUR = "hour"


class AcceptedClash(Base):
    """That a time was given although something stood against it, by whom and why. Append-only."""

    __tablename__ = "accepted_clash"

    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("appointment.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ClashKind] = mapped_column(enum_type(ClashKind), primary_key=True)
    reason: Mapped[Code]
    by_staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    at: Mapped[datetime]


class FixedHours(Base):
    """Hours of the week when a participant is always taken: a course, fetching children.

    Clock times are Malmö's, the same in summer and winter; what ends no later than it begins, ends
    the next day, and 24:00 is the end of the day. Who noted them: an agency, or herself.
    """

    __tablename__ = "fixed_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", "weekday"),
        CheckConstraint("until <> since", "until_is_not_since"),
        CheckConstraint("last_day IS NULL OR last_day >= first_day", "last_day_after_first"),
        Index("ix_fixed_hours_participant_id", "participant_id"),
    )

    id: Mapped[Id]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    kind: Mapped[Code]
    weekday: Mapped[int] = mapped_column(SmallInteger)
    since: Mapped[str] = mapped_column(String(5))
    until: Mapped[str] = mapped_column(String(5))
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    agency: Mapped[Agency | None] = mapped_column(enum_type(Agency))


class CalendarFeed(Base):
    """The secret address of a participant's calendar; only its digest is kept."""

    __tablename__ = "calendar_feed"

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created: Mapped[datetime]
