"""The plan: goal and horizon on top, the steps of all agencies, and whose turn each step is."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Code, Id, Tag, enum_type
from portal.people.agencies import Agency
from portal.phrases.reasons import Ground
from portal.sharing.kinds import ShareKind


class StepState(StrEnum):
    """How far a step has come. Whose turn it is stands in its turn, not here."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    BOOKED = "booked"
    PAUSED = "paused"
    DONE = "done"
    NOT_POSSIBLE = "not_possible"
    CANCELLED = "cancelled"


CLOSED_STATES = frozenset({StepState.DONE, StepState.NOT_POSSIBLE, StepState.CANCELLED})


class Holder(StrEnum):
    """Who has the turn: the participant, one agency, or an outside party an agency answers for."""

    PARTICIPANT = "participant"
    AF = "af"
    MALMO = "malmo"
    FK = "fk"
    SKANE = "skane"
    OUTSIDE = "outside"


class Plan(Base):
    """A person's joint plan. One current plan a person."""

    __tablename__ = "plan"
    __table_args__ = (
        Index(
            "ix_plan_current", "participant_id", unique=True,
            sqlite_where=text("closed IS NULL"), postgresql_where=text("closed IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    goal_kind: Mapped[str | None] = mapped_column(String(24))
    goal: Mapped[str | None] = mapped_column(String(500))
    goal_language: Mapped[Tag]
    horizon: Mapped[date | None]
    opened: Mapped[datetime]
    closed: Mapped[datetime | None]
    exit_reason: Mapped[str | None] = mapped_column(String(24))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own attribute


class Step(Base):
    """One thing to do in a plan, owned by one agency.

    An open step has exactly one open turn and a closed one none: `turn_id` and the check on it
    hold that, together with the partial unique index on turns.
    """

    __tablename__ = "step"
    __table_args__ = (
        CheckConstraint(
            "(state IN ('done', 'not_possible', 'cancelled')) = (turn_id IS NULL)",
            "open_has_a_turn",
        ),
        CheckConstraint("(kind IS NULL) <> (title IS NULL)", "kind_or_title"),
        CheckConstraint("state <> 'paused' OR reason IS NOT NULL", "paused_with_reason"),
        CheckConstraint(
            "state <> 'not_possible' OR reason IS NOT NULL", "not_possible_with_reason"
        ),
        CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", "done_has_a_day"),
        Index("ix_step_participant_id_position", "participant_id", "position"),
        Index(
            "ix_step_waiting",
            "participant_id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[Id]
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), index=True)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    kind: Mapped[str | None] = mapped_column(String(24))
    parameters: Mapped[dict[str, str]] = mapped_column(default=dict)
    title: Mapped[str | None] = mapped_column(String(120))
    title_language: Mapped[str | None] = mapped_column(String(12))
    agency: Mapped[Agency] = mapped_column(enum_type(Agency))
    shares: Mapped[ShareKind] = mapped_column(enum_type(ShareKind))
    responsible_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    state: Mapped[StepState] = mapped_column(enum_type(StepState))
    reason: Mapped[str | None] = mapped_column(String(24))
    due: Mapped[date | None]
    waits_for_id: Mapped[UUID | None] = mapped_column(ForeignKey("step.id"))
    other_route_id: Mapped[UUID | None] = mapped_column(ForeignKey("step.id"))
    position: Mapped[int]
    added: Mapped[datetime]
    done_at: Mapped[datetime | None]
    turn_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("turn.id", use_alter=True, deferrable=True, initially="DEFERRED"),
        unique=True,
    )
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own attribute


class Turn(Base):
    """Whose turn a step is, since when, answered by when and on what ground. Kept when it ends.

    Triggers (migration 0003) hold that turns follow one another without a gap, that one that has
    ended never changes, and that who has it changes with a new turn only.
    """

    __tablename__ = "turn"
    __table_args__ = (
        CheckConstraint("ended IS NULL OR ended >= since", "ends_after_start"),
        CheckConstraint("(holder = 'outside') = (outside_name IS NOT NULL)", "outside_has_a_name"),
        CheckConstraint("holder <> 'outside' OR answers IS NOT NULL", "outside_is_answered_for"),
        CheckConstraint("(promised_by IS NULL) = (ground IS NULL)", "promise_has_a_ground"),
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
    holder: Mapped[Holder] = mapped_column(enum_type(Holder))
    outside_name: Mapped[str | None] = mapped_column(String(120))
    answers: Mapped[Agency | None] = mapped_column(enum_type(Agency))
    since: Mapped[datetime]
    ended: Mapped[datetime | None]
    promised_by: Mapped[date | None]
    ground: Mapped[Ground | None] = mapped_column(enum_type(Ground))
    by_staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    summary: Mapped[str | None] = mapped_column(Text)
    summary_language: Mapped[str | None] = mapped_column(String(12))


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
