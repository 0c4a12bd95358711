"""The one policy that says who may see what, as a pure function and as the scope of a query.

The participant sees everything about herself. A caseworker must work with the person at present,
and sees what her own agency owns and what a consent in force opens. A coordinator sees turns and
clocks of the team's people, no content. Nobody else sees anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    SQLColumnExpression,
    and_,
    bindparam,
    exists,
    false,
    or_,
)

from portal.audience import Audience
from portal.db import Instant, enum_type
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.models import Assignment
from portal.sharing.kinds import ShareKind
from portal.sharing.models import Consent

ACTOR_ID: BindParameter[UUID] = bindparam("actor_id")
ACTOR_AGENCY = bindparam("actor_agency", type_=enum_type(Agency))
ACTOR_TEAM: BindParameter[UUID] = bindparam("actor_team")
NOW = bindparam("now", type_=Instant())
TODAY: BindParameter[date] = bindparam("today")


@dataclass(frozen=True, slots=True)
class ConsentFact:
    """A consent as the policy needs it."""

    from_agency: Agency
    to_agency: Agency
    kind: ShareKind
    starts: date
    ends: date
    withdrawn: bool

    def opens(self, owner: Agency, reader: Agency, kind: ShareKind, on: date) -> bool:
        """Whether it lets an agency read another's item of a kind on a day."""
        fits = (self.from_agency, self.to_agency, self.kind) == (owner, reader, kind)
        return fits and not self.withdrawn and self.starts <= on < self.ends


def can_read(
    actor: Actor,
    *,
    participant: UUID,
    owner: Agency,
    kind: ShareKind,
    assigned: bool,
    consents: Iterable[ConsentFact],
    on: date,
) -> bool:
    """Whether an actor may read one item on a day."""
    if actor.is_participant:
        return actor.id == participant
    if actor.role is not Audience.CASEWORKER or actor.agency is None or not assigned:
        return False
    if owner is actor.agency:
        return True
    return any(consent.opens(owner, actor.agency, kind, on) for consent in consents)


def assigned(participant: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    """Whether the acting member of staff works with the participant at present."""
    return exists().where(
        Assignment.participant_id == participant,
        Assignment.staff_id == ACTOR_ID,
        Assignment.ended.is_(None),
    )


def shared_with(participant: SQLColumnExpression[UUID], kind: ShareKind) -> ColumnElement[bool]:
    """Whether any consent in force opens things of a kind to the acting agency."""
    return exists().where(
        Consent.participant_id == participant,
        Consent.to_agency == ACTOR_AGENCY,
        Consent.kind == kind,
        Consent.starts <= TODAY,
        Consent.ends > TODAY,
        Consent.withdrawn.is_(None),
    )


def lets_read(
    participant: SQLColumnExpression[UUID],
    owner: SQLColumnExpression[Any],
    reader: SQLColumnExpression[Any],
    kind: SQLColumnExpression[ShareKind] | ShareKind,
) -> ColumnElement[bool]:
    """Whether a consent in force lets an agency read another's things of a kind."""
    return exists().where(
        Consent.participant_id == participant,
        Consent.from_agency == owner,
        Consent.to_agency == reader,
        Consent.kind == kind,
        Consent.starts <= TODAY,
        Consent.ends > TODAY,
        Consent.withdrawn.is_(None),
    )


def opened(
    participant: SQLColumnExpression[UUID],
    owner: SQLColumnExpression[Agency],
    kind: SQLColumnExpression[ShareKind] | ShareKind,
) -> ColumnElement[bool]:
    """Whether the acting agency owns an item, or a consent in force opens it."""
    return or_(owner == ACTOR_AGENCY, lets_read(participant, owner, ACTOR_AGENCY, kind))


def scope(
    role: Audience,
    *,
    participant: SQLColumnExpression[UUID],
    owner: SQLColumnExpression[Agency],
    kind: SQLColumnExpression[ShareKind] | ShareKind,
) -> ColumnElement[bool]:
    """`can_read` as a WHERE clause, to be run with the actor's `bindings`."""
    if role is Audience.PARTICIPANT:
        return participant == ACTOR_ID
    if role is Audience.CASEWORKER:
        return and_(assigned(participant), opened(participant, owner, kind))
    return false()
