"""The browsers a participant has let show notices."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.notices.models import Device
from portal.people.actor import Actor


def forget_all(db: Session, actor: Actor) -> None:
    """No browser of the participant's is sent anything any more."""
    db.execute(delete(Device).where(Device.participant_id == actor.id))
