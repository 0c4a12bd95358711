"""Keeping what a participant types before she sends it, in her own space."""

from flask import Blueprint, Response, abort, current_app, flash, g, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from portal.audience import Audience, audience
from portal.i18n.text import gettext
from portal.messages import drafts
from portal.messages.about import Subjects
from portal.messages.places import Place, place
from portal.messages.queries import require_own
from portal.people.actor import Actor
from portal.people.current import me
from portal.phrases.standard_messages import TOPICS
from portal.web.session import db

blueprint = Blueprint("drafts", __name__, url_prefix="/messages/drafts")


@blueprint.post("")
@audience(Audience.PARTICIPANT)
def keep() -> BaseResponse:
    """Keeps a text as it is typed; an empty one is forgotten.

    No form key: the same text twice is the same draft. Answers the button on the page with the
    page, and a script without anything. How long a text may be is how long a form may be (128 kB).
    """
    where = _own_place()
    keep_typed(me(), where)
    if "page" not in request.args:
        return Response(status=204)
    if request.form.get("body", "").strip():
        flash(gettext("Your text is kept as a draft."))
    return redirect(f"{where.path}#body", code=303)


def keep_typed(writer: Actor, where: Place) -> None:
    """Keeps what this form carries in its writer's own space."""
    body, topic = request.form.get("body", ""), request.form.get("topic")
    known = topic if topic in TOPICS else None
    drafts.keep(db(), writer, str(where), known, body, g.language.tag)


def _own_place() -> Place:
    """Where the text is written; 404 alike for no place and for what is somebody else's."""
    try:
        where = place(request.form.get("place", ""))
    except ValueError:
        abort(404)
    subjects: Subjects = current_app.extensions["portal.subjects"]
    if where.id and where.kind in subjects:
        subjects[where.kind](where.id)
    elif where.id:
        require_own(db(), me(), where.id)
    return where
