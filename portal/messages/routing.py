"""Whom a new message goes to: there is no wrong door, so every message finds somebody.

About a step or a time it goes to the agency that owns it, about money to the one that pays, and
everything else to the contact. Where nobody of that agency works with her, the contact gets it and
forwards it inside the portal.
"""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from portal.db import Statement, read
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.models import Assignment, Participant, Staff


class Receiver(NamedTuple):
    """Someone who works with the participant."""

    id: UUID
    name: str
    agency: Agency
    is_contact: bool


_TEAM: Statement = (
    select(Staff.id, Staff.name, Staff.agency, (Participant.contact_id == Staff.id).label("contact"))
    .join(Participant, Participant.id == bindparam("actor_id"))
    .where(
        or_(
            Staff.id == Participant.contact_id,
            Staff.id.in_(
                select(Assignment.staff_id).where(
                    Assignment.participant_id == bindparam("actor_id"), Assignment.ended.is_(None)
                )
            ),
        )
    )
    .order_by(Staff.sort_key, Staff.id)
)  # fmt: skip


def receivers(db: Session, actor: Actor) -> list[Receiver]:
    """Everyone who works with the participant at present, the contact among them."""
    return [Receiver._make(row) for row in read(db, _TEAM, {"actor_id": actor.id})]


def receiver(team: list[Receiver], agency: Agency | None = None) -> Receiver:
    """Who gets a message for an agency: the contact where she is of it, else another of it.

    Raises LookupError where nobody works with the participant.
    """
    contact = next((each for each in team if each.is_contact), None)
    if agency is None or (contact and contact.agency is agency):
        found = contact
    else:
        found = next((each for each in team if each.agency is agency), contact)
    if found is None:
        raise LookupError("nobody works with the participant")
    return found
