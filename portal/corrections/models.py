"""What a participant says is wrong, and the answer. A request with an answer, never an edit."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Code, Id, Tag, enum_type
from portal.people.agencies import Agency

LONGEST = 2000
OPEN = "state = 'asked'"  # SQLite takes a partial index only where the words are the same


class CorrectionState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    CORRECTED = "corrected"
    REFUSED = "refused"


class Correction(Base):
    """One request to put something right (GDPR article 16), answered within a month (12.3).

    `agency` owns what it is about and answers. `subject` is what kind of thing it is about, and
    `subject_id` which one; none where it is about herself. The answer is in Swedish.
    """

    __tablename__ = "correction"
    __table_args__ = (
        CheckConstraint("(state = 'asked') = (answered IS NULL)", "answered_when"),
        CheckConstraint("(answered IS NULL) = (answered_by_id IS NULL)", "answered_by_whom"),
        CheckConstraint("state <> 'refused' OR answer IS NOT NULL", "refused_with_a_reason"),
        Index("ix_correction_participant_id_asked", "participant_id", "asked"),
        Index(
            "ix_correction_open", "participant_id", "agency",
            sqlite_where=text(OPEN), postgresql_where=text(OPEN),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    agency: Mapped[Agency] = mapped_column(enum_type(Agency))
    subject: Mapped[Code]
    subject_id: Mapped[UUID | None]
    wrong: Mapped[str] = mapped_column(Text)
    language: Mapped[Tag]
    asked: Mapped[datetime]
    state: Mapped[CorrectionState] = mapped_column(
        enum_type(CorrectionState), default=CorrectionState.ASKED
    )
    answer: Mapped[str | None] = mapped_column(Text)
    answered: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
