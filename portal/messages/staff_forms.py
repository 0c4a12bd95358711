"""What staff fill in to send a message: one of the standard ones, or free Swedish text."""

from datetime import date
from uuid import UUID

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.widgets import DateInput

from portal.i18n.text import current, gettext, lazy_gettext
from portal.messages.service import LONGEST
from portal.phrases.standard_messages import STANDARD_MESSAGES
from portal.web.forms import ChoiceField, Form, at_most, one_of_the_choices, readable_day

FREE = "free"


class PostMessageForm(Form):
    """A message to a participant."""

    what = HiddenField()
    thread = HiddenField()
    phrase = ChoiceField(
        lazy_gettext("Message"),
        validators=[one_of_the_choices(lazy_gettext("Choose one of the messages in the list."))],
    )
    body = TextAreaField(lazy_gettext("Your own text, in Swedish"), validators=[at_most(LONGEST)])
    reply_by = StringField(lazy_gettext("Answer wanted by"), widget=DateInput())

    def offer(self, chosen: str) -> None:
        """The standard messages by subject, then free text."""
        said = [(each.code, current().say(each.subject)) for each in STANDARD_MESSAGES]
        self.phrase.choices = [*said, (FREE, gettext("Own text in Swedish"))]
        if not self.is_submitted():
            self.phrase.data = chosen

    def validate_reply_by(self, field: StringField) -> None:
        """May be left empty."""
        if field.data:
            readable_day(field.data)

    def validate_body(self, field: TextAreaField) -> None:
        """Free text needs some text."""
        from wtforms.validators import ValidationError

        if self.phrase.data == FREE and not (field.data or "").strip():
            raise ValidationError(gettext("Write the message, or choose one from the list."))

    @property
    def code(self) -> str | None:
        """The chosen standard message, or None for free text."""
        return None if self.phrase.data == FREE else self.phrase.data

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
