"""Who posts about whom, and what a kind of posting consists of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from portal.home.staff_person import Person
from portal.i18n.text import Phrase, current
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.phrases.parameters import Parameter, Speaker
from portal.phrases.step_kinds import BY_CODE
from portal.plan.models import Holder
from portal.plan.rows import PlanRow, StepRow
from portal.plan.turns import USUAL_DAYS
from portal.plan.usual import UsualTimes, usual_times
from portal.web.forms import Form, kept_fields


@dataclass(frozen=True, slots=True)
class Scene:
    """Who posts about whom, and the plan as the poster sees it."""

    db: Session
    actor: Actor
    person: Person
    plan: PlanRow

    @property
    def agency(self) -> Agency:
        """The posting agency. Raises LookupError for someone who has none."""
        if self.actor.agency is None:
            raise LookupError("only staff of an agency post")
        return self.actor.agency

    @property
    def mine(self) -> list[StepRow]:
        """The open steps this agency may act on, those whose turn it has first, longest wait first."""
        agency = self.actor.agency
        steps = [
            step
            for step in self.plan.steps
            if step.holder and (step.agency is agency or step.acting_agency is agency)
        ]
        return sorted(steps, key=lambda step: (step.acting_agency is not agency, -step.days))

    def titled(
        self, fits: Callable[[StepRow], bool] = lambda _step: True
    ) -> list[tuple[StepRow, str]]:
        """Those of them that fit, with their titles in the poster's language."""
        speaker = Speaker(current())
        return [(step, title_of_step(step, speaker)) for step in self.mine if fits(step)]

    def shown(self, form: Any) -> StepRow:
        """The chosen step. Raises LookupError when none is, so there is nothing to show yet."""
        step = self.plan.step(form.step_id)
        if step is None:
            raise LookupError("no step is chosen")
        return step

    def usual(self, kind: str | None, holder: Holder, known: UsualTimes | None = None) -> int:
        """How long a kind of step usually stays with a holder: as reckoned, else by the catalogue."""
        if kind is None:
            return USUAL_DAYS
        reckoned = usual_times(self.db) if known is None else known
        return reckoned.get((kind, holder)) or BY_CODE[kind].usual_days


Preview = tuple[str, Mapping[str, object]]


def nothing_more(_published: object) -> None:
    """A posting of which there is no more to say than that the participant sees it."""


def no_parameters(_form: Form) -> tuple[Parameter, ...]:
    """A posting without typed values."""
    return ()


@dataclass(frozen=True, slots=True)
class Posting:
    """One thing to post. `fields` names the template of its form; `listed` in the row of choices.

    `unfinished`: it can be shown before everything fits. `said` is what the poster is told of it.
    """

    name: Phrase
    icon: str
    fields: str
    form: Callable[[Scene], Form]
    preview: Callable[[Scene, Any], Preview]
    publish: Callable[[Scene, Any], object]
    parameters: Callable[[Form], tuple[Parameter, ...]] = no_parameters
    listed: bool = True
    unfinished: bool = False
    said: Callable[[object], str | None] = nothing_more


def chosen(name: str) -> str:
    """What the form or the address already says about a choice that decides which fields follow."""
    kept = kept_fields(request.args["kept"]) if "kept" in request.args else None
    typed = kept.get(name) if kept else None
    return request.form.get(name) or typed or request.args.get(name, "")


def typed() -> Mapping[str, str]:
    """Everything the form holds: as it is sent, or as it was before the language was changed."""
    kept = kept_fields(request.args["kept"]) if "kept" in request.args else None
    return request.form or kept or {}


def chosen_step() -> UUID | None:
    """The step the form or the address names, whatever its version."""
    try:
        return UUID(chosen("step").split(":")[0])
    except ValueError:
        return None


def title_of_step(step: StepRow, speaker: Speaker) -> str:
    """A step's title as plain text, for a list to choose from."""
    from portal.plan.titles import title_of

    return title_of(step, speaker).striptags()
