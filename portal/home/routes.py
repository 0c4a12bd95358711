"""The first page, and the public ones."""

from flask import Blueprint, current_app, g, redirect
from werkzeug.wrappers import Response

from portal.audience import Audience, audience
from portal.home.limited import coming_times
from portal.home.privacy import AUTHORITY, AUTHORITY_URL, PRIVACY
from portal.home.statement import STATEMENT
from portal.home.today import today_of
from portal.i18n.languages import OFFERED
from portal.people.current import me
from portal.phrases.words import WORDS
from portal.web.pages import page
from portal.web.session import db

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@audience(
    Audience.PARTICIPANT, Audience.CASEWORKER, Audience.COORDINATOR, Audience.TRANSLATOR, limited=True
)  # fmt: skip
def today() -> Response:
    """Today for a participant; staff and translators go on to their own first page."""
    actor = me()
    if actor.role is Audience.TRANSLATOR:
        return redirect("/about", code=303)
    if not actor.is_participant:
        return redirect("/staff", code=303)
    if actor.limited:
        return page("home/limited.html", times=coming_times(db(), actor))
    found = today_of(db(), actor)
    g.unread = found.unread
    return page("home/today.html", today=found)


@blueprint.get("/about")
@audience(Audience.PUBLIC)
def about() -> Response:
    """What this is, for whom, and who stands behind it."""
    return page("home/about.html", offered=OFFERED)


@blueprint.get("/words")
@audience(Audience.PUBLIC)
def words() -> Response:
    """The Swedish words on letters and forms, explained."""
    return page("home/words.html", words=WORDS)


@blueprint.get("/privacy")
@audience(Audience.PUBLIC)
def privacy() -> Response:
    """What is kept about a reader, in plain words."""
    return page(
        "home/privacy.html", parts=PRIVACY, authority=AUTHORITY, authority_url=AUTHORITY_URL
    )


@blueprint.get("/accessibility")
@audience(Audience.PUBLIC)
def accessibility() -> Response:
    """The accessibility statement."""
    return page(
        "home/accessibility.html", statement=STATEMENT,
        unreviewed=[each for each in OFFERED if each.preview],
        supervisor=current_app.config["PORTAL_SUPERVISOR_URL"],
    )  # fmt: skip


@blueprint.get("/offline")
@audience(Audience.PUBLIC)
def offline() -> Response:
    """What is shown when the phone has no network."""
    return page("home/offline.html")
