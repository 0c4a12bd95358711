"""PostgreSQL hangs up while a page is made: the reader is told, and the next finds the portal well."""

import psycopg
import pytest
from sqlalchemy import select, text

from portal.db import WORKER, Database, act, keep_traces
from portal.people.demo import demo_id
from portal.trail.models import Trace
from portal.web import session
from tests.databases import as_owner

pytestmark = pytest.mark.postgres
PERSON = f"/staff/participants/{demo_id('rim')}"


@pytest.fixture
def database(postgres_templates):
    with postgres_templates.database() as database:
        yield database


@pytest.fixture
def hang_up(postgres_templates):
    def end():
        with psycopg.connect(postgres_templates.admin, autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'portal_app'"
            )

    return end


def test_a_connection_that_died_gives_its_place_back(database, hang_up):
    alone = Database(database.url)
    for way in ("named", "unit of work"):
        for _each in range(12):  # more than the pool has places
            reading = alone.reading()
            act(reading, WORKER)
            (reading.asking() if way == "named" else reading).execute(text("SELECT 1"))
            hang_up()
            reading.close()
        assert alone.reader.pool.checkedout() == 0
    alone.dispose()


def test_what_leaves_no_trace_shows_nothing(reader, database, hang_up, monkeypatch):
    def too_late(db):
        hang_up()
        keep_traces(db)

    lena = reader("lena", "sv")
    assert "Rim" in lena.get(PERSON).text
    with as_owner(database) as db:
        before = len(db.scalars(select(Trace.id)).all())
    monkeypatch.setattr(session, "keep_traces", too_late)
    lena.client.application.testing = False
    answer = lena.client.get(PERSON)
    lena.client.application.testing = True
    assert answer.status_code in (500, 503)
    assert "Rim" not in answer.text
    assert answer.text.count("tel:") >= 4
    monkeypatch.undo()
    with as_owner(database) as db:
        assert len(db.scalars(select(Trace.id)).all()) == before
    assert "Rim" in lena.get(PERSON).text
