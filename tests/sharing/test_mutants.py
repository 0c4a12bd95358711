"""Mistakes put into a copy of the policy, one at a time: the table and the scope's tests see each."""

import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import NamedTuple

import pytest
from sqlalchemy import Connection

from portal import clock
from portal.sharing import policy
from tests.moments import NOW
from tests.sharing import worlds

SOURCE = inspect.getsource(policy)


class Mutant(NamedTuple):
    """What is replaced, the first time it stands after the beginning of a function or class."""

    name: str
    after: str
    old: str
    new: str


FACT, CAN, ASSIGNED, SHARED = (
    "class ConsentFact",
    "def can_read(",
    "def assigned(",
    "def shared_with(",
)
LETS, OPENED, SCOPED = "def lets_read(", "def opened(", "def scope("

MUTANTS = (
    Mutant("fact: any owner", FACT, "(self.from_agency, ", "(owner, "),
    Mutant("fact: any reader", FACT, "self.to_agency, self.kind)", "reader, self.kind)"),
    Mutant("fact: any kind", FACT, "self.kind) ==", "kind) =="),
    Mutant("fact: both ways", FACT, "== (owner, reader, kind)", "in ((owner, reader, kind), (reader, owner, kind))"),
    Mutant("fact: the other way", FACT, "== (owner, reader, kind)", "== (reader, owner, kind)"),
    Mutant("fact: plan opens health", FACT, "== (owner, reader, kind)", "in ((owner, reader, kind), (owner, reader, ShareKind.PLAN))"),
    Mutant("fact: also withdrawn", FACT, "not self.withdrawn and ", ""),
    Mutant("fact: only withdrawn", FACT, "not self.withdrawn", "self.withdrawn"),
    Mutant("fact: from the day after", FACT, "self.starts <= on", "self.starts < on"),
    Mutant("fact: before it begins", FACT, "self.starts <= on < self.ends", "on < self.ends"),
    Mutant("fact: on its last day too", FACT, "on < self.ends", "on <= self.ends"),
    Mutant("fact: for ever", FACT, "self.starts <= on < self.ends", "self.starts <= on"),
    Mutant("fact: fits or in force", FACT, "fits and not", "fits or not"),
    Mutant("can_read: any participant", CAN, "return actor.id == participant", "return True"),
    Mutant("can_read: all but hers", CAN, "return actor.id == participant", "return actor.id != participant"),
    Mutant("can_read: no participant", CAN, "return actor.id == participant", "return False"),
    Mutant("can_read: whatever the role", CAN, "actor.role is not Audience.CASEWORKER or ", ""),
    Mutant("can_read: a coordinator too", CAN, "actor.role is not Audience.CASEWORKER", "actor.role not in (Audience.CASEWORKER, Audience.COORDINATOR)"),
    Mutant("can_read: a translator too", CAN, "actor.role is not Audience.CASEWORKER", "actor.role not in (Audience.CASEWORKER, Audience.TRANSLATOR)"),
    Mutant("can_read: without working with her", CAN, " or not assigned", ""),
    Mutant("can_read: consents do without", CAN, " or not assigned:\n        return False\n    if owner is actor.agency:", ":\n        return False\n    if assigned and owner is actor.agency:"),
    Mutant("can_read: not her own agency's", CAN, "    if owner is actor.agency:\n        return True\n", ""),
    Mutant("can_read: any owner", CAN, "if owner is actor.agency", "if owner"),
    Mutant("can_read: no consents", CAN, "return any(", "return False and any("),
    Mutant("can_read: every consent must open", CAN, "return any(", "return all("),
    Mutant("can_read: owner and reader changed round", CAN, "opens(owner, actor.agency, kind, on)", "opens(actor.agency, owner, kind, on)"),
    Mutant("assigned: to anyone", ASSIGNED, "        Assignment.participant_id == participant,\n", ""),
    Mutant("assigned: anyone", ASSIGNED, "        Assignment.staff_id == ACTOR_ID,\n", ""),
    Mutant("assigned: once", ASSIGNED, "        Assignment.ended.is_(None),\n", ""),
    Mutant("assigned: only once", ASSIGNED, "ended.is_(None)", "ended.is_not(None)"),
    *(
        mutant
        for name, after in (("shared_with", SHARED), ("lets_read", LETS))
        for mutant in (
            Mutant(f"{name}: anyone's", after, "        Consent.participant_id == participant,\n", ""),
            Mutant(f"{name}: any kind", after, "        Consent.kind == kind,\n", ""),
            Mutant(f"{name}: before it begins", after, "        Consent.starts <= TODAY,\n", ""),
            Mutant(f"{name}: from the day after", after, "Consent.starts <= TODAY", "Consent.starts < TODAY"),
            Mutant(f"{name}: for ever", after, "        Consent.ends > TODAY,\n", ""),
            Mutant(f"{name}: on its last day too", after, "Consent.ends > TODAY", "Consent.ends >= TODAY"),
            Mutant(f"{name}: also withdrawn", after, "        Consent.withdrawn.is_(None),\n", ""),
            Mutant(f"{name}: only withdrawn", after, "withdrawn.is_(None)", "withdrawn.is_not(None)"),
        )
    ),
    Mutant("shared_with: anyone", SHARED, "        Consent.to_agency == ACTOR_AGENCY,\n", ""),
    Mutant("shared_with: by this agency", SHARED, "Consent.to_agency ==", "Consent.from_agency =="),
    Mutant("lets_read: any owner", LETS, "        Consent.from_agency == owner,\n", ""),
    Mutant("lets_read: any reader", LETS, "        Consent.to_agency == reader,\n", ""),
    Mutant("lets_read: the other way", LETS, "        Consent.from_agency == owner,\n        Consent.to_agency == reader,\n", "        Consent.from_agency == reader,\n        Consent.to_agency == owner,\n"),
    Mutant("opened: only what is given", OPENED, "or_(owner == ACTOR_AGENCY, ", "or_(false(), "),
    Mutant("opened: only one's own", OPENED, ", lets_read(participant, owner, ACTOR_AGENCY, kind))", ")"),
    Mutant("opened: all but one's own", OPENED, "owner == ACTOR_AGENCY", "owner != ACTOR_AGENCY"),
    Mutant("opened: own and given", OPENED, "return or_(", "return and_("),
    Mutant("opened: given to the owner", OPENED, "lets_read(participant, owner, ACTOR_AGENCY, kind)", "lets_read(participant, ACTOR_AGENCY, owner, kind)"),
    Mutant("opened: any kind for all", OPENED, "ACTOR_AGENCY, kind))", "ACTOR_AGENCY, Consent.kind))"),
    Mutant("scope: every participant's", SCOPED, "return participant == ACTOR_ID", "return participant == participant"),
    Mutant("scope: all but hers", SCOPED, "return participant == ACTOR_ID", "return participant != ACTOR_ID"),
    Mutant("scope: no participant's", SCOPED, "return participant == ACTOR_ID", "return false()"),
    Mutant("scope: without working with her", SCOPED, "and_(assigned(participant), opened(participant, owner, kind))", "opened(participant, owner, kind)"),
    Mutant("scope: all of whom one works with", SCOPED, "and_(assigned(participant), opened(participant, owner, kind))", "assigned(participant)"),
    Mutant("scope: works with or opened", SCOPED, "return and_(", "return or_("),
    Mutant("scope: a coordinator too", SCOPED, "if role is Audience.CASEWORKER", "if role in (Audience.CASEWORKER, Audience.COORDINATOR)"),
    Mutant("scope: every role", SCOPED, "if role is Audience.CASEWORKER", "if role"),
    Mutant("scope: open by default", SCOPED, "return false()", "return ~false()"),
)  # fmt: skip


def mutated(mutant: Mutant) -> ModuleType:
    """The policy with a mistake in it. Fails where what is to be replaced is no longer there."""
    begins = SOURCE.index(mutant.after)
    following = SOURCE.find("\n\n\n", begins)
    body = SOURCE[begins : following if following > 0 else None]
    assert mutant.old in body, f"{mutant.name}: the policy no longer says {mutant.old!r}"
    source = SOURCE[:begins] + SOURCE[begins:].replace(mutant.old, mutant.new, 1)
    assert source != SOURCE
    module = ModuleType("portal.sharing.policy_with_a_mistake")
    exec(compile(source, module.__name__, "exec"), module.__dict__)  # noqa: S102 - our own source
    return module


def wrong(mutant: ModuleType, stored: Connection) -> Iterator[str]:
    """What the tests of `test_equivalence` object to, one after the other."""
    yield from worlds.by_the_pure_function(mutant, *WORLD)
    yield from worlds.by_the_scope(mutant, stored, WORLD[1])
    yield from worlds.by_what_is_shared(mutant, stored, GOALS[1])


WORLD, GOALS = worlds.the_table(), worlds.what_is_shared()


@pytest.fixture(scope="module")
def stored(sqlite_templates) -> Iterator[Connection]:
    """Both worlds stored side by side, once for all mutants."""
    clock.fix(NOW)  # before any test has done so
    with sqlite_templates.database() as database, database.writing() as db:
        with WORLD[0].stored(db) as connection:
            GOALS[0].put(connection)
            yield connection
        db.rollback()


def test_there_are_enough():
    assert len({each.name for each in MUTANTS}) == len(MUTANTS) >= 30


def test_the_policy_itself_passes(stored):
    assert list(wrong(policy, stored)) == []


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda each: each.name)
def test_no_mistake_survives(mutant, stored):
    assert next(wrong(mutated(mutant), stored), None), f"survived: {mutant.name}"
