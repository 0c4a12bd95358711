"""/me/sharing: who may read what, what would change, and everything there ever was."""

from datetime import timedelta
from itertools import groupby
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request
from werkzeug.wrappers import Response

from portal import clock
from portal.appointments.fixed_hours_forms import WEEK
from portal.audience import Audience, audience
from portal.db import ChangedMeanwhile, roll_back
from portal.home.sharing_form import SharingForm
from portal.home.sharing_preview import preview, things_of
from portal.i18n.text import current, gettext
from portal.people.agencies import Agency
from portal.people.current import me
from portal.sharing import consents
from portal.sharing.occasions import occasions
from portal.sharing.queries import ConsentRow, consents_of, history_of
from portal.sharing.wording import KINDS, in_swedish, sentence, terms
from portal.web.once import once
from portal.web.pages import page
from portal.web.session import db
from portal.web.step_up import sign_in_first

blueprint = Blueprint("sharing", __name__, url_prefix="/me/sharing")


@blueprint.get("")
@audience(Audience.PARTICIPANT)
def index() -> Response:
    """For each agency in words: who reads what it writes, and until when."""
    held = consents_of(db(), me(), me().id)
    return page("home/sharing.html", cards=[(each, _lines(held, each)) for each in Agency])


@blueprint.get("/history")
@audience(Audience.PARTICIPANT)
def history() -> Response:
    """Every consent ever, with its words."""
    past = occasions(history_of(db(), me(), me().id))
    return page("home/sharing_history.html", occasions=past, kinds=KINDS)


@blueprint.get("/<string:agency>")
@audience(Audience.PARTICIPANT)
def show(agency: str) -> Response:
    """What others may read of what one agency writes, and the boxes to change it."""
    source = _agency(agency)
    return _agency_page(source, _form(source))


@blueprint.post("/<string:agency>")
@audience(Audience.PARTICIPANT)
@once
def change(agency: str) -> Response:
    """Stops one line or all of them at once, or shows and then saves what was ticked."""
    source = _agency(agency)
    do = request.form.get("do")
    if do == "change":
        return _change(source, _form(source))
    if do == "stop":
        _stop()
    elif do == "stop_all":
        consents.withdraw_all(db(), me(), me().id, source)
    else:
        abort(400)
    flash(gettext("Stopped. It counts from now on."))
    return _back(source)


def _change(source: Agency, form: SharingForm) -> Response:
    if request.form.get("preview") == "edit":
        return _agency_page(source, form)
    if form.changed:
        form.conflict()
        return _agency_page(source, form, status=409)
    if not form.validate_on_submit():
        return _agency_page(source, form, status=422)
    if form.given and not me().signed_in_lately:  # stopping never waits
        return sign_in_first()
    if "preview" in request.form:
        return _preview_page(source, form)
    if (
        request.form.get("words_in") != current().language.tag
    ):  # other words than those she has read
        form.conflict()
        return _preview_page(source, form, status=409)
    new = consents.Change(
        source,
        form.given,
        form.stopped,
        int(form.months.data),
        current().language,
        form.version.data,
    )
    try:
        consents.change(db(), me(), me().id, new)
    except ChangedMeanwhile:
        roll_back(db())
        form = _form(source)
        form.conflict()
        return _agency_page(source, form, status=409)
    flash(gettext("Saved. It counts from now on."))
    return _back(source)


def _stop() -> None:
    try:
        which = UUID(request.form.get("consent", ""))
    except ValueError:
        abort(400)
    consents.withdraw(db(), me(), me().id, which)


def _back(source: Agency) -> Response:
    return redirect(f"/me/sharing/{source}", code=303)


def _agency(name: str) -> Agency:
    """The agency of an address; 404 for any other word."""
    if name not in set(Agency):
        abort(404)
    return Agency(name)


def _form(source: Agency) -> SharingForm:
    form = SharingForm()
    form.offer(source, consents_of(db(), me(), me().id))
    return form


def _lines(
    held: tuple[ConsentRow, ...], source: Agency
) -> list[tuple[Agency, list[tuple[str, ConsentRow]]]]:
    """Who reads what one agency writes: what each kind is called, with its row."""
    rows = [row for row in held if row.source is source]
    return [
        (reader, [(current().say(KINDS[row.kind]), row) for row in each])
        for reader, each in groupby(rows, lambda row: row.reader)
    ]


def _agency_page(source: Agency, form: SharingForm, *, status: int = 200) -> Response:
    return page(
        "home/sharing_agency.html", status=status, source=source, form=form,
        lines=_lines(tuple(form.held.values()), source),
    )  # fmt: skip


def _preview_page(source: Agency, form: SharingForm, *, status: int = 200) -> Response:
    held = consents_of(db(), me(), me().id)
    ends = consents.until(clock.today(), int(form.months.data))
    return page(
        "home/sharing_preview.html", status=status, source=source, form=form,
        sentences=[sentence(source, *share, current()) for share in form.given],
        terms=terms(current()), swedish=in_swedish(source, form.given), last_day=ends - timedelta(days=1),
        stopped=[(reader, current().say(KINDS[kind])) for reader, kind in form.stopped],
        sees=preview(things_of(db(), me()), source, held, form.given, form.stopped),
        protected=me().protected, weekdays=WEEK,
    )  # fmt: skip
