"""The steps of all agencies in a plan. Whose turn each is stands in its turn."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, enum_type
from portal.people.agencies import Agency
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


LONGEST_TITLE = 120
CLOSED_STATES = frozenset({StepState.DONE, StepState.NOT_POSSIBLE, StepState.CANCELLED})


class Step(Base):
    """One thing to do in a plan, owned by one agency.

    An open step has exactly one open turn and a closed one none: `turn_id`, the check on it and
    its reference to an open turn of this very step hold that, together with the partial unique
    index on turns. `own` is a step the participant added herself; `finished_by_id` is who said
    that it is done (None: the participant).
    """

    __tablename__ = "step"
    __table_args__ = (
        ForeignKeyConstraint(
            ["turn_id", "id"],
            ["turn.open_id", "turn.step_id"],
            name="fk_step_turn_id",
            deferrable=True,
            initially="DEFERRED",
            use_alter=True,
        ),
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
        Index("ix_step_kind", "kind"),
        Index(
            "ix_step_waits_for_id",
            "waits_for_id",
            sqlite_where=text("waits_for_id IS NOT NULL"),
            postgresql_where=text("waits_for_id IS NOT NULL"),
        ),
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
    title: Mapped[str | None] = mapped_column(String(LONGEST_TITLE))
    title_language: Mapped[str | None] = mapped_column(String(12))
    agency: Mapped[Agency] = mapped_column(enum_type(Agency))
    shares: Mapped[ShareKind] = mapped_column(enum_type(ShareKind))
    responsible_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    state: Mapped[StepState] = mapped_column(enum_type(StepState))
    reason: Mapped[str | None] = mapped_column(String(24))
    due: Mapped[date | None]
    waits_for_id: Mapped[UUID | None] = mapped_column(ForeignKey("step.id"))
    other_route_id: Mapped[UUID | None] = mapped_column(ForeignKey("step.id"), index=True)
    position: Mapped[int]
    added: Mapped[datetime]
    done_at: Mapped[datetime | None]
    own: Mapped[bool] = mapped_column(default=False)
    finished_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    turn_id: Mapped[UUID | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own attribute
