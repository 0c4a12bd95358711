"""The participant's inbox: threads of all agencies, a thread, a new message, and its receipt."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, g, redirect, request
from werkzeug.wrappers import Response

from portal.audience import Audience, audience
from portal.i18n.formats import isolate
from portal.i18n.markup import filled
from portal.i18n.text import gettext
from portal.messages import drafts, queries, service
from portal.messages.about import Subject, Subjects
from portal.messages.attachment_forms import papers_opened_first
from portal.messages.forms import NewMessageForm, ThreadForm
from portal.messages.models import Message
from portal.messages.places import Place, of_thread, place, place_of_new
from portal.messages.receipts import receipt_of
from portal.messages.routing import receiver, receivers
from portal.messages.rows import Conversation
from portal.messages.sending import answer_by
from portal.people.agencies import AGENCIES
from portal.people.current import me
from portal.phrases.money import PAYMENTS
from portal.phrases.standard_messages import QUICK_REPLIES
from portal.web.once import once, seen_at
from portal.web.pages import page
from portal.web.rates import by_person, limited
from portal.web.session import db

RECENT = 30  # messages shown of a long thread; the others are one tap away
blueprint = Blueprint("messages", __name__, url_prefix="/messages")


@blueprint.get("")
@audience(Audience.PARTICIPANT)
def index() -> Response:
    """One list by thread, the latest first."""
    threads = queries.threads_of(db(), me(), me().id)
    g.unread = sum(thread.unread for thread in threads)
    waiting = [place(each) for each in drafts.places_with_drafts(db(), me())]
    return page("messages/index.html", threads=threads, waiting=waiting)


@blueprint.get("/<uuid:thread_id>")
@audience(Audience.PARTICIPANT)
def show(thread_id: UUID) -> Response:
    """A thread; opening it notes its messages as read."""
    conversation = queries.conversation(db(), me(), thread_id)
    queries.mark_read(db(), me(), conversation)
    form = ThreadForm()
    _fill(form, of_thread(thread_id))
    return _thread_page(conversation, form)


@blueprint.post("/<uuid:thread_id>")
@audience(Audience.PARTICIPANT)
@limited("messages", by_person)
@papers_opened_first
@once
def reply(thread_id: UUID) -> Response:
    """Answers with a tap, or in any language."""
    conversation = queries.conversation(db(), me(), thread_id)
    form = ThreadForm()
    if form.quick.data and form.quick.data not in QUICK_REPLIES:
        abort(400)
    _corrected(conversation, form)
    if not form.validate_on_submit():
        return _thread_page(conversation, form, status=422)
    sent = service.reply(
        db(), me(), conversation, quick=form.quick.data or None, body=form.body.data or "",
        language=g.language.tag, corrects=form.corrects_id, papers=form.papers.kept,
    )  # fmt: skip
    _note_sent(form, of_thread(thread_id), sent)
    if confirmed := conversation.confirmed_by(form.quick.data):
        _confirm(confirmed)
    _say_sent(conversation.with_name or AGENCIES[conversation.agency].name)
    return redirect(f"/messages/{thread_id}#latest", code=303)


@blueprint.get("/new")
@audience(Audience.PARTICIPANT)
def new() -> Response:
    """Writes to "my team" without knowing which agency."""
    form = NewMessageForm()
    _fill(form, _place(form))
    subject = _subject(form)
    if subject and not form.body.data:
        form.body.data = subject.begins
    return _new_page(form)


@blueprint.post("/new")
@audience(Audience.PARTICIPANT)
@limited("messages", by_person)
@papers_opened_first
@once
def write() -> Response:
    """Sends a new message to whom it concerns: no door is the wrong one."""
    form = NewMessageForm()
    subject = _subject(form)
    if not form.validate_on_submit():
        return _new_page(form, status=422)
    to = receiver(receivers(db(), me()), subject.agency if subject else form.payer)
    thread, sent = service.write_to_team(
        db(), me(), phrase=form.phrase, body=form.body.data or "", language=g.language.tag, to=to,
        about=service.About(step=form.step_id, appointment=form.appointment_id),
        papers=form.papers.kept,
    )  # fmt: skip
    _note_sent(form, _place(form), sent)
    _say_sent(to.name)
    return redirect(f"/messages/{thread.id}#latest", code=303)


@blueprint.get("/receipts/<uuid:message_id>")
@audience(Audience.PARTICIPANT)
def receipt(message_id: UUID) -> Response:
    """What she sent, when, to whom, and by when she gets an answer: to keep or to show."""
    return page("messages/receipt.html", receipt=receipt_of(db(), me(), message_id))


def _thread_page(conversation: Conversation, form: ThreadForm, *, status: int = 200) -> Response:
    return page(
        "messages/show.html", status=status, thread=conversation, form=form,
        replies={code: QUICK_REPLIES[code] for code in _replies_to(conversation)},
        messages=conversation.messages if "all" in request.args else conversation.recent(RECENT),
        corrected=_corrected(conversation, form), way=queries.way_of(db(), conversation),
        answer_by=answer_by(), place=of_thread(conversation.id),
    )  # fmt: skip


def _fill(form: ThreadForm | NewMessageForm, where: Place) -> None:
    """Puts the draft that waits here into the form, unless something newer was typed there."""
    draft = drafts.draft_of(db(), me(), str(where))
    if draft and (form.kept_at is None or draft.saved > form.kept_at):
        form.continue_with(draft.topic, draft.body)


def _note_sent(form: ThreadForm | NewMessageForm, where: Place, sent: list[Message]) -> None:
    """Notes where the receipt is. What has been sent is no draft any more.

    A tap without a text leaves what is typed elsewhere.
    """
    seen_at(f"/messages/receipts/{sent[-1].id}")
    if form.body.data:
        drafts.forget(db(), me(), str(where))


def _place(form: NewMessageForm) -> Place:
    return place_of_new(form.step_id, form.appointment_id, form.trace_id)


def _corrected(conversation: Conversation, form: ThreadForm) -> object:
    """The message of her own that is corrected; 404 for any other."""
    if form.corrects_id is None:
        return None
    found = conversation.find(form.corrects_id)
    if found is None or found.sender:
        abort(404)
    return found


def _replies_to(conversation: Conversation) -> tuple[str, ...]:
    """What can be answered with a tap; nothing when she wrote last herself.

    That she does not understand can be said at every free text, where it stands.
    """
    if not conversation.latest.sender:
        return ()
    asked = conversation.asked
    return (asked.saying.replies if asked and asked.saying else ()) or ("thanks", "call")


def _new_page(form: NewMessageForm, *, status: int = 200) -> Response:
    subject, team = _subject(form), receivers(db(), me())
    to = receiver(team, subject.agency if subject else form.payer)
    return page(
        "messages/new.html", status=status, form=form, subject=subject, to=to, answer_by=answer_by(),
        place=_place(form),
        payments=[(each, receiver(team, each.agency)) for each in PAYMENTS.values()],
    )  # fmt: skip


def _say_sent(name: str) -> None:
    flash(filled(gettext("Sent to %(name)s."), {"name": isolate(name)}))


def _confirm(starts: datetime) -> None:
    """Yes to a time in a message is yes to the appointment."""
    confirm: Callable[[datetime], None] = current_app.extensions["portal.confirm"]
    confirm(starts)


def _subject(form: NewMessageForm) -> Subject | None:
    """What it is about; 404 for what is not the participant's."""
    subjects: Subjects = current_app.extensions["portal.subjects"]
    if form.step_id:
        return subjects["step"](form.step_id)
    if form.appointment_id:
        return subjects["appointment"](form.appointment_id)
    return subjects["trace"](form.trace_id) if form.trace_id else None
