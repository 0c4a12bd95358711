"""What is shared with one's agency and by it; noting what a participant says at a meeting."""

from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, request
from werkzeug.wrappers import Response

from portal.audience import Audience, audience, recent_sign_in
from portal.db import ChangedMeanwhile, roll_back
from portal.home.staff_person import Person, open_person
from portal.home.staff_sharing_form import OralConsentForm
from portal.i18n.languages import SWEDISH
from portal.i18n.text import Translators, gettext
from portal.people.agencies import Agency
from portal.people.current import me
from portal.sharing import consents
from portal.sharing.occasions import occasions
from portal.sharing.queries import consents_of, history_of
from portal.sharing.wording import KINDS, readable, sentence, terms
from portal.web.once import once
from portal.web.pages import page
from portal.web.session import db

blueprint = Blueprint("staff_sharing", __name__, url_prefix="/staff/participants")


@blueprint.get("/<uuid:participant_id>/sharing")
@audience(Audience.CASEWORKER)
def show(participant_id: UUID) -> Response:
    """The consents that concern one's own agency, and the form to note an oral one."""
    person = open_person(db(), me(), participant_id)
    form = _form(person)
    if form.changed:
        form.conflict()
        return _page(person, form)
    return _page(person, form, read_out=form.being_read_out)


@blueprint.post("/<uuid:participant_id>/sharing")
@audience(Audience.CASEWORKER)
@recent_sign_in(spares=("stop",))
@once
def change(participant_id: UUID) -> Response:
    """Notes an oral consent to what one's own agency writes, or that one was withdrawn."""
    person = open_person(db(), me(), participant_id)
    if request.form.get("do") == "stop":
        return _stop(person)
    form = _form(person)
    step = request.form.get("preview")
    if step == "edit":
        return _page(person, form)
    if form.changed:
        form.conflict()
        return _page(person, form, status=409)
    if not form.validate_choice():
        return _page(person, form, status=422)
    if step:
        return _page(person, form, read_out=True)
    if not form.validate_on_submit():
        return _page(person, form, read_out=True, status=422)
    return _save(person, form)


def _save(person: Person, form: OralConsentForm) -> Response:
    new = consents.Change(
        _own(), form.given, [], int(form.months.data), readable(person.language), form.version.data
    )
    try:
        consents.change(db(), me(), person.id, new, consents.Oral(form.name))
    except ChangedMeanwhile:
        roll_back(db())
        person = open_person(db(), me(), person.id)
        form = _form(person)
        form.conflict()
        return _page(person, form, status=409)
    flash(gettext("Noted. %(name)s sees it, and that you noted it.", name=person.short_name))
    return _back(person)


def _stop(person: Person) -> Response:
    try:
        which = UUID(request.form.get("consent", ""))
    except ValueError:
        abort(400)
    consents.withdraw(db(), me(), person.id, which)
    flash(gettext("The consent is withdrawn. It counts from now on."))
    return _back(person)


def _back(person: Person) -> Response:
    return redirect(f"/staff/participants/{person.id}/sharing", code=303)


def _own() -> Agency:
    agency = me().agency
    if agency is None:
        abort(403)
    return agency


def _form(person: Person) -> OralConsentForm:
    form = OralConsentForm()
    form.offer(_own(), consents_of(db(), me(), person.id), anew=True)
    form.ask()
    return form


def _page(
    person: Person, form: OralConsentForm, *, read_out: bool = False, status: int = 200
) -> Response:
    translators: Translators = current_app.extensions["portal.translators"]
    swedish, theirs = translators[SWEDISH], translators[readable(person.language)]
    own = _own()
    return page(
        "home/staff_sharing.html", status=status, person=person, form=form, kinds=KINDS,
        held=consents_of(db(), me(), person.id), past=occasions(history_of(db(), me(), person.id)),
        words=[
            (sentence(own, *share, swedish), sentence(own, *share, theirs))
            for share in form.given
        ] if read_out else [],
        terms=(terms(swedish), terms(theirs)), theirs=theirs.language,
    )  # fmt: skip
