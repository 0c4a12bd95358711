"""The language of a request: picked on this phone, else the person's own, else the browser's.

Whose account speaks another language than her browser keeps it until the browser closes: after she
has signed out, and while no database can say whose account it is. The next one to sign in has her own.
"""

import re

from flask import Flask, Response, abort, current_app, g, request
from flask_login import current_user

from portal.audience import Audience, View, audiences_of
from portal.i18n import text
from portal.i18n.choice import choose, choose_for_staff
from portal.i18n.languages import BY_TAG, OFFERED, SWEDISH, Language, match
from portal.i18n.text import Translators

COOKIE = "language"
LAST = "last-language"
LEFT_IN = "in"  # behind the address of a page that comes after a sign-out, which takes all cookies
STAFF_ONLY = frozenset({Audience.PUBLIC, Audience.PARTICIPANT}).isdisjoint
KEPT_FOR = 365 * 24 * 3600

_PATH = re.compile(r"/(?![/\\])[\w\-./?=&%~]*\Z", re.ASCII)


def install(app: Flask, translators: Translators, *, pseudo: bool) -> None:
    """Makes every request speak its reader's language. Before the gate and the CSRF check."""

    @app.before_request
    def read_all_first() -> None:
        """Reads the whole form before anything asks the database.

        A sender who stops half-way must not hold a transaction open. PostgreSQL has no NUL.
        """
        text.use(translators[language_of(None, pseudo=pseudo)])
        # Only a form that takes files may be large; its view says how large.
        view = current_app.view_functions.get(request.endpoint or "")
        if most_bytes := getattr(view, "most_bytes", None):
            request.max_content_length = most_bytes
        texts = [request.path, *request.args.values(), *request.form.values()]
        if any("\0" in each for each in texts):
            abort(400)

    @app.before_request
    def speak() -> None:
        # Machines ask whether the process is alive also when no database can say who is reading.
        view = current_app.view_functions.get(request.endpoint or "")
        user = None if getattr(view, "asks_nobody", False) else current_user
        g.language = language_of(user, pseudo=pseudo)
        g.account_language = getattr(user, "language", None)
        text.use(translators[g.language])

    @app.after_request
    def keep_last(response: Response) -> Response:
        """The account's language, where the browser alone would have another one."""
        last = g.get("account_language") or request.args.get(LEFT_IN)
        known = last in BY_TAG and BY_TAG[str(last)].offered
        if known and response.mimetype == "text/html" and _next_time().tag != last:
            _set(response, _last_cookie(), str(last), seconds=None)
        return response


def asks_nobody(view: View) -> View:
    """Marks a view before which nobody is asked who is there."""
    setattr(view, "asks_nobody", True)  # noqa: B010 - a mark on a function
    return view


def language_of(user: object, *, pseudo: bool = False) -> Language:
    """The language for someone, from cookie, profile and browser, in that order."""
    last = request.args.get(LEFT_IN) or request.cookies.get(_last_cookie())
    language = choose(
        picked=request.cookies.get(COOKIE),
        profile=getattr(user, "language", None) or last,
        accepted=_accepted(),
        pseudo=pseudo,
    )
    return choose_for_staff(language) if STAFF_ONLY(_who_reads(user)) else language


def _who_reads(user: object) -> frozenset[Audience]:
    """Whoever it is; where no database can say it, whom the page is for."""
    if user is None and (
        named := audiences_of(current_app.view_functions.get(request.endpoint or ""))
    ):
        return named
    return frozenset({getattr(user, "role", Audience.PUBLIC)})


def _accepted() -> list[str]:
    """What the browser asks for, most wanted first; what it gives no weight at all it refuses.

    For any other language (`*`) the first that it does not name (RFC 9110, 12.5.4).
    """
    named = {match(tag) for tag in request.accept_languages.values()}
    other = next((each.tag for each in OFFERED if each not in named), SWEDISH.tag)
    return [other if tag == "*" else tag for tag, weight in request.accept_languages if weight > 0]


def _next_time() -> Language:
    """What this browser reads when nobody is signed in and no address says a language."""
    return choose(
        picked=request.cookies.get(COOKIE),
        profile=request.cookies.get(_last_cookie()),
        accepted=_accepted(),
    )


def remember(response: Response, language: Language) -> None:
    """Keeps the choice on this phone."""
    _set(response, COOKIE, language.tag, seconds=KEPT_FOR)


def left_in(path: str) -> str:
    """A page for after a sign-out, in the language of this one; the browser's own needs no word."""
    if choose(picked=None, profile=None, accepted=_accepted()) is g.language:
        return path
    return f"{path}?{LEFT_IN}={g.language.tag}"


def _set(response: Response, name: str, value: str, *, seconds: int | None) -> None:
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(
        name, value, max_age=seconds, httponly=True, samesite="Lax", secure=secure, path="/"
    )


def _last_cookie() -> str:
    return f"__Host-{LAST}" if current_app.config["SESSION_COOKIE_SECURE"] else LAST


def safe_path(path: str | None) -> str:
    """A path on this portal to go back to; the start page for anything else."""
    return path if path and _PATH.match(path) else "/"
