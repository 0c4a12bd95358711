"""Measures of waiting and of being sent on: per kind of step and agency, never per worker.

Counted from turns that have finished. A group of fewer than ten people is not shown, and not
when it could be reckoned from what is shown either: where one group of a kind is hidden, another
is hidden with it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median, quantiles
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.plan.models import Handover, Holder, Step, Turn, Why
from portal.plan.usual import AWAITED

FEWEST = 10  # people in a group that is shown


@dataclass(slots=True)
class Group:
    """What is gathered for one kind with one holder."""

    people: set[UUID] = field(default_factory=set)
    days: list[float] = field(default_factory=list)
    promised: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class HolderMeasure:
    """How long a kind of step is with a holder; everything but the names is None when hidden."""

    kind: str
    holder: Holder
    people: int | None = None
    turns: int | None = None
    median_days: float | None = None
    ninth_decile_days: float | None = None
    share_late: float | None = None


@dataclass(frozen=True, slots=True)
class KindMeasure:
    """How often a kind of step is handed on; everything but the kind is None when hidden."""

    kind: str
    people: int | None = None
    hand_overs_per_person: float | None = None
    not_ours_per_person: float | None = None


def measure(db: Session) -> tuple[list[HolderMeasure], list[KindMeasure]]:
    """Everything, by kind and holder; within a transaction, for it reads through a cursor."""
    groups = _gather(_turns(db))
    by_holder: list[HolderMeasure] = []
    for kind in sorted({kind for kind, _holder in groups}):
        of = {holder: group for (each, holder), group in groups.items() if each == kind}
        hidden = hide({holder: len(group.people) for holder, group in of.items()})
        by_holder += [
            HolderMeasure(kind, holder) if holder in hidden else _figures(kind, holder, of[holder])
            for holder in sorted(of)
        ]
    return by_holder, [_handed(*row) for row in _handovers(db)]


def hide(people: dict[Any, int]) -> set[Any]:
    """Which groups of a kind are not shown, given how many people each has.

    The small ones; and where they are only one group or fewer than ten people together, the next
    smallest too, so that nothing follows from the difference between a sum and what is shown.
    """
    hidden = {name for name, count in people.items() if count < FEWEST}
    rest = sorted((name for name in people if name not in hidden), key=lambda name: people[name])
    while hidden and rest and (len(hidden) < 2 or sum(people[name] for name in hidden) < FEWEST):
        hidden.add(rest.pop(0))
    return hidden


def _turns(db: Session) -> Iterator[Any]:
    return iter(
        db.execute(
            select(
                Step.kind, Turn.holder, Step.participant_id, Turn.since, Turn.ended,
                Turn.first_promised_by,
            )
            .join(Step, Step.id == Turn.step_id)
            .outerjoin(Handover, Handover.from_turn_id == Turn.id)
            .where(Turn.ended.is_not(None), Step.kind.is_not(None), AWAITED)
            .execution_options(yield_per=5000)
        )
    )  # fmt: skip


def _gather(rows: Iterable[Any]) -> dict[tuple[str, Holder], Group]:
    groups: dict[tuple[str, Holder], Group] = {}
    for kind, holder, person, since, ended, promised in rows:
        group = groups.setdefault((kind, holder), Group())
        group.people.add(person)
        group.days.append(_days(since, ended))
        if promised is not None:
            group.promised += 1
            group.late += clock.local(ended).date() > promised
    return groups


def _days(since: datetime, ended: datetime) -> float:
    return (ended - since).total_seconds() / 86400


def _figures(kind: str, holder: Holder, group: Group) -> HolderMeasure:
    ninth = quantiles(group.days, n=10)[-1] if len(group.days) > 1 else group.days[0]
    return HolderMeasure(
        kind, holder, len(group.people), len(group.days), round(median(group.days), 1), round(ninth, 1),
        round(group.late / group.promised, 2) if group.promised else None,
    )  # fmt: skip


def _handovers(db: Session) -> Iterator[Any]:
    """Kind, people, hand-overs and "not ours" of all steps of a kind, open or not."""
    ours = func.count(Handover.turn_id).filter(Handover.why == Why.NOT_OURS)
    return iter(
        db.execute(
            select(
                Step.kind, func.count(Step.participant_id.distinct()), func.count(Handover.turn_id),
                ours,
            )
            .outerjoin(Turn, Turn.step_id == Step.id)
            .outerjoin(Handover, and_(Handover.turn_id == Turn.id, AWAITED))
            .where(Step.kind.is_not(None))
            .group_by(Step.kind)
            .order_by(Step.kind)
        )
    )  # fmt: skip


def _handed(kind: str, people: int, handed: int, not_ours: int) -> KindMeasure:
    if people < FEWEST:
        return KindMeasure(kind)
    return KindMeasure(kind, people, round(handed / people, 2), round(not_ours / people, 2))
