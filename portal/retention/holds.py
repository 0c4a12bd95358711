"""Legal holds: nothing about a participant is deleted while there is one."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.people.models import Hold, Participant
from portal.trail.models import Act, Trace


class AlreadyHeld(Exception):
    """There is a hold on this participant."""


def hold(db: Session, participant: UUID, reason: str) -> None:
    """Nothing about a participant is deleted from now on. Raises NoResultFound and AlreadyHeld."""
    db.scalars(select(Participant.id).where(Participant.id == participant)).one()
    if db.scalar(select(func.count()).where(Hold.participant_id == participant)):
        raise AlreadyHeld
    db.add(Hold(participant_id=participant, since=clock.now(), reason=reason))
    _note(db, participant)


def let_go(db: Session, participant: UUID) -> None:
    """Ends a hold. Raises NoResultFound where there is none."""
    db.delete(db.scalars(select(Hold).where(Hold.participant_id == participant)).one())
    _note(db, participant)


def _note(db: Session, participant: UUID) -> None:
    """On her trail, by nobody of the staff: the command is an administrator's."""
    db.add(
        Trace(
            at=clock.now(), act=Act.CHANGED, subject="hold", subject_id=participant,
            participant_id=participant, staff_id=None, agency=None,
        )
    )  # fmt: skip
    db.flush()
