"""Giving someone a letter to sign in with, confirming who opens it, and ending it."""

from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, request
from werkzeug.wrappers import Response

from portal.appointments import feed
from portal.audience import Audience, audience, recent_sign_in
from portal.home.staff_letter_form import REMOVED, LetterForm
from portal.home.staff_person import Person, open_person
from portal.i18n.choice import choose
from portal.i18n.languages import SWEDISH
from portal.i18n.text import gettext
from portal.notices import devices
from portal.people.current import me
from portal.people.verified_phone import verified_phone, verify_phone
from portal.sign_in import letters, passkeys, sms_codes
from portal.sign_in.codes import grouped
from portal.sign_in.letter_qr import square
from portal.web.forms import Form
from portal.web.once import once
from portal.web.pages import page, render_in
from portal.web.place import place
from portal.web.session import db

blueprint = Blueprint("staff_letter", __name__, url_prefix="/staff/participants")


@blueprint.get("/<uuid:participant_id>/letter")
@audience(Audience.CASEWORKER)
def show(participant_id: UUID) -> Response:
    """How the latest letter stands, and the form for a new one."""
    person = open_person(db(), me(), participant_id)
    return _page(person, _form(person))


@blueprint.post("/<uuid:participant_id>/letter")
@audience(Audience.CASEWORKER)
@recent_sign_in(spares=("revoke", "remove"))
@once
def change(participant_id: UUID) -> Response:
    """Gives out a letter and shows it this once; or confirms, or ends one or a passkey."""
    person = open_person(db(), me(), participant_id)
    match request.form.get("do"):
        case "confirm":
            return _confirm(person)
        case "revoke":
            return _revoke(person)
        case "remove":
            return _remove(person)
    form = _form(person)
    if not form.validate_on_submit():
        return _page(person, form, status=422)
    before = letters.latest_letter(db(), person.id)
    try:
        letter = letters.issue(db(), me(), person.id, form.checked.data, place=place())
    except letters.TooSoon:
        return _page(person, form, status=409)
    _end_what_it_made(person, before)
    if form.number and form.number != form.verified:
        verify_phone(db(), me(), person.id, form.number)
    by_sms = verified_phone(db(), person.id, not_by=me().id) is not None
    return _paper(person, letter, by_sms=by_sms)


def _confirm(person: Person) -> Response:
    try:
        waited = sms_codes.confirm(db(), me(), person.id, _id("letter"), place=place())
    except sms_codes.OwnLetter:
        flash(gettext("You gave out this letter. A colleague has to confirm it."))
        return _back(person)
    if not waited:
        flash(gettext("That phone does not wait any more."))
    else:
        flash(gettext("Confirmed. %(name)s can go on, on the phone.", name=person.short_name))
    return _back(person)


def _revoke(person: Person) -> Response:
    before = letters.latest_letter(db(), person.id)
    if not letters.revoke(db(), me(), person.id, _id("letter")):
        abort(404)
    _end_what_it_made(person, before)
    flash(gettext("The letter opens nothing any more. You can give out a new one."))
    return _back(person)


def _remove(person: Person) -> Response:
    """A passkey of hers that should sign in nobody; only with one of the reasons she reads."""
    which, reason = _id("passkey"), request.form.get("reason", "")
    if reason not in REMOVED:
        flash(gettext("Choose why the phone is removed. The participant reads it."))
        return _back(person)
    if not passkeys.remove_for(db(), me(), person.id, which, reason):
        abort(404)
    flash(gettext("Removed. That phone is signed out, and the participant is told."))
    return _back(person)


def _end_what_it_made(person: Person, letter: letters.LetterRow | None) -> None:
    """What else opens her data, made since an ended letter had been opened."""
    if letter and letter.used:
        feed.end_since(db(), person.id, letter.used)
        devices.end_since(db(), person.id, letter.used)


def _id(name: str) -> UUID:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        abort(400)


def _back(person: Person) -> Response:
    return redirect(f"/staff/participants/{person.id}/letter", code=303)


def _form(person: Person) -> LetterForm:
    form = LetterForm()
    form.offer(verified_phone(db(), person.id))
    return form


def _page(person: Person, form: Form, *, status: int = 200) -> Response:
    letter = letters.latest_letter(db(), person.id)
    number = sms_codes.mark_of(letter.token_hash) if letter and letter.token_hash else ""
    return page(
        "home/staff_letter.html", status=status, person=person, form=form, letter=letter, number=number,
        waits=sms_codes.WAITS, between=letters.BETWEEN, reasons_to_remove=REMOVED,
        passkeys=passkeys.passkeys_of(db(), person.id),
    )  # fmt: skip


def _paper(person: Person, letter: letters.NewLetter, *, by_sms: bool) -> Response:
    """The letter itself: her language and Swedish side by side. Never to be had again."""
    host = next(iter(current_app.config["TRUSTED_HOSTS"] or ()), None)
    if not current_app.config["SESSION_COOKIE_SECURE"] or host is None:
        host = request.host
    scheme = "https" if current_app.config["SESSION_COOKIE_SECURE"] else "http"
    address = f"{host}/sign-in/letter"
    hers = choose(picked=None, profile=person.language, accepted=())
    languages = [hers] if hers is SWEDISH else [hers, SWEDISH]
    columns = [
        (each, render_in(
            each, "sign_in/_letter.html", address=address, letter=letter, code=grouped(letter.code), by_sms=by_sms
        ))
        for each in languages
    ]  # fmt: skip
    drawn = square(f"{scheme}://{address}?reference={letter.reference}")
    return page("home/staff_letter_paper.html", person=person, columns=columns, square=drawn)
