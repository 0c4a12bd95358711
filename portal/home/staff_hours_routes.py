"""A participant's fixed hours as staff note them: a course or child care that an agency knows of."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request
from werkzeug.wrappers import Response

from portal.appointments import fixed_hours
from portal.appointments.fixed_hours_forms import WEEK, FixedHoursForm
from portal.audience import Audience, audience
from portal.home.staff_person import Person, open_person
from portal.i18n.text import gettext
from portal.people.current import me
from portal.web.once import once
from portal.web.pages import page
from portal.web.session import db

blueprint = Blueprint("staff_hours", __name__, url_prefix="/staff/participants")


@blueprint.get("/<uuid:participant_id>/fixed-hours")
@audience(Audience.CASEWORKER)
def show(participant_id: UUID) -> Response:
    """Her week as this agency may see it, and the form to add to it."""
    return _page(open_person(db(), me(), participant_id), FixedHoursForm())


@blueprint.post("/<uuid:participant_id>/fixed-hours")
@audience(Audience.CASEWORKER)
@once
def change(participant_id: UUID) -> Response:
    """Adds hours, or takes away what this agency has noted."""
    person = open_person(db(), me(), participant_id)
    if request.form.get("do") == "remove":
        return _remove(person)
    form = FixedHoursForm()
    if not form.validate_on_submit():
        return _page(person, form, status=422)
    try:
        fixed_hours.add_hours(db(), me(), person.id, form.hours)
    except fixed_hours.TooMany:
        form.too_many()
        return _page(person, form, status=422)
    flash(
        gettext("Noted. %(name)s sees it, and that your agency noted it.", name=person.short_name)
    )
    return _back(person)


def _remove(person: Person) -> Response:
    try:
        hours = UUID(request.form.get("hours", ""))
    except ValueError:
        abort(400)
    fixed_hours.remove_hours(db(), me(), person.id, hours)
    flash(gettext("The hours are removed."))
    return _back(person)


def _back(person: Person) -> Response:
    return redirect(f"/staff/participants/{person.id}/fixed-hours", code=303)


def _page(person: Person, form: FixedHoursForm, *, status: int = 200) -> Response:
    hours = fixed_hours.hours_seen(db(), me(), person.id)
    return page(
        "home/staff_hours.html", status=status, person=person, form=form, hours=hours, weekdays=WEEK
    )
