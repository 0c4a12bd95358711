"""Reading people: the cast of a demo, and the team around a participant."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal.db import Statement
from portal.people.agencies import Agency
from portal.people.demo import PARTICIPANTS, STAFF, demo_id
from portal.people.models import Assignment, Participant, Staff


@dataclass(frozen=True, slots=True)
class Cast:
    """One of the cast, for the demo's sign-in page."""

    slug: str
    name: str
    language: str
    agency: Agency | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Someone in the team around a participant."""

    name: str
    agency: Agency
    title: str
    phone: str
    is_contact: bool


def cast(db: Session) -> tuple[list[Cast], list[Cast]]:
    """The participants and the staff of the demo, in the order of the story."""
    people = {
        row.id: row
        for row in db.execute(select(Participant.id, Participant.name, Participant.language))
    }
    staff = {
        row.id: row
        for row in db.execute(
            select(Staff.id, Staff.name, Staff.language, Staff.agency, Staff.title)
        )
    }
    participants = [
        Cast(slug, person.name, person.language)
        for slug in PARTICIPANTS
        if (person := people.get(demo_id(slug)))
    ]
    workers = [
        Cast(slug, row.name, row.language, row.agency, row.title)
        for slug in STAFF
        if (row := staff.get(demo_id(slug)))
    ]
    return participants, workers


@cache
def _team() -> Statement:
    return (
        select(
            Staff.id,
            Staff.name,
            Staff.agency,
            Staff.title,
            Staff.phone,
            Participant.contact_id,
        )
        .join(Assignment, Assignment.staff_id == Staff.id)
        .join(Participant, Participant.id == Assignment.participant_id)
        .where(
            Assignment.participant_id == bindparam("participant"),
            Assignment.ended.is_(None),
        )
        .order_by(Staff.agency, Staff.sort_key, Staff.id)
    )


def team(db: Session, participant: UUID) -> Sequence[Member]:
    """Who works with a participant at present, the contact first."""
    rows = db.execute(_team(), {"participant": participant})
    members = [
        Member(row.name, row.agency, row.title, row.phone, row.id == row.contact_id) for row in rows
    ]
    return sorted(members, key=lambda member: not member.is_contact)
