"""The values a catalogued phrase takes: typed, checked when stored, said in the reader's language.

A phrase is kept as its id and its parameters, never as rendered text, so the same row reads in
whatever language the reader switches to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from markupsafe import Markup, escape

from portal.i18n.formats import Formats, isolate, plain
from portal.i18n.markup import filled
from portal.i18n.text import Phrase, Translator
from portal.people.agencies import AGENCIES, Agency

Values = Mapping[str, Any]
FIRST_YEAR, LAST_YEAR = 2000, 2100
NO_VALUES: Values = MappingProxyType({})


class ParameterType(StrEnum):
    """How a value is stored (JSON) and said."""

    TEXT = "text"  # a name or place, at most 80 characters, said as it is written
    DATE = "date"  # ISO 8601 calendar day
    INSTANT = "instant"  # ISO 8601 instant with zone, said as day and clock in Malmö
    AGENCY = "agency"
    MONTH = "month"  # "2026-12"
    CHOICE = "choice"  # one of the parameter's own phrases


class UnfitParameters(ValueError):
    """The values do not fit the phrase; `name` is the parameter at fault."""

    def __init__(self, name: str) -> None:
        super().__init__(f"unfit value for {name}")
        self.name = name


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value of a phrase. `label` is what the staff form calls it."""

    name: str
    type: ParameterType
    label: Phrase
    choices: Mapping[str, Phrase] = field(default_factory=lambda: MappingProxyType({}))


class Speaker:
    """Says catalogued phrases in one language."""

    def __init__(self, translator: Translator) -> None:
        self.translator = translator
        self.formats = Formats(translator)
        # Without values a phrase of the catalogue always says the same.
        self._plain = lru_cache(maxsize=2048)(lambda said: escape(translator.say(said)))

    def say(
        self, said: Phrase, parameters: tuple[Parameter, ...] = (), values: Values = NO_VALUES
    ) -> Markup:
        """A phrase as escaped markup, with names and places isolated from its direction."""
        if not parameters:
            return self._plain(said)
        return filled(
            self.translator.say(said),
            {each.name: self._value(each, values[each.name]) for each in parameters},
        )

    def plain(
        self, said: Phrase, parameters: tuple[Parameter, ...] = (), values: Values = NO_VALUES
    ) -> str:
        """A phrase as plain text, for titles, calendar files and notices."""
        return plain(self.say(said, parameters, values), self.translator.language)

    def _value(self, parameter: Parameter, value: Any) -> str | Markup:
        match parameter.type:
            case ParameterType.DATE:
                return self.formats.day(date.fromisoformat(value))
            case ParameterType.INSTANT:
                at = datetime.fromisoformat(value)
                text = self.translator.find("day and clock", "%(day)s, %(clock)s")
                clock = isolate(self.formats.clock(at))
                return filled(text, {"day": self.formats.day(at), "clock": clock})
            case ParameterType.AGENCY:
                return isolate(AGENCIES[Agency(value)].name)
            case ParameterType.MONTH:
                return self.formats.month(date.fromisoformat(f"{value}-01"))
            case ParameterType.CHOICE:
                return self.translator.say(parameter.choices[value])
            case _:
                return isolate(value)


def checked(parameters: tuple[Parameter, ...], values: Values) -> dict[str, str]:
    """The values as they are stored.

    Raises UnfitParameters for the first that is missing, too long or of the wrong type.
    """
    fit: dict[str, str] = {}
    for parameter in parameters:
        value = values.get(parameter.name)
        if not isinstance(value, str) or not value.strip() or len(value) > 80:
            raise UnfitParameters(parameter.name)
        try:
            _try(parameter, value.strip())
        except (KeyError, ValueError) as error:
            raise UnfitParameters(parameter.name) from error
        fit[parameter.name] = value.strip()
    return fit


def _try(parameter: Parameter, value: str) -> None:
    match parameter.type:
        case ParameterType.DATE:
            _near(date.fromisoformat(value))
        case ParameterType.INSTANT:
            if datetime.fromisoformat(value).tzinfo is None:
                raise ValueError("an instant needs a time zone")
            _near(datetime.fromisoformat(value).date())
        case ParameterType.MONTH:
            _near(date.fromisoformat(f"{value}-01"))
        case ParameterType.AGENCY:
            Agency(value)
        case ParameterType.CHOICE:
            parameter.choices[value]


def _near(day: date) -> None:
    """Raises ValueError for a year nobody can have meant; some cannot even be shown in Malmö's time."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError("a mistyped year")
