"""Putting sentences of the phrasebook together: what is chosen so far, with what was typed for each.

A form carries them by position: `s1` is the code of the first, `s1_value_when` a value of it. So
the same sentence can stand twice, and every act works without script.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import uuid4

from portal import clock
from portal.messages.phrasebook import PHRASEBOOK, Saying
from portal.messages.rows import MessageRow
from portal.phrases.parameters import Parameter, ParameterType, UnfitParameters, Values, checked
from portal.phrases.sentences import SENTENCES, Sentence

MOST = 12  # more is a letter, and a reader of little Swedish does not read to its end
_GAP = "…"  # stands for a value that is not filled in yet


def prefix_of(position: int) -> str:
    """What the fields of a position begin with; positions count from 1."""
    return f"s{position}_value_"


@dataclass(frozen=True, slots=True)
class Picked:
    """A sentence that was chosen, and what was typed for its values."""

    sentence: Sentence
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Act:
    """What a button of the composer asks for: to find, add, remove or move up."""

    name: str = ""
    about: str = ""

    @classmethod
    def of(cls, button: str) -> Self:
        """The act a button's value names."""
        name, _colon, about = button.partition(":")
        return cls(name, about)

    def position(self, count: int) -> int | None:
        """The position it is about, from 1; None where there is no such."""
        places = {str(place): place for place in range(1, count + 1)}
        return places.get(self.about)


def picked_in(fields: Mapping[str, str]) -> list[Picked]:
    """The sentences a form carries, in their order; a code that is none is left out."""
    found = []
    for position in range(1, MOST + 1):
        sentence = SENTENCES.get(fields.get(f"s{position}", ""))
        if sentence:
            names = {each.name: f"{prefix_of(position)}{each.name}" for each in sentence.parameters}
            typed = {name: fields[key] for name, key in names.items() if key in fields}
            found.append(Picked(sentence, typed))
    return found


def fields_of(picked: Iterable[Picked]) -> dict[str, str]:
    """The same as the fields of a form."""
    fields: dict[str, str] = {}
    for position, each in enumerate(picked, 1):
        fields[f"s{position}"] = each.sentence.code
        fields |= {f"{prefix_of(position)}{name}": value for name, value in each.typed.items()}
    return fields


def after(act: Act, picked: list[Picked]) -> list[Picked]:
    """What is chosen once an act is done; one that cannot be done changes nothing."""
    if act.name == "add":
        sentence = SENTENCES.get(act.about)
        return [*picked, Picked(sentence)] if sentence and len(picked) < MOST else picked
    place = act.position(len(picked))
    if act.name == "remove" and place:
        return [*picked[: place - 1], *picked[place:]]
    if act.name == "up" and place and place > 1:
        before, moved = picked[place - 2 : place]
        return [*picked[: place - 2], moved, before, *picked[place:]]
    return picked


def with_gaps(saying: Saying, values: Values) -> tuple[Saying, Values]:
    """A saying that can be said before all its values fit: a gap stands for each that does not."""
    said = [_or_gap(each, values) for each in saying.parameters]
    parameters = tuple(parameter for parameter, _value in said)
    gaps = Saying(saying.body, saying.subject, parameters)
    return gaps, {parameter.name: value for parameter, value in said}


class Unfinished(MessageRow):
    """A message that is still being put together."""

    @property
    def sayings(self) -> list[tuple[Saying, Mapping[str, str]]]:
        """Its sentences, with gaps where something is still to be filled in."""
        return [
            with_gaps(PHRASEBOOK[each["code"]], each["values"]) for each in self.sentences or ()
        ]


def being_written(sender: str, agency: Any, **said: Any) -> Unfinished:
    """A message of staff's as it would be read if it were sent now."""
    nothing: dict[str, Any] = {
        "phrase": None, "parameters": None, "body": None, "language": None, "reply_by": None,
    }  # fmt: skip
    return Unfinished(
        id=uuid4(), thread_id=uuid4(), sender=sender, agency=agency, sent=clock.now(), read=None,
        answered=None, **{**nothing, **said},
    )  # fmt: skip


def _or_gap(parameter: Parameter, values: Values) -> tuple[Parameter, str]:
    try:
        return parameter, checked((parameter,), values)[parameter.name]
    except UnfitParameters:
        return Parameter(parameter.name, ParameterType.TEXT, parameter.label), _GAP
