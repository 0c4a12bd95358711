"""After the last day nothing is left; under a legal hold everything is; and no other way deletes."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.cli.main import portal
from portal.db import WORKER, Database
from portal.home.export import EXPORTS
from portal.messages import drafts
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.people.models import Hold
from portal.plan.models import Plan, Turn
from portal.retention.holds import AlreadyHeld, hold, let_go
from portal.retention.models import RetentionRun
from portal.retention.rules import RULES, TEN_YEARS, TWO_YEARS, rule_of
from portal.retention.service import apply_all
from portal.trail.models import Act, Trace
from tests.cli_settings import use_database
from tests.databases import owner_url
from tests.moments import NOW
from tests.trails import traces

RIM, HODAN = demo_id("rim"), demo_id("hodan")
DAY = timedelta(days=1)
# What goes two years after her plan was closed, and what she and her team are known by, which stays.
PLAN = {
    "plan", "goal", "step", "turn", "handover", "delay", "paper", "paper_stage", "duty", "duty_tick",
    "appointment", "attendee", "appointment_move", "accepted_clash", "fixed_hours", "message",
    "attachment", "thread", "forward", "consent", "correction",
}  # fmt: skip


@pytest.fixture
def database(templates):
    """Old rows are deleted by who owns the tables: the role that serves may not."""
    with templates.copy() as url:
        owner = Database(owner_url(url), statement_seconds=10, acting=WORKER)
        yield owner
        owner.dispose()


def rows(database, person) -> dict[str, int]:
    """How many rows there are about a person, by table."""
    with database.reading() as db:
        return {
            each.name: len(db.execute(each.statement, {"participant": person}).all())
            for each in EXPORTS
        }


@pytest.fixture
def closed(database, do):
    """Rim's plan was closed now, and she has something unsent."""

    def close(db):
        db.execute(
            update(Plan).where(Plan.participant_id == RIM).values(closed=NOW, exit_reason="work")
        )

    do(close)
    return rows(database, RIM)


def test_nothing_goes_a_day_too_early(database, closed, do):
    clock.fix(NOW + TWO_YEARS - DAY)
    do(apply_all)
    assert {name: n for name, n in rows(database, RIM).items() if name in PLAN} == {
        name: n for name, n in closed.items() if name in PLAN
    }


def test_a_day_later_nothing_of_the_plan_is_left_and_others_keep_theirs(database, closed, do):
    hodan = {name: n for name, n in rows(database, HODAN).items() if name in PLAN}
    clock.fix(NOW + TWO_YEARS + DAY)
    do(apply_all)
    left = {name: n for name, n in rows(database, RIM).items() if name in PLAN and n}
    assert left == {}
    assert sum(closed[name] for name in PLAN) > 30
    assert {name: n for name, n in rows(database, HODAN).items() if name in PLAN} == hodan


@pytest.mark.usefixtures("closed")
def test_under_a_hold_every_row_stays(database, do):
    do(hold, RIM, "Överklagat beslut")
    before = rows(database, RIM)
    clock.fix(NOW + TEN_YEARS + DAY)
    do(apply_all)
    assert rows(database, RIM) == before
    do(let_go, RIM)
    do(apply_all)
    after = rows(database, RIM)
    assert not [name for name in PLAN if after[name]]
    assert after["trace"] == 1  # that the hold has ended
    assert rows(database, HODAN)["trace"] == 0


def test_a_hold_is_on_her_trail_and_said_once(database, do):
    do(hold, RIM, "Tvist")
    with pytest.raises(AlreadyHeld):
        do(hold, RIM, "Tvist")
    assert traces(database, "hold") == [(Act.CHANGED, None, RIM)]
    assert rows(database, RIM)["hold"] == 1


def test_what_is_short_lived_goes_by_itself(database, do, actor):
    rim = actor("rim")
    do(drafts.keep, rim, "new", None, "Inte skickat", "sv")
    clock.fix(NOW + timedelta(days=89))
    do(apply_all)
    assert rows(database, RIM)["draft"] == 1
    assert rows(database, RIM)["sign_in"] == 0
    clock.fix(NOW + timedelta(days=91))
    do(apply_all)
    assert rows(database, RIM)["draft"] == 0


def test_the_trail_and_turns_are_deleted_in_no_other_way(database):
    for table in (Trace, Turn):
        with database.writing() as db, pytest.raises(DBAPIError):
            db.execute(delete(table))


def test_the_switch_cannot_outlive_its_transaction(database):
    with database.writing() as db:
        db.add(RetentionRun(id=uuid4(), never=uuid4()))
        with pytest.raises(DBAPIError):
            db.commit()
    with database.reading() as db:
        assert db.scalar(select(func.count()).select_from(RetentionRun)) == 0


def test_only_deleting_is_let_through(do):
    def rewrite(db):
        db.add(RetentionRun(id=uuid4(), never=uuid4()))
        db.flush()
        db.execute(update(Trace).values(subject="x"))

    with pytest.raises(DBAPIError):
        do(rewrite)


def test_every_rule_says_why_and_each_agency_has_its_own():
    assert all(len(rule.reason) > 20 and rule.since for rule in RULES)
    assert len({(rule.kind, rule.agency) for rule in RULES}) == len(RULES)
    for kind in ("messages", "steps", "appointments", "corrections"):
        assert {rule.agency for rule in RULES if rule.kind == kind} == set(Agency)
    with pytest.raises(LookupError):
        rule_of("messages")


@pytest.fixture
def command(database, monkeypatch):
    use_database(monkeypatch, database.url)
    return lambda *words: CliRunner().invoke(portal, words)


def test_the_command_shows_and_deletes_only_when_told_to(database, closed, command, monkeypatch):
    old = NOW + TWO_YEARS + DAY
    monkeypatch.setenv("PORTAL_NOW", old.isoformat())
    clock.fix(None)
    told = command("retention")
    assert told.exit_code == 3, told.output
    assert told.stderr == "Nothing has been deleted. To delete: portal retention --write\n"
    assert rows(database, RIM)["message"] == closed["message"] > 0
    deleted = command("retention", "--write")
    assert (deleted.exit_code, deleted.stderr) == (0, ""), deleted.output
    assert rows(database, RIM)["message"] == 0


def test_the_clock_of_the_settings_is_the_command_s(database, closed, command, monkeypatch):
    clock.fix(None)
    monkeypatch.setenv("PORTAL_NOW", (NOW + DAY).isoformat())
    assert command("retention", "--write").exit_code == 0
    assert rows(database, RIM)["message"] == closed["message"]
    assert clock.now() == NOW + DAY


@pytest.mark.usefixtures("closed")
def test_the_commands_of_a_hold(database, command):
    clock.fix(NOW + TWO_YEARS + DAY)
    assert command("hold", str(RIM)).exit_code == 2
    held = command("hold", str(RIM), "--reason", "Tvist")
    assert held.exit_code == 0, held.output
    assert command("hold", str(UUID(int=1)), "--reason", "x").exit_code == 1
    before = rows(database, RIM)["message"]
    assert command("retention", "--write").exit_code == 0
    assert rows(database, RIM)["message"] == before > 0
    with database.reading() as db:
        assert db.scalar(select(Hold.reason)) == "Tvist"
