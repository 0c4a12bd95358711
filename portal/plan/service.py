"""Changing plans. Every change of whose turn it is ends one turn and begins the next."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.audience import Audience
from portal.db import ChangedMeanwhile
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.phrases import step_kinds
from portal.phrases.parameters import Values, checked
from portal.phrases.reasons import NOT_POSSIBLE, Ground
from portal.plan.models import (
    CLOSED_STATES,
    Duty,
    DutyTick,
    Holder,
    Plan,
    Step,
    StepState,
    Turn,
)
from portal.sharing.kinds import ShareKind
from portal.sharing.models import Consent
from portal.sharing.policy import assigned, scope
from portal.trail.models import Act
from portal.trail.service import leave


class NotYourTurn(Exception):
    """The step is closed, or the turn is not with the one who wants to act on it."""


class NotShared(Exception):
    """The receiving agency may not see the step, so the turn cannot be handed to it."""


@dataclass(frozen=True, slots=True)
class Promise:
    """By when the holder answers, and on what ground."""

    by: date
    ground: Ground


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets the turn; an outside party has a name and an agency that answers for it."""

    holder: Holder
    outside_name: str | None = None
    answers: Agency | None = None


def finish(db: Session, actor: Actor, step_id: UUID, *, version: int) -> Step:
    """Marks a step as done: the participant when it is her turn, or staff of the owning agency.

    Where a step needs the owner's look, the participant has done her part: the turn goes to the
    owner, and the step stays open. Raises NotYourTurn, and ChangedMeanwhile when the step changed
    after it was shown.
    """
    step = _changeable(db, actor, step_id, version)
    if actor.is_participant and _open_turn(db, step).holder is not Holder.PARTICIPANT:
        raise NotYourTurn
    if not actor.is_participant and actor.agency is not step.agency:
        raise NotYourTurn
    kind = step_kinds.BY_CODE.get(step.kind or "")
    if actor.is_participant and kind and not kind.hers:
        _back_to_owner(db, step, summary="", language="sv")
    else:
        _end_turn(db, step)
        step.state, step.done_at = StepState.DONE, clock.now()
    leave(
        db,
        actor,
        Act.CHANGED,
        "step",
        participant=step.participant_id,
        subject_id=step.id,
    )
    return step


def say_not_possible(
    db: Session,
    actor: Actor,
    step_id: UUID,
    *,
    version: int,
    reason: str,
    text: str,
    language: str,
) -> Step:
    """The participant says that a step is not possible for her: the turn goes to its owner.

    The step stays open until the owner has found another route. Raises NotYourTurn,
    ChangedMeanwhile, and KeyError for a reason that is not in the catalogue.
    """
    step = _changeable(db, actor, step_id, version)
    if _open_turn(db, step).holder is not Holder.PARTICIPANT:
        raise NotYourTurn
    NOT_POSSIBLE[reason]
    step.reason = reason
    _back_to_owner(db, step, summary=text, language=language)
    leave(
        db,
        actor,
        Act.CHANGED,
        "step",
        participant=step.participant_id,
        subject_id=step.id,
    )
    return step


def hand_over(
    db: Session,
    actor: Actor,
    step_id: UUID,
    *,
    version: int,
    to: Receiver,
    promise: Promise | None,
    summary: str = "",
) -> Step:
    """Staff hand the turn on. It lands on the receiver's desk.

    Raises NotYourTurn for a participant, who says that her part is done instead; NotShared when the
    receiving agency may not see the step; and ChangedMeanwhile.
    """
    step = _changeable(db, actor, step_id, version)
    if actor.is_participant:
        raise NotYourTurn
    receiver = to.answers if to.holder is Holder.OUTSIDE else _agency(to.holder)
    if receiver is not None and not _may_see(db, step, receiver):
        raise NotShared
    step.state, step.reason = StepState.WAITING, None
    step.due = promise.by if promise and to.holder is Holder.PARTICIPANT else None
    _begin_turn(db, step, to, promise, summary=summary, language="sv", by=actor)
    leave(
        db,
        actor,
        Act.CHANGED,
        "step",
        participant=step.participant_id,
        subject_id=step.id,
    )
    return step


def add_step(
    db: Session,
    actor: Actor,
    participant: UUID,
    *,
    kind: str,
    values: Values,
    to: Receiver,
    promise: Promise | None,
) -> Step:
    """Staff add a step of a kind from the catalogue, with its first turn.

    Raises UnfitParameters, NotShared, KeyError for an unknown kind, and NoResultFound without a plan.
    """
    known = step_kinds.BY_CODE[kind]
    plan = db.scalars(
        select(Plan).where(
            Plan.participant_id == participant,
            Plan.closed.is_(None),
            assigned(Plan.participant_id),
        ),
        actor.bindings,
    ).one()
    owner = known.owner or actor.agency
    if owner is None or owner is not actor.agency:
        raise NotYourTurn
    last = db.scalar(select(func.max(Step.position)).where(Step.plan_id == plan.id)) or 0
    step = Step(
        plan_id=plan.id, participant_id=participant, kind=kind, agency=owner, shares=known.shares,
        parameters=checked(known.parameters, values), responsible_id=actor.id, position=last + 1,
        state=StepState.WAITING, added=clock.now(),
        due=promise.by if promise and to.holder is Holder.PARTICIPANT else None,
    )  # fmt: skip
    receiver = to.answers if to.holder is Holder.OUTSIDE else _agency(to.holder)
    if receiver is not None and not _may_see(db, step, receiver):
        raise NotShared
    open_step(db, step, to, promise, by=actor)
    leave(db, actor, Act.ADDED, "step", participant=participant, subject_id=step.id)
    return step


def open_step(
    db: Session,
    step: Step,
    to: Receiver,
    promise: Promise | None,
    *,
    by: Actor | None = None,
) -> None:
    """Stores a new step together with its first turn; neither can stand without the other."""
    step.id = step.id or uuid4()
    turn = _turn(step, to, promise, by=by)
    step.turn_id = turn.id
    db.add_all([step, turn])
    db.flush()


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


def _changeable(db: Session, actor: Actor, step_id: UUID, version: int) -> Step:
    """The step, if the actor sees it, may change it, and it is as it was when shown."""
    seen = scope(actor.role, participant=Step.participant_id, owner=Step.agency, kind=Step.shares)
    step = db.scalars(
        select(Step).where(Step.id == step_id, seen).with_for_update(of=Step),
        actor.bindings,
    ).one()
    if step.version != version:
        raise ChangedMeanwhile
    if step.state in CLOSED_STATES:
        raise NotYourTurn
    if actor.role is Audience.CASEWORKER and actor.agency is not step.agency:
        holder = _open_turn(db, step).holder
        if holder.value != actor.agency:
            raise NotYourTurn
    return step


def _open_turn(db: Session, step: Step) -> Turn:
    return db.get_one(Turn, step.turn_id)


def _end_turn(db: Session, step: Step) -> None:
    _end(_open_turn(db, step))
    db.flush()  # a finished step has no open turn, so the turn ends first
    step.turn_id = None


def _end(turn: Turn) -> datetime:
    """Ends a turn, strictly later than it began, however fast someone taps."""
    turn.ended = max(clock.now(), turn.since + timedelta(microseconds=1))
    return turn.ended


def _begin_turn(
    db: Session,
    step: Step,
    to: Receiver,
    promise: Promise | None,
    *,
    summary: str,
    language: str,
    by: Actor | None = None,
) -> None:
    ended = _end(_open_turn(db, step))
    db.flush()  # the index allows one open turn, so the old one ends first
    turn = _turn(step, to, promise, by=by, summary=summary, language=language)
    turn.since = ended  # just then, so that no time is nobody's
    db.add(turn)
    step.turn_id = turn.id
    db.flush()


def _back_to_owner(db: Session, step: Step, *, summary: str, language: str) -> None:
    """The owner's turn again, to be answered within the usual time of the kind."""
    usual = step_kinds.BY_CODE[step.kind].usual_days if step.kind else 14
    step.state, step.due = StepState.WAITING, None
    _begin_turn(
        db, step, Receiver(Holder(step.agency.value)),
        Promise(clock.weekday_from_today(usual), Ground.ESTIMATE), summary=summary, language=language,
    )  # fmt: skip


def _turn(
    step: Step,
    to: Receiver,
    promise: Promise | None,
    *,
    by: Actor | None,
    summary: str = "",
    language: str = "sv",
) -> Turn:
    return Turn(
        id=uuid4(), step_id=step.id, holder=to.holder, outside_name=to.outside_name, answers=to.answers,
        since=clock.now(), promised_by=promise.by if promise else None,
        ground=promise.ground if promise else None, by_staff_id=by.id if by else None,
        summary=summary or None, summary_language=language if summary else None,
    )  # fmt: skip


def _agency(holder: Holder) -> Agency | None:
    return Agency(holder.value) if holder.value in set(Agency) else None


def _may_see(db: Session, step: Step, agency: Agency) -> bool:
    """Whether an agency owns a step or a consent in force opens it."""
    if agency is step.agency:
        return True
    kind: ShareKind = step.shares
    today = clock.today()
    return db.scalar(
        select(Consent.id).where(
            Consent.participant_id == step.participant_id, Consent.from_agency == step.agency,
            Consent.to_agency == agency, Consent.kind == kind, Consent.starts <= today,
            Consent.ends > today, Consent.withdrawn.is_(None),
        )
    ) is not None  # fmt: skip
