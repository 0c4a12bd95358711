"""Consents that staff note: what was said aloud, by whom, with which interpreter, and who may."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import NoResultFound

from portal.people.models import Assignment
from portal.sharing import consents
from portal.sharing.consents import NotSaid, NotYourAgency, Oral
from portal.sharing.models import GivenHow
from portal.sharing.queries import consents_of, history_of
from portal.trail.models import Act
from tests.moments import NOW
from tests.sharing.test_consents import AF, FK, HEALTH, MALMO, PLAN, RIM, SKANE, held, wish
from tests.trails import traces


def test_an_oral_one_is_noted_by_ones_own_agency_with_the_interpreter(database, actor, do):
    lena, rim = actor("lena"), actor("rim")
    new = wish(database, lena, given=[(SKANE, HEALTH)], months=1)
    do(consents.change, lena, RIM, new, Oral("Samir Tolksson"))
    with database.reading() as db:
        row = next(each for each in history_of(db, rim, RIM) if each.kind is HEALTH)
    assert (row.given, row.by, row.by_agency, row.interpreter) == (
        GivenHow.ORAL, "Lena Övningsson", AF, "Samir Tolksson",
    )  # fmt: skip
    assert traces(database, "consent") == [(Act.ADDED, lena.id, row.id)]


def test_an_oral_one_to_another_agencys_things_is_refused(database, actor, do):
    lena, rim = actor("lena"), actor("rim")
    for source in (MALMO, FK, SKANE):
        reader = AF if source is not AF else FK
        new = wish(database, rim, source, given=[(reader, HEALTH)])
        with pytest.raises(NotYourAgency):
            do(consents.change, lena, RIM, new, Oral(None))


def test_staff_give_none_of_their_own_and_she_notes_none_as_oral(database, actor, do):
    lena, rim = actor("lena"), actor("rim")
    new = wish(database, rim, given=[(SKANE, HEALTH)])
    with pytest.raises(NotSaid):
        do(consents.change, lena, RIM, new)
    with pytest.raises(NotSaid):
        do(consents.change, rim, RIM, new, Oral(None))


@pytest.mark.parametrize("slug", ["petra", "amir", "yusuf", "hodan", "layla"])
def test_who_does_not_work_with_her_can_do_nothing(database, actor, do, slug):
    rim, other = actor("rim"), actor(slug)
    oral = None if other.is_participant else Oral(None)
    source = other.agency or AF
    given = [(SKANE if source is not SKANE else AF, HEALTH)]
    with pytest.raises(NoResultFound):
        do(consents.change, other, RIM, wish(database, rim, source, given=given), oral)
    which = held(database, rim, source)
    with pytest.raises(NoResultFound):
        do(consents.withdraw, other, RIM, next(iter(which.values())).id)
    with database.reading() as db:
        assert consents_of(db, other, RIM) == ()
        assert history_of(db, other, RIM) == ()


def test_an_assignment_that_has_ended_ends_it_for_consents_too(database, actor, do):
    lena = actor("lena")
    new = wish(database, lena, given=[(SKANE, HEALTH)])
    do(lambda db: db.execute(update(Assignment).values(ended=NOW)))
    with pytest.raises(NoResultFound):
        do(consents.change, lena, RIM, new, Oral(None))


def test_staff_note_a_withdrawal_of_what_their_agency_gives_or_gets_and_no_other(
    database, actor, do
):
    lena, rim = actor("lena"), actor("rim")
    gives, gets = held(database, rim, AF)[FK, PLAN], held(database, rim, FK)[AF, PLAN]
    other = held(database, rim, FK)[SKANE, PLAN]
    for row in (gives, gets):
        do(consents.withdraw, lena, RIM, row.id)
    with pytest.raises(NoResultFound):
        do(consents.withdraw, lena, RIM, other.id)
    with database.reading() as db:
        past = {row.id: row for row in history_of(db, rim, RIM)}
        seen = {row.id for row in history_of(db, lena, RIM)}
    assert {past[row.id].withdrawn_by for row in (gives, gets)} == {"Lena Övningsson"}
    assert past[other.id].status == "holds"
    assert other.id not in seen
    assert {gives.id, gets.id} <= seen
