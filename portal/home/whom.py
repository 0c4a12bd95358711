"""Whom a member of staff works with, as a statement that every list of staff's starts from."""

from uuid import UUID

from sqlalchemy import Select, select

from portal.audience import Audience
from portal.people.models import Assignment, Participant
from portal.sharing.policy import ACTOR_ID, ACTOR_TEAM


def people_of(role: Audience) -> Select[UUID]:
    """Whom the actor works with: a coordinator with the team's people, others by assignment."""
    if role is Audience.COORDINATOR:
        return select(Participant.id).where(Participant.team_id == ACTOR_TEAM)
    return select(Assignment.participant_id).where(
        Assignment.staff_id == ACTOR_ID, Assignment.ended.is_(None)
    )
