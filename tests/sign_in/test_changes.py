"""New numbers: proposed to staff, confirmed after seeing papers, never a second account."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from portal import clock
from portal.audience import Audience
from portal.db import ChangedMeanwhile
from portal.people.demo import demo_id
from portal.people.identity import IdentityVault
from portal.people.models import Participant
from portal.sign_in import changes
from portal.sign_in.faults import Refused, Why
from portal.sign_in.matching import participant_of, staff_of
from portal.sign_in.models import ChangeState, FormerIdentity, IdentityChange
from portal.trail.models import Trace
from tests.moments import IDENTITY_KEY, NOW
from tests.sign_in.conftest import EMPLOYEE, ORGANISATION, PEOPLE, new_key, providers
from tests.sign_in.hostile import COORDINATION, NUMBER, PREVIOUS

VAULT = IdentityVault(IDENTITY_KEY)
BANKID, AF = providers("http://127.0.0.1:1", new_key())
OLD, NEW = "198105732385", "198105132388"
OKSANA = demo_id("oksana")


@pytest.fixture
def proposed(database, do):
    """Oksana's new number, waiting."""
    assert do(participant_of, VAULT, BANKID, PEOPLE["moved"]) is Why.NEW_NUMBER
    with database.reading() as session:
        return session.scalar(select(IdentityChange.id))


def administrator(actor):
    return replace(actor("lena"), role=Audience.ADMINISTRATOR, agency=None)


def test_a_number_finds_its_person_and_no_other(do):
    assert do(participant_of, VAULT, BANKID, PEOPLE["rim"]) == demo_id("rim")
    assert do(participant_of, VAULT, BANKID, PEOPLE["oksana"]) == OKSANA
    assert do(participant_of, VAULT, BANKID, PEOPLE["stranger"]) is Why.UNKNOWN


def test_a_provider_may_have_one_name_for_both_kinds(do):
    names = replace(BANKID.claims, personal_number="nin", coordination_number="nin")
    broker = replace(BANKID, claims=names)
    assert do(participant_of, VAULT, broker, {"nin": OLD}) == OKSANA


@pytest.mark.parametrize(
    "claims",
    [
        {}, {NUMBER: OLD, COORDINATION: OLD}, {NUMBER: ""}, {NUMBER: None}, {NUMBER: [OLD]},
        {NUMBER: "8105732385"}, {NUMBER: "198105732386"}, {NUMBER: f"{OLD} "}, {NUMBER: "１９８１０５７３２３８５"},
        {NUMBER: OLD, PREVIOUS: "198105732386"},
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(do, claims):
    with pytest.raises(Refused, match="fault"):
        do(participant_of, VAULT, BANKID, claims)


def test_staff_are_known_by_employee_id_in_their_own_agency(do):
    assert do(staff_of, AF, PEOPLE["lena"]) == (demo_id("lena"), Audience.CASEWORKER)


@pytest.mark.parametrize(
    "claims",
    [
        PEOPLE["amir"], PEOPLE["leased"], {EMPLOYEE: "lena@af.example"},
        {EMPLOYEE: "layla@malmo.example", ORGANISATION: "2021002114"},
        {EMPLOYEE: "nobody@af.example", ORGANISATION: "2021002114"},
    ],
)  # fmt: skip
def test_a_claim_alone_authorises_nobody(do, claims):
    with pytest.raises(Refused, match="staff"):
        do(staff_of, AF, claims)


def test_without_a_claim_for_it_the_employer_stands_in_the_employee_id(database, do):
    swedish = replace(AF, claims=replace(AF.claims, organisation=""))
    with pytest.raises(Refused, match="staff"):
        do(staff_of, swedish, PEOPLE["lena"])
    with database.writing() as session, session.begin():
        from portal.people.models import Staff

        session.get_one(Staff, demo_id("lena")).employee_id = "lena@2021002114"
    assert do(staff_of, swedish, {EMPLOYEE: "lena@2021002114"}).id == demo_id("lena")


def test_a_new_number_is_proposed_once_and_makes_no_second_account(database, do, proposed):
    assert proposed
    assert do(participant_of, VAULT, BANKID, PEOPLE["moved"]) is Why.NEW_NUMBER
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(IdentityChange)) == 1
        assert session.scalar(select(func.count()).select_from(Participant)) == 8
    assert do(participant_of, VAULT, BANKID, PEOPLE["oksana"]) == OKSANA


def test_confirming_gives_her_the_new_number_and_keeps_the_old(database, do, actor, proposed):
    do(changes.confirm, actor("lena"), proposed, VAULT.look_up(NEW))
    for who in ("moved", "oksana"):
        assert do(participant_of, VAULT, BANKID, PEOPLE[who]) == OKSANA
    with database.reading() as session:
        person = session.get_one(Participant, OKSANA)
        former = session.scalars(select(FormerIdentity)).one()
        trace = session.scalars(select(Trace).where(Trace.subject == "identity")).one()
    assert VAULT.open(person.identity_cipher, OKSANA) == NEW
    assert VAULT.open(former.identity_cipher, OKSANA).replace("-", "") == OLD
    assert (trace.participant_id, trace.staff_id) == (OKSANA, demo_id("lena"))
    with pytest.raises(ChangedMeanwhile):
        do(changes.confirm, actor("lena"), proposed, VAULT.look_up(NEW))


def test_she_can_go_back_to_a_number_she_had(database, do, actor, proposed):
    do(changes.confirm, actor("lena"), proposed, VAULT.look_up(NEW))
    # The provider now says it the other way round.
    assert do(participant_of, VAULT, BANKID, {NUMBER: OLD, PREVIOUS: NEW}) == OKSANA
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(FormerIdentity)) == 1


def test_leaving_the_number_changes_nothing(do, actor, proposed):
    do(changes.refuse, actor("petra"), proposed)
    assert do(participant_of, VAULT, BANKID, PEOPLE["moved"]) is Why.NEW_NUMBER
    assert do(participant_of, VAULT, BANKID, PEOPLE["oksana"]) == OKSANA


def test_only_who_works_with_her_sees_and_decides(do, actor, proposed):
    assert [each.id for each in do(changes.waiting, actor("lena"))] == [proposed]
    for other in (actor("amir"), administrator(actor)):
        assert do(changes.waiting, other) == ()
        with pytest.raises(NoResultFound):
            do(changes.confirm, other, proposed, VAULT.look_up(NEW))


def test_a_number_that_someone_else_has_is_a_conflict_for_an_administrator(database, do, actor):
    assert do(participant_of, VAULT, BANKID, PEOPLE["both"]) is Why.NEW_NUMBER
    assert do(changes.waiting, actor("lena")) == ()
    found = do(changes.waiting, administrator(actor))
    assert [(each.name, each.other) for each in found] == [("Oksana Pryklad", "Rim Mithal")]
    with pytest.raises(NoResultFound):
        do(changes.confirm, actor("lena"), found[0].id, VAULT.look_up(NEW))
    do(changes.settle, administrator(actor), found[0].id)
    with database.reading() as session:
        row = session.get_one(IdentityChange, found[0].id)
        assert (row.state, row.decided_by) == (ChangeState.SETTLED, demo_id("lena"))
    assert do(participant_of, VAULT, BANKID, PEOPLE["rim"]) == demo_id("rim")


def test_a_number_taken_meanwhile_is_not_given_twice(database, do, actor, proposed):
    with database.writing() as session, session.begin():
        hodan = session.get_one(Participant, demo_id("hodan"))
        hodan.identity_hash = VAULT.look_up(NEW)
    with pytest.raises(changes.NumberTaken):
        do(changes.confirm, actor("lena"), proposed, VAULT.look_up(NEW))


def test_a_former_number_of_another_is_not_given(database, do, actor, proposed):
    with database.writing() as session, session.begin():
        session.add(
            FormerIdentity(
                identity_hash=VAULT.look_up(NEW), identity_cipher=b"x", by_staff_id=demo_id("lena"),
                participant_id=demo_id("hodan"), replaced=session.get_one(IdentityChange, proposed).proposed,
            )
        )  # fmt: skip
    with pytest.raises(changes.NumberTaken):
        do(changes.confirm, actor("lena"), proposed, VAULT.look_up(NEW))


def test_staff_confirm_on_a_page_and_only_with_the_number_on_paper(reader, proposed):
    lena = reader("lena", "en")
    page = lena.get(f"/staff/participants/{OKSANA}")
    assert page.soup.select_one("a[href='/staff/identity-changes']")
    path = f"/staff/identity-changes/{proposed}"
    form = lena.get("/staff/identity-changes").form(path)
    for wrong in ("", OLD, "19810513-2381"):
        refused = lena.post(path, form | {"do": "confirm", "number": wrong}, status=422)
        assert refused.soup.select_one("input[aria-invalid]")["value"] == wrong
    done = lena.send(path, form | {"do": "confirm", "number": "19810513-2388"})
    assert done.notices == ["The new number is in place. The participant can sign in with it now."]
    assert not done.soup.select("main form")
    assert not any(number in done.text + page.text for number in (OLD, NEW))
    fresh = lena.get("/staff/identity-changes")
    token = fresh.form("/sign-out")["csrf_token"]
    lena.post(path, {"csrf_token": token, "do": "confirm", "number": NEW}, status=409)
    lena.post(path, {"csrf_token": token, "do": "settle"}, status=404)


def test_others_find_nothing_to_confirm(reader, proposed):
    petra, amir = reader("petra", "en"), reader("amir", "en")
    assert "Oksana" in petra.get("/staff/identity-changes").text
    page = amir.get("/staff/identity-changes")
    assert "Oksana" not in page.text
    token = page.form("/sign-out")["csrf_token"]
    path = f"/staff/identity-changes/{proposed}"
    amir.post(path, {"csrf_token": token, "do": "confirm", "number": NEW}, status=404)


def test_an_administrator_settles_on_the_same_page(reader, database, do):
    do(participant_of, VAULT, BANKID, PEOPLE["both"])
    with database.writing() as session, session.begin():
        from portal.people.models import Staff

        layla = session.get_one(Staff, demo_id("layla"))
        layla.role = Audience.ADMINISTRATOR
    layla = reader("layla", "en")
    page = layla.get("/staff/identity-changes")
    assert page.texts("main h2") == ["Oksana Pryklad and Rim Mithal"]
    action = page.soup.select_one("main form")["action"]
    done = layla.send(action, page.form(action) | {"do": "settle"})
    assert "Nothing waits." in done.text


def test_a_number_that_comes_too_late_stands_where_it_was_typed(reader, proposed):
    lena = reader("lena", "en").leave_alone()
    numbers, path = "/staff/identity-changes", f"/staff/identity-changes/{proposed}"
    form = lena.get(numbers).form(path) | {"do": "confirm", "number": "19810513-2388"}
    clock.fix(NOW + timedelta(minutes=16))
    waits = lena.get(numbers)
    assert "Oksana" in waits.text
    assert not waits.soup.select(f"form[action='{path}']")
    asked = lena.post(path, form).headers["Location"]
    lena.sign_in("lena")
    back = lena.get(lena.get(asked, status=303).headers["Location"])
    assert back.form(path)["number"] == "19810513-2388"
    assert not back.soup.select("input[aria-invalid]")
    done = lena.send(path, back.form(path) | {"do": "confirm"})
    assert done.notices == ["The new number is in place. The participant can sign in with it now."]
