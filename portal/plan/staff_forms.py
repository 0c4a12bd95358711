"""What staff fill in about a plan: a turn handed over, a step done, a new step."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import DateInput

from portal import clock
from portal.i18n.text import current, lazy_gettext
from portal.people.agencies import RECORDS, Agency
from portal.phrases import step_kinds
from portal.phrases.reasons import GROUND_NAMES, Ground
from portal.plan.models import Holder
from portal.plan.queries import StepRow
from portal.plan.service import Promise, Receiver
from portal.web.forms import Form, at_most, one_of_the_choices, readable_day


class StepChoiceForm(Form):
    """Which of the open steps it is about."""

    what = HiddenField()
    step = SelectField(
        lazy_gettext("Step in the plan"),
        validators=[one_of_the_choices(lazy_gettext("Choose one of the steps in the list."))],
        validate_choice=False,
    )
    version = IntegerField()

    def offer(self, steps: Iterable[tuple[StepRow, str]], chosen: UUID | None) -> None:
        """The steps to choose from, with their titles; the version follows the chosen one."""
        pairs = list(steps)
        self.step.choices = [(str(step.id), title) for step, title in pairs]
        if not self.step.data:
            self.step.data = str(chosen) if chosen else (str(pairs[0][0].id) if pairs else None)
        versions = {str(step.id): step.version for step, _title in pairs}
        if self.version.data is None:
            self.version.data = versions.get(self.step.data or "")

    @property
    def step_id(self) -> UUID:
        """The chosen step."""
        return UUID(self.step.data)


class PromiseMixin:
    """Whose turn, answered by when, on what ground."""

    holder = RadioField(
        lazy_gettext("Whose turn is it?"),
        validators=[one_of_the_choices(lazy_gettext("Choose who has the turn now."))],
        validate_choice=False,
    )
    outside_name = StringField(
        lazy_gettext("Who outside the four agencies"), validators=[at_most(120)]
    )
    promised_by = StringField(lazy_gettext("Answer by"), widget=DateInput())
    ground = RadioField(lazy_gettext("On what ground"), validate_choice=False)

    def offer_holders(self: Any, name: str, usual_days: int, holder: Holder) -> None:
        """The participant, the four agencies and others; the date from the kind's usual time."""
        agencies = [(each.agency.value, each.name) for each in RECORDS]
        self.holder.choices = [
            ("participant", name),
            *agencies,
            ("outside", self.outside_label),
        ]
        self.ground.choices = [
            (code.value, current().say(said)) for code, said in GROUND_NAMES.items()
        ]
        self.holder.data = self.holder.data or holder.value
        self.ground.data = self.ground.data or Ground.ESTIMATE.value
        if self.promised_by.data is None:
            self.promised_by.data = clock.weekday_from_today(usual_days).isoformat()

    @property
    def outside_label(self) -> str:
        """The choice for someone outside."""
        return str(lazy_gettext("Someone else"))

    def validate_promised_by(self: Any, field: Any) -> None:
        """A day that can be read and has not passed; may be left empty."""
        if field.data and readable_day(field.data) < clock.today():
            from wtforms.validators import ValidationError

            raise ValidationError(str(lazy_gettext("The date has passed. Choose today or later.")))

    def validate_outside_name(self: Any, field: Any) -> None:
        """An outside party is named, so that the participant knows whom she waits for."""
        if self.holder.data == "outside" and not (field.data or "").strip():
            from wtforms.validators import ValidationError

            raise ValidationError(str(lazy_gettext("Write who it is, for example CSN.")))

    def receiver(self: Any, agency: Agency) -> Receiver:
        """Who gets the turn; the posting agency answers for someone outside."""
        holder = Holder(self.holder.data)
        if holder is Holder.OUTSIDE:
            return Receiver(holder, self.outside_name.data.strip(), agency)
        return Receiver(holder)

    def promise(self: Any) -> Promise | None:
        """The promised day with its ground; None when no day is given."""
        if not self.promised_by.data:
            return None
        return Promise(date.fromisoformat(self.promised_by.data), Ground(self.ground.data))


class TurnForm(PromiseMixin, StepChoiceForm):
    """A turn handed over, with one sentence in Swedish if needed."""

    summary = TextAreaField(lazy_gettext("One sentence, in Swedish"), validators=[at_most(300)])


class DoneForm(StepChoiceForm):
    """A step that is done."""


class NewStepForm(PromiseMixin, Form):
    """A new step of a kind from the catalogue."""

    what = HiddenField()
    kind = SelectField(
        lazy_gettext("Kind of step"),
        validators=[one_of_the_choices(lazy_gettext("Choose one of the kinds in the list."))],
        validate_choice=False,
    )

    def offer_kinds(self, agency: Agency) -> None:
        """The agency's own kinds first, then the joint ones."""
        self.kind.choices = [(kind.code, _plain(kind)) for kind in step_kinds.kinds_for(agency)]


def _plain(kind: step_kinds.StepKind) -> str:
    """A kind's title for a list, with an ellipsis where a value will stand."""
    return current().say(kind.title).replace("%(trade)s", "…").replace("%(course)s", "…")
