"""The team board: where it stands still, longest first. Seven queries, whatever the size of the team.

Coordinators see turns and clocks of the whole team; a caseworker sees the people she works with,
and of them what the policy lets her agency see. Nobody sees what a step is about.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased

from portal.appointments.models import Appointment, AppointmentState
from portal.audience import Audience
from portal.db import Instant, Statement, read
from portal.home.whom import people_of
from portal.i18n.formats import days_since
from portal.people.actor import Actor
from portal.people.models import Assignment, ContactChange, Participant
from portal.phrases.appointment_kinds import InterpreterState
from portal.plan.models import Handover, Holder, Plan, Step, Turn, Why
from portal.sharing.kinds import ShareKind
from portal.sharing.policy import opened

LONGEST = 10  # of each list; the number beside its heading counts all
SENT_ROUND = 2  # times, from when on someone is being sent round


class WaitRow(NamedTuple):
    """A turn an agency has, and how many such there are in all."""

    participant: UUID
    name: str
    holder: Holder
    since: datetime
    promised_by: date | None
    total: int

    @property
    def days(self) -> int:
        """Whole days it has lasted."""
        return days_since(self.since)


class PersonRow(NamedTuple):
    """Someone who misses something; `number` is what the list counts for her, if anything."""

    participant: UUID
    name: str
    number: int | None
    total: int


class TimeRow(NamedTuple):
    """Someone with a time to come without an interpreter in her language. A protected person has no day."""

    participant: UUID
    name: str
    starts: datetime | None
    total: int


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the board shows."""

    waits: tuple[WaitRow, ...]
    passed: tuple[WaitRow, ...]
    goalless: tuple[PersonRow, ...]
    contactless: tuple[PersonRow, ...]
    unspoken: tuple[TimeRow, ...]
    sent_round: tuple[PersonRow, ...]
    recontacted: tuple[PersonRow, ...]


_SHOWN = func.coalesce(Participant.alias, Participant.name).label("shown")
_ALL = func.count().over().label("count_all")
_TODAY: BindParameter[date] = bindparam("today")
_NOW = bindparam("now", type_=Instant())


def _seen_steps(role: Audience) -> ColumnElement[bool]:
    """A coordinator sees that any turn is there; others what their agency may see."""
    if role is Audience.COORDINATOR:
        return true()
    return opened(Step.participant_id, Step.agency, Step.shares)


def _waiting(role: Audience) -> Any:
    agencies = [Turn.holder == holder for holder in Holder if holder is not Holder.PARTICIPANT]
    return (
        select(
            Participant.id, _SHOWN, Turn.holder, Turn.since, Turn.promised_by, _ALL,
        )
        .join(Step, Step.participant_id == Participant.id)
        .join(Turn, Turn.id == Step.turn_id)
        # In these words, so that the partial index fits.
        .where(Step.participant_id.in_(people_of(role)), Step.state == literal_column("'waiting'"))
        .where(or_(*agencies), _seen_steps(role))
        .limit(LONGEST)
    )  # fmt: skip


@cache
def _waits(role: Audience) -> Statement:
    statement: Statement = _waiting(role).order_by(Turn.since)
    return statement


@cache
def _passed(role: Audience) -> Statement:
    late: Statement = _waiting(role).where(Turn.promised_by < _TODAY).order_by(Turn.promised_by)
    return late


@cache
def _goalless(role: Audience) -> Statement:
    """People whose current plan has no goal. That there is none is no content."""
    return (
        select(Participant.id, _SHOWN, literal_column("NULL"), _ALL)
        .join(Plan, and_(Plan.participant_id == Participant.id, Plan.closed.is_(None)))
        .where(
            Participant.id.in_(people_of(role)), Plan.goal.is_(None), Plan.goal_swedish.is_(None)
        )
        .order_by(Plan.opened)
        .limit(LONGEST)
    )


@cache
def _contactless(role: Audience) -> Statement:
    """People whose contact does not work with them any longer."""
    present = aliased(Assignment)
    return (
        select(Participant.id, _SHOWN, literal_column("NULL"), _ALL)
        .outerjoin(
            present,
            and_(
                present.participant_id == Participant.id,
                present.staff_id == Participant.contact_id,
                present.ended.is_(None),
            ),
        )
        .where(Participant.id.in_(people_of(role)), present.id.is_(None))
        .order_by(Participant.sort_key, Participant.id)
        .limit(LONGEST)
    )


@cache
def _unspoken(role: Audience) -> Statement:
    """Times to come without an interpreter, or with one she says is of another language. Where it is, and what for, are not told."""
    seen: ColumnElement[bool] = true()
    if role is not Audience.COORDINATOR:
        seen = opened(Appointment.participant_id, Appointment.agency, ShareKind.APPOINTMENTS)
    starts = func.min(Appointment.starts, type_=Instant())
    return (
        select(
            Participant.id, _SHOWN, Participant.protected, starts.label("starts"), _ALL,
        )
        .join(Appointment, Appointment.participant_id == Participant.id)
        .where(
            Participant.id.in_(people_of(role)), Appointment.starts > _NOW,
            Appointment.state == AppointmentState.BOOKED,
            or_(
                Appointment.interpreter == InterpreterState.MISSING,
                Appointment.wrong_language.is_not(None),
            ),
            seen,
        )
        .group_by(Participant.id, _SHOWN, Participant.protected)
        .order_by(starts)
        .limit(LONGEST)
    )  # fmt: skip


@cache
def _sent_round(role: Audience) -> Statement:
    """How often each was told "not ours"."""
    times = func.count(Handover.turn_id)
    statement = (
        select(Participant.id, _SHOWN, times.label("number"), _ALL)
        .join(Handover, Handover.participant_id == Participant.id)
        .where(Handover.participant_id.in_(people_of(role)), Handover.why == Why.NOT_OURS)
        .group_by(Participant.id, _SHOWN, Participant.sort_key)
        .having(times >= SENT_ROUND)
        .order_by(times.desc(), Participant.sort_key, Participant.id)
        .limit(LONGEST)
    )
    if role is not Audience.COORDINATOR:
        statement = (
            statement.join(Turn, Turn.id == Handover.turn_id)
            .join(Step, Step.id == Turn.step_id)
            .where(_seen_steps(role))
        )
    return statement


@cache
def _recontacted(role: Audience) -> Statement:
    """How often each has got another contact."""
    times = func.count(ContactChange.id)
    return (
        select(Participant.id, _SHOWN, times.label("number"), _ALL)
        .join(ContactChange, ContactChange.participant_id == Participant.id)
        .where(ContactChange.participant_id.in_(people_of(role)))
        .group_by(Participant.id, _SHOWN, Participant.sort_key)
        .having(times >= SENT_ROUND)
        .order_by(times.desc(), Participant.sort_key, Participant.id)
        .limit(LONGEST)
    )


def board_of(db: Session, actor: Actor) -> Board:
    """The board of the actor's team, or of the people a caseworker works with."""
    values = actor.bindings

    def rows(statement: Callable[[Audience], Statement]) -> list[Any]:
        return list(read(db, statement(actor.role), values))

    return Board(
        waits=tuple(WaitRow._make(row) for row in rows(_waits)),
        passed=tuple(WaitRow._make(row) for row in rows(_passed)),
        goalless=tuple(PersonRow._make(row) for row in rows(_goalless)),
        contactless=tuple(PersonRow._make(row) for row in rows(_contactless)),
        unspoken=tuple(
            TimeRow(row[0], row[1], None if row[2] else row[3], row[4]) for row in rows(_unspoken)
        ),
        sent_round=tuple(PersonRow._make(row) for row in rows(_sent_round)),
        recontacted=tuple(PersonRow._make(row) for row in rows(_recontacted)),
    )
