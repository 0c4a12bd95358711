"""The participant's forms on her plan."""

from collections.abc import Mapping

from wtforms import HiddenField, IntegerField, TextAreaField

from portal.i18n.text import Phrase, current, lazy_gettext
from portal.phrases.reasons import NOT_POSSIBLE_FOR_ME
from portal.web.forms import ChoiceField, Form, at_most, one_of_the_choices


def said(catalogue: Mapping[str, Phrase]) -> list[tuple[str, str]]:
    """The choices of a catalogue, in the language of this request."""
    return [(code, current().say(text)) for code, text in catalogue.items()]


class StepForm(Form):
    """What every form about a step carries: what to do, and the version the person saw."""

    do = HiddenField()
    version = IntegerField()


class NotPossibleForm(StepForm):
    """Why a step is not possible."""

    reason = ChoiceField(
        lazy_gettext("Why is it not possible?"),
        validators=[
            one_of_the_choices(lazy_gettext("Choose a reason, so that we can find another way."))
        ],
    )
    text = TextAreaField(
        lazy_gettext("Do you want to tell us more? You can write in any language."),
        validators=[at_most(500)],
    )

    def __init__(self) -> None:
        """The reasons in the reader's language."""
        super().__init__()
        self.reason.choices = said(NOT_POSSIBLE_FOR_ME)
