"""Several steps at once for a common start, edited before they are published."""

from dataclasses import replace
from typing import Any

from portal.home.staff_postings.scene import Preview, Scene, chosen
from portal.home.staff_postings.steps import blank_row
from portal.home.staff_postings.turns import first_holder, with_turn
from portal.phrases.parameters import checked
from portal.phrases.staff_step_sets import BY_CODE, STEP_SETS
from portal.phrases.step_kinds import BY_CODE as KINDS
from portal.plan import service as plans
from portal.plan.models import StepState
from portal.plan.rows import StepRow
from portal.plan.staff_set_forms import set_form
from portal.plan.usual import usual_times
from portal.web.forms import Form


def form(scene: Scene) -> Form:
    """The steps of a set that this agency can add; each can be left out or changed."""
    found = BY_CODE.get(chosen("set"), STEP_SETS[0])
    parts = found.parts_for(scene.agency)
    new = set_form(parts)()
    new.offer(found.code, scene.person.short_name)
    known = usual_times(scene.db)
    for part in parts:
        first = first_holder(scene, part.kind)
        new.propose(part, first, scene.usual(part.kind, first, known))
    return new


def preview(scene: Scene, form: Any) -> Preview:
    """The steps as she reads them."""
    rows: dict[str, StepRow] = {}
    for line in form.kept():
        kind, first = KINDS[line.part.kind], rows.get(line.part.after or "")
        row = blank_row(scene, kind.code, checked(kind.parameters, line.values), scene.agency)
        row = with_turn(row, line, scene)
        if first:
            row = row._replace(state=StepState.PLANNED, waits_for_id=first.id)
        rows[kind.code] = row
    if not rows:
        raise LookupError("no step is kept")
    plan = replace(scene.plan, steps=tuple(rows.values()))
    return "plan/_preview_set.html", {"plan": plan}


def publish(scene: Scene, form: Any) -> object:
    """Adds the kept steps, all or none, each waiting for the one it names if that is kept too."""
    added: dict[str, Any] = {}
    for line in form.kept():
        first = added.get(line.part.after)
        new = plans.NewStep(
            line.part.kind, line.values, line.receiver(scene.agency), line.promise(),
            first.id if first else None,
        )  # fmt: skip
        added[line.part.kind] = plans.add_step(scene.db, scene.actor, scene.person.id, new)
    return added
