"""The form for several steps at once: made from the parts of a set, one line a step."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput

from portal import clock
from portal.i18n.text import current, gettext, lazy_gettext
from portal.people.agencies import RECORDS, Agency
from portal.phrases.parameters import Parameter, Values
from portal.phrases.reasons import Ground
from portal.phrases.staff_parameters import PREFIX, with_parameters
from portal.phrases.staff_step_sets import STEP_SETS, SetPart
from portal.phrases.step_kinds import BY_CODE
from portal.plan.models import Holder
from portal.plan.turns import Promise, Receiver
from portal.web.forms import ChoiceField, Form, ManyField, one_of_the_choices, readable_day


@dataclass(frozen=True, slots=True)
class SetLine:
    """One kept step of a set, as it was filled in."""

    part: SetPart
    values: Values
    holder: Holder
    day: str

    def receiver(self, _agency: Agency) -> Receiver:
        """Who begins."""
        return Receiver(self.holder)

    def promise(self) -> Promise | None:
        """The day, which in a ready set is always an estimate; None when it was emptied."""
        return Promise(readable_day(self.day), Ground.ESTIMATE) if self.day else None


class SetForm(Form):
    """Several steps at once."""

    what = HiddenField()
    shown = HiddenField()
    set = ChoiceField(lazy_gettext("Common start"))
    keep = ManyField(lazy_gettext("Steps to add"))
    parts: tuple[SetPart, ...] = ()

    def offer(self, chosen: str, name: str) -> None:
        """The sets, who can begin each step, and every step kept until it is left out."""
        self.set.choices = [(each.code, current().say(each.name)) for each in STEP_SETS]
        self.set.data = chosen
        self.keep.choices = [(part.kind, part.kind) for part in self.parts]
        holders = [("participant", name), *((each.agency.value, each.name) for each in RECORDS)]
        for part in self.parts:
            self[f"holder_{part.kind}"].choices = holders
            self[f"holder_{part.kind}"].as_written = frozenset(value for value, _name in holders)
        self.fresh = self.shown.data != chosen
        self.shown.data = chosen
        if self.fresh:
            self.keep.data = [part.kind for part in self.parts]

    def propose(self, part: SetPart, first: Holder, days: int) -> None:
        """Who begins and by when, until something else is chosen for this very set."""
        if not self.fresh:
            return
        self[f"holder_{part.kind}"].data = first.value
        self[f"day_{part.kind}"].data = clock.weekday_from_today(days).isoformat()
        for name, value in part.values:
            self[f"{PREFIX}{part.kind}_{name}"].data = value

    def validate(self, extra_validators: Any = None) -> bool:
        """Something must be kept, and only what is kept must be filled in."""
        super().validate(extra_validators)
        for part in self.parts:
            if part.kind not in (self.keep.data or []):
                for name in _names(part):
                    self[name].errors = []
        if self.fresh:
            self.keep.errors = [gettext("Look through the steps of this start, then publish.")]
        elif not self.keep.data:
            self.keep.errors = [gettext("Tick at least one step.")]
        return not any(field.errors for field in self)

    def kept(self) -> Iterator[SetLine]:
        """The steps that are to be added, in order."""
        for part in self.parts:
            if part.kind in (self.keep.data or []):
                values = {
                    each.name: self[f"{PREFIX}{part.kind}_{each.name}"].data or ""
                    for each in BY_CODE[part.kind].parameters
                }
                holder = Holder(self[f"holder_{part.kind}"].data)
                yield SetLine(part, values, holder, self[f"day_{part.kind}"].data or "")


def set_form(parts: tuple[SetPart, ...]) -> type[SetForm]:
    """The form class for the parts of a set: for each who begins, by when, and its values."""
    fields: dict[str, Any] = {"parts": parts}
    values: list[Parameter] = []
    for part in parts:
        who = lazy_gettext("Who begins")
        choose = one_of_the_choices(lazy_gettext("Choose who has the turn now."))
        fields[f"holder_{part.kind}"] = ChoiceField(who, validators=[choose])
        fields[f"day_{part.kind}"] = StringField(
            lazy_gettext("Answer by"), validators=[_day], widget=DateInput()
        )
        values += _own(part)
    form: type[SetForm] = with_parameters(SetForm, tuple(values))
    return type(form.__name__, (form,), fields)


def _own(part: SetPart) -> list[Parameter]:
    """A step's values under names of their own: two steps of a set can both take a trade."""
    return [
        Parameter(f"{part.kind}_{each.name}", each.type, each.label, each.choices)
        for each in BY_CODE[part.kind].parameters
    ]


def _names(part: SetPart) -> list[str]:
    values = [f"{PREFIX}{each.name}" for each in _own(part)]
    return [f"holder_{part.kind}", f"day_{part.kind}", *values]


def _day(_form: Any, field: StringField) -> None:
    if field.data and readable_day(field.data) < clock.today():
        raise ValidationError(gettext("The date has passed. Choose today or later."))
