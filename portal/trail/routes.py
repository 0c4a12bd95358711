"""The page where a participant sees who has looked at and changed what is hers."""

from uuid import UUID

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from portal.audience import Audience, audience
from portal.people.agencies import Agency
from portal.people.current import me
from portal.trail.log import Show, Who, log_of
from portal.web.pages import page
from portal.web.session import db

blueprint = Blueprint("log", __name__)


@blueprint.get("/me/log")
@audience(Audience.PARTICIPANT)
def show() -> Response:
    """Who looked or changed, from where, when and what; by days, the latest first."""
    shown, who, after = request.args.get("show", Show.ALL), request.args.get("who", Who.ALL), None
    if shown not in set(Show) or who not in {*Who, *Agency}:
        abort(404)
    if "after" in request.args:
        try:
            after = UUID(request.args["after"])
        except ValueError:
            abort(404)
    whose = Agency(who) if who in set(Agency) else Who(who)
    found = log_of(db(), me().id, Show(shown), whose, after)
    return page("trail/log.html", log=found, show=shown, who=who, later=after is not None)
