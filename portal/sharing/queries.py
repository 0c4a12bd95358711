"""Reading consents: statements built once per kind of reader, rows into small frozen records.

The participant reads all of hers; a caseworker those of the people she works with that her own
agency gives or gets.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, distinct, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal import clock
from portal.audience import Audience
from portal.db import Statement, read
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.models import Participant, Staff
from portal.sharing.kinds import ShareKind
from portal.sharing.models import Consent, ConsentWording, GivenHow
from portal.sharing.policy import ACTOR_AGENCY, ACTOR_ID, TODAY, assigned


class ConsentRow(NamedTuple):
    """A consent in force: `reader` may read what `source` writes of a kind until before `ends`."""

    id: UUID
    source: Agency
    reader: Agency
    kind: ShareKind
    ends: date

    @property
    def last_day(self) -> date:
        """The last day it holds."""
        return self.ends - timedelta(days=1)


class PastRow(NamedTuple):
    """A consent of the history, with who had a hand in it and the words it was given in."""

    id: UUID
    source: Agency
    reader: Agency
    kind: ShareKind
    ends: date
    text_version: str
    language: str
    given: GivenHow
    starts: date
    given_at: datetime
    by: str | None
    by_agency: Agency | None
    interpreter: str | None
    withdrawn: datetime | None
    withdrawn_by: str | None
    withdrawn_by_agency: Agency | None
    replaced: bool
    swedish: str | None
    shown: str | None

    @property
    def last_day(self) -> date:
        """The last day it was to hold."""
        return self.ends - timedelta(days=1)

    @property
    def status(self) -> str:
        """How it stands: holds, ended by itself, replaced by a new one, or withdrawn."""
        closed = clock.local(self.withdrawn).date() if self.withdrawn else clock.today()
        if self.ends <= closed:
            return "ended"
        if self.withdrawn is None:
            return "holds"
        return "replaced" if self.replaced else "withdrawn"


def seen(role: Audience) -> Any:
    """Which consents of `:participant` this kind of reader may see."""
    hers = Consent.participant_id == bindparam("participant")
    if role is Audience.PARTICIPANT:
        return and_(hers, Consent.participant_id == ACTOR_ID)
    if role is Audience.CASEWORKER:
        ours = or_(Consent.from_agency == ACTOR_AGENCY, Consent.to_agency == ACTOR_AGENCY)
        return and_(hers, assigned(Consent.participant_id), ours)
    return false()


@cache
def visible_to(role: Audience) -> Statement:
    """The consents in force that this kind of reader may see."""
    return (
        select(Consent.id, Consent.from_agency, Consent.to_agency, Consent.kind, Consent.ends)
        .where(
            seen(role), Consent.withdrawn.is_(None), Consent.starts <= TODAY, Consent.ends > TODAY,
        )
    )  # fmt: skip


@cache
def _history(role: Audience) -> Statement:
    by, ended_by = aliased(Staff, name="by"), aliased(Staff, name="ended_by")
    later = aliased(Consent, name="later")
    return (
        select(
            Consent.id, Consent.from_agency, Consent.to_agency, Consent.kind, Consent.ends,
            Consent.text_version, Consent.language, Consent.given, Consent.starts, Consent.given_at,
            by.name, by.agency, Consent.interpreter, Consent.withdrawn,
            ended_by.name, ended_by.agency, exists().where(later.replaces_id == Consent.id),
            ConsentWording.swedish, ConsentWording.shown,
        )
        .outerjoin(by, by.id == Consent.by_staff_id)
        .outerjoin(ended_by, ended_by.id == Consent.withdrawn_by_id)
        .outerjoin(ConsentWording, ConsentWording.digest == Consent.wording)
        .where(seen(role))
        .order_by(Consent.given_at.desc(), Consent.id)
    )  # fmt: skip


def sharing_agencies() -> tuple[Any, Any]:
    """How many agencies let the actor's read of `Participant`, and how many read what it writes."""

    def count(other: Any, own: Any) -> Any:
        return (
            select(func.count(distinct(other)))
            .where(
                Consent.participant_id == Participant.id, own == ACTOR_AGENCY,
                Consent.withdrawn.is_(None), Consent.starts <= TODAY, Consent.ends > TODAY,
            )
            .correlate(Participant)
            .scalar_subquery()
        )  # fmt: skip

    return (
        count(Consent.from_agency, Consent.to_agency),
        count(Consent.to_agency, Consent.from_agency),
    )


def consents_of(db: Session, actor: Actor, participant: UUID) -> tuple[ConsentRow, ...]:
    """A participant's consents in force, as the actor may see them."""
    rows = read(db, visible_to(actor.role), {**actor.bindings, "participant": participant})
    return tuple(sorted((ConsentRow._make(row) for row in rows), key=in_order))


def in_order(row: ConsentRow | PastRow) -> tuple[int, ...]:
    """The order in which agencies and kinds stand everywhere, health last."""
    agencies, kinds = [*Agency], [*ShareKind]
    return agencies.index(row.source), agencies.index(row.reader), kinds.index(row.kind)


def history_of(db: Session, actor: Actor, participant: UUID) -> tuple[PastRow, ...]:
    """Every consent there ever was, the latest first, as the actor may see them."""
    rows = read(db, _history(actor.role), {**actor.bindings, "participant": participant})
    return tuple(PastRow._make(row) for row in rows)


def readers_of(db: Session, actor: Actor, owner: Agency, kind: ShareKind) -> tuple[Agency, ...]:
    """The agencies that may read what an agency writes to the participant, by her consent."""
    rows = consents_of(db, actor, actor.id)
    return tuple(row.reader for row in rows if (row.source, row.kind) == (owner, kind))


def mark_of(consents: Iterable[UUID]) -> str:
    """Which consents someone saw in force, to tell whether they are still the same."""
    whole = " ".join(sorted(str(each) for each in consents))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]
