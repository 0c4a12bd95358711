"""Migrations: up and down on both databases, with data, whole or not at all, equal to the models."""

from datetime import UTC, datetime, timedelta
from textwrap import indent
from threading import Timer
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, func, insert, inspect, select

from portal.appointments.models import Appointment
from portal.cli.cast import add_cast
from portal.config import ROOT
from portal.db import Database
from portal.migrations import commands, running
from portal.migrations.online import BATCH
from portal.people.identity import IdentityVault
from portal.plan.models import Duty, Goal, Handover, Turn
from portal.schema import METADATA
from tests.moments import IDENTITY_KEY


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request, tmp_path):
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
        yield database
        database.dispose()
        return
    with request.getfixturevalue("postgres_templates").empty() as url:
        database = Database(url)
        yield database
        database.dispose()


def test_migrations_and_models_agree(empty):
    commands.upgrade(empty)
    with empty.writer.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_every_migration_goes_up_and_down_with_data(empty):
    revisions = [
        each.revision
        for each in ScriptDirectory.from_config(commands.configuration()).walk_revisions()
    ]
    for revision in reversed(revisions):
        commands.upgrade(empty, revision)
    with empty.writing() as session, session.begin():
        add_cast(session, IdentityVault(IDENTITY_KEY))
    for _revision in revisions:
        commands.downgrade(empty, "-1")
    assert set(inspect(empty.reader).get_table_names()) <= {"alembic_version"}
    commands.upgrade(empty)
    assert commands.current(empty) == commands.head()


AT = datetime(2026, 9, 1, 8, tzinfo=UTC)


def rows_before_hand_overs(connection) -> None:
    """A step of version 0003 whose turn has gone from an agency to the participant."""
    old = MetaData()
    old.reflect(connection)
    add = lambda table, **values: connection.execute(insert(old.tables[table]), values)  # noqa: E731
    ids = {name: uuid4().hex if connection.dialect.name == "sqlite" else uuid4() for name in (
        "team", "staff", "participant", "plan", "step", "first", "second",
    )}  # fmt: skip
    add("team", id=ids["team"], name="Team")
    add("staff", id=ids["staff"], employee_id="x", name="X", role="caseworker", agency="af",
        title="vagledare", phone="+4670", language="sv", team_id=ids["team"])  # fmt: skip
    add("participant", id=ids["participant"], name="P", identity_cipher=b"x", identity_hash=b"x",
        language="sv", protected=False, team_id=ids["team"], contact_id=ids["staff"])  # fmt: skip
    add("plan", id=ids["plan"], participant_id=ids["participant"], goal="Jobb", goal_language="sv",
        opened=AT, version=1)  # fmt: skip
    add("step", id=ids["step"], plan_id=ids["plan"], participant_id=ids["participant"], kind="A05",
        parameters={}, agency="af", shares="plan", state="waiting", position=1, added=AT,
        turn_id=ids["second"], version=1)  # fmt: skip
    add("turn", id=ids["first"], step_id=ids["step"], holder="af", since=AT, ended=AT + timedelta(3),
        promised_by=AT.date(), ground="estimate", by_staff_id=ids["staff"])  # fmt: skip
    add("turn", id=ids["second"], step_id=ids["step"], holder="participant", since=AT + timedelta(3),
        by_staff_id=ids["staff"])  # fmt: skip


def test_turns_and_goals_that_were_there_get_their_hand_overs_and_history(empty):
    commands.upgrade(empty, "0003")
    with empty.writer.begin() as connection:
        rows_before_hand_overs(connection)
    commands.upgrade(empty)
    with empty.reading() as session:
        first, second = session.scalars(select(Turn).order_by(Turn.since)).all()
        handover = session.scalars(select(Handover)).one()
        goal = session.scalars(select(Goal)).one()
    assert (handover.turn_id, handover.from_turn_id) == (second.id, first.id)
    assert (second.after_id, first.after_id, first.first_promised_by) == (first.id, None, AT.date())
    assert (goal.text, goal.since) == ("Jobb", AT)
    commands.downgrade(empty, "0003")
    commands.upgrade(empty)


def test_a_migration_that_leaves_loose_references_is_rolled_back(empty):
    if not empty.is_sqlite:
        pytest.skip("PostgreSQL checks every reference itself")

    def lose(config):
        config.attributes["connection"].exec_driver_sql(
            "INSERT INTO duty (id, participant_id, kind) VALUES ('x', 'nobody', 'k')"
        )

    commands.upgrade(empty)
    with pytest.raises(running.BrokenReferences):
        running.run(empty, commands.configuration(), lose, tries=1)
    with empty.reading() as session:
        assert session.scalar(select(func.count()).select_from(Duty)) == 0


REVISION = """'One that a test runs'
import sqlalchemy as sa
from alembic import op
from portal.migrations import online

revision, down_revision = "{number}", "{before}"


def upgrade():
{body}


def downgrade():
    pass
"""


@pytest.fixture
def later(tmp_path, monkeypatch):
    """`later("0901", "…")`: a revision after the last one, as a real file that alembic finds."""
    folder = tmp_path / "later"
    folder.mkdir()
    known = commands.configuration

    def configuration():
        config = known()
        config.set_main_option("path_separator", "newline")
        config.set_main_option(
            "version_locations", f"{ROOT / 'portal/migrations/versions'}\n{folder}"
        )
        return config

    last = commands.head()

    def add(number: str, body: str, before: str | None = None) -> None:
        text = REVISION.format(number=number, before=before or last, body=indent(body, "    "))
        (folder / f"{number}_later.py").write_text(text)

    monkeypatch.setattr(commands, "configuration", configuration)
    return add


def test_a_revision_that_fails_leaves_nothing_of_itself(empty, later):
    before = commands.head()
    later("0901", "op.create_table('whole', sa.Column('id', sa.Integer()))")
    later("0902", "op.create_table('half', sa.Column('id', sa.Integer()))\n1 / 0", before="0901")
    with pytest.raises(ZeroDivisionError):
        commands.upgrade(empty)
    kept = {"sqlite": [], "postgresql": ["whole"]}  # SQLite keeps all of a run, or nothing of it
    tables = set(inspect(empty.reader).get_table_names())
    assert sorted(tables & {"whole", "half"}) == kept[empty.reader.dialect.name]
    assert commands.current(empty) == (None if empty.is_sqlite else "0901")
    commands.upgrade(empty, before if empty.is_sqlite else "0901")


def test_what_is_pending_is_told_and_a_later_version_s_database_is_borne(empty, later, monkeypatch):
    commands.upgrade(empty)
    assert commands.pending(empty) == []
    later("0901", "op.create_table('whole', sa.Column('id', sa.Integer()))")
    assert commands.pending(empty) == ["0901 One that a test runs"]
    told = []
    commands.upgrade(empty, tell=told.append)
    assert (told, commands.pending(empty)) == (["0901"], [])
    monkeypatch.undo()  # the version before, still serving
    assert (commands.current(empty), commands.pending(empty)) == ("0901", [])


@pytest.mark.postgres
def test_one_run_at_a_time(empty, later):
    if empty.is_sqlite:
        pytest.skip("its own lock lets one write at a time")
    commands.upgrade(empty)
    later("0901", "op.create_table('whole', sa.Column('id', sa.Integer()))")
    with running._own_connection(empty.url) as other:
        running._take_turn(other, tries=1)
        with pytest.raises(running.AnotherRun):
            commands.upgrade(empty, tries=1)
    assert commands.current(empty) != "0901"
    commands.upgrade(empty, tries=1)  # the lock ended with its connection
    assert commands.current(empty) == "0901"


@pytest.mark.postgres
def test_a_table_in_use_is_waited_for_a_moment_at_a_time(empty, later):
    if empty.is_sqlite:
        pytest.skip("its own lock lets one write at a time")
    commands.upgrade(empty)
    later("0901", "op.add_column('duty', sa.Column('note', sa.String(9)))")
    reader = empty.writer.connect()
    reader.execute(select(Duty.id))  # and its transaction goes on
    with pytest.raises(running.TablesInUse):
        commands.upgrade(empty, tries=2)
    free = Timer(0.5, reader.close)
    free.start()
    commands.upgrade(empty)
    free.join()
    assert commands.current(empty) == "0901"


def test_a_day_to_answer_by_that_came_too_late_is_none(empty):
    """More rows than one batch holds, so that the second is reached."""
    before, same, after = (AT.date() + timedelta(days) for days in (-1, 0, 1))
    given = [*[after] * BATCH, same, before, None]
    commands.upgrade(empty, "0003")
    with empty.writer.begin() as connection:
        rows_before_hand_overs(connection)
    commands.upgrade(empty, "0016")
    with empty.writer.begin() as connection:
        old = MetaData()
        old.reflect(connection, only=["appointment", "participant"])
        who = connection.scalar(select(old.tables["participant"].c.id))
        rows = [time_of_version_16(who, by) for by in given]
        connection.execute(insert(old.tables["appointment"]), rows)
    commands.upgrade(empty)
    with empty.reading() as session:
        asked = session.scalars(select(Appointment.reply_by)).all()
    assert sorted(asked, key=str) == [before, *[None] * (len(given) - 1)]


def time_of_version_16(participant, by) -> dict[str, object]:
    return {
        "id": uuid4().hex if isinstance(participant, str) else uuid4(), "participant_id": participant,
        "agency": "af", "kind": "B06", "starts": AT, "ends": AT + timedelta(hours=1), "mode": "phone",
        "bring": [], "interpreter": "not_needed", "number_withheld": False, "lift": False,
        "hearing_loop": False, "companion_welcome": True, "child_welcome": False, "reply_by": by,
        "reply": "none", "state": "booked", "version": 1, "wall": "2026-09-01T10:00",
        "zone": "Europe/Stockholm", "sequence": 0, "if_absent": "new_time",
    }  # fmt: skip
