"""The browsers that get a participant's push notices."""

import base64
import re
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db import insert_into
from portal.notices.models import Channel, Device, Reach
from portal.people.actor import Actor
from portal.trail.models import Act
from portal.trail.service import leave

PLAIN = re.compile(r"https://[A-Za-z0-9.-]+(:443)?/[!-\[\]-~]*")
MOST = 10  # a person's; the oldest goes


def fits(endpoint: str, p256dh: str, auth: str) -> bool:
    """Whether a subscription has the form a browser gives it (RFC 8291); where it leads is
    checked again by the one who sends.
    """
    return (
        is_plain(endpoint) and len(endpoint) <= 1000
        and (_length(p256dh), _length(auth)) == (65, 16)
    )  # fmt: skip


def is_plain(endpoint: str) -> bool:
    """Whether an address reads the same to everyone who takes it apart.

    A backslash, a space or a control character before the path lets one parser see another host
    than the next, and so past any list of hosts.
    """
    return PLAIN.fullmatch(endpoint) is not None


def add(db: Session, actor: Actor, endpoint: str, p256dh: str, auth: str) -> None:
    """Adds the browser, and makes push the channel. One that was someone else's is now hers."""
    db.execute(delete(Device).where(Device.endpoint == endpoint))
    mine = (
        select(Device.id).where(Device.participant_id == actor.id).order_by(Device.created.desc())
    )
    spare = db.scalars(mine.offset(MOST - 1)).all()
    for device in spare:
        db.execute(delete(Device).where(Device.id == device))
    db.add(
        Device(
            participant_id=actor.id,
            endpoint=endpoint,
            p256dh=p256dh,
            auth=auth,
            created=clock.now(),
        )
    )
    db.execute(
        insert_into(db, Reach)
        .values(participant_id=actor.id, channel=Channel.PUSH)
        .on_conflict_do_update(index_elements=["participant_id"], set_={"channel": Channel.PUSH})
    )
    leave(db, actor, Act.CHANGED, "reach", participant=actor.id)


def forget_all(db: Session, actor: Actor) -> None:
    """No browser of the participant's is sent anything any more."""
    db.execute(delete(Device).where(Device.participant_id == actor.id))


def end_since(db: Session, participant: UUID, since: datetime) -> None:
    """No browser that was added after a moment is sent anything, by whoever had come in as her."""
    db.execute(delete(Device).where(Device.participant_id == participant, Device.created >= since))


def _length(key: str) -> int:
    """How many bytes a key has; -1 for what is none."""
    try:
        return len(base64.b64decode(key + "=" * (-len(key) % 4), altchars=b"-_", validate=True))
    except ValueError:
        return -1
