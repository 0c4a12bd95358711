"""The measures: per kind and agency, and nothing that tells about few people."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import text

from portal.cli import measures as shown
from portal.cli.crowd import add_crowd
from portal.people.identity import IdentityVault
from portal.plan.measures import FEWEST, hide, measure
from portal.plan.models import Holder
from tests.moments import IDENTITY_KEY

PEOPLE = some.dictionaries(some.sampled_from(Holder), some.integers(1, 40), min_size=1)


@given(PEOPLE)
def test_what_is_hidden_cannot_be_reckoned_from_a_sum(people):
    hidden = hide(people)
    assert {name for name, count in people.items() if count < FEWEST} <= hidden
    if hidden and len(hidden) < len(people):
        assert len(hidden) > 1
        assert sum(people[name] for name in hidden) >= FEWEST


def test_nothing_is_hidden_without_need():
    assert hide({Holder.AF: 10, Holder.FK: 400}) == set()
    assert hide({Holder.AF: 9, Holder.FK: 30, Holder.MALMO: 20}) == {Holder.AF, Holder.MALMO}


def test_the_cast_alone_is_too_few_to_show(db):
    holders, kinds = measure(db)
    assert holders
    assert all(row.people is None and row.median_days is None for row in holders)
    assert all(row.people is None and row.not_ours_per_person is None for row in kinds)


def gather(database, count: int) -> None:
    add_crowd(database, IdentityVault(IDENTITY_KEY), count, 7, lambda _added: None)


def test_a_crowd_is_measured_as_the_database_counts_it(database):
    gather(database, 40)
    with (
        database.writing() as session
    ):  # many rows come through a cursor, which needs a transaction
        holders, kinds = measure(session)
        row = max((row for row in holders if row.turns), key=lambda row: row.turns)
        counted = session.execute(
            text(
                "SELECT count(*), count(DISTINCT step.participant_id) FROM turn"
                " JOIN step ON step.id = turn.step_id"
                " WHERE step.kind = :kind AND turn.holder = :holder AND turn.ended IS NOT NULL"
            ),
            {"kind": row.kind, "holder": row.holder.value},
        ).one()
        handed = session.execute(
            text(
                "SELECT count(handover.turn_id) * 1.0 / count(DISTINCT step.participant_id) FROM step"
                " LEFT JOIN turn ON turn.step_id = step.id"
                " LEFT JOIN handover ON handover.turn_id = turn.id WHERE step.kind = :kind"
            ),
            {"kind": row.kind},
        ).scalar_one()
    assert (row.turns, row.people) == tuple(counted)
    assert 0 < row.median_days < row.ninth_decile_days
    assert 0 <= row.share_late <= 1
    of_kind = next(each for each in kinds if each.kind == row.kind)
    assert of_kind.hand_overs_per_person == pytest.approx(float(handed), abs=0.01)


def test_they_are_shown_as_a_table_and_as_csv(database, capsys):
    gather(database, 30)
    shown.show(as_csv=True, url=database.url)
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows[0] == list(shown.HOLDERS)
    second = rows.index(list(shown.KINDS))
    assert {len(row) for row in rows[1:second]} == {len(shown.HOLDERS)}
    assert any(row[3] == "" for row in rows[1:second])  # hidden
    assert any(row[3] for row in rows[1:second])
    shown.show(as_csv=False, url=database.url)
    assert "hidden: fewer than ten people" in capsys.readouterr().out
