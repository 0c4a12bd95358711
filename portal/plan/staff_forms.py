"""What staff fill in about a plan: a turn handed over, a step done, a new step."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import request
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput

from portal import clock
from portal.i18n.text import current, gettext, lazy_gettext
from portal.people.agencies import RECORDS, Agency
from portal.phrases import step_kinds
from portal.phrases.parameters import Speaker
from portal.phrases.reasons import GROUND_NAMES, Ground
from portal.plan.models import Holder
from portal.plan.rows import StepRow
from portal.plan.titles import kind_title_of
from portal.plan.turns import Promise, Receiver
from portal.web.forms import ChoiceField, Form, at_most, one_of_the_choices, readable_day


class StepChoiceForm(Form):
    """Which of the open steps it is about. The choice carries the version the person saw."""

    what = HiddenField()
    step = ChoiceField(lazy_gettext("Step in the plan"))

    def offer(self, steps: Iterable[tuple[StepRow, str]], chosen: UUID | None) -> None:
        """The steps to choose from, with their titles."""
        pairs = list(steps)
        self.step.choices = [(f"{step.id}:{step.version}", title) for step, title in pairs]
        self.step.as_written = frozenset(
            f"{step.id}:{step.version}" for step, _title in pairs if step.title
        )
        self._offered = {step.id for step, _title in pairs}
        if not self.is_submitted() and not self.step.data:
            first = [value for value, _title in self.step.choices if value.startswith(str(chosen))]
            self.step.data = next(
                iter(first or [value for value, _title in self.step.choices]), None
            )

    def validate_step(self, _field: Any) -> None:
        """One of those offered; an older version of it is found out when it is stored."""
        if self.step_id not in self._offered:
            raise ValidationError(str(lazy_gettext("Choose one of the steps in the list.")))

    @property
    def step_id(self) -> UUID:
        """The chosen step; one that nobody has when the choice cannot be read."""
        try:
            return UUID((self.step.data or "").split(":")[0])
        except ValueError:
            return UUID(int=0)

    @property
    def version(self) -> int:
        """The version of it that was shown."""
        _step, _colon, version = (self.step.data or "").partition(":")
        return int(version) if version.isdecimal() and len(version) < 10 else 0

    def renew(self) -> None:
        """Chooses the step as it stands now, after someone else changed it."""
        for value, _title in self.step.choices:
            if value.startswith(str(self.step_id)):
                self.step.data = value


class PromiseMixin:
    """Whose turn, answered by when, on what ground."""

    holder = ChoiceField(
        lazy_gettext("Whose turn is it?"),
        validators=[one_of_the_choices(lazy_gettext("Choose who has the turn now."))],
    )
    outside_name = StringField(
        lazy_gettext("Who outside the four agencies"), validators=[at_most(120)]
    )
    promised_by = StringField(lazy_gettext("Answer by"), widget=DateInput())
    ground = ChoiceField(
        lazy_gettext("On what ground"),
        validators=[
            one_of_the_choices(lazy_gettext("Choose on what ground the date is promised."))
        ],
    )

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
        first_shown = "preview" in request.form and self.holder.raw_data == []
        if self.is_submitted() and not first_shown:
            return  # what is published was chosen, never assumed
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
            raise ValidationError(str(lazy_gettext("The date has passed. Choose today or later.")))

    def validate_outside_name(self: Any, field: Any) -> None:
        """An outside party is named, so that the participant knows whom she waits for."""
        if self.holder.data == "outside" and not (field.data or "").strip():
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
        return Promise(readable_day(self.promised_by.data), Ground(self.ground.data))


class TurnForm(PromiseMixin, StepChoiceForm):
    """A turn handed over, with one sentence in Swedish if needed."""

    summary = TextAreaField(lazy_gettext("One sentence, in Swedish"), validators=[at_most(300)])


class DoneForm(StepChoiceForm):
    """A step that is done."""


class NewStepForm(PromiseMixin, Form):
    """A new step of a kind from the catalogue."""

    what = HiddenField()
    kind = ChoiceField(
        lazy_gettext("Kind of step"),
        validators=[one_of_the_choices(lazy_gettext("Choose one of the kinds in the list."))],
    )

    before = ChoiceField(lazy_gettext("Begins when this is done"))

    def offer_before(self, steps: Iterable[tuple[StepRow, str]]) -> None:
        """What it may have to wait for; nothing, unless that is said."""
        pairs = list(steps)
        self.before.choices = [
            ("", gettext("Does not need to wait")),
            *((str(step.id), title) for step, title in pairs),
        ]
        self.before.as_written = frozenset(str(step.id) for step, _title in pairs if step.title)

    @property
    def first(self) -> UUID | None:
        """The step it waits for, if it is one of those offered."""
        offered = {value for value, _title in self.before.choices}
        return UUID(self.before.data) if self.before.data and self.before.data in offered else None

    def offer_kinds(self, agency: Agency) -> None:
        """The agency's own kinds first, then the joint ones."""
        speaker = Speaker(current())
        self.kind.choices = [
            (kind.code, kind_title_of(kind, speaker)) for kind in step_kinds.kinds_for(agency)
        ]


class PerhapsStepForm(NewStepForm):
    """A new step that follows from something else, and may be left out."""

    def offer_kinds(self, agency: Agency) -> None:
        """No step is the first choice."""
        super().offer_kinds(agency)
        self.kind.choices = [("", self.no_step), *self.kind.choices]
        self.kind.data = self.kind.data or ""

    @property
    def no_step(self) -> str:
        """What the choice of no step is called."""
        return gettext("No new step")

    def validate(self, extra_validators: Any = None) -> bool:
        """Without a step, nobody gets a turn and no day is promised."""
        super().validate(extra_validators)
        if not self.kind.data:
            for name in ("holder", "outside_name", "promised_by", "ground"):
                self[name].errors = []
        return not any(field.errors for field in self)
