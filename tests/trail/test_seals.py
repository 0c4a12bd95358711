"""Seals: one trace changed, removed or dated back is found, and so is a seal that was touched."""

import logging
from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.cli.main import portal
from portal.cli.sealing import Sealing
from portal.db import WORKER, act_on
from portal.logs import OneLine
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.trail.models import Act, Trace, TrailSeal
from portal.trail.seal_hash import BEGINNING, Stretch
from portal.trail.sealing import newest, seal_all
from portal.trail.verifying import Fault, verify
from tests import databases
from tests.cli_settings import use_database
from tests.moments import NOW
from tests.trail.tampering import as_owner

MINUTE = timedelta(minutes=1)


def trace(at, **values):
    return {
        "id": uuid4(), "at": at, "act": Act.LOOKED, "subject": "participant",
        "participant_id": demo_id("rim"), "staff_id": demo_id("lena"), "agency": Agency.AF, **values,
    }  # fmt: skip


def look(database, *ats) -> list:
    rows = [trace(at) for at in ats]
    with database.writing() as db, db.begin():
        db.execute(insert(Trace), rows)
    return [row["id"] for row in rows]


def seals(database) -> list[TrailSeal]:
    with database.reading() as db:
        return list(db.scalars(select(TrailSeal).order_by(TrailSeal.id)))


@pytest.fixture
def sealed(database):
    """Three seals: over what the cast has done, over three traces of Lena's, over nothing."""
    looks = look(database, NOW - 3 * MINUTE, NOW - 2 * MINUTE, NOW - 2 * MINUTE)
    clock.fix(NOW - 4 * MINUTE)
    seal_all(database)
    clock.fix(NOW)
    seal_all(database)
    clock.fix(NOW + 10 * MINUTE)
    seal_all(database)
    assert [each.traces for each in seals(database)][1:] == [3, 0]
    return looks


def faults(database, *expected) -> list[tuple[Fault, int | None]]:
    return [(each.fault, each.seal) for each in verify(database, expected).findings]


@pytest.mark.usefixtures("sealed")
def test_what_is_as_it_was_sealed_has_no_fault(database):
    found = verify(database, [seals(database)[0].hash.upper()])
    with database.reading() as db:
        assert found.traces == db.scalar(select(func.count()).select_from(Trace))
    assert (found.findings, found.seals, found.newest.id) == ((), 3, 3)


@pytest.mark.usefixtures("sealed")
def test_seals_follow_one_another_without_a_gap(database):
    first, second, third = seals(database)
    assert first.since == BEGINNING
    assert (second.since, third.since) == (first.until, second.until)
    assert third.until == NOW + 9 * MINUTE
    assert (second.previous, third.previous) == (first.hash, second.hash)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", NOW - 2 * MINUTE - timedelta(microseconds=1)), ("act", Act.ADDED), ("subject", "thread"),
        ("subject_id", uuid4()), ("participant_id", demo_id("hodan")), ("staff_id", demo_id("amir")),
        ("staff_id", None), ("agency", Agency.FK), ("id", uuid4()),
    ],
)  # fmt: skip
def test_one_changed_trace_is_found(database, sealed, column, value):
    with as_owner(database) as owner:
        owner.execute(update(Trace).where(Trace.id == sealed[1]).values({column: value}))
    assert faults(database) == [(Fault.CHANGED, 2)]


def test_one_removed_trace_is_found(database, sealed):
    with as_owner(database) as owner:
        owner.execute(delete(Trace).where(Trace.id == sealed[0]))
    [finding] = verify(database).findings
    assert (finding.fault, finding.seal, finding.sealed, finding.found) == (Fault.REMOVED, 2, 3, 2)


@pytest.mark.parametrize(
    ("at", "found"),
    [
        (NOW - 2 * MINUTE, (Fault.ADDED, 2)), (NOW + 5 * MINUTE, (Fault.ADDED, 3)),
        (BEGINNING, (Fault.ADDED, 1)), (BEGINNING - MINUTE, (Fault.TOO_EARLY, None)),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("sealed")
def test_one_trace_dated_back_past_the_triggers_is_found(database, at, found):
    with as_owner(database) as owner:
        owner.execute(insert(Trace), [trace(at)])
    assert faults(database) == [found]
    clock.fix(NOW + 30 * MINUTE)
    seal_all(database)
    assert faults(database) == [found]  # no later seal takes it in


def test_a_trace_moved_to_where_nothing_is_sealed_yet_is_missed_where_it_was(database, sealed):
    with as_owner(database) as owner:
        owner.execute(update(Trace).where(Trace.id == sealed[1]).values(at=NOW + 20 * MINUTE))
    assert faults(database) == [(Fault.REMOVED, 2)]


@pytest.mark.usefixtures("sealed")
def test_a_removed_seal_is_found(database):
    with as_owner(database) as owner:
        owner.execute(delete(TrailSeal).where(TrailSeal.id == 2))
    assert faults(database) == [(Fault.MISSING, 2)]


def test_a_seal_made_anew_over_forged_traces_is_found_by_the_next(database, sealed):
    forge(database, sealed[0], 2)
    assert faults(database) == [(Fault.REMADE, 3)]


def test_seals_made_anew_to_the_last_are_found_by_the_hash_in_the_log(database, sealed):
    noted = seals(database)[-1].hash
    forge(database, sealed[0], 2, 3)
    assert faults(database) == []
    assert faults(database, noted) == [(Fault.UNKNOWN, None)]


@pytest.mark.usefixtures("sealed")
def test_the_last_seal_removed_and_made_anew_over_the_same_is_found_by_the_hash(database):
    noted = seals(database)[-1].hash
    with as_owner(database) as owner:
        owner.execute(delete(TrailSeal).where(TrailSeal.id == 3))
    assert faults(database, noted) == [(Fault.UNKNOWN, None)]
    clock.fix(NOW + 10 * MINUTE + timedelta(seconds=1))
    seal_all(database)
    assert faults(database, noted) == [(Fault.UNKNOWN, None)]


@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize("column", ["traces", "sealed", "hash", "until"])
def test_a_seal_that_says_something_else_is_found(database, column):
    other = {
        "traces": 7,
        "sealed": NOW + MINUTE,
        "hash": "0" * 64,
        "until": NOW - 90 * timedelta(seconds=1),
    }
    with as_owner(database) as owner:
        owner.execute(update(TrailSeal).where(TrailSeal.id == 2).values({column: other[column]}))
    assert 2 in {seal for _fault, seal in faults(database)}


def forge(database, which, *remade) -> None:
    """Removes a trace and makes seals anew that fit what is left, as the owner of everything can."""
    first = seals(database)
    with as_owner(database) as owner:
        owner.execute(delete(Trace).where(Trace.id == which))
        owner.execute(delete(TrailSeal).where(TrailSeal.id >= min(remade)))
    for seal in first:
        if seal.id in remade:
            clock.fix(seal.until + MINUTE)
            [made] = seal_all(database)
            assert made.until == seal.until
        elif seal.id > max(remade):
            with database.writing() as db, db.begin():
                values = {each.key: getattr(seal, each.key) for each in TrailSeal.__table__.columns}
                db.execute(insert(TrailSeal), [values])


def test_what_is_not_finished_is_not_sealed(database):
    look(database, NOW - timedelta(seconds=59))
    [seal] = seal_all(database)
    assert seal.until == NOW - MINUTE
    assert seal_all(database) == []
    clock.fix(NOW + MINUTE)
    assert [each.traces for each in seal_all(database)] == [1]


@pytest.mark.parametrize("at_least", [timedelta(0), 5 * MINUTE])
def test_while_nothing_happens_no_seal_follows_an_empty_one(database, at_least):
    for minutes in range(0, 60, 6):  # the cast's traces, then nothing for an hour
        clock.fix(NOW + minutes * MINUTE)
        seal_all(database, at_least=at_least)
    first, empty = seals(database)
    assert (first.traces > 0, empty.traces, empty.until) == (True, 0, NOW + 5 * MINUTE)
    look(database, NOW + 58 * MINUTE)
    clock.fix(NOW + 60 * MINUTE)
    [next_] = seal_all(database, at_least=at_least)
    assert (next_.since, next_.until, next_.traces) == (empty.until, NOW + 59 * MINUTE, 1)
    assert faults(database) == []


def test_sealing_looks_at_the_clock_once_and_so_ends(database, monkeypatch):
    instants = count()
    monkeypatch.setattr(clock, "now", lambda: NOW + next(instants) * MINUTE)
    [made] = seal_all(database)
    assert made.until == NOW - MINUTE


@pytest.mark.usefixtures("sealed")
def test_empty_seals_of_before_verify_as_they_did(database):
    with database.writing() as db, db.begin():
        for _number in range(3):
            last = newest(db)
            stretch = Stretch(
                last.id + 1, last.until, last.until + MINUTE, 0, last.hash, NOW + 30 * MINUTE
            )
            db.add(TrailSeal(**stretch._asdict(), hash=stretch.hashed([])))
            db.flush()
    assert [each.traces for each in seals(database)][2:] == [0] * 4
    assert faults(database) == []


def test_many_traces_get_several_seals_that_never_part_an_instant(database):
    seal_all(database)
    look(database, *(NOW + timedelta(seconds=number // 5) for number in range(40)))
    clock.fix(NOW + 5 * MINUTE)
    counts = [each.traces for each in seal_all(database, most=7)]
    assert (sum(counts), set(counts)) == (40, {5})
    assert faults(database) == []
    look(database, *[NOW + 5 * MINUTE] * 9)
    clock.fix(NOW + 10 * MINUTE)
    assert [each.traces for each in seal_all(database, most=7)] == [9, 0]
    assert faults(database) == []


def test_on_postgresql_a_transaction_that_still_runs_holds_the_seal_back(database):
    if database.is_sqlite:
        pytest.skip("SQLite has one writer at a time, and sealing is one")
    clock.fix(None)
    late = database.writer.connect()
    act_on(late, WORKER)
    late.execute(insert(Trace), [trace(clock.now())])  # and does not commit yet
    clock.fix(clock.now() + 10 * MINUTE)  # so that a minute has passed by far
    with database.writer.connect() as begun:
        age = begun.scalar(text("SELECT extract(epoch FROM clock_timestamp() - min(xact_start))"
            " FROM pg_stat_activity WHERE backend_xid IS NOT NULL"))  # fmt: skip
    [seal] = seal_all(database)
    assert clock.now() - MINUTE - timedelta(seconds=float(age) + 5) < seal.until
    assert seal.until < clock.now() - MINUTE - timedelta(seconds=float(age) - 0.01)
    late.commit()
    late.close()


def test_two_workers_at_once_make_one_seal(database):
    first, second = Sealing(database), Sealing(database)
    first()
    second()
    assert len(seals(database)) == 1
    clock.fix(NOW + 4 * MINUTE)
    first()
    assert len(seals(database)) == 1
    clock.fix(NOW + 6 * MINUTE)
    second()
    first()
    assert [each.id for each in seals(database)] == [1, 2]


def test_each_seal_stands_in_the_log_stream(database, caplog):
    with caplog.at_level(logging.INFO, "portal.trail"):
        [seal] = seal_all(database)
    [record] = caplog.records
    assert record.getMessage() == f"trail seal 1 {seal.until.isoformat()}"
    assert f'"seal": "{seal.hash}"' in OneLine().format(record)


@pytest.mark.parametrize("table", [Trace, TrailSeal])
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "TRUNCATE", "REPLACE", "UPSERT"])
@pytest.mark.usefixtures("sealed")
def test_the_database_refuses_to_rewrite_either(database, table, verb):
    name = table.__tablename__
    if (verb == "TRUNCATE" and database.is_sqlite) or (
        verb == "REPLACE" and not database.is_sqlite
    ):
        pytest.skip("the other database's word")
    statement = {
        "UPDATE": "UPDATE {} SET id = id",
        "DELETE": "DELETE FROM {}",
        "TRUNCATE": "TRUNCATE {} CASCADE",
        "REPLACE": "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
        "UPSERT": "INSERT INTO {0} SELECT * FROM {0} WHERE true ON CONFLICT (id) DO UPDATE SET id = excluded.id",
    }[verb].format(name)
    before = verify(database).traces
    refused = "append-only" if database.is_sqlite else "permission denied"
    with database.writer.connect() as portals, pytest.raises(DBAPIError, match=refused):
        portals.execute(text(statement))
    with databases.as_owner(database) as owner, pytest.raises(DBAPIError, match="append-only"):
        owner.execute(text(statement))
    assert (verify(database).traces, faults(database)) == (before, [])


@pytest.fixture
def command(database, monkeypatch):
    use_database(monkeypatch, database.url)
    return lambda *words: CliRunner().invoke(portal, ["trail", *words])


def test_the_commands_seal_and_check(database, command):
    nothing = command("verify")
    assert (nothing.exit_code, nothing.stdout) == (
        0, "Nothing has been sealed yet. Is `portal deliver` running?\n",
    )  # fmt: skip
    made = command("seal")
    assert made.stdout.startswith("1 seals made, over ")
    noted = made.stdout.split()[-1]
    good = command("verify", "--expect", noted)
    assert (good.exit_code, good.stdout.splitlines()[0][:38]) == (
        0,
        "Everything is as it was sealed: 1 seal",
    )
    with as_owner(database) as owner:
        owner.execute(delete(Trace).where(Trace.staff_id == demo_id("lena")))
    bad = command("verify", "--expect", noted[::-1])
    first, second, summary, _newest = bad.stdout.splitlines()
    assert bad.exit_code == 1
    assert first.startswith(
        "Seal 1, 1970-01-01 00:00:00 to 2026-11-23 07:59:00 UTC: traces were removed"
    )
    assert (
        second == "The trail: no seal has the hash that was expected: it was removed or made anew."
    )
    assert summary.startswith("2 faults: 1 seals over")
