"""What she has not opened for three working days, for whoever meets her next.

The task of the staff who attend her next appointment, where that is within a fortnight; else of
her contact. Nobody else learns that a message has not been opened.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session

from portal import clock, workdays
from portal.appointments.models import Appointment, Attendee
from portal.audience import Audience
from portal.db import Instant, Statement, beyond, read
from portal.home.whom import people_of
from portal.i18n.text import Phrase
from portal.messages.models import Message, Thread
from portal.messages.phrasebook import PHRASEBOOK
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.models import Assignment, Participant, Staff
from portal.sharing.kinds import ShareKind
from portal.sharing.policy import ACTOR_ID, NOW, opened

WORKDAYS_UNOPENED = 3
MEETS_WITHIN = timedelta(days=14)
MOST_MESSAGES = 500

_OLDER = bindparam("older", type_=Instant())
_SOON = bindparam("soon", type_=Instant())


@dataclass(frozen=True, slots=True)
class Untold:
    """One message she has not opened; only that there is one, where the reader may not see it."""

    id: UUID
    agency: Agency | None
    sent: datetime | None
    thread: UUID | None
    phrase: str | None

    @property
    def subject(self) -> Phrase | None:
        """What it is about, where it is a standard message."""
        return PHRASEBOOK[self.phrase].subject if self.phrase else None


@dataclass(frozen=True, slots=True)
class ToTell:
    """A participant who is to be told of messages. A protected person stands under an alias."""

    id: UUID
    name: str
    protected: bool
    meets: datetime | None
    messages: list[Untold]


def values() -> dict[str, datetime]:
    """What the statements here are run with, beside the actor's bindings."""
    last = workdays.before(clock.today(), WORKDAYS_UNOPENED)
    return {
        "older": clock.at_wall(last + timedelta(days=1), 0),
        "soon": clock.now() + MEETS_WITHIN,
    }


def _next(column: Any) -> ScalarSelect[Any]:
    return (
        select(column)
        .where(
            Appointment.participant_id == Participant.id, Appointment.starts >= NOW,
            Appointment.starts < _SOON, Appointment.state == literal_column("'booked'"),
        )
        .order_by(Appointment.starts, Appointment.id)
        .limit(1)
        .correlate(Participant)
        .scalar_subquery()
    )  # fmt: skip


def _attends() -> ColumnElement[bool]:
    mine = exists().where(
        Attendee.appointment_id == _next(Appointment.id), Attendee.staff_id == ACTOR_ID
    )
    return mine.correlate(Participant)


def _someone_attends() -> ColumnElement[bool]:
    someone = exists().where(
        Attendee.appointment_id == _next(Appointment.id), Attendee.staff_id == Assignment.staff_id,
        Assignment.participant_id == Participant.id, Assignment.ended.is_(None),
    )  # fmt: skip
    return someone.correlate(Participant)


def _is_mine_to_tell() -> ColumnElement[bool]:
    """Unopened for long enough, and the actor's to tell her of."""
    return and_(
        # In these words, so that the partial index fits.
        Message.read.is_(None), Message.staff_id.is_not(None),
        Message.withdrawn.is_(None), Message.told.is_(None), Message.sent < _OLDER,
        or_(_attends(), and_(Participant.contact_id == ACTOR_ID, ~_someone_attends())),
    )  # fmt: skip


def number_to_tell() -> ScalarSelect[int]:
    """How many messages of one participant the actor has to tell her of, as a column."""
    return (
        select(func.count())
        .select_from(Message)
        .where(Message.participant_id == Participant.id, _is_mine_to_tell())
        .correlate(Participant)
        .scalar_subquery()
    )


@cache
def _people() -> Statement:
    return (
        select(func.count(Message.participant_id.distinct()))
        .join(Participant, Participant.id == Message.participant_id)
        .where(Message.participant_id.in_(people_of(Audience.CASEWORKER)), _is_mine_to_tell())
    )


@cache
def _untold() -> Statement:
    seen = opened(Thread.participant_id, Thread.agency, ShareKind.MESSAGES)
    return (
        select(
            Participant.id.label("person"), func.coalesce(Participant.alias, Participant.name),
            Participant.protected, case((_attends(), _next(Appointment.starts))), Message.id,
            case((seen, Staff.agency)), case((seen, Message.sent)), case((seen, Thread.id)), case((seen, Message.phrase)),
        )
        .join(Participant, Participant.id == Message.participant_id)
        .join(Thread, Thread.id == Message.thread_id)
        .join(Staff, Staff.id == Message.staff_id)
        .where(Message.participant_id.in_(people_of(Audience.CASEWORKER)), _is_mine_to_tell())
        .order_by(Message.sent)
        .limit(MOST_MESSAGES)
    )  # fmt: skip


def number_of_people(db: Session, actor: Actor) -> int:
    """How many participants the actor has something to tell."""
    with beyond(db):
        found = read(db, _people(), {**actor.bindings, **values()}).scalar()
    return found or 0


def to_tell(db: Session, actor: Actor) -> list[ToTell]:
    """Whom the actor has something to tell, the oldest message first."""
    people: dict[UUID, ToTell] = {}
    with beyond(db):
        rows = read(db, _untold(), {**actor.bindings, **values()}).all()
    for person, name, protected, meets, *message in rows:
        found = people.setdefault(person, ToTell(person, name, protected, meets, []))
        found.messages.append(Untold(*message))
    return list(people.values())
