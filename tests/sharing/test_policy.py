"""The policy: a hand-written table, the pure function and the SQL scope say the same."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.audience import Audience
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.demo import PARTICIPANTS, demo_id
from portal.people.models import Assignment
from portal.plan.models import Step
from portal.plan.queries import plan_of
from portal.sharing.kinds import ShareKind
from portal.sharing.models import Consent
from portal.sharing.policy import ConsentFact, can_read, scope
from tests.moments import NOW

AF, MALMO, FK, SKANE = Agency
PLAN, TIMES, MESSAGES, HEALTH = ShareKind
RIM = uuid4()
DAY = date(2026, 11, 23)
YES = ConsentFact(SKANE, AF, PLAN, date(2026, 1, 1), date(2027, 1, 1), withdrawn=False)


def someone(role: Audience, agency: Agency | None = None, person=None) -> Actor:
    return Actor(person or uuid4(), role, "Someone", "sv", agency)


@pytest.mark.parametrize(
    ("actor", "owner", "kind", "assigned", "consents", "expected"),
    [
        (someone(Audience.PARTICIPANT, person=RIM), SKANE, HEALTH, False, [], True),
        (someone(Audience.PARTICIPANT), SKANE, PLAN, True, [YES], False),
        (someone(Audience.CASEWORKER, AF), AF, PLAN, True, [], True),
        (someone(Audience.CASEWORKER, AF), AF, PLAN, False, [], False),
        (someone(Audience.CASEWORKER, AF), SKANE, PLAN, True, [], False),
        (someone(Audience.CASEWORKER, AF), SKANE, PLAN, True, [YES], True),
        (someone(Audience.CASEWORKER, AF), SKANE, PLAN, False, [YES], False),
        (someone(Audience.CASEWORKER, AF), SKANE, HEALTH, True, [YES], False),
        (someone(Audience.CASEWORKER, AF), FK, PLAN, True, [YES], False),
        (someone(Audience.CASEWORKER, MALMO), SKANE, PLAN, True, [YES], False),
        (someone(Audience.COORDINATOR, AF), AF, PLAN, True, [YES], False),
        (someone(Audience.TRANSLATOR), AF, PLAN, True, [YES], False),
        (someone(Audience.ADMINISTRATOR), AF, PLAN, True, [YES], False),
    ],
)
def test_who_may_read_what(actor, owner, kind, assigned, consents, expected):
    assert can_read(
        actor, participant=RIM, owner=owner, kind=kind, assigned=assigned, consents=consents, on=DAY
    ) is expected  # fmt: skip


@pytest.mark.parametrize(
    ("change", "opens"),
    [
        ({}, True), ({"withdrawn": True}, False), ({"starts": DAY}, True), ({"ends": DAY}, False),
        ({"starts": DAY + timedelta(days=1)}, False),
    ],
)  # fmt: skip
def test_a_consent_holds_from_its_first_day_until_the_day_before_its_last(change, opens):
    values = {name: getattr(YES, name) for name in ConsentFact.__slots__} | change
    assert ConsentFact(**values).opens(SKANE, AF, PLAN, DAY) is opens


STAFF = ("lena", "amir", "maria", "petra", "hakan", "nadia", "kerstin", "yusuf")


@pytest.mark.parametrize("slug", STAFF)
def test_the_scope_finds_exactly_what_the_pure_function_allows(db, actor, slug):
    acting = actor(slug)
    db.execute(
        update(Consent)
        .where(Consent.kind == TIMES, Consent.withdrawn.is_(None))
        .values(withdrawn=NOW)
    )
    seen = scope(acting.role, participant=Step.participant_id, owner=Step.agency, kind=Step.shares)
    found = set(db.scalars(select(Step.id).where(seen), acting.bindings))
    assigned = set(
        db.scalars(
            select(Assignment.participant_id).where(
                Assignment.staff_id == acting.id, Assignment.ended.is_(None)
            )
        )
    )
    facts: dict[object, list[ConsentFact]] = {}
    for row in db.scalars(select(Consent)):
        fact = ConsentFact(
            row.from_agency,
            row.to_agency,
            row.kind,
            row.starts,
            row.ends,
            withdrawn=row.withdrawn is not None,
        )
        facts.setdefault(row.participant_id, []).append(fact)
    allowed = {
        step.id
        for step in db.scalars(select(Step))
        if can_read(
            acting, participant=step.participant_id, owner=step.agency, kind=step.shares,
            assigned=step.participant_id in assigned, consents=facts[step.participant_id],
            on=clock.today(),
        )
    }  # fmt: skip
    assert found == allowed
    assert bool(found) is (slug != "yusuf")


def test_a_withdrawn_consent_hides_at_once(db, actor):
    lena, maria = actor("lena"), actor("maria")
    farhad = plan_of(db, lena, demo_id("farhad"))
    assert (
        farhad.having("paused") == ()
    )  # the health centre's step, no longer for Arbetsförmedlingen
    assert plan_of(db, maria, demo_id("farhad")).having("paused")
    db.execute(
        update(Consent)
        .where(Consent.to_agency == AF, Consent.withdrawn.is_(None))
        .values(withdrawn=NOW)
    )
    assert {step.agency for step in plan_of(db, lena, demo_id("rim")).steps} == {AF}


def test_health_papers_are_nobodys_but_their_owners(db, actor):
    acting = {slug: actor(slug) for slug in ("lena", "hakan", "nadia")}
    for slug, reads in acting.items():
        kinds = {step.kind for step in plan_of(db, reads, demo_id("dragan")).steps}
        assert ("V04" in kinds) is (slug == "nadia"), slug


def test_an_ended_assignment_closes_everything(db, actor):
    lena = actor("lena")
    db.execute(update(Assignment).where(Assignment.staff_id == lena.id).values(ended=NOW))
    assert all(plan_of(db, lena, demo_id(slug)) is None for slug in PARTICIPANTS)


def test_a_coordinator_sees_turns_and_clocks_and_no_content(db, actor):
    plan = plan_of(db, actor("yusuf"), demo_id("dragan"))
    assert plan.goal is None
    assert len(plan.steps) == 6
    for step in plan.steps:
        assert (step.kind, step.title, step.responsible, step.outside_name) == (None,) * 4
    assert max(step.days for step in plan.steps) == 28 or plan.having("waiting")[0].days == 18


def test_a_protected_person_is_opened_by_her_named_staff_only(db, actor):
    acting = {slug: actor(slug) for slug in STAFF[:-1]}
    for slug, reads in acting.items():
        found = plan_of(db, reads, demo_id("mikaela"))
        assert (found is not None) is (slug in ("amir", "nadia")), slug
