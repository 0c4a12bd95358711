"""The participant's appointments: one list over all agencies, a page each, and the reply."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, Response, abort, flash, g, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.appointments import events, queries, service
from portal.appointments.calendar import FILE_NAME, calendar_file
from portal.appointments.forms import CannotComeForm, ReplyForm
from portal.appointments.models import AppointmentState, Reply
from portal.appointments.queries import AppointmentRow
from portal.appointments.service import Answer
from portal.audience import Audience, audience
from portal.db import ChangedMeanwhile, roll_back
from portal.i18n.text import gettext
from portal.people.agencies import Agency
from portal.people.current import me
from portal.sharing.kinds import ShareKind
from portal.sharing.queries import readers_of
from portal.trail.queries import changed_last
from portal.web.once import once
from portal.web.pages import page, wants_fragment
from portal.web.session import db

blueprint = Blueprint("appointments", __name__, url_prefix="/appointments")
EARLIER = timedelta(days=90)


@blueprint.get("")
@audience(Audience.PARTICIPANT)
def index() -> BaseResponse:
    """One list: the next seven days, later, earlier."""
    found = queries.appointments_of(db(), me(), me().id, clock.now() - EARLIER)
    week_ends = clock.at_wall(clock.days_from_today(8), 0)
    coming = [each for each in found if not each.past]
    groups = {
        "soon": [each for each in coming if each.starts < week_ends],
        "later": [each for each in coming if each.starts >= week_ends],
        "earlier": [each for each in reversed(found) if each.past],
    }
    return page("appointments/index.html", groups=groups, protected=me().protected)


@blueprint.get("/<uuid:appointment_id>")
@audience(Audience.PARTICIPANT)
def show(appointment_id: UUID) -> BaseResponse:
    """Everything one needs to come, and how to say that one cannot."""
    found = queries.appointment_of(db(), me(), appointment_id)
    return _page(
        found,
        CannotComeForm(),
        cannot="cannot" in request.args or "kept" in request.args,
    )


@blueprint.get("/<uuid:appointment_id>.ics")
@audience(Audience.PARTICIPANT)
def calendar(appointment_id: UUID) -> Response:
    """The appointment for the phone's calendar, with a neutral title; cancelled, it says so."""
    event = events.event_of(db(), me(), appointment_id)
    content = calendar_file(event, language=g.language.tag, protected=me().protected)
    headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
    return Response(content, mimetype="text/calendar", headers=headers)


@blueprint.post("/<uuid:appointment_id>")
@audience(Audience.PARTICIPANT)
@once
def reply(appointment_id: UUID) -> BaseResponse:
    """Coming, cannot come, or the reply taken back."""
    found = queries.appointment_of(db(), me(), appointment_id)
    match request.form.get("do"):
        case "coming":
            return _answer(found, ReplyForm(), Answer(Reply.COMING))
        case "undo":
            return _answer(found, ReplyForm(), Answer(Reply.NONE))
        case "cannot":
            return _cannot_come(found, CannotComeForm())
        case "wrong_language":
            return _wrong_language(found)
        case _:
            return abort(400)


def _cannot_come(found: AppointmentRow, form: CannotComeForm) -> BaseResponse:
    if not form.validate_on_submit():
        return _page(found, form, cannot=True, status=422)
    text = (form.text.data or "").strip()
    given = Answer(Reply.CANNOT, form.reason.data, form.other_time.data, text)
    return _answer(found, form, given)


def _wrong_language(found: AppointmentRow) -> BaseResponse:
    try:
        service.say_wrong_language(db(), me(), found.id)
    except service.TooLate:
        flash(_too_late())
    else:
        flash(gettext("Thank you. We look for an interpreter in the right language."))
    return redirect(f"/appointments/{found.id}", code=303)


def _too_late() -> str:
    return gettext("This appointment has begun or is cancelled. Call your contact if you need to.")


def _answer(found: AppointmentRow, form: ReplyForm, given: Answer) -> BaseResponse:
    try:
        service.answer(db(), me(), found.id, given, version=form.version.data or 0)
    except service.TooLate:
        flash(_too_late())
        return redirect(f"/appointments/{found.id}", code=303)
    except ChangedMeanwhile:
        roll_back(db())
        kept = form if isinstance(form, CannotComeForm) else CannotComeForm()
        kept.conflict()
        fresh = queries.appointment_of(db(), me(), found.id)
        return _page(fresh, kept, cannot=given.reply is Reply.CANNOT, status=409)
    db().flush()
    flash(_thanks(given.reply))
    if wants_fragment():
        fresh = queries.appointment_of(db(), me(), found.id)
        answer = page(
            "appointments/_reply.html",
            appointment=fresh,
            form=CannotComeForm(),
            cannot=False,
        )
        answer.content_location = f"/appointments/{found.id}"
        return answer
    return redirect(f"/appointments/{found.id}#reply", code=303)


def _thanks(reply: Reply) -> str:
    if reply is Reply.COMING:
        return gettext("Thank you. We know that you are coming.")
    if reply is Reply.CANNOT:
        return gettext("Thank you for telling us. We will contact you about a new time.")
    return gettext("Your reply is taken back.")


def _page(
    found: AppointmentRow, form: CannotComeForm, *, cannot: bool, status: int = 200
) -> BaseResponse:
    cancelled = found.state is AppointmentState.CANCELLED
    return page(
        "appointments/show.html", fragment="appointments/_reply.html", status=status,
        appointment=found, form=form, cannot=cannot,
        changed=changed_last(db(), me().id, "appointment", found.id),
        instead=queries.time_instead(db(), me(), found) if cancelled else None,
        readers=_readers(found),
    )  # fmt: skip


def _readers(found: AppointmentRow) -> list[Agency]:
    """The agencies that can read it: those that attend, and those she lets."""
    let = readers_of(db(), me(), found.agency, ShareKind.APPOINTMENTS)
    return [*dict.fromkeys([*found.agencies, *let])]
