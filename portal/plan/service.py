"""Changing plans. Every change of whose turn it is ends one turn and begins the next."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from portal import clock
from portal.db import beyond
from portal.people.actor import Actor
from portal.phrases import step_kinds
from portal.phrases.parameters import Values, checked
from portal.phrases.reasons import DELAYED, NOT_OURS, NOT_POSSIBLE, NOT_POSSIBLE_FOR_ME, Ground
from portal.plan import papers, usual
from portal.plan.models import (
    Delay,
    Duty,
    DutyTick,
    Holder,
    Plan,
    Stage,
    Step,
    StepState,
    Turn,
    Why,
)
from portal.plan.turns import (
    NotYourTurn,
    Promise,
    Receiver,
    Said,
    SameHolder,
    back_to_owner,
    begin_turn,
    changeable,
    changed,
    end_turn,
    holding,
    open_step,
    open_turn,
    require_sight,
    usual_days,
)
from portal.sharing.policy import assigned
from portal.trail.models import Act


class TooEarly(Exception):
    """A promise can only be moved to a later day."""


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step to add: its kind and values, who begins, by when, and which step it waits for."""

    kind: str
    values: Values
    to: Receiver
    promise: Promise | None
    waits_for: UUID | None = None


def finish(db: Session, actor: Actor, step_id: UUID, *, version: int) -> Step:
    """Marks a step as done: the participant when it is her turn, or staff of the owning agency.

    Where a step needs the owner's look, the participant has done her part: the turn goes to the
    owner, and the step stays open. Raises NotYourTurn, and ChangedMeanwhile when the step changed
    after it was shown.
    """
    step = changeable(db, actor, step_id, version)
    hers = open_turn(db, step).holder is Holder.PARTICIPANT and step.state is not StepState.PLANNED
    if actor.is_participant and not hers:
        raise NotYourTurn
    if not actor.is_participant and actor.agency is not step.agency:
        raise NotYourTurn
    kind = step_kinds.BY_CODE.get(step.kind or "")
    if actor.is_participant and kind and not kind.hers:
        papers.note(db, actor, step, Stage.SENT)
        back_to_owner(db, step, Said(Why.PART_DONE))
    else:
        step.finished_by_id = None if actor.is_participant else actor.id
        close(db, step, StepState.DONE)
        papers.note(db, actor, step, Stage.ARRIVED)
    return changed(db, actor, step)


def say_not_possible(
    db: Session, actor: Actor, step_id: UUID, *, version: int, reason: str, text: str, language: str
) -> Step:
    """The participant says that a step is not possible for her: the turn goes to its owner.

    The step stays open until the owner has found another route. Raises NotYourTurn,
    ChangedMeanwhile, and KeyError for a reason that is not in the catalogue.
    """
    step = changeable(db, actor, step_id, version)
    if open_turn(db, step).holder is not Holder.PARTICIPANT:
        raise NotYourTurn
    NOT_POSSIBLE_FOR_ME[reason]
    step.reason = reason
    back_to_owner(db, step, Said(Why.NOT_POSSIBLE, text, language))
    return changed(db, actor, step)


def hand_over(
    db: Session, actor: Actor, step_id: UUID, *, version: int, to: Receiver, promise: Promise | None,
    summary: str = "",
) -> Step:  # fmt: skip
    """Staff hand the turn on. It lands on the receiver's desk.

    Raises NotYourTurn for a participant, who says that her part is done instead; NotShared when the
    receiving agency may not see the step, NobodyThere when it has no staff with her; SameHolder
    when it has the turn already; and ChangedMeanwhile.
    """
    step = changeable(db, actor, step_id, version)
    if actor.is_participant:
        raise NotYourTurn
    last = open_turn(db, step)
    if (last.holder, last.outside_name) == (to.holder, to.outside_name):
        raise SameHolder
    require_sight(db, step, to)
    _hand_on(db, step, to, promise, Said(Why.HANDED_OVER, summary, by=actor))
    return changed(db, actor, step)


def say_not_ours(
    db: Session, actor: Actor, step_id: UUID, *, version: int, reason: str, to: Receiver,
    promise: Promise | None, summary: str = "",
) -> Step:  # fmt: skip
    """The agency that has the turn says that the step is not its own, and routes it on.

    The participant reads it in her plan, and it counts as one time she was sent on. Raises
    NotYourTurn for anyone but an agency that was handed a step of another's, and where it is sent
    to the same agency again; NotShared; ChangedMeanwhile; KeyError for an unknown reason.
    """
    step = changeable(db, actor, step_id, version)
    receiver = step.agency is not actor.agency and holding(db, step) is actor.agency
    if actor.is_participant or not receiver or to.agency is actor.agency:
        raise NotYourTurn
    NOT_OURS[reason]
    require_sight(db, step, to)
    _hand_on(db, step, to, promise, Said(Why.NOT_OURS, summary, reason=reason, by=actor))
    return changed(db, actor, step)


def close_as_not_possible(
    db: Session, actor: Actor, step_id: UUID, *, version: int, reason: str, other: NewStep | None
) -> Step:
    """The owner says that a step is not possible, and adds the other route as a step of its own.

    Raises NotYourTurn, ChangedMeanwhile, KeyError, and what `add_step` raises.
    """
    step = changeable(db, actor, step_id, version)
    if actor.is_participant or actor.agency is not step.agency:
        raise NotYourTurn
    NOT_POSSIBLE[reason]
    route = add_step(db, actor, step.participant_id, other) if other else None
    step.reason, step.due, step.other_route_id = reason, None, route.id if route else None
    if route:  # what waited for this step waits for the other way instead
        for follower in _waiting_for(db, step):
            follower.waits_for_id = route.id
        db.flush()
    close(db, step, StepState.NOT_POSSIBLE)
    if reason == "declined":
        papers.note(db, actor, step, Stage.DECLINED)
    return changed(db, actor, step)


def delay(db: Session, actor: Actor, step_id: UUID, *, version: int, by: date, reason: str) -> Step:
    """The agency that has the turn, or owns the step, moves its promise; what was promised is kept.

    Source: förvaltningslagen 11 §, a delayed authority tells the party why. The notice itself is a
    message. Raises NotYourTurn without a promise of an agency's, TooEarly, ChangedMeanwhile, and
    KeyError for an unknown reason.
    """
    step = changeable(db, actor, step_id, version)
    turn = open_turn(db, step)
    if actor.is_participant or turn.holder is Holder.PARTICIPANT or turn.promised_by is None:
        raise NotYourTurn
    if by <= turn.promised_by or by <= clock.today():
        raise TooEarly
    DELAYED[reason]
    db.add(
        Delay(
            turn_id=turn.id, at=clock.now(), promised_before=turn.promised_by, promised_by=by,
            reason=reason, by_staff_id=actor.id,
        )
    )  # fmt: skip
    turn.promised_by, turn.ground = by, Ground.PROMISE
    flag_modified(step, "state")  # a new version, so that nobody acts on the old date
    return changed(db, actor, step)


def add_step(db: Session, actor: Actor, participant: UUID, new: NewStep) -> Step:
    """Staff add a step of a kind from the catalogue, with its first turn.

    Raises UnfitParameters, NotShared, KeyError for an unknown kind, NotYourTurn for a kind of
    another agency's, and NoResultFound without a plan.
    """
    known = step_kinds.BY_CODE[new.kind]
    plan = current_plan(db, actor, participant)
    owner = known.owner or actor.agency
    if owner is None or owner is not actor.agency:
        raise NotYourTurn
    mine = new.to.holder is Holder.PARTICIPANT
    waits = _earlier(db, plan, new.waits_for)
    step = Step(
        id=uuid4(), plan_id=plan.id, participant_id=participant, kind=new.kind, agency=owner,
        shares=known.shares, parameters=checked(known.parameters, new.values),
        responsible_id=actor.id, position=next_position(db, plan), added=clock.now(),
        state=StepState.PLANNED if waits else StepState.WAITING, waits_for_id=waits,
        due=new.promise.by if new.promise and mine else None,
    )  # fmt: skip
    require_sight(db, step, new.to)
    open_step(db, step, new.to, new.promise, by=actor)
    papers.ask(db, actor, step, known)
    return changed(db, actor, step, Act.ADDED)


def current_plan(db: Session, actor: Actor, participant: UUID) -> Plan:
    """The current plan of someone the actor works with. Raises NoResultFound."""
    return db.scalars(
        select(Plan).where(
            Plan.participant_id == participant, Plan.closed.is_(None), assigned(Plan.participant_id)
        ),
        actor.bindings,
    ).one()


def next_position(db: Session, plan: Plan) -> int:
    """The place after the last step of a plan."""
    with beyond(db):
        last = db.scalar(select(func.max(Step.position)).where(Step.plan_id == plan.id))
    return (last or 0) + 1


def tick(db: Session, actor: Actor, duty_id: UUID) -> None:
    """The participant notes a duty as done this month, or takes the note back.

    Raises NoResultFound for a duty that is not hers.
    """
    duty = db.scalars(select(Duty).where(Duty.id == duty_id, Duty.participant_id == actor.id)).one()
    month = f"{clock.today():%Y-%m}"
    done = db.get(DutyTick, (duty.id, month))
    if done is None:
        db.add(DutyTick(duty_id=duty.id, month=month, ticked=clock.now()))
    else:
        db.delete(done)


def _earlier(db: Session, plan: Plan, waits_for: UUID | None) -> UUID | None:
    """An open step of the same plan to wait for; None without one, or when it is over already."""
    if waits_for is None:
        return None
    return db.scalar(
        select(Step.id).where(
            Step.id == waits_for, Step.plan_id == plan.id, Step.turn_id.is_not(None)
        )
    )


def _hand_on(db: Session, step: Step, to: Receiver, promise: Promise | None, said: Said) -> Turn:
    step.state, step.reason = StepState.WAITING, None
    step.due = promise.by if promise and to.holder is Holder.PARTICIPANT else None
    turn = begin_turn(db, step, to, promise, said)
    usual.reckon_if_old(db, step.kind)
    return turn


def close(db: Session, step: Step, state: StepState) -> None:
    """Ends a step. What has waited for it begins."""
    end_turn(db, step)
    step.state = state
    step.done_at = clock.now() if state is StepState.DONE else None
    usual.reckon_if_old(db, step.kind)
    with beyond(db):  # whoever owns them: that the clock of one starts tells nothing of it
        for follower in _waiting_for(db, step):
            _set_off(db, follower)


def _waiting_for(db: Session, step: Step) -> list[Step]:
    waits = select(Step).where(Step.waits_for_id == step.id, Step.state == StepState.PLANNED)
    return list(db.scalars(waits))


def _set_off(db: Session, step: Step) -> None:
    """A step that has waited for another begins: its clock starts now, with whoever is first."""
    turn = open_turn(db, step)
    promise = Promise(clock.weekday_from_today(usual_days(step)), Ground.ESTIMATE)
    if turn.promised_by and turn.ground and turn.promised_by > clock.today():
        promise = Promise(turn.promised_by, turn.ground)  # the day that was given still stands
    to = Receiver(turn.holder, turn.outside_name, turn.answers)
    step.state = StepState.WAITING
    step.due = promise.by if turn.holder is Holder.PARTICIPANT else None
    begin_turn(db, step, to, promise, Said(Why.BEGINS))
