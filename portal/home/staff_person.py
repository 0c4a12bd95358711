"""A participant as staff may see her. Every opening leaves a trace; a refused one does too."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, aliased

from portal.audience import Audience
from portal.people.actor import Actor
from portal.people.models import ContactChange, Participant, Staff
from portal.plan.models import Handover, Why
from portal.sharing.policy import ACTOR_TEAM, assigned
from portal.trail.models import Act
from portal.trail.service import leave


@dataclass(frozen=True, slots=True)
class Person:
    """What every page about a participant needs."""

    id: UUID
    name: str
    alias: str | None
    language: str
    interpreter_language: str | None
    protected: bool
    contact: str
    contact_changes: int = 0
    sent_on: int = 0

    @property
    def short_name(self) -> str:
        """How staff call her in a form: the first name, or the alias of a protected person."""
        return self.alias or self.name.split()[0]


_contact = aliased(Staff)
_COLUMNS = (
    Participant.id, Participant.name, Participant.alias, Participant.language,
    Participant.interpreter_language, Participant.protected, _contact.name.label("contact"),
)  # fmt: skip
_BASE = (
    select(*_COLUMNS)
    .join(_contact, _contact.id == Participant.contact_id)
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


def open_person(db: Session, actor: Actor, participant: UUID) -> Person:
    """The participant, once the opening is on her trail.

    Raises NoResultFound alike for an unknown person and for one the actor does not work with;
    the latter leaves a trace of the refusal.
    """
    row = db.execute(_FOR[actor.role], {**actor.bindings, "participant": participant}).first()
    if row is None:
        if db.scalar(select(Participant.id).where(Participant.id == participant)):
            leave(db, actor, Act.REFUSED, "participant", participant=participant)
        raise NoResultFound
    leave(db, actor, Act.LOOKED, "participant", participant=participant)
    person = Person(*row)
    if actor.role is Audience.COORDINATOR and person.alias:
        return Person(person.id, person.alias, *row[2:])
    return person
