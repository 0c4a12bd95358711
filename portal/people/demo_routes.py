"""Signing in as one of the made-up cast, by a tap. Registered only where everybody is made up."""

from flask import Blueprint, abort, current_app, redirect, request, session
from flask_login import current_user
from werkzeug.wrappers import Response

from portal.audience import Audience, audience
from portal.people import sign_in
from portal.people.current import me
from portal.people.demo import PARTICIPANTS, STAFF, demo_id
from portal.people.routes import cookie_name
from portal.web import language as reader
from portal.web.rates import by_address, limited
from portal.web.session import db

blueprint = Blueprint("demo_people", __name__)


@blueprint.post("/sign-in/demo")
@audience(Audience.PUBLIC)
@limited("sign_in", by_address)
def demo() -> Response:
    """Signs in as one of the cast."""
    slug = request.form.get("person", "")
    if slug not in (*PARTICIPANTS, *STAFF):
        abort(404)
    if current_user.is_authenticated:
        sign_in.end(db(), me())
    session.clear()  # nothing of the one before: no notice, no form token
    person = demo_id(slug)
    is_participant = slug in PARTICIPANTS
    token = (
        sign_in.start(db(), participant=person)
        if is_participant
        else sign_in.start(db(), staff=person)
    )
    then = reader.safe_path(request.form.get("next"))
    response = redirect(
        then if is_participant else "/staff" if slug != "layla" else "/about", code=303
    )
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(
        cookie_name(), token, httponly=True, samesite="Lax", secure=secure, path="/"
    )
    return response
