"""The participant's forms for writing: a tap or her own words."""

from typing import Any

from wtforms import HiddenField, TextAreaField

from portal.i18n.text import current, gettext, lazy_gettext
from portal.messages.service import LONGEST
from portal.phrases.standard_messages import TOPICS
from portal.web.forms import ChoiceField, Form, at_most


class ThreadForm(Form):
    """An answer: one of the quick replies, or free text in any language, or both."""

    quick = HiddenField()
    body = TextAreaField(validators=[at_most(LONGEST)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Something must be said."""
        if not super().validate(extra_validators):
            return False
        if not self.quick.data and not (self.body.data or "").strip():
            self.body.errors = [gettext("Choose a reply or write something, then press Send.")]
            return False
        return True


class NewMessageForm(Form):
    """A new message to the team, with a choice of what it is about."""

    topic = ChoiceField(lazy_gettext("What is it about?"))
    body = TextAreaField(
        lazy_gettext("Your message. You can write in any language."),
        validators=[at_most(LONGEST)],
    )
    about = HiddenField()

    def __init__(self) -> None:
        """The topics in the reader's language."""
        super().__init__()
        self.topic.choices = [(code, current().say(text)) for code, text in TOPICS.items()]
        if self.topic.data not in TOPICS:
            self.topic.data = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Something must be said."""
        if not super().validate(extra_validators):
            return False
        if not self.topic.data and not (self.body.data or "").strip():
            self.body.errors = [
                gettext("Choose what it is about or write something, then press Send.")
            ]
            return False
        return True
