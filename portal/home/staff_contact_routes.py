"""Changing the contact: a successor, a reason, a summary and the open turns, or not at all."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect
from werkzeug.wrappers import Response

from portal import clock
from portal.audience import Audience, audience, recent_sign_in
from portal.db import ChangedMeanwhile, roll_back
from portal.home.staff_contact_form import ContactForm
from portal.home.staff_person import Person, open_person
from portal.i18n.text import gettext
from portal.messages import content
from portal.messages import service as messages
from portal.messages.phrasebook import CONTACT
from portal.people import contact
from portal.people.current import me
from portal.plan.queries import open_turns_of, plan_of
from portal.trail.models import Act
from portal.trail.service import leave
from portal.web.once import once
from portal.web.pages import page
from portal.web.session import db

blueprint = Blueprint("contact", __name__, url_prefix="/staff/participants")
NEW_CONTACT = "K11"


@blueprint.get("/<uuid:participant_id>/contact")
@audience(Audience.CASEWORKER)
@recent_sign_in()
def show(participant_id: UUID) -> Response:
    """What a change of contact needs, with the open turns it hands over."""
    person = _person(participant_id)
    return _contact_page(person, _form(person))


@blueprint.post("/<uuid:participant_id>/contact")
@audience(Audience.CASEWORKER)
@recent_sign_in()
@once
def change(participant_id: UUID) -> Response:
    """Changes it, and tells the participant who and why; all or nothing."""
    person = open_person(db(), me(), participant_id)
    form = _form(person)
    if form.changed:  # said first, so that nothing typed is lost
        form.conflict()
        return _contact_page(person, form, status=409)
    if not person.handed_on_by(me()):
        abort(403)
    if not form.validate_on_submit():
        return _contact_page(person, form, status=422)
    new = contact.NewContact(
        UUID(form.successor.data), form.reason.data, form.words,
        [turn.step for turn in open_turns_of(db(), person.id)], form.version.data,
    )  # fmt: skip
    try:
        _store(person, form, new)
    except (ChangedMeanwhile, contact.NotASuccessor):
        roll_back(db())
        person = open_person(db(), me(), participant_id)
        form.conflict()
        return _contact_page(person, form, status=409)
    flash(gettext("%(name)s is the contact now. The participant has been told.", name=form.name))
    return redirect(f"/staff/participants/{participant_id}", code=303)


def _person(participant_id: UUID) -> Person:
    """Someone whose contact the actor may change; 403 for another agency's."""
    person = open_person(db(), me(), participant_id)
    if not person.handed_on_by(me()):
        abort(403)
    return person


def _store(person: Person, form: ContactForm, new: contact.NewContact) -> None:
    row = contact.change(db(), me(), person.id, new)
    leave(db(), me(), Act.CHANGED, "contact", participant=person.id, subject_id=row.id)
    told = {"by": clock.today().isoformat(), "name": form.name}
    said = [content.phrase(NEW_CONTACT, told), content.phrase(f"{CONTACT}{form.reason.data}")]
    messages.post(db(), me(), person.id, contents=said)


def _form(person: Person) -> ContactForm:
    form = ContactForm()
    form.offer(contact.candidates(db(), person.id), len(contact.changes_of(db(), person.id)))
    return form


def _contact_page(person: Person, form: ContactForm, *, status: int = 200) -> Response:
    plan = plan_of(db(), me(), person.id)
    # Those that the actor may see; that there are others is nobody's to tell.
    turns = open_turns_of(db(), person.id)
    seen = [step for turn in turns if plan and (step := plan.step(turn.step))]
    return page(
        "home/staff_contact.html", status=status, person=person, form=form, plan=plan, steps=seen,
        changes=contact.changes_of(db(), person.id),
    )  # fmt: skip
