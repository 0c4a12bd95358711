"""Reading plans: statements built once per kind of reader, rows into small frozen records."""

from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, aliased

from portal import clock
from portal.audience import Audience
from portal.db import Statement, beyond, read
from portal.people.actor import Actor
from portal.people.models import Participant, Staff
from portal.plan.models import (
    Duty,
    DutyTick,
    Handover,
    Paper,
    Plan,
    Step,
    StepState,
    Turn,
    UsualTime,
)
from portal.plan.rows import DutyRow, OpenTurn, PlanRow, StepRow, TurnRow
from portal.plan.usual import FEWEST
from portal.sharing.kinds import ShareKind
from portal.sharing.policy import ACTOR_AGENCY, ACTOR_ID, ACTOR_TEAM, assigned, scope, shared_with
from portal.trail.models import Trace
from portal.trail.queries import latest_change

_STEP = (
    Step.id.label("step_id"), Step.kind, Step.parameters, Step.title, Step.title_language, Step.agency,
    Step.state, Step.reason, Step.due, Step.waits_for_id, Step.other_route_id, Step.done_at,
    Step.version, Staff.name.label("responsible"), Turn.holder, Turn.outside_name, Turn.since,
    Turn.promised_by, Turn.ground, Turn.answers,
)  # fmt: skip
_reused = aliased(Paper, name="reused")
_MORE = (
    Step.own, Step.added, Step.finished_by_id, Handover.why, Handover.reason.label("not_ours"),
    UsualTime.days.label("usual_days"), Paper.stage, _reused.asked_by.label("reused_from"),
    Turn.summary, Turn.summary_language, Step.shares,
)  # fmt: skip
# A coordinator sees turns and clocks, no content: the columns that hold content are left empty.
_CONTENT = {
    "kind",
    "parameters",
    "title",
    "title_language",
    "reason",
    "responsible",
    "outside_name",
    "not_ours",
    "stage",
    "reused_from",
    "summary",
    "summary_language",
    "shares",
}


def _clocks(columns: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(
        literal(None).label(each.key) if each.key in _CONTENT else each for each in columns
    )


_SEEN = {
    role: (*_clocks(_STEP), *_clocks(_MORE)) if role is Audience.COORDINATOR else (*_STEP, *_MORE)
    for role in Audience
}


def _with_more(statement: Any) -> Any:
    """The open turn, why it came, and what is usual for the kind with such a holder."""
    return (
        statement.outerjoin(Turn, Turn.id == Step.turn_id)
        .outerjoin(Handover, Handover.turn_id == Turn.id)
        .outerjoin(Paper, Paper.step_id == Step.id)
        .outerjoin(_reused, _reused.step_id == Paper.reuses_id)
        .outerjoin(Staff, Staff.id == Step.responsible_id)
        .outerjoin(
            UsualTime,
            and_(
                UsualTime.kind == Step.kind, UsualTime.holder == Turn.holder,
                UsualTime.turns >= FEWEST,
            ),
        )
    )  # fmt: skip


@cache
def visible_to(role: Audience) -> Statement:
    """The current plan of `:participant` with the steps this kind of reader may see."""
    seen = scope(role, participant=Step.participant_id, owner=Step.agency, kind=Step.shares)
    if role is Audience.COORDINATOR:
        seen = true()
    statement: Statement = (
        _with_more(
            select(
                Plan.id, Plan.version.label("plan_version"), Plan.goal, Plan.goal_swedish,
                Plan.goal_language, Plan.goal_kind, Plan.horizon,
                sees_goal(role).label("goal_open"), *_SEEN[role],
            )
            .select_from(Plan)
            .outerjoin(Step, and_(Step.plan_id == Plan.id, seen))
        )
        .where(
            Plan.participant_id == bindparam("participant"),
            Plan.closed.is_(None),
            _reach(role),
        )
        .order_by(Step.position)
    )  # fmt: skip
    return statement


def sees_goal(role: Audience) -> Any:
    """Who reads the goal: the person, her contact's agency, and those she shares plans with."""
    if role is Audience.PARTICIPANT:
        return literal(True)
    if role is not Audience.CASEWORKER:
        return literal(False)
    contact = (
        select(Staff.agency)
        .join(Participant, Participant.contact_id == Staff.id)
        .where(Participant.id == Plan.participant_id)
        .correlate(Plan)
        .scalar_subquery()
    )
    return or_(contact == ACTOR_AGENCY, shared_with(Plan.participant_id, ShareKind.PLAN))


def _reach(role: Audience) -> Any:
    """Whose plan this kind of reader can open at all."""
    if role is Audience.PARTICIPANT:
        return Plan.participant_id == bindparam("actor_id")
    if role is Audience.CASEWORKER:
        return assigned(Plan.participant_id)
    team = select(Participant.team_id).where(Participant.id == Plan.participant_id)
    return team.scalar_subquery() == ACTOR_TEAM


def plan_of(db: Session, actor: Actor, participant: UUID) -> PlanRow | None:
    """A participant's current plan as the actor may see it; None when there is none to see."""
    rows = read(db, visible_to(actor.role), {**actor.bindings, "participant": participant}).all()
    if not rows:
        return None
    steps = tuple(StepRow._make(row[8:]) for row in rows if row[8] is not None)
    done = sum(step.state is StepState.DONE for step in steps)
    return _plan(rows[0], done, steps)


def _plan(row: Any, done: int, steps: tuple[StepRow, ...]) -> PlanRow:
    """The plan, without its goal for a reader who may not see that."""
    if not row.goal_open:
        return PlanRow(row.id, row.plan_version, None, None, "sv", None, None, False, done, steps)
    return PlanRow(
        row.id, row.plan_version, row.goal, row.goal_swedish, row.goal_language, row.goal_kind,
        row.horizon, True, done, steps,
    )  # fmt: skip


@cache
def _ahead() -> Statement:
    """The participant's own plan with the steps that are not behind her, and how many are."""
    # It names the person itself: told by the outer row, SQLite would count again for every step.
    step, current = aliased(Step), aliased(Plan)
    done = (
        select(func.count())
        .select_from(step)
        .join(current, current.id == step.plan_id)
        .where(
            step.participant_id == ACTOR_ID, step.state == StepState.DONE,
            current.closed.is_(None),
        )
        .scalar_subquery()
    )  # fmt: skip
    return (
        select(
            Plan.id, Plan.version.label("plan_version"), Plan.goal, Plan.goal_swedish, Plan.goal_language,
            Plan.goal_kind, Plan.horizon, literal(True).label("goal_open"), done.label("done"), *_STEP,
        )
        .select_from(Plan)
        .outerjoin(Step, and_(
            Step.plan_id == Plan.id, Step.participant_id == ACTOR_ID, Step.turn_id.is_not(None),
        ))
        .outerjoin(Turn, Turn.id == Step.turn_id)
        .outerjoin(Staff, Staff.id == Step.responsible_id)
        .where(Plan.participant_id == ACTOR_ID, Plan.closed.is_(None))
        .order_by(Step.position)
    )  # fmt: skip


def plan_ahead(db: Session, actor: Actor) -> PlanRow | None:
    """The participant's own plan without the steps that have ended, which grow with every year."""
    rows = read(db, _ahead(), {"actor_id": actor.id}).all()
    if not rows:
        return None
    steps = tuple(StepRow(*row[9:]) for row in rows if row[9] is not None)
    return _plan(rows[0], rows[0].done, steps)


@cache
def _one(role: Audience) -> Statement:
    seen = scope(role, participant=Step.participant_id, owner=Step.agency, kind=Step.shares)
    statement: Statement = _with_more(select(*_STEP, *_MORE).select_from(Step)).where(
        Step.id == bindparam("step"), seen
    )
    return statement


def step_of(db: Session, actor: Actor, step: UUID) -> StepRow:
    """One step. Raises NoResultFound alike for an unknown and for somebody else's."""
    return StepRow._make(read(db, _one(actor.role), {**actor.bindings, "step": step}).one())


_STORY: Statement = (
    select(
        Turn.holder, Turn.outside_name, Turn.since, Turn.ended, Turn.promised_by, Turn.ground,
        Turn.summary, Turn.summary_language, Staff.name.label("by"), Staff.agency.label("by_agency"),
        Handover.why, Handover.reason, Turn.first_promised_by,
        *(
            latest_change(column, Step.participant_id, "step", Step.id)
            .correlate(Step)
            .scalar_subquery()
            .label(f"changed_{column.key}")
            for column in (Trace.at, Trace.agency)
        ),
    )
    .join(Step, Step.id == Turn.step_id)
    .outerjoin(Handover, Handover.turn_id == Turn.id)
    .outerjoin(Staff, Staff.id == Turn.by_staff_id)
    .where(Turn.step_id == bindparam("step"))
    .order_by(Turn.since.desc())
)  # fmt: skip


def story_of(db: Session, step: StepRow) -> tuple[TurnRow, ...]:
    """The turns of a step the actor has already been allowed to read, the latest first."""
    return tuple(TurnRow(*row) for row in read(db, _STORY, {"step": step.id}))


_OPEN_TURNS: Statement = (
    select(Step.id, Turn.holder, Turn.since)
    .join(Turn, Turn.id == Step.turn_id)
    .join(Plan, Plan.id == Step.plan_id)
    .where(
        Step.participant_id == bindparam("participant"), Step.turn_id.is_not(None), Plan.closed.is_(None)
    )
    .order_by(Turn.since)
)  # fmt: skip


def open_turns_of(db: Session, participant: UUID) -> tuple[OpenTurn, ...]:
    """Every open turn of a person's plan, whoever owns the step: clocks, no content."""
    with beyond(db):
        rows = read(db, _OPEN_TURNS, {"participant": participant}).all()
    return tuple(OpenTurn._make(row) for row in rows)


_DUTIES: Statement = (
    select(Duty.id, Duty.kind, DutyTick.ticked)
    .outerjoin(
        DutyTick,
        and_(DutyTick.duty_id == Duty.id, DutyTick.month == bindparam("month")),
    )
    .where(Duty.participant_id == ACTOR_ID)
    .order_by(Duty.kind)
)


def duties_of(db: Session, actor: Actor) -> tuple[DutyRow, ...]:
    """The participant's own duties this month; staff never see the ticks."""
    values = {"actor_id": actor.id, "month": f"{clock.today():%Y-%m}"}
    return tuple(DutyRow._make(row) for row in read(db, _DUTIES, values))
