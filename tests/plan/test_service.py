"""Changing plans: one open turn a step, whoever acts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, NoResultFound

from portal.db import ChangedMeanwhile
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.phrases.parameters import UnfitParameters
from portal.phrases.reasons import Ground
from portal.plan import service
from portal.plan.models import Holder, Step, StepState, Turn
from portal.plan.service import NewStep
from portal.plan.turns import NotShared, NotYourTurn, Promise, Receiver

SOON = Promise(date(2026, 12, 4), Ground.PROMISE)


def step(db, person: str, kind: str) -> Step:
    return db.scalars(
        select(Step).where(Step.participant_id == demo_id(person), Step.kind == kind)
    ).one()


def turns(db, of: Step) -> list[Turn]:
    return list(db.scalars(select(Turn).where(Turn.step_id == of.id).order_by(Turn.since)))


def test_finishing_ends_the_turn(db, actor):
    anneli = actor("anneli")
    mine = step(db, "anneli", "A05")
    service.finish(db, anneli, mine.id, version=mine.version)
    db.flush()
    assert (mine.state, mine.turn_id) == (StepState.DONE, None)
    assert turns(db, mine)[-1].ended is not None


def test_her_part_of_a_step_hands_the_turn_to_its_owner(db, actor):
    rim, maria = actor("rim"), actor("maria")
    mine = step(db, "rim", "M14")
    service.finish(db, rim, mine.id, version=mine.version)
    db.flush()
    assert (mine.state, mine.due) == (StepState.WAITING, None)
    assert [(turn.holder, turn.ended is None) for turn in turns(db, mine)] == [
        (Holder.PARTICIPANT, False), (Holder.MALMO, True),
    ]  # fmt: skip
    service.finish(db, maria, mine.id, version=mine.version)
    assert mine.state is StepState.DONE


def test_only_the_one_whose_turn_it_is_finishes(db, actor):
    rim, maria = actor("rim"), actor("maria")
    waiting = step(db, "rim", "A13")
    with pytest.raises(NotYourTurn):
        service.finish(db, rim, waiting.id, version=waiting.version)
    with pytest.raises(NotYourTurn):  # sees it, but it is another agency's
        service.finish(db, maria, waiting.id, version=waiting.version)


def test_a_step_that_changed_meanwhile_is_not_touched(db, actor):
    rim = actor("rim")
    mine = step(db, "rim", "M14")
    with pytest.raises(ChangedMeanwhile):
        service.finish(db, rim, mine.id, version=mine.version - 1)
    assert mine.state is StepState.WAITING


def test_saying_not_possible_hands_the_turn_to_the_owner(db, actor):
    rim = actor("rim")
    mine = step(db, "rim", "M14")
    service.say_not_possible(
        db,
        rim,
        mine.id,
        version=mine.version,
        reason="requirements",
        text="لا يوجد مكان",
        language="ar",
    )
    before, now = turns(db, mine)
    assert before.ended is not None
    assert (now.holder, now.ended, now.summary, now.summary_language) == (
        Holder.MALMO, None, "لا يوجد مكان", "ar",
    )  # fmt: skip
    assert mine.turn_id == now.id
    assert mine.state is StepState.WAITING


@pytest.mark.parametrize("holder", ["participant", "malmo", "fk", "skane"])
def test_every_agency_can_be_handed_the_turn(db, actor, holder):
    lena = actor("lena")
    waiting = step(db, "rim", "A13")
    service.hand_over(
        db,
        lena,
        waiting.id,
        version=waiting.version,
        to=Receiver(Holder(holder)),
        promise=SOON,
        summary="Klart för dig.",
    )
    latest = turns(db, waiting)[-1]
    assert (latest.holder, latest.promised_by, latest.ground) == (
        Holder(holder),
        SOON.by,
        SOON.ground,
    )
    assert [turn.ended is None for turn in turns(db, waiting)] == [False, True]
    assert waiting.due == (SOON.by if holder == "participant" else None)


def test_an_outside_party_has_a_name_and_an_agency_that_answers(db, actor):
    lena = actor("lena")
    waiting = step(db, "rim", "A13")
    to = Receiver(Holder.OUTSIDE, "Exempelskolan", Agency.AF)
    service.hand_over(db, lena, waiting.id, version=waiting.version, to=to, promise=None)
    assert turns(db, waiting)[-1].outside_name == "Exempelskolan"
    with pytest.raises(IntegrityError):
        service.hand_over(
            db, lena, waiting.id, version=waiting.version, to=Receiver(Holder.OUTSIDE), promise=None
        )


def test_the_turn_is_not_handed_to_an_agency_that_may_not_see_the_step(db, actor):
    nadia = actor("nadia")
    paused = step(db, "farhad", "V05")
    with pytest.raises(NotShared):
        service.hand_over(
            db, nadia, paused.id, version=paused.version, to=Receiver(Holder.AF), promise=SOON
        )


def test_a_new_step_has_its_first_turn(db, actor):
    petra = actor("petra")
    new = NewStep("M10", {"trade": "care"}, Receiver(Holder.PARTICIPANT), SOON)
    added = service.add_step(db, petra, demo_id("hodan"), new)
    assert added.parameters == {"trade": "care"}
    assert [turn.holder for turn in turns(db, added)] == [Holder.PARTICIPANT]
    assert added.position > step(db, "hodan", "M09").position


def test_a_step_is_added_by_its_own_agency_for_its_own_people(db, actor):
    petra, lena = actor("petra"), actor("lena")
    guidance = NewStep("M08", {}, Receiver(Holder.PARTICIPANT), None)
    with pytest.raises(NoResultFound):
        service.add_step(db, petra, demo_id("rim"), guidance)
    with pytest.raises(NotYourTurn):
        service.add_step(db, lena, demo_id("rim"), guidance)
    with pytest.raises(UnfitParameters):
        service.add_step(db, petra, demo_id("hodan"), replace(guidance, kind="M10"))


# What the database itself refuses, whatever code says.


def test_the_database_refuses_a_second_open_turn(db):
    of = step(db, "rim", "A13")
    db.add(Turn(step_id=of.id, holder=Holder.FK, since=of.added))
    with pytest.raises(IntegrityError):
        db.flush()


def handed_over(db, actor) -> tuple[Step, Turn, Turn]:
    """A step whose turn has gone from Arbetsförmedlingen to the participant."""
    lena, of = actor("lena"), step(db, "rim", "A13")
    to = Receiver(Holder.PARTICIPANT)
    service.hand_over(db, lena, of.id, version=of.version, to=to, promise=SOON)
    before, now = turns(db, of)
    return of, before, now


def test_a_turn_begins_when_the_one_before_it_ends(db, actor):
    _step, before, now = handed_over(db, actor)
    assert before.ended == now.since
    assert now.ended is None


@pytest.mark.parametrize(
    "change",
    [
        lambda before, _now: setattr(before, "summary", "Something else"),
        lambda before, _now: setattr(before, "ended", None),
        lambda _before, now: setattr(now, "holder", Holder.FK),
        lambda _before, now: setattr(now, "since", now.since - timedelta(days=1)),
        lambda _before, now: setattr(now, "first_promised_by", date(2027, 1, 1)),
        lambda _before, now: setattr(now, "after_id", None),
    ],
    ids=[
        "ended-changes",
        "ended-opens-again",
        "other-holder",
        "earlier",
        "other-promise",
        "from-nobody",
    ],
)
def test_the_database_refuses_to_change_what_has_been(db, actor, change):
    _step, before, now = handed_over(db, actor)
    change(before, now)
    with pytest.raises(IntegrityError):
        db.flush()


def test_the_database_refuses_to_delete_a_turn(db, actor):
    _step, before, _now = handed_over(db, actor)
    db.delete(before)
    with pytest.raises(IntegrityError):
        db.flush()


@pytest.mark.parametrize("hours", [-1, 1], ids=["overlap", "gap"])
def test_the_database_refuses_a_gap_and_an_overlap(db, actor, hours):
    of, _before, now = handed_over(db, actor)
    now.ended = now.since + timedelta(hours=2)
    db.flush()
    db.add(Turn(step_id=of.id, holder=Holder.AF, since=now.ended + timedelta(hours=hours)))
    with pytest.raises(IntegrityError):
        db.flush()


def test_the_database_refuses_an_open_turn_on_a_finished_step(db):
    done = step(db, "rim", "G02")
    db.add(Turn(step_id=done.id, holder=Holder.AF, since=turns(db, done)[-1].ended))
    with pytest.raises(IntegrityError):
        db.flush()


def test_the_database_refuses_to_finish_a_step_whose_turn_goes_on(db):
    of = step(db, "rim", "A13")
    of.state, of.turn_id, of.done_at = StepState.DONE, None, of.added
    with pytest.raises(IntegrityError):
        db.flush()


def test_the_database_refuses_an_open_step_without_a_turn(db):
    step(db, "rim", "A13").turn_id = None
    with pytest.raises(IntegrityError):
        db.flush()


def test_the_database_refuses_a_closed_step_with_a_turn(db):
    of = step(db, "rim", "A13")
    of.state = StepState.CANCELLED
    with pytest.raises(IntegrityError):
        db.flush()


@pytest.mark.parametrize(
    "change",
    [
        {"state": StepState.PAUSED}, {"title": "Fritt", "title_language": "sv"}, {"kind": None},
        {"state": "unknown"}, {"agency": "skv"},
    ],
)  # fmt: skip
def test_the_database_refuses_steps_that_make_no_sense(db, change):
    from sqlalchemy.exc import StatementError

    of = step(db, "rim", "A13")
    for name, value in change.items():
        setattr(of, name, value)
    with pytest.raises((IntegrityError, StatementError)):
        db.flush()
