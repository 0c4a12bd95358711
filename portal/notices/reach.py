"""How a participant wants to be told: her number, her address, the channel and the hour."""

from datetime import datetime
from functools import cache
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db import Statement, read
from portal.notices import outbox
from portal.notices.addresses import living_of, told_by
from portal.notices.models import USUAL_HOUR, Channel, Device, Reach
from portal.people.actor import Actor
from portal.people.models import Participant
from portal.sharing.policy import ACTOR_ID
from portal.trail.models import Act
from portal.trail.service import leave


class ReachRow(NamedTuple):
    """How she is told at present. The dead ones are since when an address has not worked."""

    phone: str | None
    email: str | None
    channel: Channel | None
    hour: int
    phone_dead: datetime | None
    email_dead: datetime | None
    devices: int

    @property
    def told_by(self) -> str:
        """The channel that reaches her, "none" by her own wish, or "nothing" where none works."""
        living = living_of(self.phone, self.phone_dead, self.email, self.email_dead)
        channel = told_by(self.channel, living, self.devices)
        return channel.value if channel else "nothing"


@cache
def _mine() -> Statement:
    devices = (
        select(func.count())
        .where(Device.participant_id == Participant.id)
        .correlate(Participant)
        .scalar_subquery()
    )
    return (
        select(
            Participant.phone, Participant.email, Reach.channel, func.coalesce(Reach.hour, USUAL_HOUR),
            Reach.phone_dead, Reach.email_dead, devices,
        )
        .outerjoin(Reach, Reach.participant_id == Participant.id)
        .where(Participant.id == ACTOR_ID)
    )  # fmt: skip


def reach_of(db: Session, actor: Actor) -> ReachRow:
    """How the acting participant is told."""
    return ReachRow._make(read(db, _mine(), actor.bindings).one())


def choose(
    db: Session, actor: Actor, *, channel: Channel, hour: int, phone: str | None, email: str | None
) -> None:
    """She chooses; a number or an address that she changes counts as working again.

    Reminders that wait move to the hour she has chosen.
    """
    person = db.scalars(
        select(Participant).where(Participant.id == actor.id).with_for_update()
    ).one()
    wish = db.get(Reach, actor.id)
    if wish is None:
        wish = Reach(participant_id=actor.id)
        db.add(wish)
    if phone != person.phone:
        person.phone, wish.phone_dead = phone, None
    if email != person.email:
        person.email, wish.email_dead = email, None
    wish.channel, wish.hour = channel, hour
    db.flush()
    outbox.reschedule(db, actor.id, hour)
    leave(db, actor, Act.CHANGED, "reach", participant=actor.id)
