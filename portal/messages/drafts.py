"""What a participant has typed and not sent: her own space, which no query of staff's can reach.

Nothing else in the portal may import `Draft` (a contract test holds that), and every statement
here asks for the acting participant's own rows, save the one that forgets old ones unread. It becomes a record of an agency's only when she
presses Send (eSam's guidance on a user's own space, "eget utrymme").
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Delete, ForeignKey, String, Text, bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal import clock
from portal.db import Base, Statement, Tag, insert_into, read
from portal.exports import Export
from portal.people.actor import Actor


class Draft(Base):
    """One text that is not sent yet, by where it is being written."""

    __tablename__ = "draft"

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    place: Mapped[str] = mapped_column(String(60), primary_key=True)
    topic: Mapped[str | None] = mapped_column(String(24))
    body: Mapped[str] = mapped_column(Text)
    language: Mapped[Tag]
    saved: Mapped[datetime]


# Handed to herself with everything else about her, and to nobody else.
EXPORT = Export(Draft, order=Draft.saved, texts={"body": "language"})
_WAITING: Statement = select(
    Draft.place, Draft.topic, Draft.body, Draft.language, Draft.saved
).where(Draft.participant_id == bindparam("actor_id"), Draft.place == bindparam("place"))
_PLACES: Statement = (
    select(Draft.place)
    .where(Draft.participant_id == bindparam("actor_id"))
    .order_by(Draft.saved.desc())
)  # fmt: skip


class DraftRow(NamedTuple):
    """A text that waits to be sent, as it was typed; `saved` in UTC."""

    place: str
    topic: str | None
    body: str
    language: str
    saved: datetime


def keep(
    db: Session, actor: Actor, place: str, topic: str | None, body: str, language: str
) -> None:
    """Keeps what she has typed at a place, as it is; nothing typed is nothing kept.

    Longer than a message may be is kept as well: she shortens it before she sends it.
    """
    if not body.strip():
        forget(db, actor, place)
        return
    values = {"topic": topic, "body": body, "language": language, "saved": clock.now()}
    db.execute(
        insert_into(db, Draft)
        .values(participant_id=actor.id, place=place, **values)
        .on_conflict_do_update(index_elements=["participant_id", "place"], set_=values)
    )


def draft_of(db: Session, actor: Actor, place: str) -> DraftRow | None:
    """What waits at a place, if anything does."""
    row = read(db, _WAITING, {"actor_id": actor.id, "place": place}).first()
    return DraftRow._make(row) if row else None


def places_with_drafts(db: Session, actor: Actor) -> list[str]:
    """Where something waits, the latest first."""
    return [row.place for row in read(db, _PLACES, {"actor_id": actor.id})]


def forget(db: Session, actor: Actor, place: str) -> None:
    """Forgets what waits at a place: it has been sent, or she has emptied it."""
    db.execute(delete(Draft).where(Draft.participant_id == actor.id, Draft.place == place))


def forget_all(db: Session, actor: Actor) -> None:
    """Forgets all that she has typed and not sent."""
    db.execute(delete(Draft).where(Draft.participant_id == actor.id))


def forgetting(before: datetime, is_meant: Callable[[Any], Any]) -> Delete:
    """What forgets, unread, whatever has lain unsent since before an instant.

    `is_meant` tells of a column with a participant's id whether hers may go: no hold is on her.
    """
    return delete(Draft).where(Draft.saved < before, is_meant(Draft.participant_id))
