"""Leaving a trace. A read is traced before its content is fetched: no trace, no data.

Four lists of staff's own are not traced: the desk (`/staff`), the board (`/staff/board`), the inbox
(`/staff/inbox`) and who has come with a new number (`/staff/identity-changes`). They hold only people
the reader works with, or for a coordinator has in her team; of them a name, whose turn it is and
since when, and the subject of a typed message. A trace a list, a person and a visit would bury the looks that a participant wants to know of; she is told of
these lists on `/me/log` and `/privacy`. A test walks every page and knows no other exception.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from portal import clock
from portal.db import keep_whatever_happens
from portal.people.actor import Actor
from portal.trail.models import Act, Trace

LETTER = "letter"


def leave(
    db: Session,
    actor: Actor,
    act: Act,
    subject: str,
    *,
    participant: UUID,
    subject_id: UUID | None = None,
) -> None:
    """Writes one trace in the session's own transaction.

    That someone looked, or tried to, stays true when the rest of the request is refused.
    """
    trace = Trace(
        at=clock.now(),
        act=act,
        subject=subject,
        subject_id=subject_id,
        participant_id=participant,
        staff_id=None if actor.is_participant else actor.id,
        agency=actor.agency,
        way=LETTER if actor.letter else None,
    )
    db.add(trace)
    db.flush()
    if act in (Act.LOOKED, Act.REFUSED):
        keep_whatever_happens(db, trace)
