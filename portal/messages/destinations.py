"""Where a thread can go: the agencies somebody of which works with the participant."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal import clock
from portal.audience import Audience
from portal.db import Statement, enum_type, read
from portal.messages.models import Thread
from portal.people.agencies import Agency
from portal.people.models import Assignment, Staff
from portal.sharing.kinds import ShareKind
from portal.sharing.policy import lets_read


class NobodyThere(Exception):
    """Nobody at the chosen agency works with the participant, so the thread would lie there."""


@dataclass(frozen=True, slots=True)
class Destination:
    """An agency a thread can go to, who there works with the participant, and whether it goes at once."""

    agency: Agency
    staff: tuple[UUID, ...]
    opened: bool


_FROM = bindparam("from_agency", type_=enum_type(Agency))
_THERE: Statement = (
    select(
        Staff.agency, Staff.id,
        lets_read(Assignment.participant_id, _FROM, Staff.agency, ShareKind.MESSAGES),
    )
    .join(Assignment, Assignment.staff_id == Staff.id)
    .where(
        Assignment.participant_id == bindparam("participant"), Assignment.ended.is_(None),
        Staff.role == Audience.CASEWORKER, Staff.agency != _FROM,
    )
    .order_by(Staff.agency, Staff.sort_key, Staff.id)
)  # fmt: skip


def destinations(db: Session, participant: UUID, origin: Agency | None) -> Sequence[Destination]:
    """The other agencies somebody of which works with the participant at present."""
    values = {"participant": participant, "from_agency": origin, "today": clock.today()}
    found: dict[Agency, Destination] = {}
    for agency, staff, opened in read(db, _THERE, values):
        before = found.get(agency)
        found[agency] = Destination(
            agency, (*(before.staff if before else ()), staff), bool(opened)
        )
    return list(found.values())


def destination(db: Session, row: Thread, to: Agency) -> Destination:
    """One of them, for a thread. Raises NobodyThere."""
    for each in destinations(db, row.participant_id, row.agency):
        if each.agency is to:
            return each
    raise NobodyThere
