"""A time that is cancelled, whose interpreter is answered anew, or that is over."""

from typing import Any

from portal.appointments import keeping
from portal.appointments.models import AppointmentState, CancelledBy
from portal.appointments.staff_keeping_forms import CancelForm, InterpreterForm, OutcomeForm
from portal.home.staff_postings.scene import Preview, Scene, chosen
from portal.home.staff_postings.steps import new_row, new_step, parameters
from portal.home.staff_postings.times import PREVIEW, chosen_time, language_name
from portal.home.staff_postings.turns import first_holder
from portal.phrases import step_kinds
from portal.phrases.staff_parameters import with_parameters
from portal.plan import service as plans
from portal.plan.staff_forms import PerhapsStepForm
from portal.web.forms import Form

__all__ = ["parameters"]


class OutcomeWithStepForm(OutcomeForm, PerhapsStepForm):
    """How it went, and the step that came of it."""


def cancel_form(scene: Scene) -> Form:
    """On whose side the reason lies."""
    form = CancelForm()
    form.offer(chosen_time(scene))
    return form


def cancel_preview(_scene: Scene, form: CancelForm) -> Preview:
    """The time, cancelled."""
    found = form.of._replace(state=AppointmentState.CANCELLED)
    return PREVIEW, {"appointment": found}


def publish_cancel(scene: Scene, form: CancelForm) -> object:
    """Cancels it."""
    by = CancelledBy(form.by.data)
    return keeping.cancel(scene.db, scene.actor, form.of.id, by, version=form.version)


def interpreter_form(scene: Scene) -> Form:
    """Where the interpreter stands now."""
    form = InterpreterForm()
    form.offer(chosen_time(scene), scene.person.interpreter_language, language_name(scene))
    return form


def interpreter_preview(scene: Scene, form: InterpreterForm) -> Preview:
    """The time with the new answer."""
    found = form.of._replace(
        interpreter=form.interpreting().state,
        interpreter_language=scene.person.interpreter_language,
    )
    return PREVIEW, {"appointment": found}


def publish_interpreter(scene: Scene, form: InterpreterForm) -> object:
    """Notes it; that the language was wrong is answered with it."""
    return keeping.set_interpreter(
        scene.db, scene.actor, form.of.id, form.interpreting(), version=form.version
    )


def outcome_form(scene: Scene) -> Form:
    """Whether she was there; a step that came of it may be added at once."""
    kind = step_kinds.BY_CODE.get(chosen("kind"))
    form = with_parameters(OutcomeWithStepForm, kind.parameters if kind else ())()
    form.offer_outcomes(chosen_time(scene))
    form.offer_kinds(scene.agency)
    if kind and not form.is_submitted():
        form["kind"].data = kind.code
    form.offer_before(scene.titled())
    first = first_holder(scene, kind.code if kind else "G06")
    form.offer_holders(
        scene.person.short_name, scene.usual(kind.code if kind else None, first), first
    )
    return form


def outcome_preview(scene: Scene, form: Any) -> Preview:
    """The step that came of it. Raises LookupError where none did: how it went is for staff."""
    if not form.kind.data:
        raise LookupError("no step to show")
    return "plan/_preview.html", {
        "step": new_row(scene, form), "summary": "", "plan": scene.plan,
    }  # fmt: skip


def publish_outcome(scene: Scene, form: Any) -> object:
    """Notes how it went, and adds the step, both or neither."""
    step = None
    if form.kind.data:
        step = plans.add_step(scene.db, scene.actor, scene.person.id, new_step(scene, form)).id
    return keeping.record_outcome(
        scene.db, scene.actor, form.of.id, attended=form.outcome.data == "attended",
        version=form.version, next_step=step,
    )  # fmt: skip
