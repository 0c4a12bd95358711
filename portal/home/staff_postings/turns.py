"""Handing the turn over, sending it back, moving a promise, and a step that is done."""

from typing import Any
from uuid import uuid4

from portal import clock
from portal.home.staff_postings.scene import Preview, Scene, chosen_step
from portal.messages import content
from portal.messages import service as messages
from portal.messages.rows import MessageRow
from portal.phrases.step_kinds import BY_CODE
from portal.plan import service as plans
from portal.plan.models import Holder, StepState
from portal.plan.rows import StepRow
from portal.plan.staff_forms import DoneForm, TurnForm
from portal.plan.staff_turn_forms import DelayForm, NotOursForm
from portal.web.forms import Form

DELAY_NOTICE = "K09"  # förvaltningslagen 11 §


def turn_form(scene: Scene) -> Form:
    """Whose turn next; to the participant, or from her to the poster's agency."""
    form = TurnForm()
    form.offer(scene.titled(), chosen_step())
    step = scene.plan.step(form.step_id)
    mine = step is not None and step.holder is Holder.PARTICIPANT
    to = Holder(scene.agency.value) if mine else Holder.PARTICIPANT
    usual = scene.usual(step.kind if step else None, to)
    form.offer_holders(scene.person.short_name, usual, to)
    return form


def not_ours_form(scene: Scene) -> Form:
    """Back to whoever owns the step, unless it is routed on."""
    form = NotOursForm()
    form.offer(scene.titled(lambda step: handed_to_us(scene, step)), chosen_step())
    step = scene.plan.step(form.step_id)
    owner = Holder(step.agency.value) if step else Holder.PARTICIPANT
    form.offer_holders(
        scene.person.short_name, scene.usual(step.kind if step else None, owner), owner
    )
    form.leave_out(Holder(scene.agency.value))
    return form


def handed_to_us(scene: Scene, step: StepRow) -> bool:
    """Whether another agency's step has come to this one."""
    return step.acting_agency is scene.agency and step.agency is not scene.agency


def delay_form(scene: Scene) -> Form:
    """A new day for something promised."""
    form = DelayForm()
    form.offer(scene.titled(lambda step: ours_to_delay(scene, step)), chosen_step())
    form.propose()
    return form


def ours_to_delay(scene: Scene, step: StepRow) -> bool:
    """Whether this agency has promised something, or answers for someone who has."""
    return step.promised_by is not None and step.acting_agency is scene.agency


def done_form(scene: Scene) -> Form:
    """One of the agency's own steps."""
    form = DoneForm()
    form.offer(scene.titled(lambda step: step.agency is scene.actor.agency), chosen_step())
    return form


def turn_preview(scene: Scene, form: Any) -> Preview:
    """The step as it will stand, with what is said about it."""
    step = scene.shown(form)
    summary = (form.summary.data or "").strip()
    return "plan/_preview.html", {
        "step": with_turn(step, form, scene),
        "summary": summary,
        "not_ours": getattr(form, "code", None),
        "agency": scene.agency,
    }


def with_turn(step: StepRow, form: Any, scene: Scene) -> StepRow:
    """A step as it stands once the turn has gone on."""
    receiver, promise = form.receiver(scene.agency), form.promise()
    return step._replace(
        state=StepState.WAITING, holder=receiver.holder, outside_name=receiver.outside_name,
        answers=receiver.answers,
        since=clock.now(), promised_by=promise.by if promise else None,
        ground=promise.ground if promise else None,
        due=promise.by if promise and receiver.holder is Holder.PARTICIPANT else None,
        usual_days=None,
    )  # fmt: skip


def done_preview(scene: Scene, form: DoneForm) -> Preview:
    """The step as done."""
    step = scene.shown(form)
    done = step._replace(state=StepState.DONE, done_at=clock.now(), holder=None)
    return "plan/_preview.html", {"step": done, "summary": ""}


def delay_preview(scene: Scene, form: DelayForm) -> Preview:
    """The notice as she reads it."""
    scene.shown(form)
    row = MessageRow(
        uuid4(), uuid4(), scene.actor.name, scene.actor.agency, DELAY_NOTICE, form.values, None, None,
        None, clock.now(), None, None,
    )  # fmt: skip
    return "messages/_preview.html", {"message": row, "extra": ""}


def publish_turn(scene: Scene, form: TurnForm) -> object:
    """Hands the turn over."""
    return plans.hand_over(
        scene.db, scene.actor, form.step_id, version=form.version, to=form.receiver(scene.agency),
        promise=form.promise(), summary=(form.summary.data or "").strip(),
    )  # fmt: skip


def publish_not_ours(scene: Scene, form: NotOursForm) -> object:
    """Routes the turn on, with the reason."""
    return plans.say_not_ours(
        scene.db, scene.actor, form.step_id, version=form.version, reason=form.reason.data,
        to=form.receiver(scene.shown(form).agency), promise=form.promise(),
        summary=(form.summary.data or "").strip(),
    )  # fmt: skip


def publish_delay(scene: Scene, form: DelayForm) -> object:
    """Moves the promise and sends the notice, both or neither."""
    step = plans.delay(
        scene.db,
        scene.actor,
        form.step_id,
        version=form.version,
        by=form.by,
        reason=form.reason.data,
    )
    messages.post(
        scene.db, scene.actor, scene.person.id,
        contents=[content.phrase(DELAY_NOTICE, form.values)],
    )  # fmt: skip
    return step


def publish_done(scene: Scene, form: DoneForm) -> object:
    """Marks the step as done."""
    return plans.finish(scene.db, scene.actor, form.step_id, version=form.version)


def first_holder(scene: Scene, kind: str) -> Holder:
    """Who begins a step of a kind: the participant, or the poster's agency."""
    hers = BY_CODE[kind].first == "participant"
    return Holder.PARTICIPANT if hers else Holder(scene.agency.value)
