"""A new step, and a step that is not possible with the other route beside it."""

from typing import Any
from uuid import uuid4

from portal.home.staff_postings.scene import Preview, Scene, chosen, chosen_step
from portal.home.staff_postings.turns import first_holder, with_turn
from portal.people.agencies import Agency
from portal.phrases import step_kinds
from portal.phrases.parameters import Parameter, checked
from portal.phrases.reasons import NOT_POSSIBLE
from portal.phrases.staff_parameters import values_of, with_parameters
from portal.plan import service as plans
from portal.plan.models import StepState
from portal.plan.rows import StepRow
from portal.plan.staff_forms import NewStepForm
from portal.plan.staff_turn_forms import StepNotPossibleForm
from portal.web.forms import Form


def step_form(scene: Scene) -> Form:
    """One of the agency's kinds; choosing another brings its values."""
    kinds = step_kinds.kinds_for(scene.agency)
    kind = step_kinds.BY_CODE.get(chosen("kind"), kinds[0])
    form = with_parameters(NewStepForm, kind.parameters)()
    form.offer_kinds(scene.agency)
    form.offer_before(scene.titled())
    if not form.is_submitted():
        form["kind"].data = kind.code
    first = first_holder(scene, kind.code)
    form.offer_holders(scene.person.short_name, scene.usual(kind.code, first), first)
    return form


def not_possible_form(scene: Scene) -> Form:
    """Why, and another way as a new step; without one, the step only ends."""
    kind = step_kinds.BY_CODE.get(chosen("kind"))
    form = with_parameters(StepNotPossibleForm, kind.parameters if kind else ())()
    form.offer(scene.titled(lambda step: step.agency is scene.actor.agency), chosen_step())
    form.offer_kinds(scene.agency)
    first = first_holder(scene, kind.code if kind else "G06")
    form.offer_holders(
        scene.person.short_name, scene.usual(kind.code if kind else None, first), first
    )
    return form


def step_preview(scene: Scene, form: Any) -> Preview:
    """The new step as she reads it."""
    return "plan/_preview.html", {
        "step": new_row(scene, form), "summary": "", "plan": scene.plan,
    }  # fmt: skip


def not_possible_preview(scene: Scene, form: Any) -> Preview:
    """The step that is not possible, and the other way below it."""
    if form.reason.data not in NOT_POSSIBLE:
        raise LookupError("no reason is chosen yet")
    step = scene.shown(form)._replace(
        state=StepState.NOT_POSSIBLE, reason=form.reason.data, holder=None
    )
    route = new_row(scene, form) if form.kind.data else None
    return "plan/_preview.html", {"step": step, "summary": "", "route": route}


def new_row(scene: Scene, form: Any) -> StepRow:
    """A step that is not stored yet, as a page shows one. Raises KeyError and UnfitParameters."""
    kind = step_kinds.BY_CODE[form.kind.data]
    values = checked(kind.parameters, values_of(form, kind.parameters))
    row = with_turn(blank_row(scene, kind.code, values, scene.agency), form, scene)
    waits = getattr(form, "first", None)
    return row._replace(state=StepState.PLANNED, waits_for_id=waits) if waits else row


def blank_row(scene: Scene, kind: str, values: dict[str, str], owner: Agency) -> StepRow:
    """A new step before anyone has the turn."""
    return StepRow(
        uuid4(), kind, values, None, None, owner, StepState.WAITING, None, None, None, None,
        None, 1, scene.actor.name, None, None, None, None, None,
    )  # fmt: skip


def publish_step(scene: Scene, form: Any) -> object:
    """Adds the step."""
    return plans.add_step(scene.db, scene.actor, scene.person.id, new_step(scene, form))


def publish_not_possible(scene: Scene, form: Any) -> object:
    """Closes the step and adds the other way, both or neither."""
    return plans.close_as_not_possible(
        scene.db, scene.actor, form.step_id, version=form.version, reason=form.reason.data,
        other=new_step(scene, form) if form.kind.data else None,
    )  # fmt: skip


def new_step(scene: Scene, form: Any) -> plans.NewStep:
    """The step as it is asked for."""
    kind = step_kinds.BY_CODE[form.kind.data]
    return plans.NewStep(
        kind.code, values_of(form, kind.parameters), form.receiver(scene.agency), form.promise(),
        getattr(form, "first", None),
    )  # fmt: skip


def parameters(form: Any) -> tuple[Parameter, ...]:
    """The values the chosen kind takes."""
    kind = step_kinds.BY_CODE.get(form.kind.data)
    return kind.parameters if kind else ()
