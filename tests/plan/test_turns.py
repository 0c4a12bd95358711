"""Whatever anyone does in whatever order, every step keeps one unbroken line of turns."""

from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from portal.db import ChangedMeanwhile
from portal.people.demo import demo_id
from portal.phrases.reasons import Ground
from portal.plan import service
from portal.plan.models import CLOSED_STATES, Holder, Step, Turn
from portal.plan.service import NotShared, NotYourTurn, Promise, Receiver
from tests.moments import NOW

PEOPLE = ("rim", "lena", "maria", "hakan", "nadia", "kerstin", "yusuf")
WORKERS = {"af": "lena", "malmo": "maria", "fk": "hakan", "skane": "nadia"}
REFUSALS = (NotYourTurn, NotShared, ChangedMeanwhile, NoResultFound)


@dataclass(frozen=True)
class Move:
    """Someone tries something with one of Rim's steps; `behind` is how stale her page is.

    Without `who` it is tried by one who may.
    """

    who: str | None
    what: str
    step: int
    to: Holder
    behind: int


MOVES = some.builds(
    Move, some.one_of(some.none(), some.none(), some.sampled_from(PEOPLE)), some.sampled_from(["finish", "not_possible", "hand_over", "hand_over"]),
    some.integers(0, 7), some.sampled_from(Holder), some.sampled_from([0, 0, 0, 1]),
)  # fmt: skip


@pytest.fixture
def everyone(actor):
    """Signed in before anything is written: a second writer would wait for the first."""
    return {slug: actor(slug) for slug in PEOPLE}


@settings(
    max_examples=40, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(moves=some.lists(MOVES, min_size=1, max_size=12))
def test_turns_neither_overlap_nor_leave_gaps(db, everyone, moves):
    start = db.begin_nested()
    try:
        for move in moves:
            with suppress(*REFUSALS), db.begin_nested():
                make(db, everyone, move)
            check(db)
    finally:
        start.rollback()
        db.expire_all()


def make(db, everyone, move):
    step = steps(db)[move.step]
    who = everyone[move.who or one_who_may(db, step, move.what)]
    version = step.version - move.behind
    if move.what == "finish":
        service.finish(db, who, step.id, version=version)
    elif move.what == "not_possible":
        service.say_not_possible(
            db, who, step.id, version=version, reason="later", text="", language="ar"
        )
    else:
        outside = move.to is Holder.OUTSIDE
        to = Receiver(move.to, "CSN", who.agency) if outside else Receiver(move.to)
        promise = Promise(NOW.date(), Ground.PROMISE)
        service.hand_over(db, who, step.id, version=version, to=to, promise=promise)
    db.flush()


def one_who_may(db, step, what):
    turn = db.get(Turn, step.turn_id) if step.turn_id else None
    hers = turn is not None and turn.holder is Holder.PARTICIPANT
    return "rim" if what == "not_possible" or (what == "finish" and hers) else WORKERS[step.agency]


def check(db):
    db.expire_all()
    for step in steps(db):
        turns = db.scalars(select(Turn).where(Turn.step_id == step.id).order_by(Turn.since)).all()
        assert all(before.ended == after.since for before, after in pairwise(turns))
        open_turns = [turn.id for turn in turns if turn.ended is None]
        assert open_turns == ([] if step.state in CLOSED_STATES else [step.turn_id])


def steps(db):
    mine = select(Step).where(Step.participant_id == demo_id("rim")).order_by(Step.position)
    return db.scalars(mine).all()
