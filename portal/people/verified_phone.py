"""The number that was tried: codes for signing in go there and nowhere else.

A caseworker has seen it ring, or she has written down the code that was sent to it. It stands apart
from the number in `participant`, where notices go also while it has not been tried.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, SmallInteger, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal import clock
from portal.db import Base
from portal.people.actor import Actor


class VerifiedPhone(Base):
    """A participant's number in E.164, when it was tried, and by which caseworker; by herself without."""

    __tablename__ = "verified_phone"

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    phone: Mapped[str] = mapped_column(String(20))
    verified: Mapped[datetime]
    by_staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)


class NewNumber(Base):
    """A number she has written, while it waits for the code that was sent to it."""

    __tablename__ = "new_number"
    __table_args__ = (CheckConstraint("tries BETWEEN 0 AND 3", "so_many_tries"),)

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    phone: Mapped[str] = mapped_column(String(20))
    code_hash: Mapped[str] = mapped_column(String(120))
    until: Mapped[datetime]
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)


def verified_phone(
    db: Session, participant: UUID, *, not_by: ColumnElement[UUID] | UUID | None = None
) -> str | None:
    """The number codes are sent to, in E.164; None while none has been tried.

    `not_by` leaves out one that this member of staff has tried.
    """
    statement = select(VerifiedPhone.phone).where(VerifiedPhone.participant_id == participant)
    if not_by is not None:
        statement = statement.where(VerifiedPhone.by_staff_id.is_distinct_from(not_by))
    return db.scalar(statement)


def verify_phone(db: Session, actor: Actor, participant: UUID, phone: str) -> None:
    """Notes that the actor has tried a number: staff while the person was there, or she herself."""
    row = VerifiedPhone(
        participant_id=participant,
        phone=phone,
        verified=clock.now(),
        by_staff_id=None if actor.is_participant else actor.id,
    )
    db.merge(row)
    db.flush()
