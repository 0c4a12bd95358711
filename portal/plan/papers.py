"""Following a paper: who asked for it, who writes it, and where it has already been handed in.

A health centre is not obliged to write a statement, so "declined" is a stage like any other, and
leads to another route. Nothing here keeps the paper itself.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.orm.attributes import flag_modified

from portal import clock
from portal.db import Statement, read
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.models import Staff
from portal.phrases.reasons import Ground
from portal.phrases.step_kinds import StepKind
from portal.plan.models import Holder, Paper, PaperStage, Stage, Step, Why
from portal.plan.turns import (
    NotYourTurn,
    Promise,
    Receiver,
    Said,
    back_to_owner,
    begin_turn,
    changeable,
    changed,
    may_see,
    open_turn,
    usual_days,
    works_there,
)

UNNAMED = "other"  # two papers that nobody has named are not the same paper
# What can come after what; staff of the agency that has the turn, or owns the step, say which.
NEXT: dict[Stage, tuple[Stage, ...]] = {
    Stage.ASKED: (Stage.ACCEPTED, Stage.DECLINED, Stage.WRITTEN, Stage.SENT, Stage.ARRIVED),
    Stage.OFFERED: (Stage.ARRIVED, Stage.ASKED),
    Stage.ACCEPTED: (Stage.WRITTEN, Stage.SENT, Stage.ARRIVED, Stage.DECLINED),
    Stage.WRITTEN: (Stage.SENT, Stage.ARRIVED),
    Stage.SENT: (Stage.ARRIVED, Stage.ASKED),
    Stage.DECLINED: (Stage.ASKED,),
    Stage.ARRIVED: (),
}


@dataclass(frozen=True, slots=True)
class StageRow:
    """One stage a paper has reached; `agency` is None where the participant said it."""

    stage: Stage
    at: datetime
    agency: Agency | None
    by: str | None


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper with its course, and where the same one has been handed in before."""

    step_id: UUID
    asked_by: Agency
    stage: Stage
    course: tuple[StageRow, ...]
    earlier_at: Agency | None
    earlier_on: datetime | None


class _Found(NamedTuple):
    step_id: UUID
    asked_by: Agency
    now: Stage
    earlier_at: Agency | None
    earlier_on: datetime | None
    stage: Stage
    at: datetime
    agency: Agency | None
    by: str | None


_earlier = aliased(Paper, name="earlier")
_arrived = aliased(PaperStage, name="arrived")
_PAPER: Statement = (
    select(
        Paper.step_id, Paper.asked_by, Paper.stage.label("now"), _earlier.asked_by.label("earlier_at"),
        _arrived.at.label("earlier_on"), PaperStage.stage, PaperStage.at, PaperStage.agency,
        Staff.name.label("by"),
    )
    .join(PaperStage, PaperStage.step_id == Paper.step_id)
    .outerjoin(Staff, Staff.id == PaperStage.by_staff_id)
    .outerjoin(
        _earlier,
        (_earlier.participant_id == Paper.participant_id) & (_earlier.code == Paper.code)
        & (_earlier.step_id != Paper.step_id) & (_earlier.stage == Stage.ARRIVED)
        & (Paper.code != UNNAMED),
    )
    .outerjoin(_arrived, (_arrived.step_id == _earlier.step_id) & (_arrived.stage == Stage.ARRIVED))
    .where(Paper.step_id == bindparam("step"))
    .order_by(_arrived.at.desc(), PaperStage.at)
)  # fmt: skip


def paper_of(db: Session, step: UUID) -> PaperRow | None:
    """The paper of a step the actor has already been allowed to read.

    Where else it has been handed in is for the participant alone: show it to nobody else.
    """
    rows = [_Found(*row) for row in read(db, _PAPER, {"step": step})]
    if not rows:
        return None
    first = rows[0]
    same = [row for row in rows if row.earlier_on == first.earlier_on]
    course = tuple(StageRow(row.stage, row.at, row.agency, row.by) for row in same)
    return PaperRow(
        first.step_id, first.asked_by, first.now, course, first.earlier_at, first.earlier_on
    )


def ask(db: Session, actor: Actor, step: Step, kind: StepKind) -> None:
    """Begins to follow the paper of a new step, if it is about one."""
    if kind.paper is None:
        return
    code = step.parameters.get(kind.paper, kind.paper)
    asks = kind.asks or step.agency
    db.add(
        Paper(
            step_id=step.id, participant_id=step.participant_id, code=code, asked_by=asks,
            stage=Stage.ASKED,
        )
    )  # fmt: skip
    db.flush()
    _reach(db, actor, step.id, Stage.ASKED)


def note(db: Session, actor: Actor, step: Step, stage: Stage) -> None:
    """Notes the stage that something else brought a paper to; nothing for a step without one."""
    paper = db.get(Paper, step.id)
    if paper is None or stage not in NEXT[paper.stage]:
        return
    paper.stage = stage
    _reach(db, actor, step.id, stage)


def move(
    db: Session, actor: Actor, step_id: UUID, *, version: int, stage: Stage, summary: str = ""
) -> Step:
    """Staff say that a paper has come further; the turn goes to whoever acts next.

    Declined or sent, it is with the agency that asked, if that one may see the step and works with
    her, and else with the owner; asked for again, with the participant.
    That it has arrived closes nothing: the owner says when the step is done. Raises NotYourTurn
    for a stage that cannot follow, NoResultFound for a step without a paper, and ChangedMeanwhile.
    """
    step = changeable(db, actor, step_id, version)
    paper = db.scalars(select(Paper).where(Paper.step_id == step.id)).one()
    if actor.is_participant or stage not in NEXT[paper.stage]:
        raise NotYourTurn
    paper.stage = stage
    _reach(db, actor, step.id, stage)
    flag_modified(step, "state")  # a new version also where the turn stays
    step.reason = "declined" if stage is Stage.DECLINED else None
    said = Said(Why.PAPER, summary, by=actor)
    asks = Holder(paper.asked_by.value)
    if stage is Stage.ASKED:
        begin_turn(db, step, Receiver(Holder.PARTICIPANT), None, said)
        step.due = None
    elif stage in (Stage.DECLINED, Stage.SENT, Stage.ARRIVED):
        holder = open_turn(db, step).holder
        there = may_see(db, step, paper.asked_by) and works_there(db, step, paper.asked_by)
        to = asks if there else Holder(step.agency.value)
        if holder is not to:
            promise = Promise(clock.weekday_from_today(usual_days(step)), Ground.ESTIMATE)
            begin_turn(db, step, Receiver(to), promise, said)
    return changed(db, actor, step)


def use_earlier(db: Session, actor: Actor, step_id: UUID, *, version: int) -> Step:
    """The participant says that a paper she has handed in elsewhere may be used.

    The turn goes to the agency that asks, which fetches it; she has nothing more to do. Raises
    NotYourTurn where it is not her turn or nothing has been handed in, and ChangedMeanwhile.
    """
    step = changeable(db, actor, step_id, version)
    paper, found = db.get(Paper, step.id), paper_of(db, step.id)
    hers = actor.is_participant and open_turn(db, step).holder is Holder.PARTICIPANT
    offered = found is not None and found.earlier_at is not None and found.stage is Stage.ASKED
    if paper is None or found is None or not offered or not hers:
        raise NotYourTurn
    earlier = select(Paper.step_id).where(
        Paper.participant_id == actor.id, Paper.code == paper.code, Paper.stage == Stage.ARRIVED,
        Paper.step_id != step.id, Paper.asked_by == found.earlier_at,
    )  # fmt: skip
    paper.reuses_id, paper.stage = db.scalars(earlier).first(), Stage.OFFERED
    _reach(db, actor, step.id, Stage.OFFERED)
    back_to_owner(db, step, Said(Why.PART_DONE))
    return changed(db, actor, step)


def take_back(db: Session, actor: Actor, step: Step) -> None:
    """What the participant has just said of a paper is taken back with the rest."""
    paper = db.get(Paper, step.id)
    if paper is not None and paper.stage in (Stage.SENT, Stage.OFFERED):
        paper.stage, paper.reuses_id = Stage.ASKED, None
        _reach(db, actor, step.id, Stage.ASKED)


def _reach(db: Session, actor: Actor, step: UUID, stage: Stage) -> None:
    by = None if actor.is_participant else actor.id
    db.add(
        PaperStage(step_id=step, stage=stage, at=clock.now(), agency=actor.agency, by_staff_id=by)
    )
    db.flush()
