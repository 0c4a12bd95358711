"""Values for phrases that take some: each choice once, everything else an example."""

from typing import Any

from portal.cli.cast.plan_story import at
from portal.people.agencies import Agency
from portal.phrases.parameters import Parameter, ParameterType

Values = dict[str, Any]


def filled(parameters: tuple[Parameter, ...]) -> list[Values]:
    """The values of a phrase; as many times as its longest list of choices is long."""
    times = max((len(each.choices) for each in parameters), default=1)
    return [
        {each.name: _example(each, number) for each in parameters} for number in range(times or 1)
    ]


def _example(parameter: Parameter, number: int) -> str:
    if parameter.choices:
        return [*parameter.choices][number % len(parameter.choices)]
    return {
        ParameterType.TEXT: "Exempelgatan 12",
        ParameterType.DATE: f"{at(5):%Y-%m-%d}",
        ParameterType.INSTANT: at(5, "13:30").isoformat(),
        ParameterType.AGENCY: Agency.FK.value,
        ParameterType.MONTH: f"{at(5):%Y-%m}",
    }[parameter.type]
