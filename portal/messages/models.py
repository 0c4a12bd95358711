"""Threads and messages, how a thread went from agency to agency, and what is sent later.

A message is a phrase id with its values, sentences of the phrasebook, or free text with its language.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Code, Id, enum_type
from portal.people.agencies import Agency

# The words of the query that uses the index: SQLite takes a partial index only where they are the same.
WAITS_FOR_HER = (
    "staff_id IS NOT NULL AND (read IS NULL OR reply_by IS NOT NULL AND answered IS NULL)"
)
# What a message can be: exactly one of a phrase, sentences of the phrasebook, and free text.
ONE_WAY_TO_SAY = (
    "(CASE WHEN phrase IS NULL THEN 0 ELSE 1 END) + (CASE WHEN sentences IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN body IS NULL THEN 0 ELSE 1 END) = 1"
)
OPEN_FORWARD = "state IN ('asking', 'sent')"
SENTENCES = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Thread(Base):
    """A conversation of one participant with her team; one agency has it at a time.

    `staff_id` is who at the agency has it or is meant to; nobody in person after a forward, until
    someone takes it (`taken`). `answer_by` is the day the participant has been promised an answer
    by; none while none is owed. `last_id` and `last_at` are kept with every message, so that a list
    never looks for the latest one.
    """

    __tablename__ = "thread"
    __table_args__ = (
        ForeignKeyConstraint(
            ["last_id", "id"], ["message.id", "message.thread_id"], name="fk_thread_last_id",
            deferrable=True, initially="DEFERRED", use_alter=True,
        ),
        CheckConstraint("taken IS NULL OR staff_id IS NOT NULL", "taken_by_someone"),
        CheckConstraint("step_id IS NULL OR appointment_id IS NULL", "about_one_thing"),
        Index("ix_thread_participant_id_last_at", "participant_id", "last_at"),
        Index(
            "ix_thread_answer_by", "agency", "answer_by",
            sqlite_where=text("answer_by IS NOT NULL"),
            postgresql_where=text("answer_by IS NOT NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    agency: Mapped[Agency] = mapped_column(enum_type(Agency))
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    taken: Mapped[datetime | None]
    # Their types are named: they would come from tables that may be read after this one.
    step_id: Mapped[UUID | None] = mapped_column(Uuid(), ForeignKey("step.id"), index=True)
    appointment_id: Mapped[UUID | None] = mapped_column(
        Uuid(), ForeignKey("appointment.id"), index=True
    )
    started: Mapped[datetime]
    last_at: Mapped[datetime]
    last_id: Mapped[UUID]
    answer_by: Mapped[date | None]


class Message(Base):
    """One message. What was sent never changes: the database holds that (migration 0006).

    `swedish` is the record: what a phrase or sentences said in Swedish when they were sent. A
    message of the participant's keeps to which agency it went and by when she was promised an
    answer. `told` is when someone who met her told her of a message she had not opened.
    """

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint(ONE_WAY_TO_SAY, "one_way_to_say"),
        CheckConstraint("(body IS NULL) = (language IS NULL)", "text_has_a_language"),
        CheckConstraint("(body IS NULL) = (swedish IS NOT NULL)", "a_record_in_swedish"),
        CheckConstraint("(staff_id IS NULL) = (to_agency IS NOT NULL)", "hers_went_to_an_agency"),
        CheckConstraint("answer_by IS NULL OR staff_id IS NULL", "a_promise_to_her"),
        CheckConstraint("corrects_id <> id", "corrects_another"),
        CheckConstraint(
            "(withdrawn IS NULL) = (withdrawn_by IS NULL) AND (withdrawn IS NULL OR staff_id IS NOT NULL)",
            "withdrawn_by_whom",
        ),
        CheckConstraint("(told IS NULL) = (told_by IS NULL)", "told_by_whom"),
        UniqueConstraint("id", "thread_id"),
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
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    phrase: Mapped[str | None] = mapped_column(String(24))
    parameters: Mapped[dict[str, str]] = mapped_column(default=dict)
    sentences: Mapped[list[dict[str, Any]] | None] = mapped_column(SENTENCES)
    body: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(12))
    swedish: Mapped[str | None] = mapped_column(Text)
    reply_by: Mapped[date | None]
    sent: Mapped[datetime]
    to_agency: Mapped[Agency | None] = mapped_column(enum_type(Agency, "to_agency"))
    answer_by: Mapped[date | None]
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("message.id"), index=True)
    read: Mapped[datetime | None]
    answered: Mapped[datetime | None]
    told: Mapped[datetime | None]
    told_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    withdrawn: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)


class ForwardState(StrEnum):
    """Where a forward stands."""

    ASKING = "asking"  # the participant is asked first
    REFUSED = "refused"  # she said no; the thread stays where it is
    SENT = "sent"  # the other agency has it, nobody there has taken it yet
    ACCEPTED = "accepted"
    RETURNED = "returned"  # sent back, with a reason of its own


class Forward(Base):
    """That a thread goes from one agency to another, why, and how that went. Each one is counted."""

    __tablename__ = "forward"
    __table_args__ = (
        CheckConstraint("from_agency <> to_agency", "two_agencies"),
        CheckConstraint("(state IN ('asking', 'refused')) = (sent IS NULL)", "sent_or_not"),
        CheckConstraint(
            "(state IN ('accepted', 'returned')) = (decided IS NOT NULL)"
            " AND (decided IS NULL) = (decided_by IS NULL)",
            "decided_by_whom",
        ),
        CheckConstraint("state <> 'refused' OR answered IS NOT NULL", "refused_when"),
        Index(
            "uq_forward_open", "thread_id", unique=True,
            sqlite_where=text(OPEN_FORWARD), postgresql_where=text(OPEN_FORWARD),
        ),
        Index("ix_forward_thread_id", "thread_id"),
        Index("ix_forward_participant_id", "participant_id"),
    )  # fmt: skip

    id: Mapped[Id]
    thread_id: Mapped[UUID] = mapped_column(ForeignKey("thread.id"))
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    from_agency: Mapped[Agency] = mapped_column(enum_type(Agency, "from_agency"))
    to_agency: Mapped[Agency] = mapped_column(enum_type(Agency, "to_agency"))
    by_staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    reason: Mapped[Code]
    state: Mapped[ForwardState] = mapped_column(enum_type(ForwardState))
    begun: Mapped[datetime]
    answered: Mapped[datetime | None]  # by the participant, where she was asked
    sent: Mapped[datetime | None]
    decided: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)


class Attachment(Base):
    """A photo of a paper or a PDF, written anew so that nothing hidden is left in it.

    `sha256` is the digest of the content in hexadecimal, to check a copy by.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("media_type IN ('image/jpeg', 'application/pdf')", "media_type"),
        CheckConstraint("size BETWEEN 1 AND 10485760", "size"),
        UniqueConstraint("message_id", "position"),
    )

    id: Mapped[Id]
    message_id: Mapped[UUID] = mapped_column(ForeignKey("message.id"))
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    position: Mapped[int]
    media_type: Mapped[Code]
    size: Mapped[int]
    pages: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))


class ScheduledMessage(Base):
    """What staff have written to be sent later. No participant's page reads it; gone when it is sent."""

    __tablename__ = "scheduled_message"
    __table_args__ = (
        CheckConstraint(ONE_WAY_TO_SAY, "one_way_to_say"),
        Index("ix_scheduled_message_send_at", "send_at"),
        Index("ix_scheduled_message_participant_id", "participant_id"),
    )

    id: Mapped[Id]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    agency: Mapped[Agency] = mapped_column(enum_type(Agency))
    thread_id: Mapped[UUID | None] = mapped_column(ForeignKey("thread.id"), index=True)
    phrase: Mapped[str | None] = mapped_column(String(24))
    parameters: Mapped[dict[str, str]] = mapped_column(default=dict)
    sentences: Mapped[list[dict[str, Any]] | None] = mapped_column(SENTENCES)
    body: Mapped[str | None] = mapped_column(Text)
    reply_by: Mapped[date | None]
    written: Mapped[datetime]
    send_at: Mapped[datetime]
