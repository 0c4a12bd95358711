"""Opening an account again, when the participant asks for it."""

from uuid import UUID

from flask import Blueprint, flash, redirect
from werkzeug.wrappers import Response

from portal.audience import Audience, audience
from portal.home.staff_person import open_person
from portal.i18n.text import gettext
from portal.people import closing
from portal.people.current import me
from portal.trail.models import Act
from portal.trail.service import leave
from portal.web.once import once_shown
from portal.web.session import db

blueprint = Blueprint("reopening", __name__, url_prefix="/staff/participants")


@blueprint.post("/<uuid:participant_id>/reopen")
@audience(Audience.CASEWORKER)
@once_shown
def reopen(participant_id: UUID) -> Response:
    """She has asked, on the phone or in a talk, to get in again."""
    person = open_person(db(), me(), participant_id)  # a refusal leaves its trace
    try:
        closing.reopen(db(), me(), person.id)
    except closing.NotClosed:
        flash(gettext("The account is open already."))
    else:
        leave(db(), me(), Act.CHANGED, "account", participant=person.id, subject_id=person.id)
        flash(gettext("The account is open. The participant can sign in again."))
    return redirect(f"/staff/participants/{person.id}", code=303)
