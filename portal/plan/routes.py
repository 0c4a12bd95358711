"""The participant's plan: all agencies' steps in one line, and a page for each."""

from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect, request
from werkzeug.wrappers import Response

from portal.audience import Audience, audience
from portal.db import ChangedMeanwhile, roll_back
from portal.i18n.text import gettext
from portal.people.current import me
from portal.plan import queries, service
from portal.plan.forms import NotPossibleForm, StepForm
from portal.plan.models import StepState
from portal.plan.queries import StepRow
from portal.plan.turns import NotYourTurn
from portal.web.once import once
from portal.web.pages import page, wants_fragment
from portal.web.session import db

blueprint = Blueprint("plan", __name__, url_prefix="/plan")


@blueprint.get("")
@audience(Audience.PARTICIPANT)
def show() -> Response:
    """Goal and horizon on top, then every agency's steps in one line."""
    plan = queries.plan_of(db(), me(), me().id)
    return page("plan/show.html", fragment="plan/_steps.html", plan=plan)


@blueprint.get("/steps/<uuid:step_id>")
@audience(Audience.PARTICIPANT)
def step(step_id: UUID) -> Response:
    """One step with its story, and what can be done about it."""
    return _step_page(queries.step_of(db(), me(), step_id), NotPossibleForm())


@blueprint.post("/steps/<uuid:step_id>")
@audience(Audience.PARTICIPANT)
@once
def act(step_id: UUID) -> Response:
    """Done, or not possible."""
    found = queries.step_of(db(), me(), step_id)
    if request.form.get("do") == "finish":
        return _finish(found, StepForm())
    if request.form.get("do") != "not_possible":
        abort(400)
    return _not_possible(found, NotPossibleForm())


@blueprint.post("/duties/<uuid:duty_id>")
@audience(Audience.PARTICIPANT)
@once
def tick(duty_id: UUID) -> Response:
    """Notes a monthly duty as done, or takes the note back."""
    service.tick(db(), me(), duty_id)
    return redirect("/", code=303)


def _finish(found: StepRow, form: StepForm) -> Response:
    try:
        step = service.finish(db(), me(), found.id, version=form.version.data or 0)
    except NotYourTurn:
        return _nothing_to_do(found)
    except ChangedMeanwhile:
        return _changed(found.id, NotPossibleForm())
    if step.state is StepState.DONE:
        flash(gettext("Noted as done. Your team sees it."))
    else:
        flash(gettext("Thank you. You have done your part. Now someone in your team looks at it."))
    if wants_fragment():
        answer = page("plan/_steps.html", plan=queries.plan_of(db(), me(), me().id))
        answer.content_location = "/plan"
        return answer
    return redirect("/plan", code=303)


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


def _changed(step_id: UUID, form: NotPossibleForm) -> Response:
    """The step as it stands now, with what was typed."""
    roll_back(db())
    form.conflict()
    return _step_page(queries.step_of(db(), me(), step_id), form, status=409)


def _nothing_to_do(found: StepRow) -> Response:
    """The step was already finished or handed on, by a second phone or by staff."""
    flash(gettext("This step is not yours to act on now. Here is how it stands."))
    return redirect(f"/plan/steps/{found.id}", code=303)


def _step_page(found: StepRow, form: NotPossibleForm, *, status: int = 200) -> Response:
    plan = queries.plan_of(db(), me(), me().id)
    story = queries.story_of(db(), found)
    return page("plan/step.html", status=status, step=found, plan=plan, story=story, form=form)
