"""The participant's one tap: whether a conversation of hers may go to another agency."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request
from werkzeug.wrappers import Response

from portal.audience import Audience, audience
from portal.i18n.formats import isolate
from portal.i18n.markup import filled
from portal.i18n.text import gettext
from portal.messages import forwarding
from portal.messages.destinations import NobodyThere
from portal.messages.queries import conversation
from portal.people.agencies import AGENCIES
from portal.people.current import me
from portal.web.once import once_shown
from portal.web.session import db

blueprint = Blueprint("forwarding", __name__, url_prefix="/messages")


@blueprint.post("/<uuid:thread_id>/forward")
@audience(Audience.PARTICIPANT)
@once_shown
def answer(thread_id: UUID) -> Response:
    """Yes sends it on, no lets it stay; either way she gets the same help."""
    conversation(db(), me(), thread_id)  # hers, or 404
    said = request.form.get("do")
    if said not in ("yes", "no"):
        abort(400)
    try:
        passing = forwarding.agree(db(), me(), thread_id, yes=said == "yes")
    except forwarding.NotAsked:
        flash(gettext("This has been answered already. Here you see how it stands."))
    except NobodyThere:
        flash(gettext("Nobody works with you there any longer. It stays where it is."))
    else:
        to = AGENCIES[passing.to_agency if said == "yes" else passing.from_agency].name
        thanks = (
            gettext("Thank you. %(agency)s gets it now.")
            if said == "yes"
            else gettext("Thank you. It stays with %(agency)s.")
        )
        flash(filled(thanks, {"agency": isolate(to)}))
    return redirect(f"/messages/{thread_id}", code=303)
