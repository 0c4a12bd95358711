"""A participant's calendar under a secret address: who has the address can read the times.

The secret is 256 random bits and is told once. Only its SHA-256 is kept: a copy of the database
opens no calendar, and a look-up by digest takes as long for a near miss as for any other.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from portal import clock
from portal.appointments.events import CalendarEvent, events_of
from portal.appointments.models import CalendarFeed
from portal.db import Statement, insert_into, read
from portal.people.acting import act_for
from portal.people.actor import Actor
from portal.people.models import Participant
from portal.trail.models import Act
from portal.trail.service import leave

KEPT_BACK = timedelta(days=30)  # so that a calendar learns of what was cancelled meanwhile


class Subscriber(NamedTuple):
    """Whose calendar an address is, and how it is to be written."""

    id: UUID
    language: str
    protected: bool


_BY_DIGEST: Statement = (
    select(Participant.id, Participant.language, Participant.protected)
    .join(CalendarFeed, CalendarFeed.participant_id == Participant.id)
    .where(CalendarFeed.secret_hash == bindparam("digest"))
)
_CREATED: Statement = select(CalendarFeed.created).where(
    CalendarFeed.participant_id == bindparam("actor_id")
)


def start(db: Session, actor: Actor) -> str:
    """Makes the participant's address and answers its secret; one she had before is dead."""
    secret = secrets.token_urlsafe(32)
    made = {"secret_hash": _digest(secret), "created": clock.now()}
    statement = insert_into(db, CalendarFeed).values(participant_id=actor.id, **made)
    db.execute(statement.on_conflict_do_update(index_elements=["participant_id"], set_=made))
    leave(db, actor, Act.ADDED, "calendar_feed", participant=actor.id)
    return secret


def stop(db: Session, actor: Actor) -> None:
    """Ends the participant's address, if she has one."""
    gone = delete(CalendarFeed).where(CalendarFeed.participant_id == actor.id)
    if db.execute(gone.returning(CalendarFeed.participant_id)).first():
        leave(db, actor, Act.CHANGED, "calendar_feed", participant=actor.id)


def end_since(db: Session, participant: UUID, since: datetime) -> None:
    """Ends an address that was made after a moment, by whoever had come in as her."""
    db.execute(
        delete(CalendarFeed).where(
            CalendarFeed.participant_id == participant, CalendarFeed.created >= since
        )
    )


def started(db: Session, actor: Actor) -> datetime | None:
    """When the participant's present address was made; None when she has none."""
    row = read(db, _CREATED, {"actor_id": actor.id}).first()
    return row.created if row else None


def subscriber_of(db: Session, secret: str) -> Subscriber | None:
    """Whose an address is; None alike for one that never was and one that is stopped."""
    row = read(db, _BY_DIGEST, {"digest": _digest(secret)}).first()
    return Subscriber._make(row) if row else None


def events_for(db: Session, subscriber: Subscriber) -> list[CalendarEvent]:
    """What the calendar shows: a month back, and everything ahead."""
    act_for(db, subscriber.id)
    return events_of(db, subscriber.id, clock.now() - KEPT_BACK)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
