"""The goal: in her own words, in any language, with a Swedish text agreed beside it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db import ChangedMeanwhile, Statement, read
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.models import Staff
from portal.phrases.staff_goals import GOAL_KINDS
from portal.plan.models import Goal, Plan
from portal.plan.queries import sees_goal
from portal.plan.service import current_plan
from portal.plan.turns import NotShared
from portal.trail.models import Act
from portal.trail.service import leave


class GoalRow(NamedTuple):
    """The goal as it was from one day on; `by` is None where she wrote it herself."""

    since: datetime
    text: str | None
    language: str
    swedish: str | None
    kind: str | None
    horizon: date | None
    by: str | None
    agency: Agency | None


@dataclass(frozen=True, slots=True)
class Agreed:
    """What staff and the participant have agreed: the Swedish text, the kind and the horizon."""

    swedish: str
    kind: str | None
    horizon: date | None


_HISTORY: Statement = (
    select(
        Goal.since, Goal.text, Goal.language, Goal.swedish, Goal.kind, Goal.horizon,
        Staff.name.label("by"), Staff.agency,
    )
    .outerjoin(Staff, Staff.id == Goal.by_staff_id)
    .where(Goal.plan_id == bindparam("plan"))
    .order_by(Goal.since.desc())
)  # fmt: skip


def history_of(db: Session, plan: UUID) -> tuple[GoalRow, ...]:
    """Every goal of a plan the actor may read, the latest first."""
    return tuple(GoalRow._make(row) for row in read(db, _HISTORY, {"plan": plan}))


def write(
    db: Session, actor: Actor, *, version: int, text: str, language: str, horizon: date | None
) -> Plan:
    """The participant writes her goal in her own words; the Swedish text is to be agreed anew.

    Raises NoResultFound without a plan, and ChangedMeanwhile.
    """
    plan = db.scalars(
        select(Plan).where(Plan.participant_id == actor.id, Plan.closed.is_(None)).with_for_update()
    ).one()
    _as_shown(plan, version)
    if text != (plan.goal or ""):
        plan.goal, plan.goal_language, plan.goal_swedish = text, language, None
    plan.horizon = horizon
    return _keep(db, actor, plan)


def agree(db: Session, actor: Actor, participant: UUID, *, version: int, agreed: Agreed) -> Plan:
    """Staff write down the Swedish text they have agreed with the participant.

    Where she has not written anything herself, the Swedish text is shown until she does. Raises
    NoResultFound, NotShared for an agency that does not see the goal, ChangedMeanwhile, and
    KeyError for an unknown kind.
    """
    plan = current_plan(db, actor, participant)
    seen = select(Plan.id).where(Plan.id == plan.id, sees_goal(actor.role))
    if db.scalar(seen, actor.bindings) is None:
        raise NotShared
    _as_shown(plan, version)
    if agreed.kind is not None:
        GOAL_KINDS[agreed.kind]
    plan.goal_swedish, plan.goal_kind = agreed.swedish, agreed.kind
    plan.horizon = agreed.horizon
    return _keep(db, actor, plan)


def _as_shown(plan: Plan, version: int) -> None:
    if plan.version != version:
        raise ChangedMeanwhile


def _keep(db: Session, actor: Actor, plan: Plan) -> Plan:
    """Adds what the goal is now to its history, and leaves the trace."""
    by = None if actor.is_participant else actor.id
    db.add(
        Goal(
            plan_id=plan.id, since=clock.now(), kind=plan.goal_kind, text=plan.goal,
            language=plan.goal_language, swedish=plan.goal_swedish, horizon=plan.horizon,
            by_staff_id=by,
        )
    )  # fmt: skip
    db.flush()
    leave(db, actor, Act.CHANGED, "goal", participant=plan.participant_id, subject_id=plan.id)
    return plan
