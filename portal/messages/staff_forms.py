"""What staff fill in to send a message: a standard one, sentences put together, or Swedish text."""

from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import request
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput

from portal import clock
from portal.i18n.text import current, gettext, lazy_gettext
from portal.messages.service import LONGEST
from portal.messages.staff_composing import MOST, Picked, prefix_of
from portal.messages.staff_read_through import ReadThrough, read_through
from portal.messages.staff_send_later_form import SendLater
from portal.phrases.parameters import Values
from portal.phrases.staff_parameters import values_of
from portal.phrases.standard_messages import STANDARD_MESSAGES
from portal.web.forms import ChoiceField, at_most, one_of_the_choices, readable_day

FREE, COMPOSED = "free", "sentences"


class PostMessageForm(SendLater):
    """A message to a participant."""

    what = HiddenField()
    thread = HiddenField()
    phrase = ChoiceField(
        lazy_gettext("Message"),
        validators=[one_of_the_choices(lazy_gettext("Choose one of the messages in the list."))],
    )
    q = StringField(lazy_gettext("Find a sentence"))
    body = TextAreaField(lazy_gettext("Your own text, in Swedish"), validators=[at_most(LONGEST)])
    read_through = StringField(lazy_gettext("Think about this before you send"))
    reply_by = StringField(lazy_gettext("Answer wanted by"), widget=DateInput())

    def offer(self, chosen: str, picked: list[Picked]) -> None:
        """The standard messages by subject, then sentences, then free text."""
        said = [(each.code, current().say(each.subject)) for each in STANDARD_MESSAGES]
        self.phrase.choices = [
            *said,
            (COMPOSED, gettext("Put sentences together")),
            (FREE, gettext("Own text in Swedish")),
        ]
        self.picked = picked
        if not self.is_submitted():
            self.phrase.data = chosen

    def validate_q(self, _field: StringField) -> None:
        """Sentences are put together of at least one."""
        if self.phrase.data == COMPOSED and not self.picked:
            raise ValidationError(gettext("Find a sentence and add it."))

    def validate_body(self, field: TextAreaField) -> None:
        """Free text needs some text."""
        if self.phrase.data == FREE and not (field.data or "").strip():
            raise ValidationError(gettext("Write the message, or choose one from the list."))

    def validate_read_through(self, field: StringField) -> None:
        """What may be too much to write has to be read through once more, as it is now."""
        if "preview" in request.form:  # it is shown, and nothing is sent yet
            return
        if self.written and self.written.findings and field.data != self.written.digest:
            raise ValidationError(
                gettext("Read the text through. Then change it, or tick that it is to be sent.")
            )

    def validate_reply_by(self, field: StringField) -> None:
        """May be left empty; else a day, and none before the message is sent."""
        if (
            field.data
            and readable_day(field.data)
            and (at := self.send_at)
            and readable_day(field.data) < clock.local(at).date()
        ):
            raise ValidationError(
                gettext("An answer is wanted before the message is sent. Choose a later day.")
            )

    @property
    def code(self) -> str | None:
        """The chosen standard message, or None for the other ways."""
        return None if self.phrase.data in (FREE, COMPOSED) else self.phrase.data

    @property
    def is_composed(self) -> bool:
        """Whether sentences are put together."""
        return bool(self.phrase.data == COMPOSED)

    @property
    def is_full(self) -> bool:
        """Whether no more sentences fit in."""
        return len(self.picked) >= MOST

    @property
    def sentences(self) -> list[tuple[Picked, Values]]:
        """The sentences put together, each with its values as they are stored."""
        return [
            (each, values_of(self, each.sentence.parameters, prefix_of(position)))
            for position, each in enumerate(self.picked, 1)
        ]

    @cached_property
    def written(self) -> ReadThrough | None:
        """What was seen in the poster's own text; None where there is none."""
        text: Any = self.body.data
        return read_through(text) if text and text.strip() else None

    @property
    def thread_id(self) -> UUID | None:
        """The thread that is answered, if one was named."""
        try:
            return UUID(self.thread.data or "")
        except ValueError:
            return None

    @property
    def answer_by(self) -> date | None:
        """The day an answer is wanted by."""
        return readable_day(self.reply_by.data) if self.reply_by.data else None
