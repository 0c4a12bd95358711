"""Three say who may read what: a table by hand, the pure function, and the SQL scope. They agree."""

from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.audience import Audience
from portal.people.agencies import Agency
from portal.sharing import policy
from portal.sharing.kinds import ShareKind
from tests.sharing import worlds
from tests.sharing.situations import TABLE, Given
from tests.sharing.worlds import World

EXAMPLES = {"sqlite": 100, "postgresql": 30}
ROLES = [each for each in Audience if each not in (Audience.PUBLIC, Audience.PARTICIPANT)]
COLLEAGUES = st.tuples(
    st.sampled_from([Audience.CASEWORKER] * 4 + ROLES), st.sampled_from(list(Agency))
)
WORKED = st.sampled_from([(), (True,), (True,), (False,), (False, True), (False, False)])
# Around the days that matter: yesterday, today, tomorrow.
SPANS = st.sampled_from(
    [(-300, 60), (-300, 60), (-1, 1), (0, 1), (0, 60), (1, 60), (-9, 0), (-9, -1), (100, 400)]
)


MOST = 2  # migration 0008


@st.composite
def some_worlds(draw: st.DrawFn) -> World:
    """A few people, one of them perhaps protected, of four agencies, with every kind of item."""
    world = World()
    people = [world.person(protected=draw(st.booleans())) for _ in range(draw(st.integers(1, 3)))]
    for role, agency in draw(st.lists(COLLEAGUES, min_size=2, max_size=6)):
        colleague = world.colleague(role, agency)
        for person in people:
            works = [(colleague.id, person, still) for still in draw(WORKED)]
            world.works += [each for each in works if not (each[2] and full(world, person))]
    for person in people:
        world.consents += [(person, each) for each in draw(_consents())]
        chosen = draw(st.lists(st.tuples(_AGENCY, _KIND), min_size=1, max_size=8))
        for owner, kind in chosen:
            world.item(person, owner, kind)
    return world


def full(world: World, person: UUID) -> bool:
    """Whether as many work with someone as may: two, where she is protected."""
    now = [each for each in world.works if each[1] == person and each[2]]
    return (person, True) in world.people and len(now) >= MOST


_AGENCY, _KIND = st.sampled_from(list(Agency)), st.sampled_from(list(ShareKind))


@st.composite
def _consents(draw: st.DrawFn) -> list[Given]:
    """At most one of a sort that is not withdrawn, as the database demands."""
    ways = st.tuples(_AGENCY, _AGENCY, _KIND).filter(lambda way: way[0] is not way[1])
    found: list[Given] = []
    for way in draw(st.lists(ways, max_size=14, unique=True)):
        before = draw(st.integers(0, 1))
        found += [Given(*way, *draw(SPANS), withdrawn=True) for _ in range(before)]
        found += [Given(*way, *draw(SPANS))] if draw(st.booleans()) else []
    return found


def agree(world: World, stored) -> None:
    """For everyone there is, the pure function and the scope find the same."""
    for actor in world.actors():
        allowed = world.allowed(policy, actor)
        assert worlds.found(stored, policy, actor) == allowed, actor
        assert worlds.found_of_kinds(stored, policy, actor) == allowed, actor


def test_the_scope_finds_what_the_pure_function_allows(db):
    engine = db.get_bind().dialect.name

    @settings(
        max_examples=EXAMPLES[engine], deadline=None, derandomize=True, database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
    @given(some_worlds())
    def for_any(world: World) -> None:
        with world.stored(db) as stored:
            agree(world, stored)

    for_any()


def test_the_table_is_about_everything_that_decides():
    assert len({each.what for each in TABLE}) == len(TABLE) >= 60
    assert {each.kind for each in TABLE if each.may} == set(ShareKind)
    assert {each.owner for each in TABLE if each.may} == set(Agency)
    assert {each.role for each in TABLE} == {*Audience} - {Audience.PUBLIC}


def test_the_pure_function_says_what_the_table_says():
    world, placed = worlds.the_table()
    assert worlds.by_the_pure_function(policy, world, placed) == []


def test_the_scope_says_what_the_table_says(db):
    world, placed = worlds.the_table()
    with world.stored(db) as stored:
        assert worlds.by_the_scope(policy, stored, placed) == []


def test_what_is_shared_at_all_is_what_the_table_says(db):
    world, people = worlds.what_is_shared()
    with world.stored(db) as stored:
        assert worlds.by_what_is_shared(policy, stored, people) == []


def test_a_member_of_staff_who_works_with_nobody_reads_nothing(db):
    world, _placed = worlds.the_table()
    stranger = World().colleague(Audience.CASEWORKER, Agency.AF)
    with world.stored(db) as stored:
        assert worlds.found(stored, policy, stranger) == set()
