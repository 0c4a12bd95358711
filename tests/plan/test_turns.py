"""Whatever anyone does in whatever order, every step keeps one unbroken line of turns."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError, NoResultFound

from portal.db import ChangedMeanwhile
from portal.people.demo import demo_id
from portal.phrases.reasons import Ground
from portal.plan import own, service
from portal.plan.models import CLOSED_STATES, Handover, Holder, Step, Turn, Why
from portal.plan.own import TooLate
from portal.plan.service import NewStep, TooEarly
from portal.plan.turns import NobodyThere, NotShared, NotYourTurn, Promise, Receiver, SameHolder
from tests.moments import NOW

PEOPLE = ("rim", "lena", "maria", "hakan", "nadia", "kerstin", "yusuf")
WORKERS = {"af": "lena", "malmo": "maria", "fk": "hakan", "skane": "nadia"}
REFUSALS = (
    NotYourTurn,
    NotShared,
    NobodyThere,
    SameHolder,
    ChangedMeanwhile,
    NoResultFound,
    TooLate,
    TooEarly,
)


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
    Move, some.one_of(some.none(), some.none(), some.sampled_from(PEOPLE)), some.sampled_from(
        ["finish", "not_possible", "hand_over", "hand_over", "not_ours", "close", "delay", "take_back"]
    ),
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
    now = {"version": step.version - move.behind}
    outside = move.to is Holder.OUTSIDE
    to = Receiver(move.to, "CSN", who.agency) if outside else Receiver(move.to)
    promise = Promise(NOW.date(), Ground.PROMISE)
    match move.what:
        case "finish":
            service.finish(db, who, step.id, **now)
        case "not_possible":
            service.say_not_possible(
                db, who, step.id, **now, reason="later", text="", language="ar"
            )
        case "not_ours":
            service.say_not_ours(db, who, step.id, **now, reason="done", to=to, promise=promise)
        case "close":
            other = NewStep("G06", {}, Receiver(Holder.PARTICIPANT), promise)
            service.close_as_not_possible(db, who, step.id, **now, reason="no_place", other=other)
        case "delay":
            service.delay(db, who, step.id, **now, by=NOW.date() + timedelta(90), reason="many")
        case "take_back":
            own.take_back(db, who, step.id, **now)
        case _:
            service.hand_over(db, who, step.id, **now, to=to, promise=promise)
    db.flush()


def one_who_may(db, step, what):
    turn = db.get(Turn, step.turn_id) if step.turn_id else None
    hers = turn is not None and turn.holder is Holder.PARTICIPANT
    if what in ("not_possible", "take_back") or (what == "finish" and hers):
        return "rim"
    if what == "not_ours" and turn is not None:
        return WORKERS.get(turn.holder, "maria")
    return WORKERS[step.agency]


def check(db):
    db.expire_all()
    for step in steps(db):
        turns = db.scalars(select(Turn).where(Turn.step_id == step.id).order_by(Turn.since)).all()
        assert all(before.ended == after.since for before, after in pairwise(turns))
        open_turns = [turn.id for turn in turns if turn.ended is None]
        assert open_turns == ([] if step.state in CLOSED_STATES else [step.turn_id])
        for before, after in pairwise(turns):
            assert db.get_one(Handover, after.id).from_turn_id == before.id == after.after_id
        assert db.get(Handover, turns[0].id) is None
    check_references(db)


def check_references(db):
    """Those that wait until the commit are asked for now."""
    if db.get_bind().dialect.name == "sqlite":
        assert db.execute(text("PRAGMA foreign_key_check")).all() == []
    else:
        db.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        db.execute(text("SET CONSTRAINTS ALL DEFERRED"))


def steps(db):
    mine = select(Step).where(Step.participant_id == demo_id("rim")).order_by(Step.position)
    return db.scalars(mine).all()


def stored(db, change):
    change()
    db.commit()


# What would break the line at the commit, whatever code wrote it.


def end_alone(turn, _step):
    return update(Turn).where(Turn.id == turn.id).values(ended=NOW)


def point_elsewhere(_turn, step):
    other = select(Turn.id).where(Turn.step_id != step.id, Turn.ended.is_(None)).limit(1)
    return update(Step).where(Step.id == step.id).values(turn_id=other.scalar_subquery())


@pytest.mark.parametrize("break_it", [end_alone, point_elsewhere])
def test_neither_a_turn_nor_its_step_can_end_alone(database, break_it):
    with database.writing() as db:
        step = steps(db)[3]
        turn = db.get_one(Turn, step.turn_id)
        with pytest.raises(IntegrityError):
            stored(db, lambda: db.execute(break_it(turn, step)))


@pytest.mark.parametrize("with_after", [True, False])
def test_a_turn_that_follows_needs_its_hand_over(database, with_after):
    with database.writing() as db:
        step = steps(db)[3]
        last = db.get_one(Turn, step.turn_id)
        last.ended = NOW
        db.flush()
        turn = Turn(id=uuid4(), step_id=step.id, holder=Holder.FK, since=NOW)
        turn.after_id = last.id if with_after else None
        step.turn_id = turn.id
        with pytest.raises(IntegrityError):
            stored(db, lambda: db.add(turn))


def test_a_hand_over_never_changes(database):
    with database.writing() as db:
        handover = db.scalars(select(Handover)).first()
        handover.why = Why.TAKEN_BACK
        with pytest.raises(IntegrityError):
            db.commit()
