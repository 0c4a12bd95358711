"""Whom a notice did not reach: told to those who may know what it was about, and to nobody else.

That one could not be delivered tells that there is something. So it is a task of the staff who may read
the time, message, step or answer it tells of; one about nothing of an agency's (a monthly duty, a
code, a passkey) is her contact's.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, literal_column, not_, or_, select
from sqlalchemy.orm import Session

from portal.appointments.models import Appointment
from portal.audience import Audience
from portal.corrections.models import Correction
from portal.db import Statement, beyond, read
from portal.home.whom import people_of
from portal.messages.models import Message, Thread
from portal.notices import outbox
from portal.notices.models import Notice
from portal.people.actor import Actor
from portal.people.models import Participant
from portal.plan.models import Step, Turn
from portal.sharing.kinds import ShareKind
from portal.sharing.policy import ACTOR_AGENCY, ACTOR_ID, opened

# What a notice may tell of, and whether the actor may read that.
_ABOUT = (
    (
        (Appointment.id == Notice.subject_id,),
        opened(Appointment.participant_id, Appointment.agency, ShareKind.APPOINTMENTS),
    ),
    (
        (Message.id == Notice.subject_id, Thread.id == Message.thread_id),
        opened(Thread.participant_id, Thread.agency, ShareKind.MESSAGES),
    ),
    (
        (Turn.id == Notice.subject_id, Step.id == Turn.step_id),
        opened(Step.participant_id, Step.agency, Step.shares),
    ),
    ((Correction.id == Notice.subject_id,), Correction.agency == ACTOR_AGENCY),
)
_KNOWN: ColumnElement[bool] = or_(
    *(exists().where(*item, seen) for item, seen in _ABOUT),
    and_(
        Participant.contact_id == ACTOR_ID, *(not_(exists().where(*item)) for item, _seen in _ABOUT)
    ),
)
_OF_PERSON = (
    Notice.participant_id == Participant.id,
    Notice.state == literal_column("'unreached'"),  # in these words, so that the partial index fits
)
_WHICH: Statement = (
    select(Notice.id, Notice.participant_id)
    .join(Participant, Participant.id == Notice.participant_id)
    .where(*_OF_PERSON, _KNOWN, Participant.id.in_(people_of(Audience.CASEWORKER)))
)


def unreached() -> ColumnElement[bool]:
    """Whether there is such a notice for the `Participant` of a query around it, which reads beyond."""
    return exists().where(*_OF_PERSON, _KNOWN).correlate(Participant)


def people_not_reached(db: Session, actor: Actor) -> frozenset[UUID]:
    """Those of the actor's people whom a notice did not reach that the actor may know of.

    None for a coordinator, who reads nothing that a notice could be about.
    """
    if actor.role is not Audience.CASEWORKER:
        return frozenset()
    return frozenset(row.participant_id for row in _found(db, actor))


def note_told(db: Session, actor: Actor, participant: UUID) -> None:
    """Notes that the actor has told her by other means of whatever the actor knows of."""
    which = [row.id for row in _found(db, actor) if row.participant_id == participant]
    outbox.told_by_staff(db, participant, which)


def _found(db: Session, actor: Actor) -> list[Any]:
    with beyond(db):
        return list(read(db, _WHICH, actor.bindings))
