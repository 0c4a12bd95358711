"""A text on its way when the sign-in has grown too old or a limit is reached: kept in its writer's space.

Runs behind the check of the form's token, so nobody can plant a text from elsewhere, and instead
of the view, so nothing is sent: she signs in again, finds her text, and presses Send herself.
"""

from urllib.parse import urlencode
from uuid import UUID

from flask import flash, redirect, request
from flask_login import current_user
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response

from portal.i18n.text import gettext
from portal.messages import draft_routes
from portal.messages.places import Place, of_thread, place, place_of_new
from portal.messages.queries import require_own
from portal.people.acting import act_as
from portal.people.actor import Actor
from portal.people.current import me
from portal.people.routes import cookie_name
from portal.people.sign_in import forget, lately_signed_in
from portal.web.access import is_page
from portal.web.forms import with_typed
from portal.web.session import db, let_go
from portal.web.step_up import NOT_TYPED


def rescue() -> Response | None:
    """Leads her to sign in and back to her text; None where there is nothing to rescue.

    A sign-in that was ended by signing out is not known any more, and rescues nothing; one that has
    ended by itself does so once.
    """
    where = _place() if _has_text() else None
    if where is None and not _from_a_form_of_staff():
        return None
    writer = lately_signed_in(db(), request.cookies.get(cookie_name(), ""))
    if writer is None:
        return None
    act_as(db(), writer)
    back = _draft_of(writer, where) if writer.is_participant else _form_of(writer)
    if back is None:
        return None
    forget(db(), writer)
    flash(gettext("You have been signed out, but your text is kept. Sign in and it is there."))
    return redirect(f"/sign-in?{urlencode({'next': back})}", code=303)


def _draft_of(writer: Actor, where: Place | None) -> str | None:
    if where is None or not _hers(writer, where):
        return None
    draft_routes.keep_typed(writer, where)
    return where.path


def _from_a_form_of_staff() -> bool:
    typed = any(value.strip() for name, value in request.form.items() if name not in NOT_TYPED)
    return request.method == "POST" and request.path.startswith("/staff/") and typed


def _form_of(writer: Actor) -> str | None:
    """The page that a form of staff's stands on, for an hour with what was typed in it."""
    if not _from_a_form_of_staff() or not is_page(request.path):
        return None
    what = request.form.get("what")
    path = f"{request.path}?{urlencode({'what': what})}" if what else request.path
    return with_typed(path, writer.id)


def keep_text() -> bool:
    """Keeps a message that is refused for now as its writer's draft; False where there is none.

    In a transaction of its own, since the refusal undoes what belongs to the request.
    """
    where = _place() if _has_text() and current_user.is_authenticated else None
    if where is None or not me().is_participant or not _hers(me(), where):
        return False
    let_go(db())
    draft_routes.keep_typed(me(), where)
    db().commit()
    return True


def _has_text() -> bool:
    return request.method == "POST" and bool(request.form.get("body", "").strip())


def _place() -> Place | None:
    """Where the text was written, if it is a message."""
    try:
        if request.endpoint == "messages.reply":
            return of_thread((request.view_args or {})["thread_id"])
        if request.endpoint == "messages.write":
            return place_of_new(_id("about"), _id("appointment"), _id("trace"))
        if request.endpoint == "drafts.keep":
            return place(request.form.get("place", ""))
    except ValueError:
        return None
    return None


def _id(field: str) -> UUID | None:
    return UUID(request.form[field]) if request.form.get(field) else None


def _hers(writer: Actor, where: Place) -> bool:
    """Whether a thread is her own. What else a text is about is asked when its page is opened."""
    if where.kind != "thread" or where.id is None:
        return True
    try:
        require_own(db(), writer, where.id)
    except NoResultFound:
        return False
    return True
