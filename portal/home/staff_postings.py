"""The five things staff post. Each knows its form, what the participant will see, and how to store it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

from flask import request
from sqlalchemy.orm import Session

from portal import clock
from portal.appointments import service as appointments
from portal.appointments.models import AppointmentState, Reply
from portal.appointments.queries import AppointmentRow, AttendeeRow
from portal.appointments.staff_forms import NewAppointmentForm
from portal.home.staff_person import Person
from portal.i18n.text import Phrase, current, phrase
from portal.messages import service as messages
from portal.messages.phrasebook import PHRASEBOOK
from portal.messages.queries import MessageRow
from portal.messages.staff_forms import FREE, PostMessageForm
from portal.people.actor import Actor
from portal.phrases import step_kinds
from portal.phrases.language_names import LANGUAGE_NAMES
from portal.phrases.parameters import Parameter, Speaker, checked
from portal.phrases.staff_parameters import values_of, with_parameters
from portal.plan import service as plans
from portal.plan.models import Holder, StepState
from portal.plan.queries import PlanRow, StepRow
from portal.plan.staff_forms import DoneForm, NewStepForm, TurnForm
from portal.plan.titles import title_of
from portal.web.forms import Form, kept_fields

FIRST_MESSAGE = "K18"  # takes no values, so the preview shows at once what a message looks like


@dataclass(frozen=True, slots=True)
class Scene:
    """Who posts about whom, and the plan as the poster sees it."""

    actor: Actor
    person: Person
    plan: PlanRow

    @property
    def mine(self) -> list[StepRow]:
        """The open steps this agency may act on, those whose turn it has first, longest wait first."""
        agency = self.actor.agency
        steps = [
            step
            for step in self.plan.steps
            if step.holder and (step.agency is agency or step.holding_agency is agency)
        ]
        return sorted(steps, key=lambda step: (step.holding_agency is not agency, -step.days))

    def titled(self) -> list[tuple[StepRow, str]]:
        """The same with their titles in the poster's language."""
        speaker = Speaker(current())
        return [(step, title_of(step, speaker).striptags()) for step in self.mine]


@dataclass(frozen=True, slots=True)
class Posting:
    """One thing to post."""

    name: Phrase
    icon: str
    form: Callable[[Scene], Form]
    parameters: Callable[[Form], tuple[Parameter, ...]]
    preview: Callable[[Scene, Any], tuple[str, Mapping[str, object]]]
    publish: Callable[[Session, Scene, Any], object]


def _chosen(name: str) -> str:
    """What the form or the address already says about a choice that decides which fields follow."""
    kept = kept_fields(request.args["kept"]) if "kept" in request.args else None
    typed = kept.get(name) if kept else None
    return request.form.get(name) or typed or request.args.get(name, "")


def _turn_form(scene: Scene) -> Form:
    form = TurnForm()
    form.offer(scene.titled(), _uuid(_chosen("step").split(":")[0]))
    step = scene.plan.step(form.step_id)
    usual = step_kinds.BY_CODE[step.kind].usual_days if step and step.kind else 14
    mine = step is not None and step.holder is Holder.PARTICIPANT
    own = Holder(scene.actor.agency.value) if scene.actor.agency else Holder.PARTICIPANT
    form.offer_holders(scene.person.short_name, usual, own if mine else Holder.PARTICIPANT)
    return form


def _done_form(scene: Scene) -> Form:
    form = DoneForm()
    own = [pair for pair in scene.titled() if pair[0].agency is scene.actor.agency]
    form.offer(own, _uuid(_chosen("step").split(":")[0]))
    return form


def _step_form(scene: Scene) -> Form:
    kinds = step_kinds.kinds_for(_agency(scene))
    kind = step_kinds.BY_CODE.get(_chosen("kind"), kinds[0])
    form = with_parameters(NewStepForm, kind.parameters)()
    form.offer_kinds(_agency(scene))
    if not form.is_submitted():
        form["kind"].data = kind.code
    first = (
        Holder.PARTICIPANT if kind.first == step_kinds.PARTICIPANT else Holder(_agency(scene).value)
    )
    form.offer_holders(scene.person.short_name, kind.usual_days, first)
    return form


def _appointment_form(scene: Scene) -> Form:
    form = NewAppointmentForm()
    spoken = scene.person.interpreter_language
    form.offer(_agency(scene), spoken, current().say(LANGUAGE_NAMES[spoken]) if spoken else "")
    return form


def _message_form(_scene: Scene) -> Form:
    chosen = _chosen("phrase") or FIRST_MESSAGE
    saying = PHRASEBOOK.get(chosen)
    form = with_parameters(PostMessageForm, saying.parameters if saying else ())()
    form.offer(chosen if saying or chosen == FREE else FIRST_MESSAGE)
    return form


def _turn_preview(scene: Scene, form: TurnForm) -> tuple[str, Mapping[str, object]]:
    step = _shown(scene, form)
    summary = (form.summary.data or "").strip()
    return "plan/_preview.html", {"step": _with_turn(step, form, scene), "summary": summary}


def _shown(scene: Scene, form: TurnForm | DoneForm) -> StepRow:
    """The chosen step. Raises LookupError when none is, so there is nothing to show yet."""
    step = scene.plan.step(form.step_id)
    if step is None:
        raise LookupError("no step is chosen")
    return step


def _with_turn(step: StepRow, form: Any, scene: Scene) -> StepRow:
    receiver, promise = form.receiver(_agency(scene)), form.promise()
    return step._replace(
        state=StepState.WAITING, holder=receiver.holder, outside_name=receiver.outside_name,
        since=clock.now(), promised_by=promise.by if promise else None,
        ground=promise.ground if promise else None,
        due=promise.by if promise and receiver.holder is Holder.PARTICIPANT else None,
    )  # fmt: skip


def _done_preview(scene: Scene, form: DoneForm) -> tuple[str, Mapping[str, object]]:
    step = _shown(scene, form)
    done = step._replace(state=StepState.DONE, done_at=clock.now(), holder=None)
    return "plan/_preview.html", {"step": done, "summary": ""}


def _step_preview(scene: Scene, form: Any) -> tuple[str, Mapping[str, object]]:
    kind = step_kinds.BY_CODE[form.kind.data]
    values = checked(kind.parameters, values_of(form, kind.parameters))
    blank = StepRow(
        uuid4(), kind.code, values, None, None, _agency(scene), StepState.WAITING, None, None, None, None,
        None, 1, scene.actor.name, None, None, None, None, None,
    )  # fmt: skip
    return "plan/_preview.html", {"step": _with_turn(blank, form, scene), "summary": ""}


def _appointment_preview(
    scene: Scene, form: NewAppointmentForm
) -> tuple[str, Mapping[str, object]]:
    new = form.appointment()
    spoken = scene.person.interpreter_language
    row = AppointmentRow(
        uuid4(), scene.person.id, _agency(scene), new.kind, new.starts, new.ends, new.mode, new.place, None,
        None, new.purpose, new.bring, new.interpreter, spoken, False, False, False, True, False,
        new.reply_by, Reply.NONE, None, None, None, AppointmentState.BOOKED, 1,
        [AttendeeRow(scene.actor.name, _agency(scene), scene.actor.title)],
    )  # fmt: skip
    return "appointments/_preview.html", {"appointment": row}


def _message_preview(scene: Scene, form: Any) -> tuple[str, Mapping[str, object]]:
    parameters = _message_parameters(form)
    row = MessageRow(
        uuid4(), uuid4(), scene.actor.name, scene.actor.agency, form.code,
        checked(parameters, values_of(form, parameters)), None if form.code else form.body.data.strip(),
        None if form.code else "sv", form.answer_by, clock.now(), None, None,
    )  # fmt: skip
    extra = form.body.data.strip() if form.code and form.body.data else ""
    return "messages/_preview.html", {"message": row, "extra": extra}


def _publish_turn(db: Session, scene: Scene, form: TurnForm) -> object:
    return plans.hand_over(
        db, scene.actor, form.step_id, version=form.version, to=form.receiver(_agency(scene)),
        promise=form.promise(), summary=(form.summary.data or "").strip(),
    )  # fmt: skip


def _publish_done(db: Session, scene: Scene, form: DoneForm) -> object:
    return plans.finish(db, scene.actor, form.step_id, version=form.version)


def _publish_step(db: Session, scene: Scene, form: Any) -> object:
    kind = step_kinds.BY_CODE[form.kind.data]
    new = plans.NewStep(
        kind.code, values_of(form, kind.parameters), form.receiver(_agency(scene)), form.promise()
    )
    return plans.add_step(db, scene.actor, scene.person.id, new)


def _publish_appointment(db: Session, scene: Scene, form: NewAppointmentForm) -> object:
    return appointments.publish(db, scene.actor, scene.person.id, form.appointment())


def _publish_message(db: Session, scene: Scene, form: Any) -> object:
    return messages.post(
        db, scene.actor, scene.person.id, phrase=form.code,
        values=values_of(form, _message_parameters(form)), body=form.body.data or "",
        reply_by=form.answer_by,
    )  # fmt: skip


def _step_parameters(form: Any) -> tuple[Parameter, ...]:
    kind = step_kinds.BY_CODE.get(form.kind.data)
    return kind.parameters if kind else ()


def _message_parameters(form: Any) -> tuple[Parameter, ...]:
    saying = PHRASEBOOK.get(form.phrase.data) if form.phrase.data != FREE else None
    return saying.parameters if saying else ()


def _none(_form: Form) -> tuple[Parameter, ...]:
    return ()


def _agency(scene: Scene) -> Any:
    return scene.actor.agency


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


POSTINGS: Mapping[str, Posting] = MappingProxyType({
    "turn": Posting(phrase("posting", "Hand over the turn"), "route", _turn_form, _none, _turn_preview, _publish_turn),
    "done": Posting(phrase("posting", "Step done"), "check", _done_form, _none, _done_preview, _publish_done),
    "step": Posting(phrase("posting", "New step"), "plus", _step_form, _step_parameters, _step_preview, _publish_step),
    "appointment": Posting(phrase("posting", "New time"), "calendar", _appointment_form, _none, _appointment_preview, _publish_appointment),
    "message": Posting(phrase("posting", "Message"), "message", _message_form, _message_parameters, _message_preview, _publish_message),
})  # fmt: skip
