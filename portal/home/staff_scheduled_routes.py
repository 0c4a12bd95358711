"""What is to be sent later can be stopped, by any colleague of the agency it is from."""

from uuid import UUID

from flask import Blueprint, flash, redirect
from werkzeug.wrappers import Response

from portal.audience import Audience, audience
from portal.home.staff_person import open_person
from portal.i18n.text import gettext
from portal.messages import scheduled
from portal.people.current import me
from portal.web.once import once_shown
from portal.web.session import db

blueprint = Blueprint("scheduled", __name__, url_prefix="/staff/participants")


@blueprint.post("/<uuid:participant_id>/scheduled/<uuid:scheduled_id>")
@audience(Audience.CASEWORKER)
@once_shown
def stop(participant_id: UUID, scheduled_id: UUID) -> Response:
    """Does not send it; says so where it has gone already."""
    person = open_person(db(), me(), participant_id)
    if scheduled.stop(db(), me(), person.id, scheduled_id):
        flash(gettext("It will not be sent."))
    else:
        flash(gettext("It is not waiting any longer: it has been sent, or someone has stopped it."))
    return redirect(f"/staff/participants/{person.id}", code=303)
