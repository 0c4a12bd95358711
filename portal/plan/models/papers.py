"""A paper that is asked for, followed from the question until it has arrived."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Code, Id, enum_type
from portal.people.agencies import Agency


class Stage(StrEnum):
    """How far a paper has come. That someone declines to write it is a normal stage."""

    ASKED = "asked"
    OFFERED = "offered"  # the participant says that another agency has it, and that it may be used
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WRITTEN = "written"
    SENT = "sent"
    ARRIVED = "arrived"


class Paper(Base):
    """The paper a step is about: which one, who asked for it, and how far it has come.

    `reuses_id` is the step of the same paper at another agency which the participant has said
    may be used, so that nobody asks her for it twice.
    """

    __tablename__ = "paper"
    __table_args__ = (
        CheckConstraint("reuses_id IS NULL OR reuses_id <> step_id", "reuses_another"),
        Index("ix_paper_participant_id_code", "participant_id", "code"),
    )

    step_id: Mapped[UUID] = mapped_column(ForeignKey("step.id"), primary_key=True)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    code: Mapped[Code]
    asked_by: Mapped[Agency] = mapped_column(enum_type(Agency))
    stage: Mapped[Stage] = mapped_column(enum_type(Stage))
    reuses_id: Mapped[UUID | None] = mapped_column(ForeignKey("paper.step_id"), index=True)


class PaperStage(Base):
    """That a paper reached a stage, when, and who noted it (None: the person). Append-only."""

    __tablename__ = "paper_stage"
    __table_args__ = (Index("ix_paper_stage_step_id_at", "step_id", "at"),)

    id: Mapped[Id]
    step_id: Mapped[UUID] = mapped_column(ForeignKey("paper.step_id"))
    stage: Mapped[Stage] = mapped_column(enum_type(Stage))
    at: Mapped[datetime]
    agency: Mapped[Agency | None] = mapped_column(enum_type(Agency))
    by_staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    reason: Mapped[str | None] = mapped_column(String(24))
