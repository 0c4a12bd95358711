"""Closing one's account, in two steps."""

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

from portal.audience import Audience, audience, recent_sign_in
from portal.people import closing
from portal.people.current import me
from portal.people.routes import signed_out_here
from portal.trail.models import Act
from portal.trail.service import leave
from portal.web.once import once_shown
from portal.web.pages import page
from portal.web.session import db

blueprint = Blueprint("closing", __name__)


@blueprint.get("/me/close")
@audience(Audience.PARTICIPANT)
def show() -> Response:
    """What closes, what stays and why, and whom to call to open it again."""
    return page("home/close.html", asked=False, unticked=False)


@blueprint.post("/me/close")
@audience(Audience.PARTICIPANT)
@recent_sign_in()
@once_shown
def close() -> Response:
    """First asks once more; closes only with the tick of the second step."""
    if request.form.get("do") != "close":
        return page("home/close.html", asked=True, unticked=False)
    if request.form.get("sure") != "yes":
        return page("home/close.html", asked=True, unticked=True, status=422)
    leave(db(), me(), Act.CHANGED, "account", participant=me().id, subject_id=me().id)
    for end in current_app.extensions["portal.sign_out_everywhere"]:
        end(db(), me())
    closing.close(db(), me())
    return signed_out_here(then="/closed")


@blueprint.get("/closed")
@audience(Audience.PUBLIC)
def closed() -> Response:
    """Says that the account is closed, and whom to call; the same to anyone who asks."""
    return page("home/closed.html")
