"""The form fields for a phrase's values, and the values they give."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from wtforms import Field, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput, DateTimeLocalInput, MonthInput

from portal import clock
from portal.i18n.text import current, gettext
from portal.people.agencies import RECORDS
from portal.phrases.parameters import (
    Parameter,
    ParameterType,
    UnfitParameters,
    Values,
    checked,
)
from portal.web.forms import ChoiceField, Form, Validator, readable_day
from portal.web.times import readable_time

PREFIX = "value_"


def with_parameters(
    form: type[Form], parameters: tuple[Parameter, ...], prefix: str = PREFIX
) -> type[Form]:
    """A form class with one more field for each value of a phrase; a prefix for each phrase of several."""
    fields = {f"{prefix}{each.name}": _field(each) for each in parameters}
    return type(form.__name__, (form,), fields)


def values_of(form: Form, parameters: tuple[Parameter, ...], prefix: str = PREFIX) -> Values:
    """What was filled in, as it is stored; a wall-clock time becomes an instant."""
    return {each.name: _value(each, form[f"{prefix}{each.name}"]) for each in parameters}


def _field(parameter: Parameter) -> Any:
    """The field for a value. A day is proposed a week ahead, a month is the present one."""
    label, validators = current().say(parameter.label), [_fit(parameter)]
    match parameter.type:
        case ParameterType.CHOICE:
            return ChoiceField(label, validators, choices=_said(parameter.choices))
        case ParameterType.AGENCY:
            choices = [("", gettext("Choose"))] + [
                (each.agency.value, each.name) for each in RECORDS
            ]
            return ChoiceField(label, validators, choices=choices)
        case ParameterType.DATE:
            ahead = clock.weekday_from_today(7).isoformat()
            return StringField(label, validators, widget=DateInput(), default=ahead)
        case ParameterType.MONTH:
            present = f"{clock.today():%Y-%m}"
            return StringField(label, validators, widget=MonthInput(), default=present)
        case ParameterType.INSTANT:
            return StringField(label, validators, widget=DateTimeLocalInput())
        case _:
            return StringField(label, validators)


def _fit(parameter: Parameter) -> Validator:
    """Says at the field that its value is missing or cannot be read."""

    def validate(_form: Any, field: Field) -> None:
        if parameter.type is ParameterType.INSTANT and _unclear(field.data or ""):
            raise ValidationError(
                gettext(
                    "The clocks change that night, so this time is not clear. Choose another time."
                )
            )
        try:
            checked((parameter,), {parameter.name: _value(parameter, field)})
        except UnfitParameters as error:
            name = str(field.label.text).lower()
            raise ValidationError(gettext("Fill in %(field)s.", field=name)) from error

    return validate


def _unclear(wall: str) -> bool:
    """Whether the clocks skip a time, or show it twice."""
    try:
        at = _on_the_wall(wall)
        return len(clock.instants_of(at.date(), at.hour, at.minute)) != 1
    except (ValidationError, OverflowError):
        return False


def _on_the_wall(typed: str) -> datetime:
    """A typed day and time of day, as a clock in Malmö shows them. Raises ValidationError."""
    day, _between, hours = typed.strip().replace("T", " ", 1).partition(" ")
    at = time.fromisoformat(readable_time(hours))
    return datetime.combine(readable_day(day), at)


def _said(choices: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [("", gettext("Choose"))] + [
        (code, current().say(said)) for code, said in choices.items()
    ]


def _value(parameter: Parameter, field: Field) -> str:
    if parameter.type is ParameterType.INSTANT:
        try:
            wall = _on_the_wall(field.data or "")
        except ValidationError:
            return ""
        return wall.replace(tzinfo=clock.STOCKHOLM).isoformat()
    return field.data or ""
