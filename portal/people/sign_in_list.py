"""Where someone is signed in: the list of it, ending one of them, and a phone that is not her own."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db import Statement, read
from portal.people.actor import Actor
from portal.people.models import SignIn
from portal.people.sign_in import of_actor
from portal.people.sign_in_limits import limits_of

_MINE: Statement = select(
    SignIn.id, SignIn.created, SignIn.seen, SignIn.way, SignIn.shared, SignIn.device,
    SignIn.assurance, SignIn.token_hash,
).where(or_(SignIn.participant_id == bindparam("actor_id"), SignIn.staff_id == bindparam("actor_id")))  # fmt: skip


class SignedIn(NamedTuple):
    """A phone or computer someone is signed in on."""

    id: UUID
    created: datetime
    seen: datetime
    way: str
    shared: bool
    device: str
    here: bool


def sign_ins(db: Session, actor: Actor) -> list[SignedIn]:
    """Where the actor is signed in at present, this phone first."""
    found = [
        SignedIn(
            row.id,
            row.created,
            row.seen,
            row.way,
            row.shared,
            row.device,
            here=row.token_hash == actor.session,
        )
        for row in read(db, _MINE, {"actor_id": actor.id})
        if not limits_of(actor.role, row.assurance, shared=row.shared).over(
            created=row.created, seen=row.seen, now=clock.now()
        )
    ]
    return sorted(found, key=lambda each: (each.here, each.seen), reverse=True)


def end_one(db: Session, actor: Actor, which: UUID) -> bool:
    """Signs the actor out on one phone; whether there was one."""
    ended = delete(SignIn).where(SignIn.id == which, of_actor(actor)).returning(SignIn.id)
    return db.scalar(ended) is not None


def make_shared(db: Session, actor: Actor) -> None:
    """Notes that this phone is not her own: the sign-in ends sooner from now on."""
    db.execute(update(SignIn).where(SignIn.token_hash == actor.session).values(shared=True))
