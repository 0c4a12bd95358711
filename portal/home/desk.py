"""The staff desk: who waits for whom, the longest wait for my agency first. One query."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, false, func, or_, select, true
from sqlalchemy.orm import Session

from portal import clock
from portal.appointments.models import Appointment, AppointmentState, Reply
from portal.audience import Audience
from portal.db import Instant, Statement, read
from portal.i18n.formats import days_since
from portal.messages.models import Thread
from portal.people.actor import Actor
from portal.people.models import Participant
from portal.plan.models import Step, StepState, Turn
from portal.sharing.kinds import ShareKind
from portal.sharing.policy import ACTOR_AGENCY, ACTOR_TEAM, assigned, opened


class Show(StrEnum):
    """The filters of the desk."""

    ALL = "all"
    OURS = "ours"
    TODAY = "today"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Case:
    """One participant on the desk. A protected person is listed under an alias."""

    id: UUID
    name: str
    language: str
    protected: bool
    waiting_since: datetime | None
    waits: int
    meets: datetime | None
    unanswered_since: datetime | None
    declined: datetime | None

    @property
    def days(self) -> int:
        """Days the longest wait for the agency has lasted."""
        return days_since(self.waiting_since) if self.waiting_since else 0

    @property
    def unanswered_days(self) -> int:
        """Days the oldest unanswered message has waited."""
        return days_since(self.unanswered_since) if self.unanswered_since else 0

    def fits(self, show: Show) -> bool:
        """Whether a filter lists it."""
        return {
            Show.ALL: True,
            Show.OURS: self.waiting_since is not None,
            Show.TODAY: self.meets is not None,
            Show.UNANSWERED: self.unanswered_since is not None or self.declined is not None,
        }[show]


_DAY_STARTS = bindparam("day_starts", type_=Instant())
_DAY_ENDS = bindparam("day_ends", type_=Instant())


@cache
def visible_to(role: Audience) -> Statement:
    """The people this kind of staff works with, and what waits for them."""
    mine = (
        Participant.team_id == ACTOR_TEAM
        if role is Audience.COORDINATOR
        else assigned(Participant.id)
    )
    return (
        select(
            Participant.id,
            func.coalesce(Participant.alias, Participant.name).label("shown"),
            Participant.language,
            Participant.protected,
            _waits(role, func.min(Turn.since)).label("waiting_since"),
            _waits(role, func.count()).label("waits"),
            _meets(role),
            _unanswered(role),
            _declined(role),
        )
        .where(mine, or_(bindparam("name") == "", func.lower(func.coalesce(Participant.alias, Participant.name)).contains(bindparam("name"), escape="/")))
        .order_by(func.coalesce(Participant.alias, Participant.name))
    )  # fmt: skip


def _waits(role: Audience, what: Any) -> Any:
    """Open turns held by the actor's agency; for a coordinator by any agency."""
    holder: ColumnElement[bool] = Turn.holder == bindparam("actor_holder")
    seen = opened(Step.participant_id, Step.agency, Step.shares)
    if role is Audience.COORDINATOR:
        holder, seen = Turn.holder.in_(("af", "malmo", "fk", "skane")), true()
    return (
        select(what)
        .select_from(Step)
        .join(Turn, Turn.id == Step.turn_id)
        .where(Step.participant_id == Participant.id, Step.state == StepState.WAITING, holder, seen)
        .scalar_subquery()
    )


def _meets(role: Audience) -> Any:
    seen = opened(Appointment.participant_id, Appointment.agency, ShareKind.APPOINTMENTS)
    return (
        select(func.min(Appointment.starts))
        .where(
            Appointment.participant_id == Participant.id,
            Appointment.starts >= _DAY_STARTS,
            Appointment.starts < _DAY_ENDS,
            Appointment.state == AppointmentState.BOOKED,
            false() if role is Audience.COORDINATOR else seen,
        )
        .scalar_subquery()
        .label("meets")
    )


def _unanswered(role: Audience) -> Any:
    """Only the agency's own threads: what another agency has is that one's to answer."""
    own = Thread.agency == ACTOR_AGENCY
    return (
        select(func.min(Thread.last_at))
        .where(
            Thread.participant_id == Participant.id,
            Thread.awaits_staff,
            false() if role is Audience.COORDINATOR else own,
        )
        .scalar_subquery()
        .label("unanswered_since")
    )


def _declined(role: Audience) -> Any:
    """The next time of the agency's own that the participant cannot come to."""
    own = Appointment.agency == ACTOR_AGENCY
    return (
        select(func.min(Appointment.starts))
        .where(
            Appointment.participant_id == Participant.id,
            Appointment.starts >= _DAY_STARTS,
            Appointment.reply == Reply.CANNOT,
            Appointment.state == AppointmentState.BOOKED,
            false() if role is Audience.COORDINATOR else own,
        )
        .scalar_subquery()
        .label("declined")
    )


def cases(db: Session, actor: Actor, *, name: str = "") -> list[Case]:
    """The actor's people, the longest wait for the actor's agency first."""
    starts = clock.at_wall(clock.today(), 0)
    values = {
        **actor.bindings,
        "actor_holder": actor.agency.value if actor.agency else "",
        "day_starts": starts,
        "day_ends": clock.at_wall(clock.today() + timedelta(days=1), 0),
        "name": re.sub(r"([%_/])", r"/\1", name.strip().lower()),
    }
    found = [Case(*row) for row in read(db, visible_to(actor.role), values)]
    return sorted(
        found,
        key=lambda case: (case.waiting_since is None, case.waiting_since or starts),
    )
