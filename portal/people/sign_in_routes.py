"""Where someone is signed in, a phone that is not her own, and what is said before a sign-in ends."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request
from werkzeug.wrappers import Response

from portal.audience import Audience, audience
from portal.i18n.languages import BY_TAG, SWEDISH
from portal.i18n.text import gettext
from portal.people import sign_in, sign_in_list
from portal.people.current import me
from portal.people.routes import EVERYONE, sign_out_everywhere, signed_out_here
from portal.web.language import asks_nobody
from portal.web.pages import page, render_in
from portal.web.session import db

blueprint = Blueprint("sign_ins", __name__)


@blueprint.get("/sign-ins")
@audience(*EVERYONE, limited=True)
def show() -> Response:
    """Every phone and computer the reader is signed in on, and ways to end each of them."""
    return page("people/sign_ins.html", found=sign_in_list.sign_ins(db(), me()))


@blueprint.post("/sign-ins/<uuid:sign_in_id>/end")
@audience(*EVERYONE, limited=True)
def end(sign_in_id: UUID) -> Response:
    """Ends one of them; this one like any sign-out."""
    here = next((each for each in sign_in_list.sign_ins(db(), me()) if each.id == sign_in_id), None)
    if here is not None and here.here:
        sign_in.end(db(), me())
        return signed_out_here()
    if not sign_in_list.end_one(db(), me(), sign_in_id):
        abort(404)
    flash(gettext("Signed out there."))
    return redirect("/sign-ins", code=303)


@blueprint.post("/sign-ins/everywhere")
@audience(*EVERYONE, limited=True)
def end_everywhere() -> Response:
    """Ends all of them, and what else opens her data: the calendar and push devices."""
    return sign_out_everywhere()


@blueprint.post("/sign-ins/shared")
@audience(*EVERYONE, limited=True)
def share() -> Response:
    """This phone is someone else's: the sign-in ends after ten minutes, or an hour in all."""
    sign_in_list.make_shared(db(), me())
    flash(gettext("Noted. You are signed out after ten minutes when you do nothing."))
    return redirect("/sign-ins", code=303)


@blueprint.get("/sign-ins/stay")
@audience(*EVERYONE, limited=True)
def stay() -> Response:
    """Says that someone is still there: being asked who it is has noted it."""
    return Response(status=204)


@blueprint.get("/sign-ins/ending")
@audience(Audience.PUBLIC)
@asks_nobody
def ending() -> str:
    """What a page says two minutes before the end. Asking who is there would put the end off."""
    language = BY_TAG.get(request.args.get("language", ""), SWEDISH)
    return render_in(language if language.offered else SWEDISH, "people/_ending.html")
