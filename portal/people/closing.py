"""Closing an account, and opening it again. Nothing of what the agencies keep is deleted by it.

What was sent and decided is public record and is kept by each agency (the Swedish archive act,
arkivlagen 1990:782); closing ends every way in and every notice.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal import clock
from portal.people.actor import Actor
from portal.people.models import Assignment, Participant
from portal.people.sign_in import end_everywhere


class NotClosed(Exception):
    """The account is open already."""


def close(db: Session, actor: Actor) -> None:
    """Closes the acting participant's account and ends every sign-in of hers.

    What else opens her data without a sign-in is ended by the slices that keep it, in the same
    transaction: `app.extensions["portal.sign_out_everywhere"]`.
    """
    person = db.scalars(
        select(Participant).where(Participant.id == actor.id).with_for_update()
    ).one()
    person.closed = person.closed or clock.now()
    db.flush()
    end_everywhere(db, actor)


def reopen(db: Session, actor: Actor, participant: UUID) -> datetime:
    """Opens it again, because she has asked; answers since when it was closed.

    Raises NoResultFound for someone the actor does not work with, and NotClosed.
    """
    works = exists().where(
        Assignment.participant_id == Participant.id, Assignment.staff_id == actor.id,
        Assignment.ended.is_(None),
    )  # fmt: skip
    person = db.scalars(
        select(Participant).where(Participant.id == participant, works).with_for_update()
    ).one()
    if person.closed is None:
        raise NotClosed
    since, person.closed = person.closed, None
    db.flush()
    return since
