"""The participant's plan: goal and horizon on top, all agencies' steps in one line, and on paper."""

from uuid import UUID

from flask import Blueprint, abort, flash, g, redirect
from werkzeug.wrappers import Response

from portal.audience import Audience, audience
from portal.db import ChangedMeanwhile, roll_back
from portal.i18n.languages import SWEDISH
from portal.i18n.text import gettext
from portal.people.current import me
from portal.people.queries import team
from portal.plan import goals, queries, service
from portal.plan.forms import GoalForm
from portal.plan.rows import PlanRow
from portal.plan.sip import PARTS, sip_of
from portal.trail.queries import changes_since
from portal.web.once import once, once_shown
from portal.web.pages import page, render_in
from portal.web.session import db

blueprint = Blueprint("plan", __name__, url_prefix="/plan")


@blueprint.get("")
@audience(Audience.PARTICIPANT)
def show() -> Response:
    """Goal and horizon, what is next, what has changed, then every agency's steps in one line."""
    plan = queries.plan_of(db(), me(), me().id)
    changes = changes_since(db(), me().id, me().visited_before)
    return page("plan/show.html", fragment="plan/_steps.html", plan=plan, changes=changes)


@blueprint.get("/goal")
@audience(Audience.PARTICIPANT)
def goal() -> Response:
    """The goal in her own words, and what it has been."""
    plan = _plan()
    form = GoalForm()
    form.fill(plan)
    return _goal_page(plan, form)


@blueprint.post("/goal")
@audience(Audience.PARTICIPANT)
@once
def write_goal() -> Response:
    """Stores the goal; two who change it at once see both texts."""
    plan, form = _plan(), GoalForm()
    if not form.validate_on_submit():
        return _goal_page(plan, form, status=422)
    try:
        goals.write(
            db(), me(), version=form.version.data or 0, text=(form.text.data or "").strip(),
            language=g.language.tag, horizon=form.day,
        )  # fmt: skip
    except ChangedMeanwhile:
        roll_back(db())
        form.conflict()
        plan = _plan()
        form.version.data = plan.version
        return _goal_page(plan, form, status=409)
    flash(gettext("Your goal is written down. Your team sees it."))
    return redirect("/plan", code=303)


@blueprint.get("/paper")
@audience(Audience.PARTICIPANT)
def paper() -> Response:
    """The plan on one or two sheets, in her language and Swedish side by side, with the headings of a SIP."""
    plan = _plan()
    sip = sip_of(plan, me(), team(db(), me().id))
    languages = [g.language] if g.language is SWEDISH else [g.language, SWEDISH]
    rows = [
        {each.tag: render_in(each, "plan/_sip.html", part=part, sip=sip) for each in languages}
        for part in PARTS
    ]
    return page("plan/paper.html", plan=plan, rows=rows, columns=languages)


@blueprint.post("/duties/<uuid:duty_id>")
@audience(Audience.PARTICIPANT)
@once_shown
def tick(duty_id: UUID) -> Response:
    """Notes a monthly duty as done, or takes the note back."""
    service.tick(db(), me(), duty_id)
    return redirect("/", code=303)


def _plan() -> PlanRow:
    """Her current plan; 404 without one."""
    plan = queries.plan_of(db(), me(), me().id)
    if plan is None:
        abort(404)
    return plan


def _goal_page(plan: PlanRow, form: GoalForm, *, status: int = 200) -> Response:
    history = goals.history_of(db(), plan.id)
    return page("plan/goal.html", status=status, plan=plan, form=form, history=history)
