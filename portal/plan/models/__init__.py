"""The plan as tables: goal and horizon, steps, whose turn each is, papers, monthly duties."""

from portal.plan.models.duties import Duty, DutyTick
from portal.plan.models.goals import Goal, Plan
from portal.plan.models.papers import Paper, PaperStage, Stage
from portal.plan.models.steps import CLOSED_STATES, Step, StepState
from portal.plan.models.turns import Delay, Handover, Holder, Turn, UsualTime, Why

__all__ = [
    "CLOSED_STATES", "Delay", "Duty", "DutyTick", "Goal", "Handover", "Holder", "Paper",
    "PaperStage", "Plan", "Stage", "Step", "StepState", "Turn", "UsualTime", "Why",
]  # fmt: skip
