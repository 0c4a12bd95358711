"""No foreign data: every page there is, asked for by everyone there can be, with words to look for."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product
from typing import NamedTuple

import pytest
from sqlalchemy import Delete, Update, delete, text, update
from sqlalchemy.orm import Session

from portal import clock
from portal.appointments import feed
from portal.audience import Audience
from portal.home.staff_postings import POSTINGS
from portal.people import sign_in
from portal.people.agencies import Agency
from portal.people.demo import PARTICIPANTS, demo_id
from portal.people.models import Assignment, SignIn, Staff, Team
from portal.people.sign_in_limits import Assurance
from portal.sharing.kinds import ShareKind
from portal.sharing.models import Consent
from tests.contracts.addresses import ids_of
from tests.contracts.canaries import KINDS, PEOPLE, Ids, all_of, canary, plant
from tests.contracts.test_access import TABLE
from tests.databases import as_owner
from tests.moments import NOW

RIM = Consent.participant_id == demo_id("rim")
Change = Callable[[Session], object]


def _nothing(_db: Session) -> None:
    """Everything as the cast has it."""


def _otherwise(*statements: Delete | Update) -> Change:
    """Other consents than the cast's. The database refuses to change any, so its triggers go first."""

    def change(db: Session) -> None:
        if db.get_bind().dialect.name == "postgresql":
            db.execute(text("ALTER TABLE consent DISABLE TRIGGER USER"))
        else:
            found = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'consent'"
            for name in db.scalars(text(found)).all():
                db.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            db.execute(statement)

    return change


def _changed(**values: object) -> Change:
    return _otherwise(update(Consent).values(**values))


def _only(kind: ShareKind) -> Change:
    return _otherwise(delete(Consent).where(Consent.kind != kind))


_no_consent = _otherwise(delete(Consent))
_health_too = _otherwise(
    delete(Consent).where(RIM, Consent.kind != ShareKind.PLAN),
    update(Consent).where(RIM).values(kind=ShareKind.HEALTH),
)
_only_from_skane = _otherwise(delete(Consent).where(Consent.from_agency != Agency.SKANE))


def _ended(slug: str) -> Change:
    mine = Assignment.staff_id == demo_id(slug)
    return lambda db: db.execute(update(Assignment).where(mine).values(ended=clock.now()))


def _another_team(db: Session) -> None:
    db.add(Team(id=demo_id("team-4"), name="Team 4"))
    db.flush()
    db.execute(update(Staff).where(Staff.id == demo_id("yusuf")).values(team_id=demo_id("team-4")))


def _administrator(db: Session) -> None:
    layla = Staff.id == demo_id("layla")
    db.execute(update(Staff).where(layla).values(role=Audience.ADMINISTRATOR))


def _signed_out(db: Session) -> None:
    db.execute(delete(SignIn))


def _idle(db: Session) -> None:
    since = clock.now() - timedelta(minutes=31)
    db.execute(update(SignIn).values(created=since, seen=since))


def of(person: str, agencies: str, kinds: str) -> set[str]:
    """The words of some agencies and kinds, each written with spaces between."""
    return {canary(person, *each) for each in product(agencies.split(), kinds.split())}


CONTENT = " ".join(KINDS)
OWN = {agency: of("rim", agency, CONTENT) for agency in Agency}
GOAL = {canary("rim", "her", "goal")}
ATTENDED = {canary("rim", "skane", "attended")}
SHARED = of("rim", "af malmo fk skane", "plan time") | ATTENDED | GOAL
TALK = of("rim", "af malmo fk", "message paper")
# What everyone of the cast lets Region Skåne read of Mikaela, and her named staff there has.
MIKAELAS = (
    of("mikaela", "skane", CONTENT) | of("mikaela", "af malmo fk", "plan")
    | {canary("mikaela", "skane", "attended"), canary("mikaela", "her", "goal")}
)  # fmt: skip


class State(NamedTuple):
    """Who asks, what is otherwise than in the cast, and exactly which words may be found."""

    what: str
    person: str | None
    finds: set[str]
    change: Change = _nothing
    after: Change = _nothing
    assurance: Assurance = Assurance.FULL

    def __str__(self) -> str:
        return self.what


STATES = (
    State("anonymous", None, set()),
    State("participant", "rim", all_of("rim")),
    State("another participant", "hodan", set()),
    State("participant with protected identity", "mikaela", all_of("mikaela")),
    State(
        "limited sign-in, for times and places", "rim",
        of("rim", "af malmo fk skane", "time") | ATTENDED, assurance=Assurance.LIMITED,
    ),
    State("sign-in that was ended", "rim", set(), after=_signed_out),
    State("sign-in left alone", "rim", set(), after=_idle),
    State("staff's sign-in that was ended", "lena", set(), after=_signed_out),
    State("staff's sign-in left alone", "lena", set(), after=_idle),
    State("Arbetsförmedlingen", "lena", OWN["af"] | SHARED | TALK),
    State("Malmö stad", "maria", OWN["malmo"] | SHARED | TALK),
    State("Försäkringskassan", "hakan", OWN["fk"] | SHARED | TALK),
    State("Region Skåne", "nadia", OWN["skane"] | SHARED | MIKAELAS),
    State("no consent, contact's agency", "lena", OWN["af"] | ATTENDED | GOAL, _no_consent),
    State("no consent", "maria", OWN["malmo"], _no_consent),
    State("withdrawn", "maria", OWN["malmo"], _changed(withdrawn=NOW)),
    State("ends today", "hakan", OWN["fk"], _changed(ends=NOW.date())),
    State("ends tomorrow", "hakan", OWN["fk"] | SHARED | TALK, _changed(ends=NOW.date() + timedelta(days=1))),
    State("begins tomorrow", "hakan", OWN["fk"], _changed(starts=NOW.date() + timedelta(days=1))),
    State("the plan only", "maria", OWN["malmo"] | of("rim", "af fk skane", "plan") | GOAL, _only(ShareKind.PLAN)),
    State("messages only", "maria", OWN["malmo"] | TALK, _only(ShareKind.MESSAGES)),
    State("health only", "maria", OWN["malmo"] | of("rim", "af fk skane", "health"), _health_too),
    State("from Region Skåne only", "maria", OWN["malmo"] | of("rim", "skane", "plan time") | ATTENDED | GOAL, _only_from_skane),
    State("no longer works with her", "lena", set(), _ended("lena")),
    State("no longer works with her, another agency", "maria", set(), _ended("maria")),
    State("works with others", "petra", set()),
    State("coordinator", "yusuf", set()),
    State("coordinator of another team", "yusuf", set(), _another_team),
    State("translator", "layla", set()),
    State("administrator", "layla", set(), _administrator),
)  # fmt: skip

QUESTIONS = (
    "/messages/new?about={step_id}",
    "/messages/new?appointment={appointment_id}",
    "/messages/{thread_id}?all=1",
    "/appointments/{appointment_id}?cannot=1",
    "/staff?show=all&all=1&q=rim",
    "/staff/inbox?show=team&all=1",
    "/staff/threads/{thread_id}?withdraw={message_id}",
)


def addresses(ids: Ids, people: tuple[str, ...]) -> Iterator[str]:
    """Every address there is, with every id there is; forms of staff once for all they can do."""
    for path in TABLE:
        names = re.findall(r"<\w+:(\w+)>", path)
        concrete = re.sub(r"<[^>]+>", "{}", path)
        yield from (concrete.format(*each) for each in product(*(ids[name] for name in names)))
    for path, what in product((f"/staff/participants/{each}/post" for each in people), POSTINGS):
        yield f"{path}?what={what}"
    for question in QUESTIONS:
        names = re.findall(r"{(\w+)}", question)
        for values in zip(*(ids[name] for name in names), strict=True) if names else [()]:
            yield question.format(**dict(zip(names, values, strict=True)))


@pytest.fixture
def ids(database, do) -> Ids:
    """What everybody asks for."""
    planted: Ids = do(plant)
    rest = ids_of(database, "rim")
    return {**{name: [value] for name, value in rest.items()}, **planted, "secret": ["guessed"]}


def _signed_in(reader, do, state: State):
    asking = reader(None)
    if state.person:
        kind = "participant" if state.person in PARTICIPANTS else "staff"
        more = {kind: demo_id(state.person), "assurance": state.assurance}
        asking.client.set_cookie("portal", do(sign_in.start, **more))
    return asking.client


@pytest.mark.parametrize("state", STATES, ids=str)
def test_everyone_finds_what_is_theirs_to_read_and_nothing_else(reader, database, do, ids, state):
    with as_owner(database) as db:
        state.change(db)
    client = _signed_in(reader, do, state)
    do(state.after)
    found: dict[str, str] = {}
    for address in addresses(ids, tuple(str(demo_id(each)) for each in PEOPLE)):
        answer = client.get(address)
        assert answer.status_code < 500, address
        shown = answer.get_data(as_text=True)
        found |= dict.fromkeys(re.findall(r"kanarie-\w+-\w+-\w+\.", shown), address)
    surplus = {word: found[word] for word in found.keys() - state.finds}
    assert (surplus, state.finds - found.keys()) == ({}, set())


def test_enough_of_them_are_asked():
    assert len({each.what for each in STATES}) == len(STATES) >= 18


@pytest.mark.usefixtures("ids")
def test_a_calendar_says_to_its_address_what_it_says_to_her(reader, do, actor):
    secret = do(feed.start, actor("rim"))
    shown = reader(None).client.get(f"/calendar/{secret}.ics").text.replace("\r\n ", "")
    assert set(re.findall(r"kanarie-\w+-\w+-\w+\.", shown)) == (
        of("rim", "af malmo fk skane", "time") | ATTENDED
    )
