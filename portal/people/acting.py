"""Who acts, told to the database: the second line behind the policy (migration 0015)."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy.orm import Session

from portal import clock
from portal.audience import Audience
from portal.db import NOBODY, Acting, act
from portal.people.actor import Actor

# Nobody else reads content at all.
KINDS = {Audience.CASEWORKER: "staff", Audience.COORDINATOR: "coordinator"}


def act_as(db: Session, actor: Actor) -> None:
    """From now on the session acts as someone who has signed in."""
    if actor.is_participant:
        act_for(db, actor.id)
    elif kind := KINDS.get(actor.role):
        act(db, Acting(kind, actor.id, actor.agency, actor.team_id, clock.today()))
    else:
        act(db, NOBODY)


def act_for(db: Session, participant: UUID) -> None:
    """From now on the session acts as a participant: who signed in, or whose secret address it is."""
    act(db, Acting("participant", participant, day=clock.today()))


@contextmanager
def acting_for(db: Session, participant: UUID) -> Iterator[None]:
    """Acts as a participant for one trace of hers, while nobody has signed in yet."""
    before: Acting = db.info["acting"]
    act_for(db, participant)
    try:
        yield
        db.flush()
    finally:
        act(db, before)
