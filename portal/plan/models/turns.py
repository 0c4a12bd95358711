"""Whose turn it is: turns that follow one another, every hand-over between them, every delay."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, enum_type
from portal.people.agencies import Agency
from portal.phrases.reasons import Ground


class Holder(StrEnum):
    """Who has the turn: the participant, one agency, or an outside party an agency answers for."""

    PARTICIPANT = "participant"
    AF = "af"
    MALMO = "malmo"
    FK = "fk"
    SKANE = "skane"
    OUTSIDE = "outside"


class Why(StrEnum):
    """Why the turn went on to someone else."""

    HANDED_OVER = "handed_over"  # staff handed it on
    PART_DONE = "part_done"  # the participant has done her part
    NOT_POSSIBLE = "not_possible"  # the participant says that it is not possible for her
    NOT_OURS = "not_ours"  # the receiving agency says that it is not theirs
    TAKEN_BACK = "taken_back"  # the participant corrected herself
    PAPER = "paper"  # a paper came one stage further
    BEGINS = "begins"  # the step it waited for is over


class Turn(Base):
    """Whose turn a step is, since when, answered by when and on what ground. Kept when it ends.

    The database holds that turns of a step follow one another without a gap, that each but the
    first has its hand-over, that one that has ended never changes, and that who has it, since when
    and what was first promised change with a new turn only (migrations 0003 and 0004). `open_id`
    is the id while the turn is open: an open step refers to it, so neither can end alone.
    """

    __tablename__ = "turn"
    __table_args__ = (
        CheckConstraint("ended IS NULL OR ended >= since", "ends_after_start"),
        CheckConstraint("(holder = 'outside') = (outside_name IS NOT NULL)", "outside_has_a_name"),
        CheckConstraint("holder <> 'outside' OR answers IS NOT NULL", "outside_is_answered_for"),
        CheckConstraint("(promised_by IS NULL) = (ground IS NULL)", "promise_has_a_ground"),
        UniqueConstraint("open_id", "step_id", name="uq_turn_open_id"),
        ForeignKeyConstraint(
            ["id", "after_id"], ["handover.turn_id", "handover.from_turn_id"],
            name="fk_turn_handover", deferrable=True, initially="DEFERRED", use_alter=True,
        ),
        Index(
            "ix_turn_open", "step_id", unique=True,
            sqlite_where=text("ended IS NULL"), postgresql_where=text("ended IS NULL"),
        ),
        Index(
            "ix_turn_open_holder", "holder", "since",
            sqlite_where=text("ended IS NULL"), postgresql_where=text("ended IS NULL"),
        ),
        Index("ix_turn_step_id_since", "step_id", "since"),
    )  # fmt: skip

    id: Mapped[Id]
    step_id: Mapped[UUID] = mapped_column(
        ForeignKey("step.id", deferrable=True, initially="DEFERRED")
    )
    after_id: Mapped[UUID | None]
    holder: Mapped[Holder] = mapped_column(enum_type(Holder))
    outside_name: Mapped[str | None] = mapped_column(String(120))
    answers: Mapped[Agency | None] = mapped_column(enum_type(Agency))
    since: Mapped[datetime]
    ended: Mapped[datetime | None]
    promised_by: Mapped[date | None]
    first_promised_by: Mapped[date | None]
    ground: Mapped[Ground | None] = mapped_column(enum_type(Ground))
    by_staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    summary: Mapped[str | None] = mapped_column(Text)
    summary_language: Mapped[str | None] = mapped_column(String(12))
    open_id: Mapped[UUID | None] = mapped_column(
        Computed("CASE WHEN ended IS NULL THEN id END", persisted=True)
    )


class Handover(Base):
    """One change of whose turn it is: from which turn to which, and why. Append-only.

    It names the person, so that how often she has been sent on is counted without her steps.
    """

    __tablename__ = "handover"
    __table_args__ = (
        CheckConstraint("(why = 'not_ours') = (reason IS NOT NULL)", "not_ours_has_a_reason"),
        UniqueConstraint("turn_id", "from_turn_id", name="uq_handover_turn_id_from_turn_id"),
        Index("ix_handover_participant_id_why", "participant_id", "why"),
    )

    turn_id: Mapped[UUID] = mapped_column(
        ForeignKey("turn.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    from_turn_id: Mapped[UUID] = mapped_column(
        ForeignKey("turn.id", deferrable=True, initially="DEFERRED"), unique=True
    )
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    why: Mapped[Why] = mapped_column(enum_type(Why))
    reason: Mapped[str | None] = mapped_column(String(24))


class Delay(Base):
    """A promise that was moved, with the notice the participant got (FL 11 §). Append-only."""

    __tablename__ = "delay"
    __table_args__ = (
        CheckConstraint("promised_by > promised_before", "moves_on"),
        Index("ix_delay_turn_id_at", "turn_id", "at"),
    )

    id: Mapped[Id]
    turn_id: Mapped[UUID] = mapped_column(ForeignKey("turn.id"))
    at: Mapped[datetime]
    promised_before: Mapped[date]
    promised_by: Mapped[date]
    reason: Mapped[str] = mapped_column(String(24))
    by_staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)


class UsualTime(Base):
    """How long a kind of step usually stays with a kind of holder: the median of finished turns."""

    __tablename__ = "usual_time"

    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    holder: Mapped[Holder] = mapped_column(enum_type(Holder), primary_key=True)
    days: Mapped[int]
    turns: Mapped[int]
    reckoned: Mapped[datetime]
