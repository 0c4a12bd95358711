"""A message: a standard one, sentences put together, or the poster's own Swedish words."""

from typing import Any
from uuid import UUID

from flask import current_app, request
from markupsafe import Markup
from sqlalchemy.exc import NoResultFound
from werkzeug.datastructures import MultiDict

from portal.home.staff_postings.scene import Preview, Scene, chosen, typed
from portal.i18n.languages import SWEDISH
from portal.i18n.text import Phrase, current, gettext
from portal.messages import content, scheduled
from portal.messages import service as messages
from portal.messages.content import Content
from portal.messages.models import ScheduledMessage
from portal.messages.phrasebook import PHRASEBOOK
from portal.messages.queries import conversation
from portal.messages.rows import MessageRow
from portal.messages.staff_composing import (
    Act,
    Picked,
    after,
    being_written,
    fields_of,
    picked_in,
    prefix_of,
    with_gaps,
)
from portal.messages.staff_forms import COMPOSED, FREE, PostMessageForm
from portal.phrases.parameters import Parameter, Speaker, checked
from portal.phrases.sentences import Group, Sentence
from portal.phrases.staff_parameters import values_of, with_parameters
from portal.phrases.staff_sentence_groups import GROUP_NAMES
from portal.phrases.staff_sentence_search import SentenceSearch, search_in
from portal.web.forms import Form

FIRST_MESSAGE = "K18"  # takes no values, so the preview shows at once what a message looks like


def form(scene: Scene) -> Form:
    """One of the messages; choosing another brings its values, and each sentence its own."""
    asked = chosen("phrase") or FIRST_MESSAGE
    saying = PHRASEBOOK.get(asked)
    act, before = _act(), picked_in(typed())
    picked = after(act, before)
    kind = with_parameters(PostMessageForm, saying.parameters if saying else ())
    if asked == COMPOSED:
        for position, each in enumerate(picked, 1):
            kind = with_parameters(kind, each.sentence.parameters, prefix_of(position))
    new = kind(**_formdata(picked, added=len(picked) > len(before)) if act.name else {})
    new.offer(asked if saying or asked in (FREE, COMPOSED) else FIRST_MESSAGE, picked)
    new.composer = Composer(new, act)
    new["thread"].data = chosen("thread")
    new.answered = _answered(scene, new.thread_id)
    return new


def _answered(scene: Scene, thread: UUID | None) -> MessageRow | None:
    """What she wrote last in the thread that is answered, to be seen while answering."""
    if thread is None:
        return None
    try:
        found = conversation(scene.db, scene.actor, thread)
    except NoResultFound:
        return None  # an address by hand: the message goes into a thread of the agency's own
    return next((each for each in found.messages[::-1] if not each.sender), None)


class Composer:
    """What the page shows of sentences being put together, besides the form's fields."""

    def __init__(self, form: Any, act: Act) -> None:
        self._form, self._act = form, act
        self.carried = fields_of(form.picked)
        looks = act.name in ("find", "add")
        self.shows_found = looks and not self.focus and not form.is_full

    @property
    def chosen(self) -> list[tuple[int, Sentence, Markup, str]]:
        """The sentences so far: position, the sentence, how it reads, what its fields begin with."""
        return [
            (position, each.sentence, _with_gaps(each.sentence), prefix_of(position))
            for position, each in enumerate(self._form.picked, 1)
        ]

    @property
    def found(self) -> list[tuple[Phrase, list[tuple[str, Markup]]]]:
        """The sentences that meet the search, by subject; the subject of the best one first."""
        groups: dict[Group, list[tuple[str, Markup]]] = {}
        for each in _search().find(self._form.q.data or ""):
            groups.setdefault(each.group, []).append((each.code, _with_gaps(each)))
        return [(GROUP_NAMES[group], sentences) for group, sentences in groups.items()]

    @property
    def focus(self) -> str:
        """The id of what takes the focus after an act: where the work goes on; "" for none of these."""
        picked, act = self._form.picked, self._act
        if act.name == "add" and self._form.q.data == "" and picked:
            first = next(iter(picked[-1].sentence.parameters), None)
            return f"{prefix_of(len(picked))}{first.name}" if first else "q"
        if act.name == "up" and act.position(len(picked)):
            return f"up-{max(int(act.about) - 1, 1)}"
        return "q" if act.name == "remove" else ""


def preview(scene: Scene, form: Any) -> Preview:
    """The message as she reads it; sentences also before they are filled in."""
    text = (form.body.data or "").strip()
    said: dict[str, Any] = {"reply_by": form.answer_by}
    if form.code:
        values = parameters(form)
        said |= {"phrase": form.code, "parameters": checked(values, values_of(form, values))}
    elif form.is_composed and form.picked:
        said["sentences"] = [
            {"code": each.sentence.code, "values": values} for each, values in form.sentences
        ]
    elif text:
        said |= {"body": text, "language": "sv"}
        text = ""
    else:
        raise LookupError("nothing is written yet")
    message = being_written(scene.actor.name, scene.actor.agency, **said)
    return "messages/_preview.html", {"message": message, "extra": text}


def publish(scene: Scene, form: Any) -> object:
    """Sends it into the thread that is answered, or keeps it until it is to be sent."""
    contents, at = _contents(form), form.send_at
    if at:
        return scheduled.schedule(
            scene.db, scene.actor, scene.person.id, contents=contents, send_at=at,
            reply_by=form.answer_by, thread=form.thread_id,
        )  # fmt: skip
    return messages.post(
        scene.db, scene.actor, scene.person.id, reply_by=form.answer_by, thread=form.thread_id,
        contents=contents,
    )  # fmt: skip


def said(published: object) -> str | None:
    """What the poster is told of a message that is sent later."""
    if not isinstance(published, ScheduledMessage):
        return None
    formats = Speaker(current()).formats
    return gettext(
        "Kept until %(day)s at %(time)s. Then it is sent.",
        day=formats.day(published.send_at), time=formats.clock(published.send_at),
    )  # fmt: skip


def parameters(form: Any) -> tuple[Parameter, ...]:
    """The values the chosen message takes."""
    saying = PHRASEBOOK.get(form.phrase.data) if form.code else None
    return saying.parameters if saying else ()


def _with_gaps(sentence: Sentence) -> Markup:
    """A sentence before anything is filled in, in the poster's language."""
    saying, gaps = with_gaps(PHRASEBOOK[sentence.code], {})
    return Speaker(current()).say(saying.body, saying.parameters, gaps)


def _contents(form: Any) -> list[Content]:
    text = form.body.data or ""
    if not form.is_composed:
        return content.said(form.code, text, "sv", values_of(form, parameters(form)))
    chosen = tuple((each.sentence.code, values) for each, values in form.sentences)
    return [content.sentences(chosen), *([content.text(text, "sv")] if text.strip() else [])]


def _act() -> Act:
    """What a button of the composer asks for, or Enter: that finds, and adds the first one found.

    What Enter adds has been seen: words that were typed on since are searched for first.
    """
    act, words = Act.of(request.form.get("preview", "")), request.form.get("q", "")
    if act.name == "enter" and words.strip():
        found = _search().find(words) if request.form.get("found") == words else ()
        return Act("add", found[0].code) if found else Act("find")
    return Act() if act.name.isdigit() else act  # "1" is the preview of any form


def _search() -> SentenceSearch:
    return search_in(current_app.extensions["portal.translators"][SWEDISH])


def _formdata(picked: list[Picked], *, added: bool) -> dict[str, MultiDict[str, str]]:
    """The form as it stands after an act; what was searched for is done with once it is added."""
    kept = {name: value for name, value in request.form.items() if not _is_of_a_sentence(name)}
    if added:
        kept["q"] = ""
    return {"formdata": MultiDict(kept | fields_of(picked))}


def _is_of_a_sentence(name: str) -> bool:
    """Whether a field belongs to a sentence at a position."""
    return name[:1] == "s" and name[1:2].isdigit()
