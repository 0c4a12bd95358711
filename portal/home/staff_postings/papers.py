"""How far a paper has come."""

from portal.home.staff_postings.scene import Preview, Scene, chosen_step
from portal.plan import papers
from portal.plan.models import Stage
from portal.plan.staff_turn_forms import PaperForm
from portal.web.forms import Form


def form(scene: Scene) -> Form:
    """What can come next for the paper of the chosen step."""
    new = PaperForm()
    new.offer(scene.titled(lambda step: step.paper is not None), chosen_step())
    step = scene.plan.step(new.step_id)
    new.offer_stages(papers.NEXT[step.paper] if step and step.paper else ())
    return new


def preview(scene: Scene, form: PaperForm) -> Preview:
    """The step with the new stage."""
    step = scene.shown(form)._replace(paper=Stage(form.stage.data))
    return "plan/_preview.html", {"step": step, "summary": (form.summary.data or "").strip()}


def publish(scene: Scene, form: PaperForm) -> object:
    """Notes the stage; the turn goes to whoever acts next."""
    return papers.move(
        scene.db, scene.actor, form.step_id, version=form.version, stage=Stage(form.stage.data),
        summary=(form.summary.data or "").strip(),
    )  # fmt: skip
