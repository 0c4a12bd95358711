"""The browsers that get a participant's push notices."""

import base64

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal import clock
from portal.notices.models import Channel, Device, Reach
from portal.people.actor import Actor
from portal.trail.models import Act
from portal.trail.service import leave

MOST = 10  # a person's; the oldest goes


def fits(endpoint: str, p256dh: str, auth: str) -> bool:
    """Whether a subscription has the form a browser gives it (RFC 8291); where it leads is
    checked again by the one who sends.
    """
    return (
        endpoint.startswith("https://") and len(endpoint) <= 1000
        and (_length(p256dh), _length(auth)) == (65, 16)
    )  # fmt: skip


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
    insert = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    db.execute(
        insert(Reach)
        .values(participant_id=actor.id, channel=Channel.PUSH)
        .on_conflict_do_update(index_elements=["participant_id"], set_={"channel": Channel.PUSH})
    )
    leave(db, actor, Act.CHANGED, "reach", participant=actor.id)


def forget_all(db: Session, actor: Actor) -> None:
    """No browser of the participant's is sent anything any more."""
    db.execute(delete(Device).where(Device.participant_id == actor.id))


def _length(key: str) -> int:
    """How many bytes a key has; -1 for what is none."""
    try:
        return len(base64.b64decode(key + "=" * (-len(key) % 4), altchars=b"-_", validate=True))
    except ValueError:
        return -1
