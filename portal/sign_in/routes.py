"""Signing in at a provider: out, back, and the pages that say why it did not work.

Out is a link and not a form, so that no form of ours ever leads to another site.
"""

import logging

from flask import Blueprint, abort, current_app, g, redirect, request, session
from werkzeug.wrappers import Response

from portal.audience import Audience, audience
from portal.people import sign_in
from portal.people.browser_name import browser_name
from portal.people.current import me
from portal.people.identity import IdentityVault
from portal.people.routes import LEAVING, for_staff, host_cookie, whoever, with_token
from portal.sign_in import attempts, leaving
from portal.sign_in.clients import client_of
from portal.sign_in.entering import enter
from portal.sign_in.faults import Refused, Why
from portal.web import language as reader
from portal.web import rates
from portal.web.pages import page
from portal.web.session import db, writing

blueprint = Blueprint("sign_in", __name__, url_prefix="/sign-in")
log = logging.getLogger(__name__)
COOKIE = "attempt"
LONGEST = 4000  # of one value of an answer
FIRST_PAGES = {
    Audience.CASEWORKER: "/staff",
    Audience.COORDINATOR: "/staff",
    Audience.ADMINISTRATOR: "/staff/identity-changes",
}


@blueprint.get("/with/<string:provider>")
@audience(Audience.PUBLIC)
def start(provider: str) -> Response:
    """Sends her to a provider, with secrets that only this browser can bring back.

    Who is signed in already has a reason to show who she is, so the provider must ask her anew.
    """
    client, made = client_of(provider), attempts.new_secrets()
    rates.hit("sign_in", rates.network_of(request.remote_addr or ""))
    try:
        anew = whoever() is not None
        address = client.address(made, _callback(provider), _languages(), anew=anew)
    except Refused as refused:
        return _refused(provider, refused)
    then = reader.safe_path(request.args.get("next"))
    with writing() as short:
        attempts.begin(short, provider, made, then, shared="shared" in request.args)
    response = redirect(address, code=303)
    _set_cookie(response, COOKIE, made.browser)
    return response


@blueprint.get("/callback/<string:provider>")
@audience(Audience.PUBLIC)
def callback(provider: str) -> Response:
    """Takes a provider's answer. The attempt is used up first; nothing is locked while we ask."""
    client = client_of(provider)
    answer = {name: value for name, value in request.args.items() if len(value) <= LONGEST}
    browser = request.cookies.get(host_cookie(COOKIE), "")
    try:
        with writing() as short:
            begun = attempts.take(short, provider, answer.get("state", ""), browser)
        who = client.identity(answer, begun.nonce, begun.verifier, _callback(provider))
        rates.hit("sign_in_account", f"{provider} {who.sub}")
        if whoever() is not None and not who.shown_since(begun.started):
            raise Refused(Why.WEAK, "not shown anew")
        end_session = client.end_session()
        device = browser_name(request.headers.get("User-Agent", ""))
        with writing() as short:
            entered = enter(
                short, vault(), client.provider, who, end_session, shared=begun.shared,
                device=device, before=whoever(),
            )  # fmt: skip
    except Refused as refused:
        return _refused(provider, refused)
    except sign_in.AccountClosed:
        return redirect("/closed", code=303)
    if isinstance(entered, Why):
        return _refused(provider, Refused(entered))
    session.clear()  # nothing of the one before: no notice, no form token
    participant = entered.role is Audience.PARTICIPANT
    first = FIRST_PAGES.get(entered.role, "/about")
    response = with_token(
        entered.token, begun.then if participant else for_staff(begun.then, first)
    )
    _set_cookie(response, COOKIE, "", seconds=0)
    return response


@blueprint.get("/refused/<string:why>")
@audience(Audience.PUBLIC)
def refused(why: str) -> Response:
    """The same page again, in another language and without what the provider's answer held."""
    if why not in set(Why):
        abort(404)
    return page("sign_in/refused.html", status=Why(why).status, why=why)


def leave_provider() -> Response | None:
    """A page that leads on to the provider's own sign-out; None for any other sign-in."""
    state = attempts.new_secrets().state
    address = leaving.onward(db(), vault(), me(), f"{_base()}/signed-out", state)
    if address is None:
        return None
    response = page("sign_in/leaving.html", address=address)
    _set_cookie(response, LEAVING, state)
    return response


def vault() -> IdentityVault:
    """What seals and finds identity numbers here."""
    found: IdentityVault = current_app.extensions["portal.vault"]
    return found


def _refused(provider: str, refused: Refused) -> Response:
    log.warning("sign-in at %s refused: %s", provider, refused)
    return page("sign_in/refused.html", status=refused.why.status, why=refused.why.value)


def _set_cookie(
    response: Response, name: str, value: str, *, seconds: int = int(attempts.LASTS.total_seconds())
) -> None:
    """Lax, because the provider's answer comes from another site."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(
        host_cookie(name), value, max_age=seconds, httponly=True, samesite="Lax", secure=secure
    )


def _base() -> str:
    """Where this portal is reached; its host is one of the trusted ones."""
    scheme = "https" if current_app.config["SESSION_COOKIE_SECURE"] else request.scheme
    return f"{scheme}://{request.host}"


def _callback(provider: str) -> str:
    return f"{_base()}/sign-in/callback/{provider}"


def _languages() -> str:
    """The reader's language and then Swedish, as tags that a provider knows."""
    tag = g.language.tag.removesuffix("-simple")
    return " ".join(dict.fromkeys((tag, "sv")))
