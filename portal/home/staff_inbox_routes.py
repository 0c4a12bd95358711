"""The staff inbox, and telling someone of what she has not opened."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request
from werkzeug.wrappers import Response

from portal.audience import Audience, audience
from portal.home.staff_inbox import Show, counts, items
from portal.home.staff_person import open_person
from portal.home.staff_tell import number_of_people, to_tell
from portal.i18n.text import gettext
from portal.messages.telling import tell
from portal.people.current import me
from portal.web.once import once
from portal.web.pages import page
from portal.web.session import db

blueprint = Blueprint("inbox", __name__, url_prefix="/staff")
MOST = 60  # what a phone loads in a second; the nearest promises come first
ALL = 5000


@blueprint.get("/inbox")
@audience(Audience.CASEWORKER)
def show() -> Response:
    """What waits for an answer, tab by tab, the nearest promise first.

    Opened without a tab it shows what is new, else the first tab that lists something.
    """
    found = counts(db(), me())
    chosen = request.args.get("show") or next((each for each in found if found[each]), Show.NEW)
    if chosen not in set(Show):
        abort(404)
    tab, most = Show(chosen), ALL if "all" in request.args else MOST
    people = to_tell(db(), me()) if tab is Show.TELL else []
    found[Show.TELL] = len(people) if tab is Show.TELL else number_of_people(db(), me())
    return page(
        "home/staff_inbox.html", counts=found, show=tab, people=people[:most],
        items=[] if tab is Show.TELL else items(db(), me(), tab, most), listed=found[tab],
    )  # fmt: skip


@blueprint.post("/participants/<uuid:participant_id>/tell")
@audience(Audience.CASEWORKER)
@once
def told(participant_id: UUID) -> Response:
    """She has been told of what she had not opened."""
    person = open_person(db(), me(), participant_id)
    try:
        which = [UUID(each) for each in request.form.getlist("message")]
    except ValueError:
        abort(400)
    if not which:
        abort(400)
    tell(db(), me(), person.id, which)
    flash(gettext("Thank you. It is noted."))
    return redirect(f"/staff/inbox?show={Show.TELL}", code=303)
