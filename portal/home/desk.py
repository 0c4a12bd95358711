"""The staff desk: who waits for whom, the longest wait for my agency first. One query."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Subquery,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from portal import clock
from portal.appointments.models import Appointment, AppointmentState, Reply
from portal.audience import Audience
from portal.db import Instant, Statement, read
from portal.home.whom import people_of
from portal.i18n.formats import days_since
from portal.messages.models import Thread
from portal.people import names
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.models import Participant
from portal.phrases.appointment_kinds import InterpreterState
from portal.plan.models import Holder, Plan, Step, Turn
from portal.sharing.kinds import ShareKind
from portal.sharing.policy import ACTOR_AGENCY, TODAY, opened


class Show(StrEnum):
    """The filters of the desk."""

    ALL = "all"
    OURS = "ours"
    TODAY = "today"
    UNANSWERED = "unanswered"
    LATE = "late"
    SPEECHLESS = "speechless"
    UNREACHED = "unreached"


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
    speechless: datetime | None
    promised_by: date | None
    goalless: bool
    unreached: bool = False

    @property
    def late(self) -> bool:
        """Whether a day the agency has promised has passed."""
        return self.promised_by is not None and self.promised_by < clock.today()

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
            Show.SPEECHLESS: self.speechless is not None,
            Show.UNREACHED: self.unreached,
            Show.LATE: self.late,
        }[show]


_DAY_STARTS = bindparam("day_starts", type_=Instant())
_DAY_ENDS = bindparam("day_ends", type_=Instant())


@cache
def visible_to(role: Audience, words: int = 0) -> Statement:
    """The people this kind of staff works with whom so many words name, and what waits for them.

    Everything starts from the actor's own people, so that it costs the same among 5,600 as among
    560,000.
    """
    waiting, times = _waiting(role), _times(role)
    shown = func.coalesce(Participant.alias, Participant.name)
    return (
        select(
            Participant.id,
            shown.label("shown"),
            Participant.language,
            Participant.protected,
            waiting.c.since,
            func.coalesce(waiting.c.waits, 0),
            times.c.meets,
            _unanswered(role),
            times.c.declined,
            times.c.speechless,
            waiting.c.promised_by,
            exists()
            .where(
                Plan.participant_id == Participant.id,
                Plan.closed.is_(None),
                Plan.goal.is_(None),
                Plan.goal_swedish.is_(None),
            )
            .correlate(Participant),
        )
        .outerjoin(waiting, waiting.c.participant_id == Participant.id)
        .outerjoin(times, times.c.participant_id == Participant.id)
        .where(Participant.id.in_(people_of(role)), *names.found_by(words))
        .order_by(Participant.sort_key, Participant.id)
    )


def _waiting(role: Audience) -> Subquery:
    """Open turns held by the actor's agency, person by person; for a coordinator by any agency."""
    # Ours, or with someone outside for whom we answer; and what is late with others is the owner's too.
    holder: ColumnElement[bool] = or_(
        Turn.holder == bindparam("actor_holder"),
        Turn.answers == ACTOR_AGENCY,
        and_(
            Step.agency == ACTOR_AGENCY, Turn.promised_by < TODAY, Turn.holder != Holder.PARTICIPANT
        ),
    )
    seen = opened(Step.participant_id, Step.agency, Step.shares)
    if role is Audience.COORDINATOR:
        holder, seen = Turn.holder.in_([agency.value for agency in Agency]), true()
    return (
        select(
            Step.participant_id, func.min(Turn.since).label("since"), func.count().label("waits"),
            func.min(Turn.promised_by).label("promised_by"),
        )
        .join(Turn, Turn.id == Step.turn_id)
        # In these words, so that the partial index fits.
        .where(Step.participant_id.in_(people_of(role)), Step.state == literal_column("'waiting'"))
        .where(holder, seen)
        .group_by(Step.participant_id)
        .subquery("waiting")
    )  # fmt: skip


def _times(role: Audience) -> Subquery:
    """Times to come, person by person: met today, declined, and without the right interpreter.

    What is met today is whatever the actor may see; the rest is the agency's own to act on.
    """
    seen = opened(Appointment.participant_id, Appointment.agency, ShareKind.APPOINTMENTS)
    own: ColumnElement[bool] = Appointment.agency == ACTOR_AGENCY
    if role is Audience.COORDINATOR:
        seen = own = false()
    speechless = or_(
        Appointment.interpreter == InterpreterState.MISSING, Appointment.wrong_language.is_not(None)
    )

    def first(which: ColumnElement[bool]) -> Any:
        return func.min(case((which, Appointment.starts)), type_=Instant())

    return (
        select(
            Appointment.participant_id,
            first(and_(Appointment.starts < _DAY_ENDS, seen)).label("meets"),
            first(and_(Appointment.reply == Reply.CANNOT, own)).label("declined"),
            first(and_(speechless, own)).label("speechless"),
        )
        .where(
            Appointment.participant_id.in_(people_of(role)), Appointment.starts >= _DAY_STARTS,
            Appointment.state == AppointmentState.BOOKED,
        )
        .group_by(Appointment.participant_id)
        .subquery("times")
    )  # fmt: skip


def _unanswered(role: Audience) -> Any:
    """Only the agency's own threads: what another agency has is that one's to answer."""
    own = Thread.agency == ACTOR_AGENCY
    return (
        select(func.min(Thread.last_at))
        .where(
            Thread.participant_id == Participant.id,
            Thread.answer_by.is_not(None),
            false() if role is Audience.COORDINATOR else own,
        )
        .scalar_subquery()
        .label("unanswered_since")
    )


def cases(
    db: Session, actor: Actor, *, name: str = "", not_reached: Collection[UUID] = ()
) -> list[Case]:
    """The actor's people, the longest wait for the actor's agency first; named so, if a name is given.

    `not_reached` are those whom a notice did not reach (`people_not_reached`).
    """
    words = names.searched(name)
    if name.strip() and not words:
        return []  # nobody's name is made of other signs than letters and digits
    starts = clock.at_wall(clock.today(), 0)
    values = {
        **actor.bindings,
        "actor_holder": actor.agency.value if actor.agency else "",
        "day_starts": starts,
        "day_ends": clock.at_wall(clock.today() + timedelta(days=1), 0),
        **names.bindings(words),
    }
    found = [
        Case(*[*row, row[0] in not_reached])
        for row in read(db, visible_to(actor.role, len(words)), values)
    ]
    return sorted(
        found,
        key=lambda each: (each.waiting_since is None, each.waiting_since or starts),
    )
