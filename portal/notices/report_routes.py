"""Where the SMS provider reports how a message fared (46elks.com/docs/sms-delivery-reports)."""

from uuid import UUID

from flask import Blueprint, Response, abort, current_app, request

from portal.audience import Audience, audience
from portal.notices import reports
from portal.notices.channels.report_address import is_ours
from portal.web.rates import by_address, limited
from portal.web.session import db

blueprint = Blueprint("reports", __name__)


@blueprint.post("/notices/<uuid:notice_id>/report/<string:signature>")
@audience(Audience.PUBLIC)
@limited("reports", by_address)
def report(notice_id: UUID, signature: str) -> Response:
    """Takes a report, with 204 also when there is nothing to change.

    The provider asks again for hours after anything but 200 to 204, so 503 is for what comes before
    our own worker is done with the message, and loses nothing.
    """
    key = str(current_app.config["SECRET_KEY"])
    if not is_ours(key, notice_id, signature):
        abort(404)
    status, provider_id = request.form.get("status", ""), request.form.get("id", "")[:120]
    try:
        reports.take(db(), key, notice_id, signature, status, provider_id)
    except reports.NotSettled:
        return Response(status=503, headers={"Retry-After": "60"})
    return Response(status=204)
