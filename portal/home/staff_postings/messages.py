"""A message: one of the standard ones, or the poster's own Swedish words."""

from typing import Any
from uuid import uuid4

from portal import clock
from portal.home.staff_postings.scene import Preview, Scene, chosen
from portal.messages import content
from portal.messages import service as messages
from portal.messages.phrasebook import PHRASEBOOK
from portal.messages.rows import MessageRow
from portal.messages.staff_forms import FREE, PostMessageForm
from portal.phrases.parameters import Parameter, checked
from portal.phrases.staff_parameters import values_of, with_parameters
from portal.web.forms import Form

FIRST_MESSAGE = "K18"  # takes no values, so the preview shows at once what a message looks like


def form(_scene: Scene) -> Form:
    """One of the standard messages; choosing another brings its values."""
    asked = chosen("phrase") or FIRST_MESSAGE
    saying = PHRASEBOOK.get(asked)
    new = with_parameters(PostMessageForm, saying.parameters if saying else ())()
    new.offer(asked if saying or asked == FREE else FIRST_MESSAGE)
    new["thread"].data = chosen("thread")
    return new


def preview(scene: Scene, form: Any) -> Preview:
    """The message as she reads it."""
    values = parameters(form)
    row = MessageRow(
        uuid4(), uuid4(), scene.actor.name, scene.actor.agency, form.code,
        checked(values, values_of(form, values)), None if form.code else form.body.data.strip(),
        None if form.code else "sv", form.answer_by, clock.now(), None, None,
    )  # fmt: skip
    extra = form.body.data.strip() if form.code and form.body.data else ""
    return "messages/_preview.html", {"message": row, "extra": extra}


def publish(scene: Scene, form: Any) -> object:
    """Sends it, into the thread that is answered."""
    return messages.post(
        scene.db, scene.actor, scene.person.id, reply_by=form.answer_by, thread=form.thread_id,
        contents=content.said(
            form.code, form.body.data or "", "sv", values_of(form, parameters(form))
        ),
    )  # fmt: skip


def parameters(form: Any) -> tuple[Parameter, ...]:
    """The values the chosen message takes."""
    saying = PHRASEBOOK.get(form.phrase.data) if form.phrase.data != FREE else None
    return saying.parameters if saying else ()
