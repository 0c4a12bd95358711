"""A participant as staff may see her. Every opening leaves a trace; a refused one does too."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, case, exists, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, aliased

from portal.audience import Audience
from portal.corrections.service import number_open
from portal.db import beyond
from portal.home import staff_tell
from portal.home.unreached import unreached
from portal.notices.addresses import living_of, told_by
from portal.notices.models import Channel, Device, Reach
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.models import Assignment, ContactChange, Participant, Staff
from portal.plan.models import Handover, Why
from portal.sharing.policy import ACTOR_ID, ACTOR_TEAM, assigned
from portal.sharing.queries import sharing_agencies
from portal.sign_in.changes import number_waiting
from portal.trail.models import Act
from portal.trail.service import leave


@dataclass(frozen=True, slots=True)
class Person:
    """What every page about a participant needs."""

    id: UUID
    name: str
    called: str | None
    alias: str | None
    language: str
    interpreter_language: str | None
    protected: bool
    contact: str
    contact_agency: Agency
    contact_works: bool
    phone: str | None
    email: str | None
    channel: Channel | None
    phone_dead: datetime | None
    email_dead: datetime | None
    devices: int
    unreached: bool
    closed: datetime | None = None
    to_correct: int = 0
    briefing: str | None = None
    to_tell: int = 0
    we_read: int = 0
    read_ours: int = 0
    new_numbers: int = 0
    contact_changes: int = 0
    sent_on: int = 0

    def handed_on_by(self, actor: Actor) -> bool:
        """Whether the actor may change the contact: her own agency's, or one who has left."""
        return actor.agency is self.contact_agency or not self.contact_works

    @property
    def told_by(self) -> str:
        """How she is told of times and messages: a channel, her wish for none, or nothing that works."""
        if self.closed:
            return "closed"
        living = living_of(self.phone, self.phone_dead, self.email, self.email_dead)
        channel = told_by(self.channel, living, self.devices)
        nothing = "dead" if self.phone_dead or self.email_dead else "nothing"
        return channel.value if channel else nothing

    @property
    def short_name(self) -> str:
        """How staff call her in a form: as she is called, or by the alias of a protected person."""
        return self.alias or self.called or self.name


_contact = aliased(Staff)
_WORKS = (
    exists()
    .where(
        Assignment.participant_id == Participant.id, Assignment.ended.is_(None),
        Assignment.staff_id == Participant.contact_id,
    )
    .correlate(Participant)
)  # fmt: skip
_BRIEFING = (
    select(ContactChange.summary)
    .where(
        ContactChange.participant_id == Participant.id,
        ContactChange.to_staff_id == Participant.contact_id,
    )
    .correlate(Participant)
    .order_by(ContactChange.at.desc())
    .limit(1)
    .scalar_subquery()
)
_DEVICES = (
    select(func.count())
    .select_from(Device)
    .where(Device.participant_id == Participant.id)
    .correlate(Participant)
    .scalar_subquery()
)
_COLUMNS = (
    Participant.id, Participant.name, Participant.called, Participant.alias, Participant.language,
    Participant.interpreter_language, Participant.protected, _contact.name.label("contact"),
    _contact.agency, _WORKS,
    Participant.phone, Participant.email, Reach.channel, Reach.phone_dead, Reach.email_dead, _DEVICES, unreached(),
    Participant.closed, number_open(),
    # What the one before told her contact, for that contact alone.
    case((Participant.contact_id == ACTOR_ID, _BRIEFING)),
    staff_tell.number_to_tell(),
    *sharing_agencies(),
    number_waiting(),
)  # fmt: skip
_BASE = (
    select(*_COLUMNS)
    .join(_contact, _contact.id == Participant.contact_id)
    .outerjoin(Reach, Reach.participant_id == Participant.id)
    .where(Participant.id == bindparam("participant"))
)
_CHANGES = (
    select(func.count())
    .select_from(ContactChange)
    .where(ContactChange.participant_id == Participant.id)
    .correlate(Participant)
    .scalar_subquery()
)
_SENT_ON = (
    select(func.count())
    .select_from(Handover)
    .where(Handover.participant_id == Participant.id, Handover.why == Why.NOT_OURS)
    .correlate(Participant)
    .scalar_subquery()
)
_FOR = {
    Audience.CASEWORKER: _BASE.where(assigned(Participant.id)),
    # How often she was sent on and got another contact is for herself and for coordinators.
    Audience.COORDINATOR: _BASE.add_columns(_CHANGES, _SENT_ON).where(
        Participant.team_id == ACTOR_TEAM
    ),
}


def open_person(
    db: Session, actor: Actor, participant: UUID, *, thread: UUID | None = None
) -> Person:
    """The participant, once the opening is on her trail; of her, or of one thread of hers.

    Raises NoResultFound alike for an unknown person and for one the actor does not work with;
    the latter leaves a trace of the refusal.
    """
    values = {**actor.bindings, **staff_tell.values(), "participant": participant}
    with beyond(db):  # for two counts, of what to tell her and of how often she was sent on
        row = db.execute(_FOR[actor.role], values).first()
    if row is None:
        if db.scalar(select(Participant.id).where(Participant.id == participant)):
            leave(db, actor, Act.REFUSED, "participant", participant=participant)
        raise NoResultFound
    looked = "thread" if thread else "participant"
    leave(db, actor, Act.LOOKED, looked, participant=participant, subject_id=thread)
    person = Person(*row)
    if actor.role is Audience.COORDINATOR and person.alias:
        return Person(person.id, person.alias, None, *row[3:])
    return person
