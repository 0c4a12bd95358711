"""What staff of an agency have waiting for a participant, read together with the team around her.

Both stand on her page, and one statement serves them: a page of staff's asks at most eight.
"""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select, union
from sqlalchemy.orm import Session, aliased

from portal import clock
from portal.db import Statement, read
from portal.messages.models import ScheduledMessage
from portal.messages.rows import MessageRow
from portal.messages.scheduled import in_hand, works
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.models import Assignment, Participant, Staff
from portal.people.queries import Member


class Later(NamedTuple):
    """What is to be sent: by whom, when, what it says. `works`: the sender may still send it.

    It says nothing to a contact of another agency, who only has to know that it was not sent.
    """

    id: UUID
    sender: str
    agency: Agency
    send_at: datetime
    reply_by: date | None
    works: bool
    says: tuple[MessageRow, ...]

    @property
    def due(self) -> bool:
        """Whether its time has come, so that it would have been sent if it could."""
        return self.send_at <= clock.now()


# Aliased, since what asks whether the actor works with her names the tables themselves.
_now = aliased(Assignment, name="at_present")
_person = aliased(Participant, name="person")
_any = aliased(ScheduledMessage, name="any_scheduled")
_PARTICIPANT: Any = bindparam("participant")
_STATEMENT: Statement = (
    select(
        Staff.id.label("by"), Staff.name, Staff.agency.label("of"), Staff.title, Staff.phone,
        _person.contact_id, _now.id.label("present"), ScheduledMessage.id, ScheduledMessage.written,
        ScheduledMessage.agency, ScheduledMessage.phrase, ScheduledMessage.parameters,
        ScheduledMessage.sentences, ScheduledMessage.body, ScheduledMessage.reply_by,
        ScheduledMessage.send_at, works().label("works"),
    )
    .select_from(Staff)
    .join(_person, _person.id == _PARTICIPANT)
    .outerjoin(
        _now,
        and_(
            _now.staff_id == Staff.id, _now.participant_id == _PARTICIPANT, _now.ended.is_(None)
        ),
    )
    .outerjoin(
        ScheduledMessage,
        and_(
            ScheduledMessage.staff_id == Staff.id, ScheduledMessage.participant_id == _PARTICIPANT,
            in_hand(),
        ),
    )
    .where(
        Staff.id.in_(
            union(
                select(Assignment.staff_id).where(
                    Assignment.participant_id == _PARTICIPANT, Assignment.ended.is_(None)
                ),
                select(_any.staff_id).where(_any.participant_id == _PARTICIPANT),
            )
        ),
        or_(_now.id.is_not(None), ScheduledMessage.id.is_not(None)),
    )
    .order_by(
        Staff.agency, Staff.sort_key, Staff.id, ScheduledMessage.send_at, ScheduledMessage.written,
        ScheduledMessage.id,
    )
)  # fmt: skip


def team_and_scheduled(
    db: Session, actor: Actor, participant: UUID
) -> tuple[list[Member], list[Later]]:
    """Who works with a participant, the contact first; and what the actor's agency has waiting.

    Also what nobody can send any more, without what it says, where the actor is her contact.
    """
    members: dict[UUID, Member] = {}
    found: dict[tuple[UUID, datetime], Later] = {}
    for row in read(db, _STATEMENT, {**actor.bindings, "participant": participant}):
        if row.present:
            is_contact = row.contact_id == row.by
            members[row.by] = Member(row.name, row.of, row.title, row.phone, is_contact)
        if row.id:
            key, later = (row.by, row.written), _later(row, actor)
            first = found.setdefault(key, later)
            if first is not later:  # the text that was written with it
                found[key] = first._replace(says=(*first.says, *later.says))
    team = sorted(members.values(), key=lambda each: not each.is_contact)
    return team, sorted(found.values(), key=lambda each: each.send_at)


def _later(row: Any, actor: Actor) -> Later:
    said = MessageRow(
        row.id, row.id, row.name, row.agency, row.phrase, row.parameters, row.body,
        "sv" if row.body else None, row.reply_by, row.send_at, None, None, row.sentences,
    )  # fmt: skip
    says = (said,) if row.agency is actor.agency else ()
    return Later(row.id, row.name, row.agency, row.send_at, row.reply_by, row.works, says)
