"""Everything about a person has a rule or a reason, and what one person's thing stops stops no other."""

from datetime import timedelta

import pytest
from sqlalchemy import Delete, Update, Uuid, func, select, text, update

from portal import clock
from portal.db import WORKER, Database
from portal.messages.models import ScheduledMessage, Thread
from portal.notices.models import Device, Reach
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.people.models import Assignment, Participant
from portal.people.verified_phone import VerifiedPhone
from portal.plan.models import Plan
from portal.retention.rules import GOES_BEFORE, NO_RULE, RULES, TEN_YEARS, TWO_YEARS
from portal.retention.service import apply_all
from portal.retention.statements import HOW, Scope, tables_of
from portal.schema import METADATA
from portal.sign_in.models import FormerIdentity
from portal.sign_in.passkey_models import Passkey, PasskeyHolder
from tests.databases import as_owner, owner_url
from tests.moments import NOW

RIM, HODAN, LENA = demo_id("rim"), demo_id("hodan"), demo_id("lena")
DAY = timedelta(days=1)
KINDS = {rule.kind for rule in RULES}
# Where the statement itself asks that nothing refers to it any more (`_bare`, `_people`).
ASKED_FOR = {"plans": ["step.plan_id"]}


def unknown_references(kind: str, metadata=METADATA) -> list[str]:
    """What refers to a table that a kind deletes from, and is neither deleted nor forgets it before."""
    lost: list[str] = []
    settled: set = set()
    statements = HOW[kind].statements(Scope(Agency.AF, NOW))
    deleted = {each.table.name for each in statements if isinstance(each, Delete)}
    for statement in statements:
        if isinstance(statement, Update):
            settled |= {
                (statement.table.name, getattr(column, "key", column))
                for column, value in statement._values.items()
                if getattr(value, "value", value) is None
            }
            continue
        target = statement.table.name
        for table in metadata.tables.values():
            for key in table.foreign_key_constraints:
                if key.referred_table.name != target or key.ondelete in ("CASCADE", "SET NULL"):
                    continue
                late = key.deferrable and table.name in deleted
                forgot = any((table.name, name) in settled for name in key.column_keys)
                if table.name in settled or table.name == target or late or forgot:
                    continue
                lost.append(f"{table.name}.{','.join(key.column_keys)}")
        settled.add(target)
    return lost


@pytest.mark.parametrize("kind", sorted(KINDS - {"people"}))
def test_whatever_refers_to_what_goes_is_known_to_the_rule(kind):
    assert unknown_references(kind) == ASKED_FOR.get(kind, [])


def test_a_table_that_the_rules_do_not_know_is_found():
    from sqlalchemy import Column, ForeignKey, MetaData, Table

    grown = MetaData()
    for table in METADATA.tables.values():
        table.to_metadata(grown)
    Table("note", grown, Column("thread", Uuid(), ForeignKey("thread.id")))
    assert unknown_references("messages", grown) == ["note.thread"]


def test_every_table_has_a_rule_or_a_reason_and_not_both():
    ruled = {table.name for kind in KINDS for table in tables_of(kind)}
    along = {
        table.name
        for table in METADATA.tables.values()
        if any(key.ondelete == "CASCADE" for key in table.foreign_keys)
    }
    assert ruled | along | set(NO_RULE) == set(METADATA.tables) | {"alembic_version"}
    assert ruled & set(NO_RULE) == set()
    assert all(len(reason) > 10 for reason in NO_RULE.values())
    assert set(HOW) == KINDS


def test_what_goes_before_a_person_s_row_is_forgotten_by_its_rule():
    for (table, column), kind in GOES_BEFORE.items():
        assert any(
            isinstance(each, Update) and each.table.name == table and column in
            {getattr(key, "key", key) for key in each._values}
            for each in HOW[kind].statements(Scope(None, NOW))
        ), (table, column)  # fmt: skip


@pytest.fixture
def database(templates):
    """Old rows are deleted by who owns the tables: the role that serves may not."""
    with templates.copy() as url:
        owner = Database(owner_url(url), statement_seconds=30, acting=WORKER)
        yield owner
        owner.dispose()


@pytest.fixture
def closed(do):
    """The plans of Rim and Hodan were closed now."""
    both = update(Plan).where(Plan.participant_id.in_([RIM, HODAN]))
    do(lambda db: db.execute(both.values(closed=NOW, exit_reason="work")))


def waiting_message(db, person, agency) -> None:
    """A message that waits to be sent in a thread of theirs."""
    thread = db.scalars(
        select(Thread.id).where(Thread.participant_id == person, Thread.agency == agency)
    ).first()
    later = NOW + TWO_YEARS + 30 * DAY
    db.add(
        ScheduledMessage(
            participant_id=person, staff_id=LENA, agency=agency, thread_id=thread, body="Hej",
            written=NOW, send_at=later,
        )
    )  # fmt: skip


def threads_of(database, person) -> int:
    with database.reading() as db:
        return db.scalar(
            select(func.count()).select_from(Thread).where(Thread.participant_id == person)
        )


@pytest.mark.usefixtures("closed")
def test_a_message_that_waits_in_an_old_thread_goes_with_it(database, do):
    do(waiting_message, RIM, Agency.AF)
    clock.fix(NOW + TWO_YEARS + DAY)
    applied = do(apply_all)
    assert [each.troubles for each in applied if each.troubles] == []
    assert (threads_of(database, RIM), threads_of(database, HODAN)) == (0, 0)


@pytest.mark.usefixtures("closed")
def test_one_person_s_trouble_stops_nobody_else(database, do):
    with as_owner(database) as owner:  # something that the rules do not know of
        owner.execute(
            text("CREATE TABLE surprise (thread_id " + ("CHAR(32)" if database.is_sqlite else "UUID")
            + " REFERENCES thread (id))")
        )  # fmt: skip
        owner.execute(
            text("INSERT INTO surprise SELECT id FROM thread WHERE participant_id = :rim AND agency = 'af'"),
            {"rim": RIM.hex if database.is_sqlite else RIM},
        )  # fmt: skip
    before = threads_of(database, RIM)
    clock.fix(NOW + TWO_YEARS + DAY)
    applied = do(apply_all)
    [troubled] = [each for each in applied if each.troubles]
    assert (troubled.rule.kind, troubled.rule.agency) == ("messages", Agency.AF)
    assert [each.person for each in troubled.troubles] == [RIM]
    assert "oreign key constraint" in troubled.troubles[0].said.replace(
        "FOREIGN KEY", "foreign key"
    )
    assert threads_of(database, HODAN) == 0
    assert 0 < threads_of(database, RIM) < before
    with database.reading() as db:  # hers all stays that depends on it
        assert db.scalar(select(Plan.id).where(Plan.participant_id == RIM)) is not None
        assert db.scalar(select(Plan.id).where(Plan.participant_id == HODAN)) is None


def what_she_signs_in_with(db) -> None:
    """And what is known of her number."""
    db.add_all([
        PasskeyHolder(participant_id=RIM, handle=b"h"),
        Passkey(participant_id=RIM, credential_id=b"c", public_key=b"k", sign_count=0, added=NOW),
        VerifiedPhone(participant_id=RIM, phone="+46701740660", verified=NOW, by_staff_id=LENA),
        Reach(participant_id=RIM),
        Device(participant_id=RIM, endpoint="https://push.example/1", p256dh="x", auth="y", created=NOW),
        FormerIdentity(
            identity_hash=b"f", identity_cipher=b"f", participant_id=RIM, replaced=NOW, by_staff_id=LENA
        ),
    ])  # fmt: skip


def named_anywhere(database, person) -> dict[str, int]:
    """How many rows of each table have her id in any column."""
    found = {}
    with database.reading() as db:
        for table in METADATA.sorted_tables:
            columns = [each for each in table.c if isinstance(each.type, Uuid)]
            number = sum(
                db.scalar(select(func.count()).select_from(table).where(column == person))
                for column in columns
            )
            found |= {table.name: number} if number else {}
    return found


@pytest.mark.usefixtures("closed")
def test_ten_years_after_her_account_ended_nothing_names_her(database, do):
    do(what_she_signs_in_with)
    assert len(named_anywhere(database, RIM)) > 15
    clock.fix(NOW + TWO_YEARS + DAY)
    do(apply_all)
    with database.reading() as db:
        rim = db.get_one(Participant, RIM)
        assert (rim.phone, rim.email, rim.closed) == (None, None, clock.now())
        farhad = db.get_one(Participant, demo_id("farhad"))  # whose plan is open
        assert farhad.phone is not None
    clock.fix(NOW + TWO_YEARS + TEN_YEARS)
    do(apply_all)
    assert set(named_anywhere(database, RIM)) == {
        "participant", "assignment", "former_identity", "name_word",
    }  # fmt: skip
    clock.fix(NOW + TWO_YEARS + TEN_YEARS + 2 * DAY)
    do(apply_all)
    assert named_anywhere(database, RIM) == {}
    with database.reading() as db:
        assert db.scalar(select(func.count()).where(Assignment.participant_id == demo_id("farhad")))


def test_who_never_had_a_plan_goes_when_her_account_has_ended(database, do):
    def enrol(db, slug, closed):
        db.add(
            Participant(
                id=demo_id(slug), name=slug, identity_cipher=b"x", identity_hash=slug.encode(),
                language="sv", phone="+46701740999", team_id=demo_id("team-3"), contact_id=LENA,
                closed=closed,
            )
        )  # fmt: skip
        db.flush()
        db.add(Reach(participant_id=demo_id(slug)))

    team = do(lambda db: db.get_one(Participant, RIM).team_id)
    assert team == demo_id("team-3")
    do(enrol, "new", None)
    do(enrol, "gone", NOW)
    clock.fix(NOW + TWO_YEARS + DAY)
    do(apply_all)
    with database.reading() as db:
        assert db.get_one(Participant, demo_id("new")).phone is not None
        assert db.get_one(Participant, demo_id("gone")).phone is None
    clock.fix(NOW + TEN_YEARS + DAY)
    do(apply_all)
    assert set(named_anywhere(database, demo_id("new"))) == {"participant", "reach", "name_word"}
    assert named_anywhere(database, demo_id("gone")) == {}
