"""What a participant and those around her have in the coming weeks, to hold a new time against.

Whoever works with her may know that she is taken, and nothing else: a title comes along only
where the policy lets the reader see it.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, bindparam, case, null, select, type_coerce, union_all
from sqlalchemy.orm import Session

from portal import clock
from portal.appointments.clashes import ELSEWHERE, FixedHour, Taken, Week
from portal.appointments.models import Appointment, AppointmentState, Attendee, FixedHours, Reply
from portal.db import Instant, Statement, beyond, read
from portal.people.actor import Actor
from portal.people.models import Assignment
from portal.sharing.kinds import ShareKind
from portal.sharing.policy import assigned, opened

BACK, AHEAD = timedelta(days=7), timedelta(days=70)
_PERSON = bindparam("participant", type_=Uuid())
_SINCE, _UNTIL = bindparam("since", type_=Instant()), bindparam("until", type_=Instant())
_EXCEPT = bindparam("except_for", type_=Uuid())
_SEEN = opened(Appointment.participant_id, Appointment.agency, ShareKind.APPOINTMENTS)
_HOLDS = (
    Appointment.state == AppointmentState.BOOKED,
    Appointment.starts > _SINCE,
    Appointment.starts < _UNTIL,
    Appointment.id.is_distinct_from(_EXCEPT),
)


class Commitments(NamedTuple):
    """A participant's weeks, and the kinds of those times that the reader may see."""

    week: Week
    kinds: dict[Taken, str]


# A time she has said she cannot come to does not hold her; those of her colleagues come along.
_TIMES = union_all(
    select(
        type_coerce(null(), Uuid()).label("staff_id"), Appointment.starts, Appointment.ends, Appointment.place,
        Appointment.travel_minutes, case((_SEEN, Appointment.kind)).label("kind"),
    ).where(
        Appointment.participant_id == _PERSON, assigned(_PERSON), Appointment.reply != Reply.CANNOT,
        *_HOLDS,
    ),
    select(Attendee.staff_id, Appointment.starts, Appointment.ends, null(), null(), null())
    .join(Appointment, Appointment.id == Attendee.appointment_id)
    .join(Assignment, Assignment.staff_id == Attendee.staff_id)
    .where(Assignment.participant_id == _PERSON, Assignment.ended.is_(None), *_HOLDS),
)  # fmt: skip
_HOURS: Statement = select(
    FixedHours.weekday, FixedHours.since, FixedHours.until, FixedHours.first_day, FixedHours.last_day,
).where(FixedHours.participant_id == _PERSON)  # fmt: skip


def commitments_of(
    db: Session, actor: Actor, participant: UUID, *, except_for: UUID | None = None,
    until: datetime | None = None,
) -> Commitments:  # fmt: skip
    """From a week back to ten weeks ahead, and a week past `until` where that is later.

    `except_for` is the time that is being moved.
    """
    now = clock.now()
    values = {
        **actor.bindings, "participant": participant, "since": now - BACK, "until": max(now + AHEAD, until + BACK) if until else now + AHEAD,
        "except_for": except_for,
    }  # fmt: skip
    taken, kinds = [], {}
    staff: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    with beyond(db):
        times = read(db, _TIMES, values).all()
    for member, starts, ends, place, travel, kind in times:
        if member:
            staff[member].append((starts, ends))
            continue
        # Where a time is that the reader may not see is not to be found out by trying places.
        each = Taken(starts, ends, place, travel) if kind else Taken(starts, ends, ELSEWHERE)
        taken.append(each)
        if kind:
            kinds[each] = kind
    hours = [FixedHour(*row) for row in read(db, _HOURS, {"participant": participant})]
    return Commitments(Week(taken, hours, staff), kinds)


def who_attends(db: Session, appointment: UUID) -> Sequence[UUID]:
    """The staff who attend an appointment."""
    return db.scalars(select(Attendee.staff_id).where(Attendee.appointment_id == appointment)).all()
