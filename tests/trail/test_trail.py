"""The trail: every look is noted, nothing is rewritten."""

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from portal.people.demo import demo_id
from portal.trail.models import Act, Trace
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
