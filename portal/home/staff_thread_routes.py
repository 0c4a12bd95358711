"""A thread as staff see it: take it, answer, send it on or back, take a message back."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request
from werkzeug.wrappers import Response

from portal import clock
from portal.audience import Audience, audience
from portal.db import roll_back
from portal.home.staff_person import open_person
from portal.home.staff_thread import reach, undoable
from portal.home.staff_thread_forms import ForwardForm, SendBackForm
from portal.i18n.text import gettext
from portal.messages import forwarding, withdrawing
from portal.messages.destinations import NobodyThere, destinations
from portal.messages.models import ForwardState
from portal.messages.queries import conversation, way_of
from portal.people.agencies import AGENCIES
from portal.people.current import me
from portal.web.once import once_shown
from portal.web.pages import page
from portal.web.session import db

blueprint = Blueprint("thread", __name__, url_prefix="/staff/threads")


@blueprint.get("/<uuid:thread_id>")
@audience(Audience.CASEWORKER)
def show(thread_id: UUID) -> Response:
    """The conversation, the way it went, who has it, and what can be done with it."""
    return _thread_page(thread_id)


@blueprint.post("/<uuid:thread_id>/take")
@audience(Audience.CASEWORKER)
@once_shown
def take(thread_id: UUID) -> Response:
    """I have it from now on; from a colleague only knowingly."""
    reach(db(), me(), thread_id)
    try:
        forwarding.take(db(), me(), thread_id, instead_of=_id("instead_of"))
    except forwarding.TakenBy as error:
        roll_back(db())
        return _thread_page(thread_id, status=409, first=error.name)
    flash(gettext("You have it now. The participant sees that."))
    return redirect(f"/staff/threads/{thread_id}", code=303)


@blueprint.post("/<uuid:thread_id>/forward")
@audience(Audience.CASEWORKER)
@once_shown
def forward(thread_id: UUID) -> Response:
    """Sends it on to another agency, or asks the participant whether it may go."""
    reached = reach(db(), me(), thread_id)
    form = ForwardForm()
    form.offer(destinations(db(), reached.participant, me().agency))
    if not form.validate_on_submit():
        return _thread_page(thread_id, form=form, status=422)
    try:
        passing = forwarding.forward(db(), me(), thread_id, form.agency, form.reason.data)
    except forwarding.UnderWay:
        flash(gettext("It has been sent on already. Here you see how it stands."))
        return redirect(f"/staff/threads/{thread_id}", code=303)
    except (NobodyThere, forwarding.OwnAgency):
        form.to.errors = [gettext("Nobody at this agency works with the participant. Choose someone else.")]  # fmt: skip
        return _thread_page(thread_id, form=form, status=422)
    name = AGENCIES[passing.to_agency].name
    if passing.state is ForwardState.ASKING:
        flash(gettext("The participant is asked if %(agency)s may answer.", agency=name))
        return redirect(f"/staff/threads/{thread_id}", code=303)
    flash(gettext("Sent on to %(agency)s. The participant sees it.", agency=name))
    return redirect("/staff/inbox", code=303)


@blueprint.post("/<uuid:thread_id>/back")
@audience(Audience.CASEWORKER)
@once_shown
def back(thread_id: UUID) -> Response:
    """Sends back what came from another agency and nobody here has taken."""
    reach(db(), me(), thread_id)
    form = SendBackForm()
    if not form.validate_on_submit():
        return _thread_page(thread_id, form=form, status=422)
    try:
        passing = forwarding.send_back(db(), me(), thread_id, form.reason.data)
    except forwarding.NotSentOn:
        flash(gettext("This cannot be sent back any more. Here you see how it stands."))
        return redirect(f"/staff/threads/{thread_id}", code=303)
    except forwarding.WrittenSince:
        form.reason.errors = [gettext("The participant has written to your agency since. Take it, then send it on: the participant is asked first.")]  # fmt: skip
        return _thread_page(thread_id, form=form, status=422)
    except NobodyThere:
        form.reason.errors = [gettext("Nobody there works with the participant any longer. Take it, then send it on to someone else.")]  # fmt: skip
        return _thread_page(thread_id, form=form, status=422)
    name = AGENCIES[passing.to_agency].name
    flash(gettext("Sent back to %(agency)s. The participant sees it.", agency=name))
    return redirect("/staff/inbox", code=303)


@blueprint.post("/<uuid:thread_id>/withdraw")
@audience(Audience.CASEWORKER)
@once_shown
def withdraw(thread_id: UUID) -> Response:
    """Takes back what was just sent, or what someone else has placed wrongly."""
    reach(db(), me(), thread_id)
    which = _id("message")
    if which is None:
        abort(400)
    try:
        withdrawing.take_back(db(), me(), thread_id, which)
    except withdrawing.NotTakenBack:
        flash(gettext("It cannot be taken back any more."))
    else:
        flash(gettext("Taken back. Nobody can read it any more."))
    return redirect(f"/staff/threads/{thread_id}", code=303)


def _thread_page(
    thread_id: UUID, *, form: SendBackForm | None = None, status: int = 200, first: str = ""
) -> Response:
    """`first` is a colleague who was faster."""
    reached = reach(db(), me(), thread_id)
    person = open_person(db(), me(), reached.participant, thread=thread_id)
    found = conversation(db(), me(), thread_id)
    way = way_of(db(), found)
    open_forward = next((each for each in way if each.state in forwarding.OPEN), None)
    ours = found.agency is me().agency
    if ours and form is None and open_forward is None:
        form = choosing = ForwardForm()
        choosing.offer(destinations(db(), person.id, found.agency))
    elif ours and form is None and open_forward and open_forward.state is ForwardState.SENT:
        form = SendBackForm()
    asked = _asked_id()
    return page(
        "home/staff_thread.html", status=status, person=person, thread=found, way=way, ours=ours,
        today=clock.today(), passing=open_forward, form=form, first=first, reached=reached,
        came_back=len(way) > 1 and way[-2].state is ForwardState.RETURNED,
        times=sum(each.sent is not None for each in way), undoable=undoable(db(), me(), thread_id),
        withdrawing=found.find(asked) if asked and reached.withdraws else None,
    )  # fmt: skip


def _asked_id() -> UUID | None:
    """Which message is to be withdrawn, before that is confirmed."""
    return _read_id(request.args.get("withdraw"))


def _id(field: str) -> UUID | None:
    return _read_id(request.form.get(field))


def _read_id(written: str | None) -> UUID | None:
    if not written:
        return None
    try:
        return UUID(written)
    except ValueError:
        abort(404)
