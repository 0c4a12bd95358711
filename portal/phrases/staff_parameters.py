"""The form fields for a phrase's values, and the values they give."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wtforms import Field, StringField
from wtforms.widgets import DateInput, DateTimeLocalInput, MonthInput

from portal import clock
from portal.i18n.text import current, gettext
from portal.people.agencies import RECORDS
from portal.phrases.parameters import Parameter, ParameterType, Values
from portal.web.forms import ChoiceField, Form

PREFIX = "value_"


def with_parameters(form: type[Form], parameters: tuple[Parameter, ...]) -> type[Form]:
    """A form class with one more field for each value of a phrase."""
    fields = {f"{PREFIX}{each.name}": _field(each) for each in parameters}
    return type(form.__name__, (form,), fields)


def values_of(form: Form, parameters: tuple[Parameter, ...]) -> Values:
    """What was filled in, as it is stored; a wall-clock time becomes an instant."""
    return {each.name: _value(each, form[f"{PREFIX}{each.name}"]) for each in parameters}


def complain(form: Form, name: str) -> None:
    """Says at the field that its value is missing or cannot be read."""
    field: Any = form[f"{PREFIX}{name}"]
    field.errors = [gettext("Fill in %(field)s.", field=str(field.label.text).lower())]


def _field(parameter: Parameter) -> Any:
    label = current().say(parameter.label)
    match parameter.type:
        case ParameterType.CHOICE:
            return ChoiceField(label, choices=_said(parameter.choices))
        case ParameterType.AGENCY:
            choices = [(each.agency.value, each.name) for each in RECORDS]
            return ChoiceField(label, choices=choices)
        case ParameterType.DATE:
            return StringField(label, widget=DateInput())
        case ParameterType.MONTH:
            return StringField(label, widget=MonthInput())
        case ParameterType.INSTANT:
            return StringField(label, widget=DateTimeLocalInput())
        case _:
            return StringField(label)


def _said(choices: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [("", gettext("Choose"))] + [
        (code, current().say(said)) for code, said in choices.items()
    ]


def _value(parameter: Parameter, field: Field) -> str:
    if parameter.type is ParameterType.INSTANT:
        try:
            wall = datetime.fromisoformat(field.data or "")
        except ValueError:
            return ""
        return wall.replace(tzinfo=clock.STOCKHOLM).isoformat()
    return field.data or ""
