"""New numbers for staff to confirm, once they have seen her papers."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request
from werkzeug.wrappers import Response

from portal.audience import Audience, audience, recent_sign_in
from portal.db import ChangedMeanwhile
from portal.i18n.text import gettext
from portal.people.current import me
from portal.sign_in import changes
from portal.sign_in.routes import vault
from portal.web.errors import error_page
from portal.web.forms import KEPT, kept_fields
from portal.web.once import once_shown
from portal.web.pages import page
from portal.web.session import db

blueprint = Blueprint("identity_changes", __name__, url_prefix="/staff/identity-changes")
STAFF = (Audience.CASEWORKER, Audience.ADMINISTRATOR)


@blueprint.get("")
@audience(*STAFF)
def show() -> Response:
    """New numbers of the people I work with; for an administrator, numbers that two people have."""
    return _list(kept_fields(request.args.get(KEPT, "")) or {})


@blueprint.post("/<uuid:change_id>")
@audience(*STAFF)
@recent_sign_in(back="/staff/identity-changes")
@once_shown
def decide(change_id: UUID) -> Response:
    """Confirms a number that staff have read on her paper, or leaves it; settles a conflict."""
    do = request.form.get("do", "")
    if do not in (("settle",) if me().role is Audience.ADMINISTRATOR else ("confirm", "refuse")):
        abort(404)
    try:
        if do == "confirm":
            changes.confirm(db(), me(), change_id, vault().look_up(request.form.get("number", "")))
            flash(gettext("The new number is in place. The participant can sign in with it now."))
        elif do == "refuse":
            changes.refuse(db(), me(), change_id)
            flash(gettext("The number stays as it was."))
        else:
            changes.settle(db(), me(), change_id)
            flash(gettext("Thank you. It is noted."))
    except changes.NotTheNumber:
        return _list(request.form, status=422, wrong=change_id)
    except (ChangedMeanwhile, changes.NumberTaken):
        return error_page(409)
    return redirect("/staff/identity-changes", code=303)


def _list(typed: Mapping[str, str], *, status: int = 200, wrong: UUID | None = None) -> Response:
    return page(
        "sign_in/staff_changes.html", status=status, wrong=wrong,
        number=typed.get("number", "")[:20], typed_for=typed.get("change", ""),
        waiting=changes.waiting(db(), me()), settles=me().role is Audience.ADMINISTRATOR,
    )  # fmt: skip
