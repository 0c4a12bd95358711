"""What is usual: the median of finished turns, from ten on."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.plan import usual
from portal.plan.models import Holder, Plan, Step, StepState, Turn, UsualTime
from portal.sharing.kinds import ShareKind
from tests.moments import NOW


def finished(db, days: list[int], kind: str = "A13", holder: Holder = Holder.AF) -> None:
    plan = db.scalars(select(Plan).where(Plan.participant_id == demo_id("tesfay"))).one()
    for number, length in enumerate(days):
        step = Step(
            id=uuid4(), plan_id=plan.id, participant_id=plan.participant_id, kind=kind, added=NOW,
            parameters={"trade": "kitchen"}, agency=Agency.AF, shares=ShareKind.PLAN, done_at=NOW,
            state=StepState.DONE, position=100 + number,
        )  # fmt: skip
        db.add(step)
        db.flush()
        since = NOW - timedelta(days=length)
        db.add(Turn(step_id=step.id, holder=holder, since=since, ended=NOW))
    db.flush()


@pytest.mark.parametrize(("count", "shown"), [(8, False), (9, True)])
def test_it_is_shown_from_ten_finished_turns(reader, database, count, shown):
    with database.writing() as session, session.begin():
        finished(session, [5] * count)  # the cast has one more, of another length
        usual.reckon(session, "A13")
    page = reader("rim", "sv").get("/plan")
    assert ("Oftast tar det ungefär 5 dagar." in page.text) is shown


def test_it_is_the_median_in_whole_days_per_holder(db):
    finished(db, [1, 2, 3, 40, 50, 60, 70, 80, 90, 100], kind="A16")
    finished(db, [7] * 10, kind="A16", holder=Holder.PARTICIPANT)
    usual.reckon_all(db)
    known = usual.usual_times(db)
    assert known["A16", Holder.AF] == 55
    assert known["A16", Holder.PARTICIPANT] == 7
    assert ("A16", Holder.FK) not in known


def test_it_is_reckoned_at_most_once_a_day(db):
    finished(db, [3] * 10, kind="A16")
    usual.reckon_if_old(db, "A16")
    finished(db, [30] * 40, kind="A16")
    usual.reckon_if_old(db, "A16")
    assert usual.usual_times(db)["A16", Holder.AF] == 3
    db.get(UsualTime, ("A16", Holder.AF)).reckoned = NOW - timedelta(days=2)
    db.flush()
    usual.reckon_if_old(db, "A16")
    assert usual.usual_times(db)["A16", Holder.AF] == 30


def test_it_is_the_proposed_day_when_a_turn_is_handed_over(reader, database):
    with database.writing() as session, session.begin():
        finished(session, [3] * 12, holder=Holder.PARTICIPANT)
        usual.reckon(session, "A13")
    post = f"/staff/participants/{demo_id('rim')}/post"
    form = reader("lena", "sv").get(f"{post}?what=turn").form(post)
    assert form["promised_by"] == "2026-11-26"
