"""Passkeys on the web: offers as JSON for the script, answers as plain forms."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, jsonify, redirect, request, session
from werkzeug.wrappers import Response

from portal.audience import Audience, audience, recent_sign_in
from portal.i18n.text import gettext
from portal.people.browser_name import browser_name
from portal.people.current import me
from portal.people.routes import let_in, signed_out_here
from portal.people.sign_in_list import sign_ins
from portal.sign_in import passkeys
from portal.sign_in.passkeys import Place, Refused
from portal.web import rates
from portal.web.language import safe_path
from portal.web.pages import page
from portal.web.rates import by_address, limited
from portal.web.session import db

blueprint = Blueprint("passkeys", __name__)
PAGE = "/sign-ins/passkey"
GIVEN = "passkey"  # in the form session: which challenge this very browser was given


@blueprint.get("/sign-ins/passkey")
@audience(Audience.PARTICIPANT, limited=True)
def show() -> Response:
    """Her passkeys, and adding one; not on a phone that others use."""
    return _page()


@blueprint.post("/sign-ins/passkey/offer")
@audience(Audience.PARTICIPANT, limited=True)
@recent_sign_in(back=PAGE)
def offer() -> Response:
    """What her browser needs to make one."""
    if me().shared:
        abort(403)
    try:
        options = passkeys.offer_adding(db(), me(), _place())
    except Refused:
        abort(409)
    return _given(options)


@blueprint.post("/sign-ins/passkey")
@audience(Audience.PARTICIPANT, limited=True)
@recent_sign_in(back=PAGE)
def add() -> Response:
    """Keeps it. Who signed in with a letter is signed in anew, in full: the phone has just said who it is."""
    if me().shared:
        abort(403)
    actor = me()
    try:
        answer = _answer()
        added = passkeys.add(
            db(), actor, _place(), answer, browser_name(request.headers.get("User-Agent", ""))
        )
    except Refused:
        return _page(status=422, refused=True)
    if not actor.limited:
        flash(gettext("This phone knows you now. Next time you need nothing else."))
        return redirect("/sign-ins/passkey", code=303)
    entered = let_in(
        "/", participant=actor.id, way=passkeys.WAY, letter=actor.letter, passkey=added
    )
    flash(gettext("This phone knows you now. Next time you need nothing else."))
    return entered


@blueprint.post("/sign-ins/passkey/<uuid:passkey_id>/remove")
@audience(Audience.PARTICIPANT)
@recent_sign_in(back=PAGE)
def remove(passkey_id: UUID) -> Response:
    """Forgets one, and ends the sign-ins that were made with it."""
    if not passkeys.remove(db(), me(), passkey_id):
        abort(404)
    if not any(each.here for each in sign_ins(db(), me())):  # it was this phone's own
        return signed_out_here()
    flash(gettext("Removed. That phone cannot sign in by itself any more."))
    return redirect("/sign-ins/passkey", code=303)


@blueprint.post("/sign-in/passkey/offer")
@audience(Audience.PUBLIC)
@limited("sign_in", by_address)
def offer_signing_in() -> Response:
    """What a browser needs to ask for a passkey."""
    return _given(passkeys.offer_signing_in(db(), _place()))


@blueprint.post("/sign-in/passkey")
@audience(Audience.PUBLIC)
def enter() -> Response:
    """Signs in whoever's passkey has answered. What names none counts for where it comes from."""
    rates.hit(
        "passkey", passkeys.credential_in(request.form.get("answer", "")) or rates.by_address()
    )
    try:
        known = passkeys.signed_in_with(db(), _place(), _answer())
    except (Refused, passkeys.Copied):
        return page("sign_in/passkey_refused.html", status=422)
    return let_in(
        safe_path(request.form.get("next")), participant=known.participant, way=passkeys.WAY,
        letter=known.letter, passkey=known.passkey,
    )  # fmt: skip


def _given(options: dict[str, object]) -> Response:
    from webauthn.helpers import base64url_to_bytes

    session[GIVEN] = passkeys.digest_of(base64url_to_bytes(str(options["challenge"])))
    return jsonify(options)


def _answer() -> str:
    """The answer, when it is to the challenge this browser was given. Raises Refused."""
    answer = request.form.get("answer", "")
    given = session.pop(GIVEN, None)
    if given is None or passkeys.digest_of(passkeys.challenge_in(answer)) != given:
        raise Refused
    return answer


def _place() -> Place:
    """In production from the settings; elsewhere this machine, by name: passkeys know no IP addresses."""
    hosts = current_app.config["TRUSTED_HOSTS"] or []
    if current_app.config["SESSION_COOKIE_SECURE"]:
        return Place(hosts[0], f"https://{hosts[0]}")
    host = urlsplit(request.host_url).hostname or ""
    if ":" in host or host.replace(".", "").isdigit():
        abort(404)
    return Place(host, request.host_url.rstrip("/"))


def _page(*, status: int = 200, refused: bool = False) -> Response:
    found = passkeys.passkeys_of(db(), me().id)
    return page("sign_in/passkeys.html", status=status, found=found, refused=refused)
