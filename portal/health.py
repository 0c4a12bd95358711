"""For machines: is the process alive, and is the database there and up to date."""

from flask import Blueprint, Response, current_app
from sqlalchemy.exc import SQLAlchemyError

from portal.audience import Audience, audience
from portal.db import Database
from portal.migrations import commands as migrations
from portal.web.language import asks_nobody

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@audience(Audience.PUBLIC)
@asks_nobody
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
@audience(Audience.PUBLIC)
@asks_nobody
def ready() -> Response:
    """The database answers and has what this code expects, or more."""
    database: Database = current_app.extensions["portal.database"]
    try:
        pending = migrations.pending(database)
    except SQLAlchemyError:
        return Response("the database does not answer\n", 503, mimetype="text/plain")
    if pending:
        return Response("the database is not migrated\n", 503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")
