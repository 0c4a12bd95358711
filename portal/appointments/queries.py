"""Reading appointments: statements built once per kind of reader."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    exists,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from portal import clock
from portal.appointments.models import (
    Appointment,
    AppointmentState,
    Attendee,
    CancelledBy,
    Reply,
)
from portal.audience import Audience
from portal.db import Statement, beyond, read
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.models import Staff
from portal.phrases import appointment_kinds
from portal.phrases.appointment_kinds import AppointmentKind, InterpreterState, Mode
from portal.sharing.kinds import ShareKind
from portal.sharing.policy import ACTOR_ID, NOW, assigned, scope


class AttendeeRow(NamedTuple):
    """Someone who is there."""

    id: UUID
    name: str
    agency: Agency
    title: str


class AppointmentRow(NamedTuple):
    """An appointment with those who attend it."""

    id: UUID
    participant_id: UUID
    agency: Agency
    kind: str
    starts: datetime
    ends: datetime
    was_starts: datetime | None
    was_ends: datetime | None
    sequence: int
    mode: Mode
    place: str | None
    entrance: str | None
    floor: str | None
    landmark: str | None
    travel_minutes: int | None
    purpose: str | None
    bring: list[str]
    interpreter: InterpreterState
    interpreter_language: str | None
    interpreter_cancel_by: date | None
    wrong_language: datetime | None
    number_withheld: bool
    lift: bool
    hearing_loop: bool
    companion_welcome: bool
    child_welcome: bool
    if_absent: str
    reply_by: date | None
    reply: Reply
    reply_reason: str | None
    reply_other_time: str | None
    reply_text: str | None
    state: AppointmentState
    cancelled_by: CancelledBy | None
    next_step_id: UUID | None
    version: int
    attendees: list[AttendeeRow]

    @property
    def record(self) -> AppointmentKind:
        """Its kind in the catalogue."""
        return appointment_kinds.BY_CODE[self.kind]

    @property
    def agencies(self) -> list[Agency]:
        """The agencies that attend, its owner first, each once."""
        return [*dict.fromkeys([self.agency, *(each.agency for each in self.attendees)])]

    @property
    def past(self) -> bool:
        """Whether it is over."""
        return self.ends < clock.now()

    @property
    def open_to_reply(self) -> bool:
        """Whether an answer still makes a difference."""
        return self.state is AppointmentState.BOOKED and self.starts > clock.now()

    @property
    def to_be_recorded(self) -> bool:
        """Whether it has begun and nobody has said yet how it went."""
        return self.state is AppointmentState.BOOKED and self.starts <= clock.now()

    @property
    def moved(self) -> bool:
        """Whether it has another time than the one before, and she has not answered yet."""
        return self.was_starts is not None and self.open_to_reply and self.reply is Reply.NONE


_COLUMNS = tuple(
    getattr(Appointment, name) for name in AppointmentRow._fields if name != "attendees"
)


def _seen(role: Audience) -> ColumnElement[bool]:
    """What a reader may see: as the policy says, and what one attends oneself."""
    seen = scope(
        role, participant=Appointment.participant_id, owner=Appointment.agency,
        kind=ShareKind.APPOINTMENTS,
    )  # fmt: skip
    if role is not Audience.CASEWORKER:
        return seen
    mine = aliased(Attendee)  # the page's own query joins everyone who attends
    attending = exists().where(mine.appointment_id == Appointment.id, mine.staff_id == ACTOR_ID)
    return or_(seen, and_(assigned(Appointment.participant_id), attending))


@cache
def visible_to(role: Audience) -> Statement:
    """The appointments this kind of reader may see, one row an attendee, in order of time."""
    return (
        select(
            *_COLUMNS,
            Staff.id.label("attendee_id"),
            Staff.name,
            Staff.agency.label("attendee_agency"),
            Staff.title,
        )
        .select_from(Appointment)
        .outerjoin(Attendee, Attendee.appointment_id == Appointment.id)
        .outerjoin(Staff, Staff.id == Attendee.staff_id)
        .where(_seen(role))
        .order_by(Appointment.starts, Appointment.id, Staff.agency, Staff.sort_key)
    )


@cache
def _of_participant(role: Audience) -> Statement:
    return visible_to(role).where(
        Appointment.participant_id == bindparam("participant"),
        Appointment.starts > bindparam("since", type_=NOW.type),
    )


@cache
def _one(role: Audience) -> Statement:
    return visible_to(role).where(Appointment.id == bindparam("appointment"))


_NEXT = visible_to(Audience.PARTICIPANT).where(
    Appointment.id
    == select(Appointment.id)
    .where(
        Appointment.participant_id == ACTOR_ID,
        Appointment.ends > NOW,
        Appointment.state == AppointmentState.BOOKED,
        Appointment.reply != Reply.CANNOT,
    )
    .order_by(Appointment.starts)
    .limit(1)
    .correlate(None)
    .scalar_subquery()
)

_INSTEAD = (
    select(Appointment.id, Appointment.starts)
    .where(
        Appointment.participant_id == ACTOR_ID,
        Appointment.starts > NOW,
        Appointment.state == AppointmentState.BOOKED,
        Appointment.agency == bindparam("agency", type_=Appointment.agency.type),
        Appointment.kind == bindparam("kind"),
    )
    .order_by(Appointment.starts)
    .limit(1)
)

_HIDDEN = (
    select(Appointment.starts, Appointment.ends)
    .where(
        Appointment.participant_id == bindparam("participant"),
        assigned(Appointment.participant_id),
        not_(_seen(Audience.CASEWORKER)),
        Appointment.state == AppointmentState.BOOKED,
        Appointment.ends > NOW,
    )
    .order_by(Appointment.starts)
)


def next_of(db: Session, actor: Actor) -> AppointmentRow | None:
    """The participant's next appointment."""
    return next(iter(_gather(read(db, _NEXT, actor.bindings))), None)


class Instead(NamedTuple):
    """The time that a participant has in place of one that is cancelled."""

    id: UUID
    starts: datetime


def time_instead(db: Session, actor: Actor, cancelled: AppointmentRow) -> Instead | None:
    """Her next time of the same kind with the same agency, if there is one."""
    values = {**actor.bindings, "agency": cancelled.agency, "kind": cancelled.kind}
    row = read(db, _INSTEAD, values).first()
    return Instead._make(row) if row else None


def appointments_of(
    db: Session, actor: Actor, participant: UUID, since: datetime
) -> list[AppointmentRow]:
    """A participant's appointments from an instant on, as the actor may see them."""
    values = {**actor.bindings, "participant": participant, "since": since}
    found = _gather(read(db, _of_participant(actor.role), values))
    return found if actor.is_participant else [_for_agency(each, actor) for each in found]


def _for_agency(appointment: AppointmentRow, actor: Actor) -> AppointmentRow:
    """A shared time is a time: why someone cannot come is for those she was to meet."""
    if actor.agency in appointment.agencies:
        return appointment
    return appointment._replace(reply_reason=None, reply_other_time=None, reply_text=None)


def appointment_of(db: Session, actor: Actor, appointment: UUID) -> AppointmentRow:
    """One appointment. Raises NoResultFound alike for an unknown and for somebody else's."""
    from sqlalchemy.exc import NoResultFound

    found = _gather(read(db, _one(actor.role), {**actor.bindings, "appointment": appointment}))
    if not found:
        raise NoResultFound
    return found[0]


def busy_times(db: Session, actor: Actor, participant: UUID) -> list[tuple[datetime, datetime]]:
    """When a participant is taken by something this member of staff may not see; nothing else."""
    values = {**actor.bindings, "participant": participant}
    with beyond(db):
        return [(row.starts, row.ends) for row in read(db, _HIDDEN, values)]


def _gather(rows: Iterable[Any]) -> list[AppointmentRow]:
    found: dict[UUID, AppointmentRow] = {}
    for *columns, attendee, name, agency, title in rows:
        appointment = found.get(columns[0])
        if appointment is None:
            appointment = found[columns[0]] = AppointmentRow._make([*columns, []])
        if attendee is not None:
            appointment.attendees.append(AttendeeRow(attendee, name, agency, title))
    return list(found.values())
