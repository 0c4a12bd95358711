"""Moving turns: one ends, the next begins at the same instant, and a hand-over says why.

The rules this keeps are held by the database too; see the tables.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.audience import Audience
from portal.db import ChangedMeanwhile
from portal.notices import outbox
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.models import Assignment, Staff
from portal.phrases import step_kinds
from portal.phrases.reasons import Ground
from portal.plan.models import CLOSED_STATES, Handover, Holder, Step, StepState, Turn, Why
from portal.sharing.models import Consent
from portal.sharing.policy import scope
from portal.trail.models import Act
from portal.trail.service import leave

USUAL_DAYS = 14  # for a step that is of no kind in the catalogue


class NotYourTurn(Exception):
    """The step is closed, or the turn is not with the one who wants to act on it."""


class NotShared(Exception):
    """The receiving agency may not see the step, so the turn cannot be handed to it."""


class NobodyThere(Exception):
    """Nobody at the receiving agency works with the participant, so the turn would lie there."""


class SameHolder(Exception):
    """The one chosen has the turn already; to move the day is a delay, with its notice."""


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

    @property
    def agency(self) -> Agency | None:
        """The agency that gets it, or answers for the one who does; None for the participant."""
        return self.answers if self.holder is Holder.OUTSIDE else agency_of(self.holder)


@dataclass(frozen=True, slots=True)
class Said:
    """Why a turn goes on, and what was said with it, in which language, by whom of staff."""

    why: Why
    text: str = ""
    language: str = "sv"
    reason: str | None = None
    by: Actor | None = None


def changeable(db: Session, actor: Actor, step_id: UUID, version: int) -> Step:
    """The open step, if the actor sees it, may change it, and it is as it was when shown.

    Raises NoResultFound, ChangedMeanwhile and NotYourTurn.
    """
    step = as_shown(db, actor, step_id, version)
    if step.state in CLOSED_STATES:
        raise NotYourTurn
    if actor.role is Audience.COORDINATOR:
        raise NotYourTurn
    if not actor.is_participant and actor.agency not in (step.agency, holding(db, step)):
        raise NotYourTurn
    return step


def as_shown(db: Session, actor: Actor, step_id: UUID, version: int) -> Step:
    """A step the actor sees, locked for changing. Raises NoResultFound and ChangedMeanwhile."""
    seen = scope(actor.role, participant=Step.participant_id, owner=Step.agency, kind=Step.shares)
    step = db.scalars(
        select(Step).where(Step.id == step_id, seen).with_for_update(of=Step), actor.bindings
    ).one()
    if step.version != version:
        raise ChangedMeanwhile
    return step


def open_turn(db: Session, step: Step) -> Turn:
    """The turn of an open step."""
    return db.get_one(Turn, step.turn_id)


def holding(db: Session, step: Step) -> Agency | None:
    """The agency that has the turn of an open step, or answers for someone outside who has."""
    turn = open_turn(db, step)
    return Receiver(turn.holder, turn.outside_name, turn.answers).agency


def open_step(
    db: Session, step: Step, to: Receiver, promise: Promise | None, *, by: Actor | None = None
) -> None:
    """Stores a new step together with its first turn; neither can stand without the other."""
    step.id = step.id or uuid4()
    turn = _turn(step, to, promise, Said(Why.HANDED_OVER, by=by))
    step.turn_id = turn.id
    db.add_all([step, turn])
    db.flush()
    if by:
        _tell(db, step, turn)


def end_turn(db: Session, step: Step) -> None:
    """Ends the turn of a step that is being closed."""
    _end(open_turn(db, step))
    db.flush()  # a finished step has no open turn, so the turn ends first
    step.turn_id = None


def begin_turn(db: Session, step: Step, to: Receiver, promise: Promise | None, said: Said) -> Turn:
    """Hands an open step on: the present turn ends and the next begins just then."""
    last = open_turn(db, step)
    _end(last)
    db.flush()  # the index allows one open turn, so the old one ends first
    return _follow(db, step, last, to, promise, said)


def reopen(db: Session, step: Step, last: Turn, promise: Promise | None) -> Turn:
    """Gives a closed step back to whoever had it last, from the instant it was closed."""
    step.state, step.done_at, step.reason = StepState.WAITING, None, None
    to = Receiver(last.holder, last.outside_name, last.answers)
    return _follow(db, step, last, to, promise, Said(Why.TAKEN_BACK))


def back_to_owner(db: Session, step: Step, said: Said) -> Turn:
    """The owner's turn again, to be answered within the usual time of the kind."""
    step.state, step.due = StepState.WAITING, None
    promise = Promise(clock.weekday_from_today(usual_days(step)), Ground.ESTIMATE)
    return begin_turn(db, step, Receiver(Holder(step.agency.value)), promise, said)


def usual_days(step: Step) -> int:
    """The catalogue's usual time for a step of this kind, in days."""
    return step_kinds.BY_CODE[step.kind].usual_days if step.kind else USUAL_DAYS


def require_sight(db: Session, step: Step, to: Receiver) -> None:
    """Raises NotShared where the receiving agency may not see the step, NobodyThere without staff."""
    if to.agency is None:
        return
    if not may_see(db, step, to.agency):
        raise NotShared
    if not works_there(db, step, to.agency):
        raise NobodyThere


def works_there(db: Session, step: Step, agency: Agency) -> bool:
    """Whether anyone at an agency works with the participant at present."""
    someone = (
        select(Assignment.id)
        .join(Staff, Staff.id == Assignment.staff_id)
        .where(
            Assignment.participant_id == step.participant_id, Assignment.ended.is_(None),
            Staff.agency == agency,
        )
        .limit(1)
    )  # fmt: skip
    return db.scalar(someone) is not None


def may_see(db: Session, step: Step, agency: Agency) -> bool:
    """Whether an agency owns a step or a consent in force opens it."""
    if agency is step.agency:
        return True
    today = clock.today()
    return db.scalar(
        select(Consent.id).where(
            Consent.participant_id == step.participant_id, Consent.from_agency == step.agency,
            Consent.to_agency == agency, Consent.kind == step.shares, Consent.starts <= today,
            Consent.ends > today, Consent.withdrawn.is_(None),
        )
    ) is not None  # fmt: skip


def changed(db: Session, actor: Actor, step: Step, act: Act = Act.CHANGED) -> Step:
    """Leaves the trace of a change, once it is stored."""
    db.flush()
    leave(db, actor, act, "step", participant=step.participant_id, subject_id=step.id)
    return step


def agency_of(holder: Holder) -> Agency | None:
    """The agency a holder is; None for the participant and for someone outside."""
    return Agency(holder.value) if holder.value in set(Agency) else None


def _end(turn: Turn) -> datetime:
    """Ends a turn, strictly later than it began, however fast someone taps."""
    turn.ended = max(clock.now(), turn.since + timedelta(microseconds=1))
    return turn.ended


def _follow(
    db: Session, step: Step, last: Turn, to: Receiver, promise: Promise | None, said: Said
) -> Turn:
    if last.ended is None:
        raise NotYourTurn
    turn = _turn(step, to, promise, said)
    turn.after_id, turn.since = last.id, last.ended  # just then, so that no time is nobody's
    step.turn_id = turn.id
    db.flush()  # a step that is closed takes no turn, so it is opened first
    handover = Handover(
        turn_id=turn.id, from_turn_id=last.id, participant_id=step.participant_id, why=said.why,
        reason=said.reason,
    )  # fmt: skip
    db.add_all([turn, handover])
    db.flush()
    if said.by or said.why is Why.BEGINS:  # else she has acted herself
        _tell(db, step, turn)
    return turn


def _tell(db: Session, step: Step, turn: Turn) -> None:
    """Tells the participant that it is her turn."""
    if turn.holder is Holder.PARTICIPANT:
        outbox.tell_turn(db, step.participant_id, turn.id, by=turn.promised_by)


def has_new_turn(db: Session, participant: UUID, since: datetime) -> bool:
    """Whether a turn that became the participant's since an instant is still hers."""
    hers = (
        select(Turn.id)
        .join(Step, Step.turn_id == Turn.id)
        .where(
            Step.participant_id == participant,
            Turn.holder == Holder.PARTICIPANT,
            Turn.since >= since,
        )
        .limit(1)
    )
    return db.scalar(hers) is not None


def _turn(step: Step, to: Receiver, promise: Promise | None, said: Said) -> Turn:
    by = promise.by if promise else None
    return Turn(
        id=uuid4(), step_id=step.id, holder=to.holder, outside_name=to.outside_name, answers=to.answers,
        since=clock.now(), promised_by=by, first_promised_by=by,
        ground=promise.ground if promise else None, by_staff_id=said.by.id if said.by else None,
        summary=said.text or None, summary_language=said.language if said.text else None,
    )  # fmt: skip
