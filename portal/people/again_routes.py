"""Signing in once more: why, in which ways, and back to where she was."""

from urllib.parse import parse_qs, urlencode, urlsplit

from flask import Blueprint, current_app, redirect, request
from werkzeug.wrappers import Response

from portal.audience import Audience, audience
from portal.config.providers import Provider
from portal.people.actor import Actor
from portal.people.demo import PARTICIPANTS, STAFF, demo_id
from portal.people.routes import whoever
from portal.web.forms import KEPT
from portal.web.language import safe_path
from portal.web.pages import page

blueprint = Blueprint("again", __name__)


@blueprint.get("/sign-in/again")
@audience(Audience.PUBLIC)
def show() -> Response:
    """The ways that are open to this very person. Who has just signed in goes straight on."""
    then, actor = safe_path(request.args.get("next")), whoever()
    if actor is None:
        return redirect(f"/sign-in?{urlencode({'next': then})}", code=303)
    if actor.signed_in_lately:
        return redirect(then, code=303)
    return page(
        "people/sign_in_again.html", then=then, kept=KEPT in parse_qs(urlsplit(then).query),
        providers=[each for each in current_app.extensions["portal.providers"] if _is_for(actor, each)],
        slug=_slug_of(actor) if current_app.config["PORTAL_DEMO"] else "",
    )  # fmt: skip


def _is_for(actor: Actor, provider: Provider) -> bool:
    """Whether a provider vouches for people like her."""
    if actor.is_participant:
        return not provider.is_for_staff
    return provider.is_for_staff and provider.agency == actor.agency


def _slug_of(actor: Actor) -> str:
    """What the demo calls her; empty for one of its crowd, whom nobody signs in as."""
    known = (each for each in (*PARTICIPANTS, *STAFF) if demo_id(each) == actor.id)
    return next(known, "")
