"""The participant's own choice of how she is told, and the devices that get push notices."""

from flask import Blueprint, Response, abort, current_app, flash, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from portal.audience import Audience, audience
from portal.config import ROOT
from portal.i18n.text import gettext
from portal.notices import devices, reach
from portal.notices.forms import ReachForm
from portal.notices.models import Channel
from portal.people.current import me
from portal.web.once import once_shown
from portal.web.pages import page
from portal.web.session import db

blueprint = Blueprint("notices", __name__)


@blueprint.get("/me/reminders")
@audience(Audience.PARTICIPANT)
def show() -> BaseResponse:
    """How she is told now, and what she can choose."""
    return _page(_form())


@blueprint.post("/me/reminders")
@audience(Audience.PARTICIPANT)
@once_shown
def choose() -> BaseResponse:
    """Another channel, hour, number or address."""
    form = _form()
    if not form.validate_on_submit():
        return _page(form, status=422)
    reach.choose(
        db(), me(), channel=Channel(form.channel.data), hour=int(form.hour.data), phone=form.number,
        email=form.address,
    )  # fmt: skip
    flash(gettext("Saved. This is how we tell you from now on."))
    return redirect("/me/reminders", code=303)


@blueprint.post("/me/devices")
@audience(Audience.PARTICIPANT)
@once_shown
def add_device() -> BaseResponse:
    """This browser has agreed to show notices, and says where they are to be sent."""
    endpoint, p256dh, auth = (request.form.get(name, "") for name in ("endpoint", "p256dh", "auth"))
    if not push_key() or not devices.fits(endpoint, p256dh, auth):
        abort(400)
    devices.add(db(), me(), endpoint, p256dh, auth)
    flash(gettext("Notices are shown on this phone from now on."))
    return redirect("/me/reminders", code=303)


@blueprint.get("/service-worker.js")
@audience(Audience.PUBLIC)
def service_worker() -> Response:
    """The script that shows a push notice. At the root, since it may act for no more than its folder."""
    script = (ROOT / "static" / "js" / "service-worker.js").read_bytes()
    headers = {"Cache-Control": "no-cache"}
    return Response(script, mimetype="text/javascript", headers=headers)


def push_key() -> str:
    """The public key that browsers ask push services with; empty where push is not set up."""
    return str(current_app.config.get("PORTAL_PUSH_KEY", ""))


def _form() -> ReachForm:
    form = ReachForm()
    form.offer(reach.reach_of(db(), me()), push=bool(push_key()))
    return form


def _page(form: ReachForm, *, status: int = 200) -> BaseResponse:
    return page(
        "notices/reach.html", status=status, form=form, told=reach.reach_of(db(), me()),
        push_key=push_key(), protected=me().protected,
    )  # fmt: skip
