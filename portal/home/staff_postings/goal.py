"""The Swedish text of the goal, agreed with the participant."""

from dataclasses import replace

from portal.home.staff_postings.scene import Preview, Scene
from portal.plan import goals
from portal.plan.staff_turn_forms import AgreedGoalForm
from portal.web.forms import Form


def form(scene: Scene) -> Form:
    """How it stands, to be agreed on."""
    new = AgreedGoalForm()
    new.fill(scene.plan)
    return new


def preview(scene: Scene, form: AgreedGoalForm) -> Preview:
    """The goal as her plan shows it."""
    agreed = form.agreed()
    shown = replace(
        scene.plan, goal=scene.plan.goal or agreed.swedish, goal_swedish=agreed.swedish,
        goal_language=scene.plan.goal_language if scene.plan.goal else "sv",
        goal_kind=agreed.kind, horizon=agreed.horizon,
    )  # fmt: skip
    return "plan/_preview_goal.html", {"plan": shown}


def publish(scene: Scene, form: AgreedGoalForm) -> object:
    """Writes it down."""
    return goals.agree(
        scene.db, scene.actor, scene.person.id, version=form.seen, agreed=form.agreed()
    )
