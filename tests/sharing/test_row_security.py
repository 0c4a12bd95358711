"""The second line: PostgreSQL itself gives nobody a row that the policy does not let them read."""

import importlib.util
import os
import re
import subprocess
import sys
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.audience import Audience
from portal.config import ROOT
from portal.db import NOBODY, Database, act, beyond
from portal.migrations import commands
from portal.migrations.roles import Unsafe, why_not_serve
from portal.people.acting import act_as
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.demo import PARTICIPANTS, STAFF, demo_id
from portal.people.models import Assignment
from portal.plan.models import Step, Turn
from portal.schema import METADATA
from portal.sharing.kinds import ShareKind
from portal.sharing.models import Consent
from portal.sharing.policy import ConsentFact, can_read
from portal.trail.models import Act, Trace
from portal.trail.service import leave
from tests.contracts.canaries import plant
from tests.databases import APP, as_owner

pytestmark = pytest.mark.postgres

PATH = ROOT / "portal/migrations/versions/0015_row_security.py"
SPEC = importlib.util.spec_from_file_location("row_security", PATH)
MIGRATION = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(MIGRATION)
RULES = MIGRATION.RULES

# Why the others are not under it stands in the migration.
WITHOUT = {
    "accepted_clash", "appointment_move", "assignment", "attendee", "calendar_feed", "contact_change",
    "delay", "device", "duty", "duty_tick", "fixed_hours", "form_key", "kept_form", "notice", "paper",
    "paper_stage", "participant", "reach", "sign_in", "staff", "team", "usual_time",
    "activation", "consent_wording", "former_identity", "hold", "identity_change", "instance", "letter", "name_word",
    "passkey", "passkey_challenge", "passkey_holder", "provider_sign_in", "rate", "retention_run",
    "sign_in_attempt", "new_number", "trail_seal", "unknown_letter", "used_logout_token", "verified_phone",
}  # fmt: skip
# Where something beyond the actor's own rules is read or written, and what is told of it.
BEYOND = {
    "portal/appointments/commitments.py": "when she and her colleagues are taken, to hold a time against",
    "portal/appointments/queries.py": "when she is taken: from and until, nothing else",
    "portal/home/staff_person.py": "two counts: messages to tell her of, and how often she was sent on",
    "portal/home/staff_tell.py": "that there is a message to tell her of",
    "portal/home/staff_thread.py": "whose trail a refusal is noted on",
    "portal/home/unreached.py": "that a notice of what the actor may know of did not reach her",
    "portal/messages/attachments.py": "whose trail a refusal is noted on",
    "portal/messages/forwarding.py": "hands a thread to an agency that the sender may not read",
    "portal/messages/telling.py": "notes that she was told of a message",
    "portal/messages/withdrawing.py": "takes back what one sent oneself, wherever it is now",
    "portal/plan/queries.py": "clocks of open turns, to tell the next contact",
    "portal/plan/service.py": "the next place in a plan; begins what has waited for a step",
    "portal/plan/usual.py": "the median of days over everybody",
}


@pytest.fixture
def database(postgres_templates):
    """These tests are about PostgreSQL."""
    with postgres_templates.database() as database:
        yield database


def counted(db) -> dict[str, int]:
    return {
        table: db.execute(text(f"SELECT count(*) FROM {table}")).scalar()  # noqa: S608 - our names
        for table in RULES
    }


def test_every_table_is_under_it_or_has_a_reason(database):
    with as_owner(database) as db:
        state = (
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relkind = 'r'"
        )
        found = {row[0] for row in db.execute(text(state)) if row[1] and row[2]}
    assert found == set(RULES)
    assert found | WITHOUT == set(METADATA.tables)
    assert not found & WITHOUT


def test_the_portal_serves_with_a_role_that_it_holds(database):
    with database.writing() as db:
        role = "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        assert tuple(db.execute(text(role)).one()) == (APP, False, False)


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE trace", "UPDATE trace SET at = now()", "DELETE FROM trace", "DROP TABLE trace",
        "TRUNCATE message CASCADE", "ALTER TABLE step DISABLE ROW LEVEL SECURITY",
        "DROP POLICY step_select ON step", "ALTER TABLE trace DISABLE TRIGGER ALL",
        "UPDATE alembic_version SET version_num = '0001'", "CREATE TABLE mine (id int)",
    ],
)  # fmt: skip
def test_that_role_cannot_take_it_off(database, statement):
    with (
        database.writing() as db,
        pytest.raises(DBAPIError, match=r"permission denied|must be owner"),
    ):
        db.execute(text(statement))


def test_without_anyone_acting_there_is_nothing(database):
    for session in (database.writing(), database.reading()):
        with session as db:
            act(db, NOBODY)
            assert set(counted(db).values()) == {0}
    with psycopg.connect(database.url) as connection:
        assert connection.execute("SELECT count(*) FROM step").fetchone() == (0,)
    with as_owner(database) as db:
        assert min(counted(db)[table] for table in ("step", "message", "consent", "trace")) > 0


def actors() -> list[Actor]:
    """Everyone of the cast, with what the database knows of them in tests."""
    agencies = dict(
        zip(STAFF, ("af", *("malmo",) * 3, "fk", "skane", "skane", "malmo", None), strict=True)
    )
    roles = {"yusuf": Audience.COORDINATOR, "layla": Audience.TRANSLATOR}
    staff = [
        Actor(
            demo_id(slug), roles.get(slug, Audience.CASEWORKER), slug, "sv",
            Agency(agency) if agency else None, demo_id("team-3") if agency else None,
        )
        for slug, agency in agencies.items()
    ]  # fmt: skip
    others = [
        Actor(uuid4(), Audience.PARTICIPANT, "unknown", "sv"),
        Actor(
            uuid4(), Audience.CASEWORKER, "unknown caseworker", "sv", Agency.AF, demo_id("team-3")
        ),
        Actor(demo_id("lena"), Audience.CASEWORKER, "lena of another agency", "sv", Agency.FK),
        Actor(demo_id("yusuf"), Audience.COORDINATOR, "another team", "sv", Agency.MALMO, uuid4()),
        Actor(demo_id("layla"), Audience.ADMINISTRATOR, "administrator", "sv"),
    ]
    hers = [Actor(demo_id(slug), Audience.PARTICIPANT, slug, "sv") for slug in PARTICIPANTS]
    return [*hers, *staff, *others]


# Each table with how an item of it is found with its person, its owner and its kind.
ITEMS = {
    "step": "SELECT id, participant_id, agency, shares FROM step",
    "appointment": "SELECT id, participant_id, agency, 'appointments' FROM appointment",
    "thread": "SELECT id, participant_id, agency, 'messages' FROM thread",
    "message": "SELECT m.id, m.participant_id, t.agency, 'messages' FROM message m JOIN thread t ON t.id = m.thread_id",
    "attachment": "SELECT a.id, a.participant_id, t.agency, 'messages' FROM attachment a JOIN message m ON m.id = a.message_id JOIN thread t ON t.id = m.thread_id",
    "turn": "SELECT u.id, s.participant_id, s.agency, s.shares FROM turn u JOIN step s ON s.id = u.step_id",
}


def everything(database) -> tuple[dict, set, dict]:
    """All items, who works with whom, and all consents, as the owner knows them."""
    facts: dict[UUID, list[ConsentFact]] = {}
    with as_owner(database) as db:
        items = {table: db.execute(text(sql)).all() for table, sql in ITEMS.items()}
        works = set(
            db.execute(
                select(Assignment.staff_id, Assignment.participant_id).where(
                    Assignment.ended.is_(None)
                )
            ).all()
        )
        attends = {
            tuple(row) for row in db.execute(text("SELECT staff_id, appointment_id FROM attendee"))
        }
        for row in db.scalars(select(Consent)):
            fact = ConsentFact(
                row.from_agency, row.to_agency, row.kind, row.starts, row.ends,
                withdrawn=row.withdrawn is not None,
            )  # fmt: skip
            facts.setdefault(row.participant_id, []).append(fact)
    return items, {"works": works, "attends": attends}, facts


def may(actor: Actor, table: str, row, known: dict, facts: dict) -> bool:
    """The policy's answer, with what a time adds: one sees what one attends oneself."""
    which, person, owner, kind = row
    works = (actor.id, person) in known["works"]
    attends = table == "appointment" and (actor.id, which) in known["attends"]
    if attends and works and actor.role is Audience.CASEWORKER:
        return True
    return can_read(
        actor, participant=person, owner=Agency(owner), kind=ShareKind(kind), assigned=works,
        consents=facts.get(person, ()), on=clock.today(),
    )  # fmt: skip


def test_a_bare_select_gives_everyone_what_the_policy_gives(database, do):
    do(plant)
    items, known, facts = everything(database)
    asked = actors()
    assert len(asked) >= 18
    for actor in asked:
        if actor.role is Audience.COORDINATOR:
            continue  # clocks, not items; below
        with database.reading() as db:
            act_as(db, actor)
            for table in ITEMS:
                found = set(db.scalars(text(f"SELECT id FROM {table}")))  # noqa: S608
                expected = {row[0] for row in items[table] if may(actor, table, row, known, facts)}
                assert found == expected, (actor.name, table)


def test_a_coordinator_gets_clocks_of_the_team_and_no_word(database):
    yusuf, elsewhere = (each for each in actors() if each.role is Audience.COORDINATOR)
    with database.reading() as db:
        act_as(db, yusuf)
        found = counted(db)
        assert min(found[table] for table in ("step", "turn", "plan")) > 0
        for table in ("consent", "goal", "thread", "message", "attachment", "draft", "trace", "forward", "scheduled_message"):  # fmt: skip
            assert found[table] == 0, table
        speechless = "SELECT bool_and(interpreter = 'missing' OR wrong_language IS NOT NULL) FROM appointment"
        assert db.scalar(text(speechless)) is not False
    with database.reading() as db:
        act_as(db, elsewhere)
        assert set(counted(db).values()) == {0}


AS_ANOTHER = text(
    "INSERT INTO step SELECT (jsonb_populate_record(s, jsonb_build_object("
    "'id', gen_random_uuid(), 'agency', 'skane', 'turn_id', gen_random_uuid()))).*"
    " FROM step s WHERE id = :id"
)
NEW_THREAD = text(
    "INSERT INTO thread (id, participant_id, agency, started, last_at, last_id)"
    " VALUES (gen_random_uuid(), :person, :agency, now(), now(), gen_random_uuid())"
)


def refused():
    """What row level security says to a row it does not let in."""
    return pytest.raises(DBAPIError, match="row-level security")


def test_nothing_is_written_as_another_agency_or_about_anyone(database, actor):
    lena, dragan = actor("lena"), demo_id("dragan")
    with database.writing() as db:
        act_as(db, lena)
        step = db.scalars(select(Step).where(Step.agency == Agency.AF)).first()
        with refused():
            db.execute(AS_ANOTHER, {"id": step.id})
    for person, agency in ((dragan, Agency.SKANE), (demo_id("mikaela"), Agency.AF)):
        with database.writing() as db:
            act_as(db, lena)
            with refused():
                db.execute(NEW_THREAD, {"person": person, "agency": agency})


def test_a_trace_is_left_in_ones_own_name_only(database, actor):
    lena = actor("lena")
    with database.writing() as db, db.begin():
        act_as(db, lena)
        leave(db, lena, Act.REFUSED, "participant", participant=demo_id("mikaela"))
    for other in (actor("maria"), actor("rim")):
        with database.writing() as db:
            act_as(db, lena)
            with refused():
                leave(db, other, Act.LOOKED, "participant", participant=demo_id("rim"))


def test_who_acted_is_forgotten_with_the_transaction(database, actor):
    alone = Database(database.url)  # one connection each way
    lena = actor("lena")
    for session in (alone.reading, alone.writing):
        with session() as db:
            act_as(db, lena)
            assert db.scalar(text("SELECT count(*) FROM step")) > 0
        with session() as db:
            assert set(counted(db).values()) == {0}
    alone.dispose()


@pytest.mark.parametrize("fault", ["SELECT 1/0", "SELECT * FROM nowhere"])
def test_who_acted_is_forgotten_after_an_error_too(database, actor, fault):
    alone, lena = Database(database.url), actor("lena")
    for session in (alone.reading, alone.writing):
        with session() as db:
            act_as(db, lena)
            with pytest.raises(DBAPIError):
                db.execute(text(fault))
        with session() as db:
            assert set(counted(db).values()) == {0}
            assert db.scalar(text("SELECT current_setting('portal.acting', true)")) in (None, "")
    alone.dispose()


def test_the_next_request_on_the_same_connection_is_nobodys(reader, database):
    lena = reader("lena", "sv")
    lena.get("/staff")
    reader(None, "sv").get("/sign-in")
    checked = 0
    for engine in (database.reader, database.writer):
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            kind = driver.execute("SELECT current_setting('portal.acting', true)").fetchone()[0]
            checked += kind in (None, "")
            driver.rollback()
    assert checked == 2


def test_a_trace_of_looking_stays_and_so_does_a_refusal(reader, database):
    lena = reader("lena", "sv")
    lena.get(f"/staff/participants/{demo_id('rim')}")
    lena.get(f"/staff/participants/{demo_id('mikaela')}", status=404)
    with as_owner(database) as db:
        left = select(Trace.act, Trace.participant_id).where(Trace.at == clock.now())
        found = set(db.execute(left.where(Trace.staff_id == demo_id("lena"))).all())
    assert {(Act.LOOKED, demo_id("rim")), (Act.REFUSED, demo_id("mikaela"))} <= found


def test_what_is_read_beyond_it_ends_with_its_block(database, actor):
    lena = actor("petra")
    for session in (database.reading, database.writing):
        with session() as db:
            act_as(db, lena)
            few = db.scalar(select(Turn.id).limit(1)), counted(db)["step"]
            with beyond(db):
                assert counted(db)["step"] > few[1]
            assert counted(db)["step"] == few[1]


def test_the_places_that_read_beyond_it_are_known():
    found = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "portal").rglob("*.py")
        if re.search(r"with beyond\(", path.read_text())
    }
    assert found == set(BEYOND)


def test_only_a_role_that_it_holds_may_serve(database):
    owner = Database(database.url.replace(f"//{APP}@", "//portal@"))
    for role in ("portal", "nobody_there"):
        with pytest.raises(commands.UnsafeRole):
            commands.grant(owner, role)
    commands.grant(owner, APP)
    assert why_not_serve(owner) is Unsafe.MIGHTY
    assert why_not_serve(database) is None
    owner.dispose()


def test_with_the_policys_where_switched_off_there_is_still_no_foreign_word():
    run = subprocess.run(
        [sys.executable, "-m", "tests.sharing.without_where", "-m", "postgres", "tests/contracts/test_disclosure.py"],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-4000:]
    assert int(re.search(r"(\d+) passed", run.stdout).group(1)) >= 18
