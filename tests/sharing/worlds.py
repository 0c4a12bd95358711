"""Small worlds of people, consents and items, stored for the SQL scope and asked about in Python.

`policy` is the module under test: the portal's own, or a copy of it with a mistake put in.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import ModuleType
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Column, Connection, MetaData, Table, Uuid, insert, select
from sqlalchemy.orm import Session

from portal import clock
from portal.audience import Audience
from portal.db import enum_type
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.models import Assignment, Participant, Staff, Team
from portal.sharing.kinds import ShareKind
from portal.sharing.models import Consent, GivenHow
from portal.sharing.policy import ConsentFact
from tests.sharing.situations import SHARED, TABLE, Given, Situation

# Items of every kind, without what a step or a message has beside its owner and its kind.
ITEM = Table(
    "item_of_a_test", MetaData(),
    Column("id", Uuid, primary_key=True), Column("participant_id", Uuid),
    Column("owner", enum_type(Agency, "owner")), Column("kind", enum_type(ShareKind)),
    prefixes=["TEMPORARY"],
)  # fmt: skip
BEFORE = datetime(2026, 1, 1, 8, tzinfo=clock.STOCKHOLM)


class Asked(NamedTuple):
    """A stored item."""

    id: UUID
    participant: UUID
    owner: Agency
    kind: ShareKind


@dataclass
class World:
    """Who there is, who works with whom, what is shared, and what there is to read."""

    people: list[tuple[UUID, bool]] = field(default_factory=list)  # whether protected
    staff: list[Actor] = field(default_factory=list)
    works: list[tuple[UUID, UUID, bool]] = field(default_factory=list)  # staff, person, still
    consents: list[tuple[UUID, Given]] = field(default_factory=list)
    items: list[Asked] = field(default_factory=list)

    def person(self, *, protected: bool = False) -> UUID:
        """One more participant."""
        self.people.append((uuid4(), protected))
        return self.people[-1][0]

    def colleague(self, role: Audience, agency: Agency | None) -> Actor:
        """One more member of staff."""
        self.staff.append(Actor(uuid4(), role, "Someone", "sv", agency))
        return self.staff[-1]

    def item(self, participant: UUID, owner: Agency, kind: ShareKind) -> Asked:
        """One more thing to read."""
        self.items.append(Asked(uuid4(), participant, owner, kind))
        return self.items[-1]

    def facts(self, policy: ModuleType, participant: UUID) -> list[ConsentFact]:
        """A participant's consents as the pure function takes them."""
        return [fact(policy, each) for whose, each in self.consents if whose == participant]

    def actors(self) -> Iterator[Actor]:
        """Everyone who can ask."""
        yield from self.staff
        for person, protected in self.people:
            yield Actor(person, Audience.PARTICIPANT, "Her", "sv", protected=protected)

    def allowed(self, policy: ModuleType, actor: Actor) -> set[UUID]:
        """What the pure function lets someone read."""
        present = {person for staff, person, still in self.works if still and staff == actor.id}
        return {
            each.id
            for each in self.items
            if policy.can_read(
                actor, participant=each.participant, owner=each.owner, kind=each.kind,
                assigned=each.participant in present,
                consents=self.facts(policy, each.participant), on=clock.today(),
            )
        }  # fmt: skip

    @contextmanager
    def stored(self, db: Session) -> Iterator[Connection]:
        """The world in the database, gone afterwards."""
        connection = db.connection()
        with connection.begin_nested() as everything:
            ITEM.create(connection)
            self.put(connection)
            yield connection
            everything.rollback()

    def put(self, connection: Connection) -> None:
        """Adds the world's rows to what is there."""
        for table, rows in self._rows():
            if rows:
                connection.execute(insert(table), rows)

    def _rows(self) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
        team, contact = uuid4(), uuid4()
        yield Team, [{"id": team, "name": "The team"}]
        first = Actor(contact, Audience.CASEWORKER, "Contact", "sv", Agency.AF)
        yield Staff, [
            {
                "id": each.id, "employee_id": str(each.id), "name": each.name, "role": each.role,
                "agency": each.agency or Agency.MALMO, "title": "handlaggare", "phone": "040", "team_id": team,
            }
            for each in (first, *self.staff)
        ]  # fmt: skip
        yield Participant, [
            {
                "id": person, "name": "Her", "alias": "Participant" if protected else None,
                "identity_cipher": b"", "identity_hash": person.bytes, "language": "ar",
                "protected": protected, "team_id": team, "contact_id": contact,
            }
            for person, protected in self.people
        ]  # fmt: skip
        yield Assignment, [
            {
                "id": uuid4(), "participant_id": person, "staff_id": staff, "started": BEFORE,
                "ended": None if still else clock.now(),
            }
            for staff, person, still in self.works
        ]  # fmt: skip
        yield Consent, [_consent(person, each) for person, each in self.consents]
        yield ITEM, [
            {"id": each.id, "participant_id": each.participant, "owner": each.owner, "kind": each.kind}
            for each in self.items
        ]  # fmt: skip


def _days(count: int) -> date:
    return clock.today() + timedelta(days=count)


def _consent(person: UUID, given: Given) -> dict[str, Any]:
    return {
        "id": uuid4(), "participant_id": person, "from_agency": given.owner,
        "to_agency": given.reader, "kind": given.kind, "text_version": "1", "language": "ar",
        "given": GivenHow.SELF, "starts": _days(given.starts), "ends": _days(given.ends),
        "withdrawn": clock.now() if given.withdrawn else None, "given_at": clock.now(),
    }  # fmt: skip


def fact(policy: ModuleType, given: Given) -> ConsentFact:
    """A consent as a policy takes it."""
    made: ConsentFact = policy.ConsentFact(
        given.owner, given.reader, given.kind, _days(given.starts), _days(given.ends),
        withdrawn=given.withdrawn,
    )  # fmt: skip
    return made


def found(connection: Connection, policy: ModuleType, actor: Actor) -> set[UUID]:
    """What the scope lets someone read, where the kind is a column."""
    seen = policy.scope(
        actor.role, participant=ITEM.c.participant_id, owner=ITEM.c.owner, kind=ITEM.c.kind
    )
    return set(connection.scalars(select(ITEM.c.id).where(seen), actor.bindings))


def found_of_kinds(connection: Connection, policy: ModuleType, actor: Actor) -> set[UUID]:
    """The same, asked kind by kind, as the pages of one slice ask."""
    ids: set[UUID] = set()
    for kind in ShareKind:
        seen = policy.scope(
            actor.role, participant=ITEM.c.participant_id, owner=ITEM.c.owner, kind=kind
        )
        asked = select(ITEM.c.id).where(ITEM.c.kind == kind, seen)
        ids |= set(connection.scalars(asked, actor.bindings))
    return ids


class Placed(NamedTuple):
    """A situation with the actor and the item it got in a world."""

    situation: Situation
    actor: Actor
    item: Asked


def _place(world: World, situation: Situation, herself: UUID, another: UUID) -> Placed:
    """Puts one situation into a world, with people of its own."""
    if situation.role is Audience.PARTICIPANT:
        asking = herself if situation.self else world.person()
        actor = Actor(asking, Audience.PARTICIPANT, "Her", "sv")
    else:
        actor = world.colleague(situation.role, situation.agency)
    if situation.works in ("ended", "again"):
        world.works.append((actor.id, herself, False))
    if situation.works in ("now", "again"):
        world.works.append((actor.id, herself, True))
    if situation.works == "another":
        world.works.append((actor.id, another, True))
    give(world, situation.consents, herself, another)
    return Placed(situation, actor, world.item(herself, situation.owner, situation.kind))


def give(world: World, consents: Iterable[Given], herself: UUID, another: UUID) -> None:
    """Adds consents, hers or another's."""
    world.consents += [(herself if each.hers else another, each) for each in consents]


def the_table() -> tuple[World, list[Placed]]:
    """Every hand-written situation side by side in one world."""
    world = World()
    placed = [_place(world, each, world.person(), world.person()) for each in TABLE]
    return world, placed


def by_the_pure_function(policy: ModuleType, world: World, placed: list[Placed]) -> list[str]:
    """Which situations `can_read` decides otherwise than the table says."""
    return [
        f"can_read: {each.situation}"
        for each in placed
        if (each.item.id in world.allowed(policy, each.actor)) is not each.situation.may
    ]


def by_the_scope(policy: ModuleType, stored: Connection, placed: list[Placed]) -> list[str]:
    """Which situations the scope decides otherwise; nobody sees another situation's item either."""
    return [
        f"scope, {way.__name__}: {each.situation}"
        for each in placed
        for way in (found, found_of_kinds)
        if way(stored, policy, each.actor) != ({each.item.id} if each.situation.may else set())
    ]


def by_what_is_shared(policy: ModuleType, stored: Connection, people: list[UUID]) -> list[str]:
    """Which rows of `SHARED` come out otherwise; `people` are whom they are about."""
    wrong = []
    for herself, (what, reader, kind, _consents, may) in zip(people, SHARED, strict=True):
        asked = select(Participant.id).where(
            Participant.id == herself, policy.shared_with(Participant.id, kind)
        )
        values = {"actor_agency": reader, "today": clock.today()}
        if (stored.scalar(asked, values) is not None) is not may:
            wrong.append(f"shared_with: {what}")
    return wrong


def what_is_shared() -> tuple[World, list[UUID]]:
    """A person for each row of `SHARED`."""
    world, people = World(), []
    for _what, _reader, _kind, consents, _may in SHARED:
        herself, another = world.person(), world.person()
        give(world, consents, herself, another)
        people.append(herself)
    return world, people
