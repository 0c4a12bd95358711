"""What is usual: the median of finished turns, reckoned from what has really happened."""

from collections.abc import Mapping
from datetime import timedelta
from statistics import median

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db import Statement, beyond, read
from portal.plan.models import Handover, Holder, Step, Turn, UsualTime, Why

FEWEST = 10  # fewer finished turns say nothing, and would tell about single people
LATEST = 500  # of each kind and holder; what was usual years ago is not what is usual now
KEPT = timedelta(days=1)
# A turn that was taken back, or had not begun yet, is no time that anyone took.
AWAITED = or_(Handover.why.is_(None), Handover.why.not_in((Why.TAKEN_BACK, Why.BEGINS)))


def reckon_if_old(db: Session, kind: str | None) -> None:
    """Reckons the usual times of a kind anew, at most once a day."""
    if kind is None:
        return
    newest = db.scalar(
        select(UsualTime.reckoned).where(UsualTime.kind == kind).order_by(UsualTime.reckoned.desc())
    )
    if newest is None or newest < clock.now() - KEPT:
        reckon(db, kind)


def reckon(db: Session, kind: str) -> None:
    """Reckons how long a kind of step usually stays with each kind of holder.

    In whole days, the median of the latest finished turns. The share that is still open is left
    out: it has no length yet.
    """
    asked = (
        select(Turn.holder, Turn.since, Turn.ended)
        .join(Step, Step.id == Turn.step_id)
        .outerjoin(Handover, Handover.from_turn_id == Turn.id)
        .where(Step.kind == kind, Turn.ended.is_not(None), AWAITED)
        .order_by(Turn.ended.desc())
        .limit(LATEST * len(Holder))
    )
    with beyond(db):  # of everybody's, and only how many days are told
        rows = db.execute(asked).all()
    days: dict[Holder, list[int]] = {}
    for holder, since, ended in rows:
        if ended is not None:
            days.setdefault(holder, []).append((ended - since).days)
    for holder, found in days.items():
        latest = found[:LATEST]
        db.merge(
            UsualTime(
                kind=kind, holder=holder, days=round(median(latest)), turns=len(latest),
                reckoned=clock.now(),
            )
        )  # fmt: skip
    db.flush()


def reckon_all(db: Session) -> None:
    """The usual times of every kind there are steps of."""
    for kind in db.scalars(select(Step.kind).where(Step.kind.is_not(None)).distinct()):
        if kind is not None:
            reckon(db, kind)


_KNOWN: Statement = select(UsualTime.kind, UsualTime.holder, UsualTime.days).where(
    UsualTime.turns >= FEWEST
)

UsualTimes = Mapping[tuple[str, Holder], int]


def usual_times(db: Session) -> UsualTimes:
    """How many days each kind of step usually stays with each holder, where enough have finished."""
    return {(row.kind, row.holder): row.days for row in read(db, _KNOWN, {})}
