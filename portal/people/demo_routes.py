"""Signing in as one of the made-up cast, by a tap. Registered only where everybody is made up."""

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from portal.audience import Audience, audience
from portal.people.demo import PARTICIPANTS, STAFF, demo_id
from portal.people.routes import for_staff, let_in
from portal.web import language as reader
from portal.web.rates import by_address, limited

blueprint = Blueprint("demo_people", __name__)


@blueprint.post("/sign-in/demo")
@audience(Audience.PUBLIC)
@limited("sign_in", by_address)
def demo() -> Response:
    """Signs in as one of the cast."""
    slug = request.form.get("person", "")
    if slug not in (*PARTICIPANTS, *STAFF):
        abort(404)
    person, then = demo_id(slug), reader.safe_path(request.form.get("next"))
    if slug in PARTICIPANTS:
        return let_in(then, participant=person)
    if slug == "layla":
        return let_in(then if then.startswith("/translate") else "/translate", staff=person)
    return let_in(for_staff(then, "/staff"), staff=person)
