"""Threads and messages. A message is a phrase id with its values, or free text with its language."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, enum_type
from portal.people.agencies import Agency

# The words of the query that uses the index: SQLite takes a partial index only where they are the same.
WAITS_FOR_HER = (
    "staff_id IS NOT NULL AND (read IS NULL OR reply_by IS NOT NULL AND answered IS NULL)"
)


class Thread(Base):
    """A conversation of one participant with her team; one agency has it at a time.

    `last_at` and `awaits_staff` are kept with every message, so a list never counts messages.
    """

    __tablename__ = "thread"
    __table_args__ = (
        Index("ix_thread_participant_id_last_at", "participant_id", "last_at"),
        Index(
            "ix_thread_awaits_staff", "agency", "last_at",
            sqlite_where=text("awaits_staff"), postgresql_where=text("awaits_staff"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    agency: Mapped[Agency] = mapped_column(enum_type(Agency))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    # Its type is named: it would come from the plan's table, which may be read after this one.
    step_id: Mapped[UUID | None] = mapped_column(Uuid(), ForeignKey("step.id"))
    started: Mapped[datetime]
    last_at: Mapped[datetime]
    awaits_staff: Mapped[bool] = mapped_column(default=False)


class Message(Base):
    """One message; sent text never changes."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("(phrase IS NULL) <> (body IS NULL)", "phrase_or_text"),
        CheckConstraint("(body IS NULL) = (language IS NULL)", "text_has_a_language"),
        Index("ix_message_thread_id_sent", "thread_id", "sent"),
        Index(
            "ix_message_unread", "participant_id",
            sqlite_where=text("read IS NULL AND staff_id IS NOT NULL"),
            postgresql_where=text("read IS NULL AND staff_id IS NOT NULL"),
        ),
        Index(
            "ix_message_pending", "participant_id",
            sqlite_where=text(WAITS_FOR_HER), postgresql_where=text(WAITS_FOR_HER),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    thread_id: Mapped[UUID] = mapped_column(ForeignKey("thread.id"))
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    phrase: Mapped[str | None] = mapped_column(String(24))
    parameters: Mapped[dict[str, str]] = mapped_column(default=dict)
    body: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(12))
    reply_by: Mapped[date | None]
    sent: Mapped[datetime]
    read: Mapped[datetime | None]
    answered: Mapped[datetime | None]
