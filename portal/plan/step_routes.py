"""A page for each step, what the participant can say about it, and steps of her own."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, g, redirect, request
from werkzeug.wrappers import Response

from portal.audience import Audience, audience
from portal.db import ChangedMeanwhile, roll_back
from portal.i18n.text import gettext
from portal.people.current import me
from portal.plan import own, papers, queries, service
from portal.plan.forms import NotPossibleForm, OwnStepForm, StepForm
from portal.plan.models import StepState
from portal.plan.rows import PlanRow, StepRow
from portal.plan.turns import NotYourTurn
from portal.web.once import once
from portal.web.pages import page, wants_fragment
from portal.web.session import db

blueprint = Blueprint("steps", __name__, url_prefix="/plan/steps")


@blueprint.get("/<uuid:step_id>")
@audience(Audience.PARTICIPANT)
def show(step_id: UUID) -> Response:
    """One step with its story, and what can be done about it."""
    plan = queries.plan_of(db(), me(), me().id)
    found = plan.step(step_id) if plan else None
    return _step_page(found or queries.step_of(db(), me(), step_id), NotPossibleForm(), plan=plan)


@blueprint.post("/<uuid:step_id>")
@audience(Audience.PARTICIPANT)
@once
def act(step_id: UUID) -> Response:
    """Done, not possible, taken back, or a change of a step of her own."""
    found = queries.step_of(db(), me(), step_id)
    do = request.form.get("do", "")
    if do == "not_possible":
        return _not_possible(found, NotPossibleForm())
    if do == "rename":
        return _rename(found, OwnStepForm())
    if do not in _TAPS:
        abort(400)
    return _tap(found, _TAPS[do], StepForm())


@blueprint.get("/new")
@audience(Audience.PARTICIPANT)
def new() -> Response:
    """A step of her own."""
    return page("plan/new.html", form=OwnStepForm())


@blueprint.post("/new")
@audience(Audience.PARTICIPANT)
@once
def add() -> Response:
    """Adds it; within ten minutes she can put it right."""
    form = OwnStepForm()
    if not form.validate_on_submit():
        return page("plan/new.html", form=form, status=422)
    step = own.add_own(db(), me(), title=form.words, language=g.language.tag)
    flash(gettext("Your step is in the plan."))
    return redirect(f"/plan/steps/{step.id}", code=303)


def _finish(step: UUID, version: int) -> Response:
    stored = service.finish(db(), me(), step, version=version)
    if stored.state is StepState.DONE:
        flash(gettext("Noted as done. Your team sees it."))
    else:
        flash(gettext("Thank you. You have done your part. Now someone in your team looks at it."))
    if wants_fragment():
        answer = page("plan/_steps.html", plan=queries.plan_of(db(), me(), me().id))
        answer.content_location = "/plan"
        return answer
    return redirect("/plan", code=303)


def _take_back(step: UUID, version: int) -> Response:
    own.take_back(db(), me(), step, version=version)
    flash(gettext("You have taken it back. It is your turn again."))
    return redirect(f"/plan/steps/{step}", code=303)


def _remove(step: UUID, version: int) -> Response:
    own.remove_own(db(), me(), step, version=version)
    flash(gettext("The step is removed."))
    return redirect("/plan", code=303)


def _use_earlier(step: UUID, version: int) -> Response:
    papers.use_earlier(db(), me(), step, version=version)
    flash(gettext("Thank you. You do not need to hand it in again."))
    return redirect(f"/plan/steps/{step}", code=303)


_TAPS: dict[str, Callable[[UUID, int], Response]] = {
    "finish": _finish,
    "take_back": _take_back,
    "remove": _remove,
    "use_earlier": _use_earlier,
}


def _tap(found: StepRow, do: Callable[[UUID, int], Response], form: StepForm) -> Response:
    try:
        return do(found.id, form.version.data or 0)
    except NotYourTurn:
        return _nothing_to_do(found)
    except own.TooLate:
        flash(
            gettext("It is too late to take it back here. Write to your team, and they help you.")
        )
        return redirect(f"/plan/steps/{found.id}", code=303)
    except ChangedMeanwhile:
        return _changed(
            found.id, NotPossibleForm(), form if isinstance(form, OwnStepForm) else None
        )


def _not_possible(found: StepRow, form: NotPossibleForm) -> Response:
    if not form.validate_on_submit():
        return _step_page(found, form, status=422)
    try:
        service.say_not_possible(
            db(), me(), found.id, version=form.version.data or 0, reason=form.reason.data,
            text=(form.text.data or "").strip(), language=g.language.tag,
        )  # fmt: skip
    except NotYourTurn:
        return _nothing_to_do(found)
    except ChangedMeanwhile:
        return _changed(found.id, form)
    flash(gettext("Thank you for telling us. We will find another way."))
    return redirect(f"/plan/steps/{found.id}", code=303)


def _rename(found: StepRow, form: OwnStepForm) -> Response:
    if not form.validate_on_submit():
        return _step_page(found, NotPossibleForm(), status=422, own_form=form)

    def rename(step: UUID, version: int) -> Response:
        own.rename_own(db(), me(), step, version=version, title=form.words, language=g.language.tag)
        flash(gettext("Your step is changed."))
        return redirect(f"/plan/steps/{step}", code=303)

    return _tap(found, rename, form)


def _changed(step_id: UUID, form: NotPossibleForm, own_form: OwnStepForm | None = None) -> Response:
    """The step as it stands now, with what was typed."""
    roll_back(db())
    form.conflict()
    found = queries.step_of(db(), me(), step_id)
    return _step_page(found, form, status=409, own_form=own_form)


def _nothing_to_do(found: StepRow) -> Response:
    """The step was already finished or handed on, by a second phone or by staff."""
    flash(gettext("This step is not yours to act on now. Here is how it stands."))
    return redirect(f"/plan/steps/{found.id}", code=303)


def _step_page(
    found: StepRow, form: NotPossibleForm, *, status: int = 200, plan: PlanRow | None = None,
    own_form: OwnStepForm | None = None,
) -> Response:  # fmt: skip
    talk: Callable[[UUID], object] = current_app.extensions["portal.talk"]
    mine = own_form or OwnStepForm()
    if own_form is None:
        mine.title.data = found.title
    return page(
        "plan/step.html", status=status, step=found, form=form, own_form=mine,
        plan=plan or queries.plan_of(db(), me(), me().id), story=queries.story_of(db(), found),
        paper=papers.paper_of(db(), found.id), talk=talk(found.id),
    )  # fmt: skip
