"""How a participant can be told now: by the way she wants, else by one that works."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.db import insert_into
from portal.i18n.choice import choose
from portal.i18n.languages import Language
from portal.notices.channels import Senders, Subscription
from portal.notices.models import USUAL_HOUR, Channel, Device, Reach
from portal.people.models import Participant
from portal.people.verified_phone import VerifiedPhone

USUAL_ORDER = (Channel.SMS, Channel.EMAIL)
DEAD = {Channel.SMS: "phone_dead", Channel.EMAIL: "email_dead"}


class Unwanted(Exception):
    """She wants no notices, or has closed her account."""


class NoAddress(Exception):
    """There is no living address for any channel that is offered."""


@dataclass(frozen=True, slots=True)
class Way:
    """The channel and address to use, and what her text depends on."""

    channel: Channel
    to: str = field(repr=False)
    devices: tuple[Subscription, ...]
    language: Language
    protected: bool


def way_to(db: Session, participant: UUID, senders: Senders) -> Way:
    """Her own choice where it can be used, else SMS, else e-mail. Raises Unwanted or NoAddress."""
    row = db.execute(
        select(
            Participant.phone, Participant.email, Participant.language, Participant.protected,
            Participant.closed, Reach.channel, Reach.phone_dead, Reach.email_dead,
        )
        .outerjoin(Reach, Reach.participant_id == Participant.id)
        .where(Participant.id == participant)
    ).one()  # fmt: skip
    if row.closed or row.channel is Channel.NONE:
        raise Unwanted
    living = living_of(row.phone, row.phone_dead, row.email, row.email_dead)
    language = choose(picked=None, profile=row.language, accepted=())
    for channel in order_of(row.channel):
        if channel not in senders:
            continue
        devices = devices_of(db, participant) if channel is Channel.PUSH else ()
        if devices or living.get(channel):
            return Way(channel, living.get(channel, ""), devices, language, row.protected)
    raise NoAddress


def verified_way_to(db: Session, participant: UUID, senders: Senders) -> Way:
    """By SMS to the number a caseworker has tried, whatever she wishes for other notices.

    Raises NoAddress. A number that whoever is signed in can write would be no second factor.
    """
    row = db.execute(
        select(VerifiedPhone.phone, Participant.language, Participant.protected)
        .join(Participant, Participant.id == VerifiedPhone.participant_id)
        .where(Participant.id == participant)
    ).first()
    if row is None or Channel.SMS not in senders:
        raise NoAddress
    language = choose(picked=None, profile=row.language, accepted=())
    return Way(Channel.SMS, row.phone, (), language, row.protected)


def addressed(said: Mapping[str, str], senders: Senders) -> tuple[Channel, str] | None:
    """The number or address that a notice itself goes to, if any that can be used."""
    for name, channel in (("phone", Channel.SMS), ("email", Channel.EMAIL)):
        if name in said and channel in senders:
            return channel, said[name]
    return None


def way_there(db: Session, participant: UUID, channel: Channel, to: str) -> Way:
    """To one address, in her language, whatever she wishes by now."""
    row = db.execute(
        select(Participant.language, Participant.protected).where(Participant.id == participant)
    ).one()
    language = choose(picked=None, profile=row.language, accepted=())
    return Way(channel, to, (), language, row.protected)


def living_of(
    phone: str | None, phone_dead: datetime | None, email: str | None, email_dead: datetime | None
) -> dict[Channel, str]:
    """Her addresses that work, as far as anyone knows."""
    return {
        Channel.SMS: "" if phone_dead else phone or "",
        Channel.EMAIL: "" if email_dead else email or "",
    }


def order_of(wish: Channel | None) -> list[Channel]:
    """Which channels are tried: her own choice, then SMS, then e-mail."""
    return list(dict.fromkeys((wish or Channel.SMS, *USUAL_ORDER)))


def told_by(wish: Channel | None, living: dict[Channel, str], devices: int) -> Channel | None:
    """The channel that reaches her, NONE by her own wish, or None where nothing works."""
    if wish is Channel.NONE:
        return wish
    for channel in order_of(wish):
        if living.get(channel) or (channel is Channel.PUSH and devices):
            return channel
    return None


def devices_of(db: Session, participant: UUID) -> tuple[Subscription, ...]:
    """The browsers that asked for push, the latest first."""
    rows = db.execute(
        select(Device.id, Device.endpoint, Device.p256dh, Device.auth)
        .where(Device.participant_id == participant)
        .order_by(Device.created.desc(), Device.id)
    )
    return tuple(Subscription(*row) for row in rows)


def note_dead(db: Session, participant: UUID, channel: Channel, now: datetime) -> None:
    """That nothing reaches her there any more, until the address is changed."""
    if channel not in DEAD:
        return
    dead = {DEAD[channel]: now}
    db.execute(
        insert_into(db, Reach)
        .values(participant_id=participant, hour=USUAL_HOUR, **dead)
        .on_conflict_do_update(index_elements=[Reach.participant_id], set_=dead)
    )


def forget_devices(db: Session, gone: tuple[UUID, ...]) -> None:
    """Deletes browsers whose push service says that they are no more."""
    if gone:
        db.execute(delete(Device).where(Device.id.in_(gone)))
