"""Translating on the page itself: the switch, and what is done to a page before it leaves.

Only where everybody is made up: `install` is called for a demo and for nothing else. The switch is
a signed cookie, so that a translator can go through the pages as anyone of the cast.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer

from portal.audience import Audience
from portal.i18n import text
from portal.i18n.choice import choose_for_staff
from portal.i18n.languages import BY_TAG, LANGUAGES, PSEUDO
from portal.i18n.text import Translator, Translators
from portal.translate.listing import spelt
from portal.translate.marks import MarkedEnvironments, without
from portal.translate.reading import Row, Shelf
from portal.translate.unmarking import Unmarked, unmark
from portal.web import language as reader
from portal.web.pages import Environments

COOKIE = "translate"
ON, OFF = "on", "off"  # off still says that a translator has been here
WORKSHOP = "workshop"  # the blueprint, whose own pages are never marked
TEXT = re.compile(r"text/|application/(?:json|xml|javascript|manifest\+json)")
HEADER = re.compile(r"<header\b")


class Seen(NamedTuple):
    """A text of the page, for the list of what is on it; `hidden` if it cannot be tapped."""

    row: Row
    hidden: bool


def install(app: Flask, translators: Translators) -> None:
    """Lets pages carry marks, and takes every mark out before anything leaves."""
    environments: Environments = app.extensions["portal.environments"]
    app.extensions["portal.environments"] = MarkedEnvironments(
        environments.__getitem__, environments.make, is_on
    )
    app.extensions["portal.shelf"] = Shelf(translators.root)
    app.before_request(_speak_draft)
    app.after_request(_finish)


def _speak_draft() -> None:
    """Shows who translates a language its pages, also while no menu offers it."""
    picked = BY_TAG.get(request.cookies.get(reader.COOKIE, ""))
    if picked is None or picked.offered or picked is PSEUDO or cookie() != ON:
        return
    if getattr(current_user, "role", Audience.PUBLIC) in (Audience.PUBLIC, Audience.PARTICIPANT):
        translators: Translators = current_app.extensions["portal.translators"]
        g.language = picked
        text.use(translators[picked])


def is_on() -> bool:
    """Whether this request's page shall carry marks."""
    if not has_request_context() or "language" not in g:
        return False
    if "marks" not in g:
        g.marks = cookie() == ON and request.blueprint != WORKSHOP and g.language in LANGUAGES
    return bool(g.marks)


def cookie() -> str:
    """What the switch says; empty where no translator has been."""
    try:
        return str(_signer().loads(request.cookies.get(COOKIE, "")))
    except BadSignature:
        return ""


def switch(response: Response, state: str) -> None:
    """Puts the switch. It goes with the browser's session, and with signing out."""
    response.set_cookie(
        COOKIE, signed(state), httponly=True, samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )  # fmt: skip


def signed(state: str) -> str:
    """What the cookie holds."""
    return str(_signer().dumps(state))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="translate")


def _finish(response: Response) -> Response:
    if not is_on():
        return response
    for name, value in [each for each in response.headers if without(each[1]) != each[1]]:
        response.headers.set(name, without(value))
    if (
        response.is_streamed
        or response.direct_passthrough
        or not TEXT.match(response.mimetype or "")
    ):
        return response
    said = response.get_data(as_text=True)
    if response.mimetype != "text/html":
        response.set_data(without(said))
        return response
    page = unmark(said)
    response.set_data(_with_bar(page) if "</body>" in page.html else page.html)
    return response


def _with_bar(page: Unmarked) -> str:
    """The page with its list of texts on top, and the script that opens them."""
    translators: Translators = current_app.extensions["portal.translators"]
    environments: MarkedEnvironments = current_app.extensions["portal.environments"]
    translator: Translator = translators[choose_for_staff(g.language)]
    with text.using(translator):
        plain = environments.plain(translator)
        drawn = plain.get_template("translate/staff_bar.html").render(
            seen=list(_seen(page)),
            spelt=spelt,
            translated=g.language,
            path=request.full_path.rstrip("?"),
        )
        head = plain.get_template("translate/staff_head.html").render(
            htmx="vendor/htmx" in page.html
        )
    html = page.html.replace("</head>", f"{head}</head>", 1)
    return HEADER.sub(lambda found: drawn + found[0], html, count=1)


def _seen(page: Unmarked) -> Iterable[Seen]:
    shelf: Shelf = current_app.extensions["portal.shelf"]
    rows = shelf.by_name(g.language)
    for name in page.seen:
        if name in rows:
            yield Seen(rows[name], name not in page.visible)
