"""Signing in and out, the language, and the person's own page."""

import secrets
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Flask, abort, current_app, make_response, redirect, request, session
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response

from portal.audience import Audience, audience
from portal.i18n.languages import BY_TAG
from portal.people import contact, queries, sign_in
from portal.people.acting import act_as
from portal.people.actor import Actor
from portal.people.browser_name import browser_name
from portal.people.current import me
from portal.people.sign_in_limits import Assurance
from portal.web import language as reader
from portal.web.forms import with_typed
from portal.web.pages import page
from portal.web.session import db

blueprint = Blueprint("people", __name__)
COOKIE = "portal"
LEAVING = "leaving"  # a cookie that knows a browser again which has signed out at a provider too
EVERYTHING = '"cache", "cookies", "storage"'
EVERYONE = tuple(each for each in Audience if each is not Audience.PUBLIC)


def install(app: Flask) -> None:
    """Flask-Login as the loader only: no remember-me, no session of its own."""
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app, add_context_processor=False)

    @manager.request_loader  # type: ignore[untyped-decorator]
    def load(_request: object) -> Actor | None:
        token = request.cookies.get(cookie_name())
        actor = sign_in.load(db(), token) if token else None
        if actor:
            act_as(db(), actor)
        return actor


def cookie_name() -> str:
    """What the cookie of a sign-in is called."""
    return host_cookie(COOKIE)


def host_cookie(name: str) -> str:
    """`__Host-` binds the cookie to this host; browsers accept it over TLS only."""
    return f"__Host-{name}" if current_app.config["SESSION_COOKIE_SECURE"] else name


@blueprint.get("/sign-in")
@audience(Audience.PUBLIC)
def show() -> Response:
    """The way in: the language first, then help by phone before anything is asked."""
    people, staff = queries.cast(db()) if current_app.config["PORTAL_DEMO"] else ([], [])
    then = reader.safe_path(request.args.get("next"))
    ended = cookie_name() in request.cookies and not current_user.is_authenticated
    return page(
        "people/sign_in.html",
        people=people,
        staff=staff,
        then=then,
        ended=ended,
        providers=current_app.extensions["portal.providers"],
    )


def let_in(
    then: str,
    *,
    participant: UUID | None = None,
    staff: UUID | None = None,
    way: str = "demo",
    assurance: Assurance = Assurance.FULL,
    letter: UUID | None = None,
    passkey: UUID | None = None,
) -> Response:
    """Signs someone in on this phone and goes on. Whose phone it is was asked on the way: `shared`.

    Nothing of the one before stays: no sign-in, no notice, no form token.
    """
    session.clear()
    device = browser_name(request.headers.get("User-Agent", ""))
    try:
        token = sign_in.start(
            db(), participant=participant, staff=staff, way=way, assurance=assurance,
            shared="shared" in request.values, device=device, before=whoever(),
            letter=letter, passkey=passkey,
        )  # fmt: skip
    except sign_in.AccountClosed:
        return redirect("/closed", code=303)
    return with_token(token, then)


def for_staff(then: str, first: str) -> str:
    """Where staff go: on to a page of theirs, or to their first one."""
    return then if then.startswith("/staff/") else first


def whoever() -> Actor | None:
    """Who is signed in on this phone, if anyone."""
    return me() if current_user.is_authenticated else None


def with_token(token: str, then: str) -> Response:
    """Goes on to a page of hers, signed in with a token."""
    response = redirect(then, code=303)
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(
        cookie_name(), token, httponly=True, samesite="Lax", secure=secure, path="/"
    )
    return response


@blueprint.post("/sign-out")
@audience(*EVERYONE, limited=True)
def leave() -> Response:
    """Ends this sign-in, and has the browser clear what it keeps."""
    onward = current_app.extensions["portal.leave_provider"]()
    sign_in.end(db(), me())
    return signed_out_here(onward)


def sign_out_everywhere() -> Response:
    """Ends every sign-in; a participant's calendar and devices too. Staff have nothing but sign-ins."""
    onward = current_app.extensions["portal.leave_provider"]()
    sign_in.end_everywhere(db(), me())
    if me().is_participant:
        for end in current_app.extensions["portal.sign_out_everywhere"]:
            end(db(), me())
    return signed_out_here(onward)


def signed_out_here(onward: Response | None = None, *, then: str = "/signed-out") -> Response:
    """The answer to a sign-out: the browser clears what it keeps.

    Here, or by way of a provider; then the cookies go last, or nothing knows the browser again.
    """
    session.clear()
    response = onward or redirect(reader.left_in(then), code=303)
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.delete_cookie(cookie_name(), path="/", secure=secure)
    response.headers["Clear-Site-Data"] = '"cache", "storage"' if onward else EVERYTHING
    return response


@blueprint.get("/signed-out")
@audience(Audience.PUBLIC)
def signed_out() -> Response:
    """Says that nothing is left on this phone, and clears it when a provider leads back here.

    Only in a browser that has just signed out: or any page could clear it by naming this address.
    """
    response = page("people/signed_out.html", idle="idle" in request.args)
    state = request.cookies.get(host_cookie(LEAVING), "")
    if state and secrets.compare_digest(state.encode(), request.args.get("state", "").encode()):
        response.headers["Clear-Site-Data"] = EVERYTHING
    return response


@blueprint.get("/language")
@audience(Audience.PUBLIC)
def languages() -> Response:
    """Every language in its own name and letters, and the way back."""
    return page("people/language.html", then=reader.safe_path(request.args.get("next")))


@blueprint.post("/language")
@audience(Audience.PUBLIC)
def choose_language() -> Response:
    """Changes the language and leads back to the page, with everything typed there kept.

    Without a language it leads to the list of them: whoever had typed something comes that way.
    """
    wanted = request.form.get("language", "")
    language = BY_TAG.get(wanted)
    if wanted and (language is None or not language.offered):
        abort(404)
    path = reader.safe_path(request.args.get("next") or request.form.get("next"))
    if (
        current_user.is_authenticated and "next" in request.args
    ):  # from the page with the form itself
        path = with_typed(path)
    if language is None:
        return redirect(f"/language?{urlencode({'next': path})}", code=303)
    if current_user.is_authenticated:
        sign_in.set_language(db(), me(), language.tag)
    response = make_response(redirect(path, code=303))
    reader.remember(response, language)
    return response


@blueprint.get("/me")
@audience(Audience.PARTICIPANT)
def mine() -> Response:
    """Language, contact, team, and the way out."""
    changes = contact.changes_of(db(), me().id)
    told_by = current_app.extensions["portal.told_by"]()
    return page(
        "people/me.html", team=queries.team(db(), me().id), changes=changes, told_by=told_by
    )
