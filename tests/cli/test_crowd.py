"""Many made-up people: the same for the same seed, and as lawful as anyone."""

from itertools import pairwise

import pytest
from sqlalchemy import func, select

from portal.cli.crowd import add_crowd
from portal.db import WORKER, Database
from portal.people.identity import IdentityVault
from portal.people.models import Participant, Staff
from portal.people.sign_in import start
from portal.plan.models import CLOSED_STATES, Step, Turn
from tests.moments import IDENTITY_KEY

COUNT = 12


def gather(database, seed: int = 2018) -> list[int]:
    added: list[int] = []
    add_crowd(database, IdentityVault(IDENTITY_KEY), COUNT, seed, added.append)
    return added


def crowd(session) -> list[Participant]:
    made = select(Participant).where(Participant.name.regexp_match("[0-9]$"))
    return list(session.scalars(made.order_by(Participant.name)))


def test_everyone_is_added_with_a_history_and_the_progress_is_told(database):
    assert sum(gather(database)) == COUNT
    with database.reading() as session:
        people = crowd(session)
        steps = session.scalar(
            select(func.count()).where(Step.participant_id.in_([each.id for each in people]))
        )
    assert len(people) == COUNT
    assert steps >= 3 * COUNT


def test_turns_follow_one_another_without_gap_and_only_open_steps_have_an_open_one(database):
    gather(database)
    with database.reading() as session:
        people = [each.id for each in crowd(session)]
        steps = session.scalars(select(Step).where(Step.participant_id.in_(people))).all()
        turns: dict[object, list[Turn]] = {step.id: [] for step in steps}
        for turn in session.scalars(
            select(Turn).where(Turn.step_id.in_(turns)).order_by(Turn.since)
        ):
            turns[turn.step_id].append(turn)
    for step in steps:
        mine = turns[step.id]
        assert all(before.ended == after.since for before, after in pairwise(mine))
        assert all(before.holder is not after.holder for before, after in pairwise(mine))
        assert (mine[-1].ended is not None) is (step.state in CLOSED_STATES)
        assert step.turn_id == (None if step.state in CLOSED_STATES else mine[-1].id)


@pytest.mark.parametrize("path", ["/", "/plan", "/appointments", "/messages", "/me"])
def test_the_pages_of_one_of_them_work(app, database, path):
    gather(database)
    with database.writing() as session, session.begin():
        someone = crowd(session)[0].id
        token = start(session, participant=someone)
    client = app.test_client()
    client.set_cookie("portal", token)
    assert client.get(path).status_code == 200


def test_their_team_has_a_desk(app, database):
    gather(database)
    with database.writing() as session, session.begin():
        worker = session.scalar(
            select(Staff.id).where(
                Staff.employee_id.startswith("crowd-0-0"),
            )
        )
        token = start(session, staff=worker)
    client = app.test_client()
    client.set_cookie("portal", token)
    assert client.get("/staff").status_code == 200


def test_the_same_seed_gives_the_same_people(sqlite_templates):
    def names(seed: int) -> list[tuple[object, str, object]]:
        with sqlite_templates.copy() as url:
            database = Database(url, acting=WORKER)
            gather(database, seed)
            with database.reading() as session:
                found = [(each.id, each.name, each.contact_id) for each in crowd(session)]
            database.dispose()
        return found

    assert names(1) == names(1)
    assert names(1) != names(2)
