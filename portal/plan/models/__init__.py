"""The plan as tables: goal and horizon, steps, whose turn each is, papers, monthly duties."""

from portal.plan.models.duties import Duty, DutyTick
from portal.plan.models.goals import LONGEST_GOAL, Goal, Plan
from portal.plan.models.papers import Paper, PaperStage, Stage
from portal.plan.models.steps import CLOSED_STATES, LONGEST_TITLE, Step, StepState
from portal.plan.models.turns import Delay, Handover, Holder, Turn, UsualTime, Why

__all__ = [
    "CLOSED_STATES",
    "LONGEST_GOAL",
    "LONGEST_TITLE",
    "Delay",
    "Duty",
    "DutyTick",
    "Goal",
    "Handover",
    "Holder",
    "Paper",
    "PaperStage",
    "Plan",
    "Stage",
    "Step",
    "StepState",
    "Turn",
    "UsualTime",
    "Why",
]  # fmt: skip
