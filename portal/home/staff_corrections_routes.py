"""Answering what a participant says is wrong: only by the agency that owns it."""

from uuid import UUID

from flask import Blueprint, flash, redirect
from werkzeug.wrappers import Response

from portal.audience import Audience, audience
from portal.corrections import service
from portal.corrections.staff_forms import AnswerForm
from portal.home.staff_person import Person, open_person
from portal.i18n.text import gettext
from portal.people.current import me
from portal.phrases.staff_corrections import STATES, SUBJECTS
from portal.web.once import once
from portal.web.pages import page
from portal.web.session import db

blueprint = Blueprint(
    "answering", __name__, url_prefix="/staff/participants/<uuid:participant_id>/corrections"
)


@blueprint.get("")
@audience(Audience.CASEWORKER)
def show(participant_id: UUID) -> Response:
    """What she has asked of the reader's agency, the open ones with a form."""
    return _list(open_person(db(), me(), participant_id))


@blueprint.post("/<uuid:correction_id>")
@audience(Audience.CASEWORKER)
@once
def answer(participant_id: UUID, correction_id: UUID) -> Response:
    """Corrected, or not and why."""
    person = open_person(db(), me(), participant_id)
    form = AnswerForm()
    if not form.validate_on_submit():
        return _list(person, form, correction_id, status=422)
    service.answer(
        db(), me(), person.id, correction_id, corrected=form.corrected,
        text=(form.answer.data or "").strip(),
    )  # fmt: skip
    flash(gettext("Answered. The participant is told that there is an answer."))
    return redirect(f"/staff/participants/{person.id}/corrections", code=303)


def _list(
    person: Person, form: AnswerForm | None = None, which: UUID | None = None, status: int = 200
) -> Response:
    return page(
        "home/staff_corrections.html", person=person, status=status, which=which,
        corrections=service.theirs(db(), me(), person.id), form=form or AnswerForm(),
        states=STATES, subjects=SUBJECTS,
    )  # fmt: skip
