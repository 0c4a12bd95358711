"""The participant's reply to an appointment."""

from wtforms import HiddenField, IntegerField, TextAreaField

from portal.i18n.text import current, lazy_gettext
from portal.phrases.reasons import CANNOT_COME, OTHER_TIMES
from portal.web.forms import ChoiceField, Form, at_most, one_of_the_choices


class ReplyForm(Form):
    """Coming, or undo: no more than a tap."""

    do = HiddenField()
    version = IntegerField()


class CannotComeForm(ReplyForm):
    """Why, and when instead. The reason is asked so that help can be found, never to judge."""

    reason = ChoiceField(
        lazy_gettext("Why can you not come?"),
        validators=[
            one_of_the_choices(lazy_gettext("Choose what fits best, so that we can help."))
        ],
    )
    other_time = ChoiceField(lazy_gettext("When would suit you instead?"))
    text = TextAreaField(
        lazy_gettext("Do you want to tell us more? You can write in any language."),
        validators=[at_most(500)],
    )

    def __init__(self) -> None:
        """The choices in the reader's language."""
        super().__init__()
        say = current().say
        self.reason.choices = [(code, say(text)) for code, text in CANNOT_COME.items()]
        self.other_time.choices = [(code, say(text)) for code, text in OTHER_TIMES.items()]
        if self.other_time.data not in OTHER_TIMES:
            self.other_time.data = None
