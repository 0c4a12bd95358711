"""The participant's forms for writing: a tap or her own words."""

from typing import Any
from uuid import UUID

from flask import abort, request
from wtforms import HiddenField, TextAreaField

from portal.i18n.text import current, gettext, lazy_gettext
from portal.messages.attachment_forms import PapersField
from portal.messages.phrasebook import MONEY, TOPIC
from portal.messages.service import LONGEST
from portal.people.agencies import Agency
from portal.phrases.money import PAYMENTS
from portal.phrases.standard_messages import TOPICS
from portal.web.forms import ChoiceField, Form, at_most


class ThreadForm(Form):
    """An answer: one of the quick replies, or free text in any language, or both.

    `corrects` names the message of her own that the text puts right.
    """

    quick = HiddenField()
    corrects = HiddenField()
    papers = PapersField()
    body = TextAreaField(validators=[at_most(LONGEST)])

    def __init__(self) -> None:
        """Which message is corrected comes with the address first."""
        super().__init__()
        self.corrects.data = self.corrects.data or request.args.get("corrects", "")

    def validate(self, extra_validators: Any = None) -> bool:
        """Something must be said."""
        if not super().validate(extra_validators):
            return False
        said = self.quick.data or self.papers.kept or (self.body.data or "").strip()
        if not said:
            self.body.errors = [gettext("Choose a reply or write something, then press Send.")]
            return False
        return True

    def continue_with(self, _topic: str | None, body: str) -> None:
        """Goes on with a draft."""
        self.body.data = body

    @property
    def corrects_id(self) -> UUID | None:
        """The message that is corrected, if one is named. An unreadable id is answered like an unknown."""
        return _id(self.corrects.data)


class NewMessageForm(Form):
    """A new message to the team, with a choice of what it is about."""

    topic = ChoiceField(lazy_gettext("What is it about?"))
    payment = ChoiceField(lazy_gettext("Which money?"))
    body = TextAreaField(
        lazy_gettext("Your message. You can write in any language."),
        validators=[at_most(LONGEST)],
    )
    papers = PapersField()
    about = HiddenField()
    appointment = HiddenField()
    trace = HiddenField()

    def __init__(self) -> None:
        """The topics in the reader's language; what it is about may come with the address."""
        super().__init__()
        self.topic.choices = [(code, current().say(text)) for code, text in TOPICS.items()]
        for field in (self.topic, self.about, self.appointment, self.trace):
            field.data = field.data or request.args.get(field.name)
        if self.topic.data not in TOPICS:
            self.topic.data = None
        if self.payment.data not in PAYMENTS:
            self.payment.data = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Something must be said."""
        if not super().validate(extra_validators):
            return False
        said = self.topic.data or self.papers.kept or (self.body.data or "").strip()
        if not said:
            self.body.errors = [
                gettext("Choose what it is about or write something, then press Send.")
            ]
            return False
        return True

    def continue_with(self, topic: str | None, body: str) -> None:
        """Goes on with a draft."""
        self.topic.data = topic or self.topic.data
        self.body.data = body

    @property
    def phrase(self) -> str | None:
        """What the choices say, by the id it is stored under."""
        if self.topic.data == "money":
            return f"{MONEY}{self.payment.data or 'unknown'}"
        return f"{TOPIC}{self.topic.data}" if self.topic.data else None

    @property
    def payer(self) -> Agency | None:
        """The agency that pays the money it is about, if it is about money."""
        about_money = self.topic.data == "money" and self.payment.data
        return PAYMENTS[self.payment.data].agency if about_money else None

    @property
    def step_id(self) -> UUID | None:
        """The step it is about."""
        return _id(self.about.data)

    @property
    def appointment_id(self) -> UUID | None:
        """The appointment it is about."""
        return _id(self.appointment.data)

    @property
    def trace_id(self) -> UUID | None:
        """The line of the log it is about."""
        return _id(self.trace.data)


def _id(text: str | None) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        abort(404)
