"""The participant's fixed hours: when she is always taken, so that nobody books over them."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request
from werkzeug.wrappers import Response

from portal.appointments import fixed_hours
from portal.appointments.fixed_hours_forms import WEEK, FixedHoursForm
from portal.audience import Audience, audience
from portal.i18n.formats import Formats
from portal.i18n.text import current, gettext
from portal.people.current import me
from portal.web.once import once
from portal.web.pages import page
from portal.web.session import db

blueprint = Blueprint("fixed_hours", __name__, url_prefix="/appointments/fixed-hours")
MOST_NAMED = 3  # of the times that the hours lie over; the list has all


@blueprint.get("")
@audience(Audience.PARTICIPANT)
def show() -> Response:
    """Her week as she has noted it, and the form to add to it."""
    return _page(FixedHoursForm())


@blueprint.post("")
@audience(Audience.PARTICIPANT)
@once
def change() -> Response:
    """Adds hours, or takes them away."""
    if request.form.get("do") == "remove":
        return _remove()
    form = FixedHoursForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    try:
        fixed_hours.add_hours(db(), me(), me().id, form.hours)
    except fixed_hours.TooMany:
        form.too_many()
        return _page(form, status=422)
    flash(gettext("Thank you. Nobody gives you a time then without a reason."))
    for starts in fixed_hours.booked_over(db(), me(), form.hours)[:MOST_NAMED]:
        flash(
            gettext(
                "You have a time already on %(day)s. It is still booked. Tell us if it does not work.",
                day=Formats(current()).day(starts),
            )
        )
    return redirect("/appointments/fixed-hours", code=303)


def _remove() -> Response:
    try:
        hours = UUID(request.form.get("hours", ""))
    except ValueError:
        abort(400)
    fixed_hours.remove_hours(db(), me(), me().id, hours)
    flash(gettext("The hours are removed."))
    return redirect("/appointments/fixed-hours", code=303)


def _page(form: FixedHoursForm, *, status: int = 200) -> Response:
    hours = fixed_hours.hours_of(db(), me())
    return page(
        "appointments/fixed_hours.html", status=status, form=form, hours=hours, weekdays=WEEK
    )
