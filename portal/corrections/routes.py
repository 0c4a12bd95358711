"""What a participant says is wrong: the list with every answer, and the form that asks."""

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, g, redirect, request
from werkzeug.wrappers import Response

from portal.audience import Audience, audience
from portal.corrections import service
from portal.corrections.forms import CorrectionForm
from portal.i18n.formats import isolate
from portal.i18n.markup import filled
from portal.i18n.text import gettext
from portal.people.agencies import AGENCIES, Agency
from portal.people.current import me
from portal.phrases.exports import CORRECTION_STATES, SOMETHING, SUBJECTS
from portal.web.once import once
from portal.web.pages import page
from portal.web.session import db

blueprint = Blueprint("corrections", __name__, url_prefix="/me/corrections")


class Owned(NamedTuple):
    """What one thing is called in the reader's language, and the agency it belongs to."""

    title: str
    agency: Agency


class About(NamedTuple):
    """What may be wrong: a kind of thing, which one, what it is called, and whose it is."""

    subject: str
    id: UUID | None
    title: str
    agency: Agency


# The application hands these in: this slice knows neither plans nor appointments nor messages. Each
# raises NoResultFound alike for an unknown one and for somebody else's.
Owners = dict[str, Callable[[UUID], Owned]]
# Where she sees again what she has written about.
PLACES = {"step": "/plan/steps/", "appointment": "/appointments/", "thread": "/messages/"}


@blueprint.get("")
@audience(Audience.PARTICIPANT)
def index() -> Response:
    """All she has asked, each with where it stands."""
    return page(
        "corrections/index.html", corrections=service.mine(db(), me()), states=CORRECTION_STATES,
        subjects=SUBJECTS, something=SOMETHING, places=PLACES,
    )  # fmt: skip


@blueprint.get("/new")
@audience(Audience.PARTICIPANT)
def new() -> Response:
    """Asks what is wrong with one thing, or with what stands about herself."""
    about = _about(request.args.get("about", ""), request.args.get("id", ""))
    form = CorrectionForm()
    form.about.data, form.id.data = about.subject, str(about.id or "")
    return _form_page(form, about)


@blueprint.post("/new")
@audience(Audience.PARTICIPANT)
@once
def ask() -> Response:
    """Sends it to the agency that owns the thing."""
    form = CorrectionForm()
    about = _about(form.about.data or "", form.id.data or "")
    if not form.validate_on_submit():
        return _form_page(form, about, status=422)
    service.ask(
        db(), me(), subject=about.subject, subject_id=about.id, agency=about.agency,
        wrong=(form.wrong.data or "").strip(), language=g.language.tag,
    )  # fmt: skip
    name = AGENCIES[about.agency].name
    said = gettext("Sent to %(who)s. You get an answer within a month.")
    flash(filled(said, {"who": isolate(name)}))
    return redirect("/me/corrections", code=303)


def _about(subject: str, which: str) -> About:
    """What it is about; the person herself, for whom her contact's agency answers, when nothing is named."""
    owners: Owners = current_app.extensions["portal.owners"]
    if not subject or subject == "participant":
        contact = me().contact
        return About("participant", None, "", contact.agency) if contact else abort(404)
    if subject not in owners:
        abort(404)
    try:
        found = UUID(which)
    except ValueError:
        abort(404)
    return About(subject, found, *owners[subject](found))


def _form_page(form: CorrectionForm, about: About, status: int = 200) -> Response:
    return page(
        "corrections/new.html", form=form, about=about, what=SUBJECTS[about.subject], status=status
    )
