"""The participant's Today: what is next, what is my turn, what is being worked on. Five queries."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from portal import clock
from portal.appointments.queries import AppointmentRow, next_of
from portal.messages.queries import pending
from portal.messages.rows import MessageRow
from portal.people.actor import Actor
from portal.phrases.duties import BY_CODE, DutyKind
from portal.plan.duties import last_day
from portal.plan.queries import duties_of, plan_ahead
from portal.plan.rows import DutyRow, PlanRow, StepRow


class MonthlyDuty(NamedTuple):
    """A duty with the last day of its window this month."""

    row: DutyRow
    kind: DutyKind
    closes: date


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the first page shows."""

    appointment: AppointmentRow | None
    plan: PlanRow | None
    mine: tuple[StepRow, ...]
    to_answer: tuple[MessageRow, ...]
    worked_on: tuple[StepRow, ...]
    duties: tuple[MonthlyDuty, ...]
    unread: int
    day: date


def today_of(db: Session, actor: Actor) -> Today:
    """A participant's Today."""
    plan = plan_ahead(db, actor)
    messages = pending(db, actor)
    now = clock.today()
    return Today(
        appointment=next_of(db, actor),
        plan=plan,
        mine=plan.having("mine") if plan else (),
        to_answer=tuple(message for message in messages if message.awaits_answer),
        worked_on=plan.having("waiting") if plan else (),
        duties=tuple(
            MonthlyDuty(row, BY_CODE[row.kind], last_day(BY_CODE[row.kind], now.year, now.month))
            for row in duties_of(db, actor)
        ),
        unread=sum(message.read is None for message in messages),
        day=now,
    )
