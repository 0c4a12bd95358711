"""The trail: every look is noted, nothing is rewritten."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import bindparam, delete, select, text, update
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.people.demo import demo_id
from portal.trail import history
from portal.trail.models import Act, Trace
from portal.trail.sealing import seal_all
from tests.databases import as_owner
from tests.moments import NOW


def traces(database) -> list[tuple[Act, str, object]]:
    with database.reading() as session:
        return [
            (each.act, each.subject, each.participant_id)
            for each in session.scalars(
                select(Trace).where(Trace.at >= NOW).order_by(Trace.at, Trace.act)
            )
        ]


def test_opening_a_participant_leaves_a_trace(reader, database):
    reader("lena").get(f"/staff/participants/{demo_id('rim')}")
    assert traces(database) == [(Act.LOOKED, "participant", demo_id("rim"))]


def test_a_refused_opening_leaves_a_trace_too(reader, database):
    reader("kerstin").get(f"/staff/participants/{demo_id('farhad')}", status=404)
    assert traces(database) == [(Act.REFUSED, "participant", demo_id("farhad"))]


def test_an_unknown_person_leaves_none(reader, database):
    reader("kerstin").get(f"/staff/participants/{demo_id('nobody')}", status=404)
    assert traces(database) == []


def test_without_a_trace_there_is_no_data(reader, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("the trail cannot be written")

    monkeypatch.setattr("portal.home.staff_person.leave", broken)
    lena = reader("lena")
    with pytest.raises(RuntimeError):
        lena.client.get(f"/staff/participants/{demo_id('rim')}")


@pytest.mark.parametrize("statement", [update(Trace).values(subject="x"), delete(Trace)])
def test_the_database_refuses_to_rewrite_the_trail(reader, database, statement):
    reader("lena").get(f"/staff/participants/{demo_id('rim')}")
    # On PostgreSQL the portal's own role may not even try; the owner is refused by the trigger.
    with database.writing() as session, pytest.raises(DBAPIError, match=r"append-only|permission"):
        session.execute(statement)
    with as_owner(database) as session, pytest.raises(DBAPIError, match="append-only"):
        session.execute(statement)
    assert len(traces(database)) == 1


@pytest.mark.parametrize(
    ("person", "fields", "status", "left"),
    [
        ("lena", {"what": "turn"}, 422, Act.LOOKED), ("lena", {"what": "turn", "preview": "1"}, 200, Act.LOOKED),
        ("petra", {"what": "turn"}, 404, Act.REFUSED),
    ],
)  # fmt: skip
def test_posting_leaves_its_trace_also_when_it_is_refused(
    reader, database, person, fields, status, left
):
    staff = reader(person)
    token = staff.get("/sign-in").form("/language")["csrf_token"]
    path = f"/staff/participants/{demo_id('rim')}/post"
    staff.post(path, fields | {"csrf_token": token}, status=status)
    assert traces(database) == [(left, "participant", demo_id("rim"))]


COPY = (
    "INSERT INTO trace (id, at, act, subject, participant_id, staff_id, agency)"
    " SELECT :id, :at, act, subject, participant_id, staff_id, agency FROM trace"
    " WHERE staff_id IS NOT NULL LIMIT 1"
)


def insert_at(db, at) -> None:
    """A trace dated as someone likes, past the portal's own code."""
    typed = text(COPY).bindparams(
        bindparam("id", type_=Trace.id.type), bindparam("at", type_=Trace.at.type)
    )
    db.execute(typed, {"id": uuid4(), "at": at})


YEARS_AGO = datetime(2020, 2, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize("at", [YEARS_AGO, NOW - timedelta(days=1), NOW - timedelta(hours=2)])
def test_the_database_refuses_a_trace_dated_back(database, at):
    with database.writing() as db, db.begin():
        insert_at(db, NOW)  # as the clock of these tests says
    with database.writing() as db, pytest.raises(DBAPIError, match="a trace is dated now"):
        insert_at(db, at)


def test_where_no_clock_is_fixed_it_is_the_databases_own_that_counts(database):
    with as_owner(database) as owner, history.made_up(owner):
        owner.execute(text("DELETE FROM instance"))
    now = datetime.now(UTC)
    with database.writing() as db, db.begin():
        insert_at(db, now)
    for far in (
        timedelta(minutes=-2),
        timedelta(minutes=2),
        timedelta(days=-900),
        timedelta(days=900),
    ):
        with database.writing() as db, pytest.raises(DBAPIError, match="a trace is dated now"):
            insert_at(db, now + far)


def test_nothing_slips_into_what_is_sealed(database):
    clock.fix(NOW + timedelta(hours=1))
    [seal] = seal_all(database)
    with database.writing() as db, db.begin():
        insert_at(db, seal.until)
    with database.writing() as db, pytest.raises(DBAPIError, match="a trace is dated now"):
        insert_at(db, seal.until - timedelta(microseconds=1))


def test_the_role_that_serves_can_neither_take_it_off_nor_call_itself_a_demos(database):
    if database.is_sqlite:
        pytest.skip("SQLite has no roles")
    for statement in (
        "ALTER TABLE trace DISABLE TRIGGER trace_dated_now", "DROP TRIGGER trace_dated_now ON trace",
        "DROP FUNCTION trace_dated_now() CASCADE", "INSERT INTO instance VALUES ('demo2')",
        "SET session_replication_role = replica", "DELETE FROM instance",
    ):  # fmt: skip
        with (
            database.writing() as db,
            pytest.raises(DBAPIError, match=r"permission denied|must be owner"),
        ):
            db.execute(text(statement))


def test_a_past_is_made_up_in_one_place_and_the_trigger_comes_back(database):
    with as_owner(database) as owner, history.made_up(owner):
        insert_at(owner, YEARS_AGO)
    with database.writing() as db, pytest.raises(DBAPIError, match="a trace is dated now"):
        insert_at(db, YEARS_AGO)
