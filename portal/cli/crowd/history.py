"""A plan over time: a goal, steps that overlap, monthly duties."""

from datetime import datetime, timedelta
from uuid import UUID

from portal import clock
from portal.cli.crowd.course import Course
from portal.cli.crowd.rows import Rows
from portal.people.agencies import Agency
from portal.phrases.reasons import EXIT_REASONS
from portal.phrases.staff_goals import GOAL_KINDS
from portal.phrases.step_kinds import STEP_KINDS
from portal.plan.models import Duty, DutyTick, Goal, Plan

DAYS_PER_STEP = 25


def live(rows: Rows, me: UUID, length: float, staff: dict[Agency, UUID], *, shares: bool) -> None:
    """A plan opened that many days ago, most still open, with its steps and monthly duties."""
    chance, plan = rows.chance, rows.new_id()
    opened = rows.days_ago(length)
    closed = rows.days_ago(chance.uniform(0, length / 4)) if chance.random() < 0.12 else None
    goal = None if chance.random() < 0.15 else "Exempelmål"
    goal_kind = chance.choice([*GOAL_KINDS])
    horizon = clock.days_from_today(chance.randint(30, 400))
    rows.add(
        Plan, id=plan, participant_id=me, goal_kind=goal_kind, goal=goal, goal_language="sv",
        goal_swedish=goal, horizon=horizon, opened=opened, closed=closed,
        exit_reason=chance.choice([*EXIT_REASONS][:-1]) if closed else None, version=1,
    )  # fmt: skip
    if goal:
        rows.add(
            Goal, id=rows.new_id(), plan_id=plan, since=opened, kind=goal_kind, text=goal, language="sv",
            swedish=goal, horizon=horizon, by_staff_id=None,
        )  # fmt: skip
    ends = closed or rows.now
    days = (ends - opened) / timedelta(days=1)
    count = max(3, round(days / DAYS_PER_STEP) + chance.randint(0, 4))
    for position in range(count):
        kind = chance.choice(STEP_KINDS)
        owner = kind.owner or chance.choice((Agency.AF, Agency.MALMO))
        begins = opened + timedelta(days=days * position / count * chance.uniform(0.9, 1))
        step = Course(rows, kind, owner, staff, begins, ends, shares=shares)
        step.run(me, plan, position, unfinished=closed is None)
    _duties(rows, me, opened)


def _duties(rows: Rows, me: UUID, opened: datetime) -> None:
    """Monthly duties, most of them ticked in the months gone by."""
    chance = rows.chance
    kinds = ("activity_report", *chance.sample(("financial_support", "activity_support"), 1))
    for kind in kinds:
        duty = rows.new_id()
        rows.add(Duty, id=duty, participant_id=me, kind=kind)
        month = opened
        while (month.year, month.month) < (rows.now.year, rows.now.month):
            if chance.random() < 0.8:
                ticked = month.replace(day=chance.randint(1, 14))
                rows.add(DutyTick, duty_id=duty, month=f"{month:%Y-%m}", ticked=ticked)
            month = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
