"""What the participant adds to her plan herself, and taking back what she has just said."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.people.actor import Actor
from portal.plan import papers
from portal.plan.models import Handover, Holder, Plan, Step, StepState, Turn, Why
from portal.plan.rows import TAKEN_BACK, TIME_TO_CORRECT
from portal.plan.service import close, next_position
from portal.plan.turns import (
    NotYourTurn,
    Promise,
    Receiver,
    Said,
    as_shown,
    begin_turn,
    changeable,
    changed,
    open_step,
    open_turn,
    reopen,
)
from portal.sharing.kinds import ShareKind
from portal.trail.models import Act


class TooLate(Exception):
    """The ten minutes to correct oneself are over, or someone has acted since."""


def add_own(db: Session, actor: Actor, *, title: str, language: str) -> Step:
    """Adds a step of her own, in her own words. Her contact's agency looks after it.

    Raises NoResultFound without a plan.
    """
    plan = db.scalars(
        select(Plan).where(Plan.participant_id == actor.id, Plan.closed.is_(None))
    ).one()
    if actor.contact is None:
        raise NotYourTurn
    step = Step(
        id=uuid4(), plan_id=plan.id, participant_id=actor.id, title=title, title_language=language,
        agency=actor.contact.agency, shares=ShareKind.PLAN, own=True, state=StepState.WAITING,
        position=next_position(db, plan), added=clock.now(),
    )  # fmt: skip
    open_step(db, step, Receiver(Holder.PARTICIPANT), None)
    return changed(db, actor, step, Act.ADDED)


def rename_own(
    db: Session, actor: Actor, step_id: UUID, *, version: int, title: str, language: str
) -> Step:
    """Puts right what she wrote, within ten minutes. Raises TooLate, NotYourTurn, ChangedMeanwhile."""
    step = _own(db, actor, step_id, version)
    if not in_time(step.added):
        raise TooLate
    step.title, step.title_language = title, language
    return changed(db, actor, step)


def remove_own(db: Session, actor: Actor, step_id: UUID, *, version: int) -> Step:
    """She does not want her own step any longer. Raises NotYourTurn and ChangedMeanwhile."""
    step = _own(db, actor, step_id, version)
    close(db, step, StepState.CANCELLED)
    return changed(db, actor, step)


def take_back(db: Session, actor: Actor, step_id: UUID, *, version: int) -> Step:
    """She takes back "I am done" or "not possible" within ten minutes, while nobody has acted.

    Raises TooLate, and ChangedMeanwhile when someone has acted since the page was shown.
    """
    step = as_shown(db, actor, step_id, version)
    if not actor.is_participant:
        raise NotYourTurn
    if step.turn_id is None:
        _reopen(db, step)
    else:
        _call_back(db, step)
    papers.take_back(db, actor, step)
    return changed(db, actor, step)


def in_time(at: datetime) -> bool:
    """Whether something said then can still be corrected."""
    return clock.now() - at <= TIME_TO_CORRECT


def _own(db: Session, actor: Actor, step_id: UUID, version: int) -> Step:
    step = changeable(db, actor, step_id, version)
    hers = step.own and actor.is_participant
    if not hers or open_turn(db, step).holder is not Holder.PARTICIPANT:
        raise NotYourTurn
    return step


def _reopen(db: Session, step: Step) -> None:
    """A step she closed herself."""
    last = db.scalars(
        select(Turn).where(Turn.step_id == step.id).order_by(Turn.since.desc()).limit(1)
    ).one()
    said_done = step.state is StepState.DONE and step.finished_by_id is None
    removed = step.state is StepState.CANCELLED and step.own
    hers = last.holder is Holder.PARTICIPANT and (said_done or removed)
    begun = select(Step.id).where(
        Step.waits_for_id == step.id, Step.turn_id.is_not(None), Step.state != StepState.PLANNED
    )
    if not hers or last.ended is None or not in_time(last.ended) or db.scalars(begun).first():
        raise TooLate
    reopen(db, step, last, _promise(last))
    step.due = last.promised_by


def _call_back(db: Session, step: Step) -> None:
    """A step she handed back to its owner."""
    turn = open_turn(db, step)
    handover = db.get(Handover, turn.id)
    if handover is None or handover.why not in TAKEN_BACK or not in_time(turn.since):
        raise TooLate
    before = db.get_one(Turn, handover.from_turn_id)
    step.reason, step.due = None, before.promised_by
    begin_turn(db, step, Receiver(Holder.PARTICIPANT), _promise(before), Said(Why.TAKEN_BACK))


def _promise(turn: Turn) -> Promise | None:
    return Promise(turn.promised_by, turn.ground) if turn.promised_by and turn.ground else None
