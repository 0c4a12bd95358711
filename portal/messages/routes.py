"""The participant's inbox: threads of all agencies, a thread, and a new message to the team."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, g, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.audience import Audience, audience
from portal.i18n.text import gettext
from portal.messages import queries, service
from portal.messages.forms import NewMessageForm, ThreadForm
from portal.people.current import me
from portal.phrases.standard_messages import QUICK_REPLIES
from portal.web.once import once
from portal.web.pages import page
from portal.web.session import db

blueprint = Blueprint("messages", __name__, url_prefix="/messages")

About = Callable[[UUID], Markup]


@blueprint.get("")
@audience(Audience.PARTICIPANT)
def index() -> Response:
    """One list by thread, the latest first."""
    threads = queries.threads_of(db(), me(), me().id)
    g.unread = sum(thread.unread for thread in threads)
    return page("messages/index.html", threads=threads)


@blueprint.get("/<uuid:thread_id>")
@audience(Audience.PARTICIPANT)
def show(thread_id: UUID) -> Response:
    """A thread; opening it notes its messages as read."""
    conversation = queries.conversation(db(), me(), thread_id)
    queries.mark_read(db(), me(), conversation)
    return _thread_page(conversation, ThreadForm())


@blueprint.post("/<uuid:thread_id>")
@audience(Audience.PARTICIPANT)
@once
def reply(thread_id: UUID) -> Response:
    """Answers with a tap, or in any language."""
    conversation = queries.conversation(db(), me(), thread_id)
    form = ThreadForm()
    if form.quick.data and form.quick.data not in QUICK_REPLIES:
        abort(400)
    if not form.validate_on_submit():
        return _thread_page(conversation, form, status=422)
    service.reply(
        db(), me(), conversation, quick=form.quick.data or None, body=form.body.data or "",
        language=g.language.tag,
    )  # fmt: skip
    if confirmed := conversation.confirmed_by(form.quick.data):
        _confirm(confirmed)
    flash(gettext("Sent to %(name)s.", name=conversation.with_name))
    return redirect(f"/messages/{thread_id}#latest", code=303)


@blueprint.get("/new")
@audience(Audience.PARTICIPANT)
def new() -> Response:
    """Writes to "my team" without knowing which agency."""
    form = NewMessageForm()
    form.about.data = request.args.get("about") or form.about.data
    return _new_page(form)


@blueprint.post("/new")
@audience(Audience.PARTICIPANT)
@once
def write() -> Response:
    """Sends a new message; the contact gets it."""
    form = NewMessageForm()
    if not form.validate_on_submit():
        return _new_page(form, status=422)
    step = _step_id(form.about.data)
    if step is not None:
        _title_of(step)
    thread = service.write_to_team(
        db(),
        me(),
        topic=form.topic.data,
        body=form.body.data or "",
        language=g.language.tag,
        step=step,
    )
    contact = me().contact
    flash(gettext("Sent to %(name)s.", name=contact.name if contact else ""))
    return redirect(f"/messages/{thread.id}#latest", code=303)


def _thread_page(
    conversation: queries.Conversation, form: ThreadForm, *, status: int = 200
) -> Response:
    return page(
        "messages/show.html", status=status, thread=conversation, form=form,
        replies={code: QUICK_REPLIES[code] for code in _replies_to(conversation)},
    )  # fmt: skip


def _replies_to(conversation: queries.Conversation) -> tuple[str, ...]:
    """What can be answered with a tap; nothing when she wrote last herself."""
    if not conversation.latest.sender:
        return ()
    asked = conversation.asked
    replies = (asked.saying.replies if asked and asked.saying else ()) or ("thanks", "call")
    return replies if conversation.latest.phrase else (*replies, "not_understood")


def _new_page(form: NewMessageForm, *, status: int = 200) -> Response:
    step = _step_id(form.about.data)
    title = _title_of(step) if step is not None else None
    return page("messages/new.html", status=status, form=form, step=title)


def _confirm(starts: datetime) -> None:
    """Yes to a time in a message is yes to the appointment."""
    confirm: Callable[[datetime], None] = current_app.extensions["portal.confirm"]
    confirm(starts)


def _step_id(text: str | None) -> UUID | None:
    """The step a message is about, if it names one. An unreadable id is answered like an unknown."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        abort(404)


def _title_of(step: UUID) -> Markup:
    """The step's title; 404 for one that is not the participant's."""
    about: About = current_app.extensions["portal.about"]
    return about(step)
