"""The participant's forms on her plan."""

from collections.abc import Mapping
from datetime import date

from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.widgets import DateInput

from portal.i18n.text import Phrase, current, lazy_gettext
from portal.phrases.reasons import NOT_POSSIBLE_FOR_ME
from portal.plan.models import LONGEST_GOAL, LONGEST_TITLE
from portal.plan.rows import PlanRow
from portal.web.forms import (
    ChoiceField,
    Form,
    at_most,
    one_of_the_choices,
    readable_day,
    required,
)


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


class GoalForm(Form):
    """The goal in her own words, and until when."""

    version = IntegerField()
    text = TextAreaField(
        lazy_gettext("What do you want to do?"),
        validators=[
            required(lazy_gettext("Write what you want to do, in any language.")),
            at_most(LONGEST_GOAL),
        ],
    )
    horizon = StringField(lazy_gettext("By when?"), widget=DateInput())

    def fill(self, plan: PlanRow) -> None:
        """How it stands, unless something has been typed already."""
        self.version.data = self.version.data or plan.version
        if self.text.data is None:
            self.text.data = plan.goal
        if self.horizon.data is None and plan.horizon:
            self.horizon.data = plan.horizon.isoformat()

    def validate_horizon(self, field: StringField) -> None:
        """May be left empty."""
        if field.data:
            readable_day(field.data)

    @property
    def day(self) -> date | None:
        """The day she hopes to be there."""
        return readable_day(self.horizon.data) if self.horizon.data else None


class OwnStepForm(StepForm):
    """A step of her own."""

    title = StringField(
        lazy_gettext("What do you want to do?"),
        validators=[
            required(lazy_gettext("Write what you want to do, in any language.")),
            at_most(LONGEST_TITLE),
        ],
    )

    @property
    def words(self) -> str:
        """What she wrote, on one line."""
        return " ".join((self.title.data or "").split())
