"""The staff side: the desk, a participant, and the one form that posts."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request
from werkzeug.wrappers import Response

from portal import clock
from portal.appointments.queries import appointments_of, busy_times
from portal.audience import Audience, audience
from portal.home.board import board_of
from portal.home.desk import Show, cases
from portal.home.staff_person import open_person
from portal.home.unreached import note_told, people_not_reached
from portal.i18n.text import gettext
from portal.messages.queries import threads_of
from portal.messages.scheduled_list import team_and_scheduled
from portal.people.actor import Actor
from portal.people.current import me
from portal.plan.queries import plan_of
from portal.plan.rows import StepRow
from portal.web.once import once
from portal.web.pages import page
from portal.web.session import db

blueprint = Blueprint("staff", __name__, url_prefix="/staff")
STAFF = (Audience.CASEWORKER, Audience.COORDINATOR)
# What a phone loads in a second; the longest waits come first, and search finds the rest.
MOST_CASES = 60


@blueprint.get("")
@audience(*STAFF)
def desk() -> Response:
    """My participants, the longest wait for my agency first."""
    name = request.args.get("q", "")[:80]
    show = request.args.get("show", Show.ALL)
    if show not in set(Show):
        abort(404)
    found = cases(db(), me(), name=name, not_reached=people_not_reached(db(), me()))
    counts = {each: sum(case.fits(each) for case in found) for each in Show}
    shown = [case for case in found if case.fits(Show(show))]
    most = len(shown) if "all" in request.args else MOST_CASES
    return page(
        "home/staff_desk.html", fragment="home/_staff_cases.html", cases=shown[:most],
        listed=len(shown), counts=counts, show=Show(show), name=name,
    )  # fmt: skip


@blueprint.get("/board")
@audience(*STAFF)
def board() -> Response:
    """Where it stands still: longest waits, promises passed, who misses what, who is sent round."""
    return page("home/staff_board.html", board=board_of(db(), me()))


@blueprint.get("/participants/<uuid:participant_id>")
@audience(*STAFF)
def participant(participant_id: UUID) -> Response:
    """The same plan, times and threads, only what the policy lets this agency see."""
    person = open_person(db(), me(), participant_id)
    plan = plan_of(db(), me(), person.id)
    if me().role is Audience.COORDINATOR:
        return page("home/staff_turns.html", person=person, plan=plan)
    team, scheduled = team_and_scheduled(db(), me(), person.id)
    since = clock.now() - timedelta(days=7)  # how the last ones went is still to be said
    return page(
        "home/staff_participant.html",
        person=person,
        plan=plan,
        appointments=appointments_of(db(), me(), person.id, since),
        busy=busy_times(db(), me(), person.id),
        threads=threads_of(db(), me(), person.id),
        scheduled=scheduled,
        team=team,
        late=[step for step in plan.steps if ours_late(me(), step)] if plan else [],
        new_day=clock.weekday_from_today(14),
    )


@blueprint.post("/participants/<uuid:participant_id>/told")
@audience(Audience.CASEWORKER)
@once
def told(participant_id: UUID) -> Response:
    """Someone has called or written about what could not be delivered."""
    person = open_person(db(), me(), participant_id)
    note_told(db(), me(), person.id)
    flash(gettext("Thank you. It is noted."))
    return redirect(f"/staff/participants/{person.id}", code=303)


def ours_late(actor: Actor, step: StepRow) -> bool:
    """Whether the actor's agency has the turn, or answers for it, and the promised day has passed."""
    return step.overdue and step.acting_agency is actor.agency
