"""The demo's outbox: what would have been sent, and what it would have cost."""

from typing import NamedTuple

from flask import Blueprint, current_app
from werkzeug.wrappers import Response

from portal import clock
from portal.audience import Audience, audience
from portal.i18n.choice import choose
from portal.i18n.languages import Language, written_in
from portal.i18n.text import Phrase, Translators, phrase
from portal.notices.models import Channel
from portal.notices.queries import SentNotice, WaitingNotice, newest_sent, next_waiting
from portal.notices.sms_encoding import segments
from portal.notices.wording import subject_of, text_of
from portal.web.pages import page
from portal.web.session import db

blueprint = Blueprint("demo_outbox", __name__)

CHANNELS = {
    Channel.SMS: phrase("channel", "SMS"),
    Channel.EMAIL: phrase("channel", "E-mail"),
    Channel.PUSH: phrase("channel", "Notification on the phone"),
}
NOBODY = phrase("channel", "No notice: no number, or none wanted")


class Shown(NamedTuple):
    """One notice as the page shows it."""

    notice: SentNotice
    channel: Phrase
    language: Language
    subject: str
    text: str
    segments: int


class ToCome(NamedTuple):
    """One notice that waits, as the page shows it, with the channel it would go out by now."""

    notice: WaitingNotice
    channel: Phrase
    language: Language
    text: str


@blueprint.get("/outbox")
@audience(Audience.PUBLIC)
def outbox() -> Response:
    """The newest notices of this demo. Registered only where everybody is made up."""
    return page(
        "notices/outbox.html", shown=[_shown(each) for each in newest_sent(db())],
        waiting=[_to_come(each) for each in next_waiting(db())],
    )  # fmt: skip


def _to_come(notice: WaitingNotice) -> ToCome:
    """The text as it will read on the day it goes out, in the language she has now."""
    translators: Translators = current_app.extensions["portal.translators"]
    language = choose(picked=None, profile=notice.language, accepted=())
    text = text_of(
        notice.kind, notice.parameters, translators[language], protected=notice.protected,
        on=clock.local(notice.due).date(),
    )  # fmt: skip
    channel = CHANNELS.get(notice.channel, NOBODY) if notice.channel else NOBODY
    return ToCome(notice, channel, language, text)


def _shown(notice: SentNotice) -> Shown:
    """The text as it read on the day it went out."""
    translators: Translators = current_app.extensions["portal.translators"]
    language = written_in(notice.language)
    text = text_of(
        notice.kind, notice.parameters, translators[language], protected=notice.protected,
        on=clock.local(notice.sent).date(),
    )  # fmt: skip
    subject = "" if notice.channel is Channel.SMS else subject_of(translators[language])
    return Shown(notice, CHANNELS[notice.channel], language, subject, text, segments(text))
