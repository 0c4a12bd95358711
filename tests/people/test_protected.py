"""At most two named members of staff work with a person whose identity is protected."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from portal.people.demo import demo_id
from portal.people.models import Assignment, Participant
from tests.moments import NOW

MIKAELA, RIM = demo_id("mikaela"), demo_id("rim")


def assign(db, participant, staff):
    db.add(Assignment(participant_id=participant, staff_id=demo_id(staff), started=NOW))
    db.flush()


def current(database, participant):
    with database.reading() as db:
        return db.scalar(
            select(func.count())
            .select_from(Assignment)
            .where(Assignment.participant_id == participant, Assignment.ended.is_(None))
        )


def test_a_third_is_refused_and_can_follow_when_one_has_left(database, do):
    assert current(database, MIKAELA) == 2
    with pytest.raises(DBAPIError, match="at most two named"):
        do(assign, MIKAELA, "lena")

    def follow(db):
        one = db.scalars(select(Assignment).where(Assignment.participant_id == MIKAELA)).first()
        one.ended = NOW
        db.flush()
        assign(db, MIKAELA, "lena")

    do(follow)
    assert current(database, MIKAELA) == 2


def test_one_who_left_does_not_come_back_as_a_third(do):
    def end_and_follow(db):
        one = db.scalars(select(Assignment).where(Assignment.participant_id == MIKAELA)).first()
        one.ended = NOW
        db.flush()
        assign(db, MIKAELA, "lena")
        return one.id

    left = do(end_and_follow)
    with pytest.raises(DBAPIError, match="at most two named"):
        do(
            lambda db: db.execute(
                update(Assignment).where(Assignment.id == left).values(ended=None)
            )
        )


def test_who_has_more_is_not_protected_before_the_others_have_left(do):
    def protect(db):
        row = db.get_one(Participant, RIM)
        row.alias, row.protected = "Deltagare 9", True

    with pytest.raises(DBAPIError, match="at most two named"):
        do(protect)


def test_of_two_who_are_added_at_once_one_is_refused(database, do):
    def one_left(db):
        one = db.scalars(select(Assignment).where(Assignment.participant_id == MIKAELA)).first()
        one.ended = NOW

    do(one_left)

    def add(staff):
        try:
            do(assign, MIKAELA, staff)
        except DBAPIError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(add, ("lena", "maria", "hakan", "kerstin"))) == 1
    assert current(database, MIKAELA) == 2
