"""The number a caseworker has seen ring: codes for signing in go there and nowhere else.

It stands apart from the number in `participant`, which whoever is signed in can change.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal import clock
from portal.db import Base
from portal.people.actor import Actor


class VerifiedPhone(Base):
    """A participant's number in E.164, when it was tried face to face, and by whom."""

    __tablename__ = "verified_phone"

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    phone: Mapped[str] = mapped_column(String(20))
    verified: Mapped[datetime]
    by_staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)


def verified_phone(db: Session, participant: UUID) -> str | None:
    """The number codes are sent to, in E.164; None while none has been tried."""
    return db.scalar(select(VerifiedPhone.phone).where(VerifiedPhone.participant_id == participant))


def verify_phone(db: Session, actor: Actor, participant: UUID, phone: str) -> None:
    """Notes that the actor has tried a number while the person was there."""
    row = VerifiedPhone(
        participant_id=participant, phone=phone, verified=clock.now(), by_staff_id=actor.id
    )
    db.merge(row)
    db.flush()
