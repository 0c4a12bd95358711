"""Signing in with a letter: its number and code, then a code by SMS or a caseworker who sees her."""

from flask import Blueprint, current_app, flash, redirect, request
from werkzeug.wrappers import Response

from portal.audience import Audience, audience
from portal.i18n.text import gettext
from portal.people.routes import let_in
from portal.people.sign_in_limits import Assurance
from portal.sign_in import letters, sms_codes
from portal.sign_in.letter_forms import LetterForm, SmsCodeForm
from portal.sign_in.letters import Opened
from portal.sign_in.sms_codes import ActivationRow, WrongCode
from portal.web import rates
from portal.web.pages import page
from portal.web.place import place
from portal.web.session import db

blueprint = Blueprint("letter", __name__, url_prefix="/sign-in/letter")
COOKIE = "letter"
OPENED = "/sign-in/letter/code"
OFFER = "/sign-ins/passkey"


@blueprint.get("")
@audience(Audience.PUBLIC)
def show() -> Response:
    """The form for what stands on the letter; its square fills in the number."""
    form = LetterForm(formdata=None)
    form.reference.data = request.args.get("reference", "")[:20]
    return page("sign_in/letter.html", form=form)


@blueprint.post("")
@audience(Audience.PUBLIC)
def open_letter() -> Response:
    """Opens a letter on this phone. Nothing tells why one was not opened."""
    form = LetterForm()
    if not form.validate_on_submit():
        return page("sign_in/letter.html", status=422, form=form)
    if form.read is None:  # no letter has such a number or code: said without looking for one
        form.refuse()
        return page("sign_in/letter.html", status=422, form=form)
    reference, code = form.read
    rates.hit("activation", reference)
    try:
        opened = letters.open_letter(db(), reference, code, place=place())
    except letters.NotAccepted:
        form.refuse()
        return page("sign_in/letter.html", status=422, form=form)
    token = sms_codes.begin(db(), opened)
    sms_codes.send_code(db(), opened.letter, opened.participant)
    response = redirect(OPENED, code=303)
    response.set_cookie(
        _cookie(), token, max_age=int(sms_codes.WAITS.total_seconds()),
        httponly=True, samesite="Lax", secure=bool(current_app.config["SESSION_COOKIE_SECURE"]), path="/",
    )  # fmt: skip
    return response


@blueprint.get("/code")
@audience(Audience.PUBLIC)
def ask() -> Response:
    """The form for the SMS code, and the number to show to a caseworker."""
    found = sms_codes.waiting(db(), _token())
    if found is None:
        return redirect("/sign-in/letter", code=303)
    return _page(found, SmsCodeForm(formdata=None))


@blueprint.post("/code")
@audience(Audience.PUBLIC)
def answer() -> Response:
    """Lets in with the code, or after a caseworker has confirmed; or sends one more code."""
    found = sms_codes.waiting(db(), _token())
    if found is None:
        return redirect("/sign-in/letter", code=303)
    match request.form.get("do"):
        case "again":
            return _again(found)
        case "confirmed":
            return _confirmed(found)
    form = SmsCodeForm()
    if not form.validate_on_submit():
        return _page(found, form, status=422)
    rates.hit("sms_code", str(found.letter_id))
    try:
        if form.read is None:
            raise WrongCode
        opened = sms_codes.check_code(db(), _token(), form.read)
    except WrongCode:
        form.refuse()
        return _page(sms_codes.waiting(db(), _token()) or found, form, status=422)
    return _enter(opened, Assurance.LIMITED)


def _again(found: ActivationRow) -> Response:
    """Too many codes to one number are not sent; a caseworker can still confirm."""
    try:
        rates.hit("sms_number", str(found.participant_id))
    except rates.TooMany:
        flash(
            gettext("No more codes can be sent today. Show your phone to the person who helps you.")
        )
    else:
        sms_codes.send_code(db(), found.letter_id, found.participant_id)
    return redirect(OPENED, code=303)


def _confirmed(found: ActivationRow) -> Response:
    try:
        opened = sms_codes.enter_activated(db(), _token())
    except WrongCode:
        said = gettext("The person who helps you has not confirmed yet. Show your phone once more.")
        return _page(found, SmsCodeForm(formdata=None), status=409, said=said)
    return _enter(opened, Assurance.FULL)


def _enter(opened: Opened, assurance: Assurance) -> Response:
    """In; on her own phone on to the passkey, so that the letter is needed only once."""
    then = "/" if "shared" in request.form else OFFER
    response = let_in(
        then, participant=opened.participant, way=letters.WAY, assurance=assurance,
        letter=opened.letter,
    )  # fmt: skip
    # Browsers take back a `__Host-` cookie as they take it: marked Secure.
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.delete_cookie(_cookie(), path="/", secure=secure)
    return response


def _page(
    found: ActivationRow, form: SmsCodeForm, *, status: int = 200, said: str = ""
) -> Response:
    return page("sign_in/letter_code.html", status=status, found=found, form=form, said=said)


def _cookie() -> str:
    """`__Host-` binds the cookie to this host; browsers accept it over TLS only."""
    return f"__Host-{COOKIE}" if current_app.config["SESSION_COOKIE_SECURE"] else COOKIE


def _token() -> str:
    return request.cookies.get(_cookie(), "")
