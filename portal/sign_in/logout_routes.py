"""Where a provider tells that someone has signed out there (OpenID Connect Back-Channel Logout 1.0)."""

import logging

from flask import Blueprint, Response, request

from portal.audience import Audience, audience
from portal.sign_in import leaving
from portal.sign_in.clients import client_of
from portal.sign_in.faults import Refused, Why
from portal.sign_in.routes import vault
from portal.web.rates import by_address, limited
from portal.web.session import db

blueprint = Blueprint("provider_logout", __name__)
log = logging.getLogger(__name__)


@blueprint.post("/sign-in/logout/<string:provider>")
@audience(Audience.PUBLIC)
@limited("logout", by_address)
def ended(provider: str) -> Response:
    """Ends the sign-ins that a signed logout token names. Nothing of a browser counts here."""
    client = client_of(provider)
    try:
        said = client.logout(request.form.get("logout_token"))
    except Refused as refused:
        log.warning("logout by %s refused: %s", provider, refused)
        status = 503 if refused.why is Why.AWAY else 400
        return Response("", status, mimetype="text/plain")
    fresh = leaving.end(db(), vault(), client.provider, said)
    return Response("", 200 if fresh else 400, mimetype="text/plain")
