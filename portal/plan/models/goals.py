"""The plan with its goal in the person's own words, and every goal there has been."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id, Tag

LONGEST_GOAL = 500


class Plan(Base):
    """A person's joint plan. One current plan a person.

    The goal is in her own words and language; `goal_swedish` is the text agreed with staff, and
    is empty until they have agreed. What it was before is kept in `Goal`.
    """

    __tablename__ = "plan"
    __table_args__ = (
        Index(
            "ix_plan_current", "participant_id", unique=True,
            sqlite_where=text("closed IS NULL"), postgresql_where=text("closed IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    goal_kind: Mapped[str | None] = mapped_column(String(24))
    goal: Mapped[str | None] = mapped_column(String(LONGEST_GOAL))
    goal_language: Mapped[Tag]
    goal_swedish: Mapped[str | None] = mapped_column(String(LONGEST_GOAL))
    horizon: Mapped[date | None]
    opened: Mapped[datetime]
    closed: Mapped[datetime | None]
    exit_reason: Mapped[str | None] = mapped_column(String(24))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own attribute


class Goal(Base):
    """The goal as it was written one day, and by whom (None: the person herself). Append-only."""

    __tablename__ = "goal"
    __table_args__ = (Index("ix_goal_plan_id_since", "plan_id", "since"),)

    id: Mapped[Id]
    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"))
    since: Mapped[datetime]
    kind: Mapped[str | None] = mapped_column(String(24))
    text: Mapped[str | None] = mapped_column(String(LONGEST_GOAL))
    language: Mapped[Tag]
    swedish: Mapped[str | None] = mapped_column(String(LONGEST_GOAL))
    horizon: Mapped[date | None]
    by_staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
