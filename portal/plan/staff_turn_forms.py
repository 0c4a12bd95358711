"""What staff fill in when a turn does not go as planned: not ours, later, not possible, a paper, a goal."""

from collections.abc import Iterable
from datetime import date

from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput

from portal import clock
from portal.i18n.text import current, gettext, lazy_gettext
from portal.people.agencies import Agency
from portal.phrases.reasons import DELAYED, NOT_OURS, NOT_POSSIBLE
from portal.phrases.staff_goals import GOAL_KINDS
from portal.phrases.staff_papers import STAGES_FOR_STAFF
from portal.plan.forms import said
from portal.plan.goals import Agreed
from portal.plan.models import LONGEST_GOAL, Holder, Stage
from portal.plan.rows import PlanRow
from portal.plan.staff_forms import PerhapsStepForm, StepChoiceForm, TurnForm
from portal.web.forms import (
    ChoiceField,
    Form,
    at_most,
    one_of_the_choices,
    readable_day,
    required,
)

WHY = lazy_gettext("Choose a reason. The participant reads it.")


class NotOursForm(TurnForm):
    """Why a step that was handed to us is not ours, and to whom it goes on."""

    reason = ChoiceField(lazy_gettext("Why is it not ours?"), validators=[one_of_the_choices(WHY)])

    def leave_out(self, holder: Holder) -> None:
        """It cannot be sent on to ourselves."""
        self.holder.choices = [each for each in self.holder.choices if each[0] != holder.value]
        self.reason.choices = said(NOT_OURS)

    @property
    def code(self) -> str | None:
        """The reason, once one is chosen."""
        return self.reason.data if self.reason.data in NOT_OURS else None


class DelayForm(StepChoiceForm):
    """A new day for something promised, and why."""

    reason = ChoiceField(
        lazy_gettext("Why does it take longer?"), validators=[one_of_the_choices(WHY)]
    )
    promised_by = StringField(
        lazy_gettext("The new day"),
        validators=[required(lazy_gettext("Write the new day."))],
        widget=DateInput(),
    )

    def propose(self) -> None:
        """Two weeks, and the reason that blames nobody, until something else is chosen."""
        self.reason.choices = said(DELAYED)
        if not self.is_submitted():
            self.reason.data = self.reason.data or "answer"
            ahead = clock.weekday_from_today(14).isoformat()
            self.promised_by.data = self.promised_by.data or ahead

    def validate_promised_by(self, field: StringField) -> None:
        """A day to come."""
        if readable_day(field.data) <= clock.today():
            raise ValidationError(gettext("Choose a day that is still to come."))

    @property
    def by(self) -> date:
        """The new day."""
        return readable_day(self.promised_by.data)

    @property
    def values(self) -> dict[str, str]:
        """The values of the notice. Raises KeyError without a reason."""
        DELAYED[self.reason.data]
        return {"reason": self.reason.data, "by": self.by.isoformat()}


class StepNotPossibleForm(StepChoiceForm, PerhapsStepForm):
    """Why a step is not possible, and the other way as a new step."""

    reason = ChoiceField(
        lazy_gettext("Why is it not possible?"), validators=[one_of_the_choices(WHY)]
    )

    def offer_kinds(self, agency: Agency) -> None:
        """The other way may be left open."""
        super().offer_kinds(agency)
        self.reason.choices = said(NOT_POSSIBLE)

    @property
    def no_step(self) -> str:
        """What the choice of no step is called."""
        return gettext("No other way yet")


class PaperForm(StepChoiceForm):
    """How far a paper has come."""

    stage = ChoiceField(
        lazy_gettext("How far has it come?"),
        validators=[one_of_the_choices(lazy_gettext("Choose how far the paper has come."))],
    )
    summary = TextAreaField(lazy_gettext("One sentence, in Swedish"), validators=[at_most(300)])

    def offer_stages(self, stages: Iterable[Stage]) -> None:
        """What can come next."""
        self.stage.choices = [
            (each.value, current().say(STAGES_FOR_STAFF[each.value])) for each in stages
        ]


class AgreedGoalForm(Form):
    """The Swedish text of the goal, its kind and its horizon."""

    what = HiddenField()
    version = IntegerField()
    swedish = TextAreaField(
        lazy_gettext("The goal in Swedish, as you have agreed"),
        validators=[
            required(lazy_gettext("Write the goal as you have agreed on it.")),
            at_most(LONGEST_GOAL),
        ],
    )
    kind = ChoiceField(
        lazy_gettext("Kind of goal"),
        validators=[one_of_the_choices(lazy_gettext("Choose one of the kinds in the list."))],
    )
    horizon = StringField(lazy_gettext("By when"), widget=DateInput())

    def fill(self, plan: PlanRow) -> None:
        """How it stands, unless something has been typed already."""
        self.kind.choices = [("", gettext("Not decided")), *said(GOAL_KINDS)]
        if self.is_submitted():
            return
        own = plan.goal if plan.goal_language == "sv" else ""
        self.swedish.data = self.swedish.data or plan.goal_swedish or own
        self.kind.data = self.kind.data or plan.goal_kind or ""
        if plan.horizon and not self.horizon.data:
            self.horizon.data = plan.horizon.isoformat()
        self.version.data = self.version.data or plan.version

    def renew(self, plan: PlanRow) -> None:
        """Sent again, it is about the goal as it stands now."""
        self.version.data = plan.version

    def validate_horizon(self, field: StringField) -> None:
        """May be left empty."""
        if field.data:
            readable_day(field.data)

    @property
    def seen(self) -> int:
        """The version that was shown."""
        return self.version.data or 0

    def agreed(self) -> Agreed:
        """What was agreed. Raises LookupError while there is no text."""
        text = (self.swedish.data or "").strip()
        if not text:
            raise LookupError("nothing is agreed yet")
        day = readable_day(self.horizon.data) if self.horizon.data else None
        return Agreed(text, self.kind.data or None, day)
