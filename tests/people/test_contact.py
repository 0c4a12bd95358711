"""The contact changes with a successor, a reason, a summary and the open turns, or not at all."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from portal.people import contact
from portal.people.demo import demo_id
from portal.people.models import Assignment, ContactChange, Participant
from portal.plan.queries import open_turns_of
from portal.sharing.models import Consent
from tests.moments import NOW

RIM = demo_id("rim")
PATH = f"/staff/participants/{RIM}/contact"


def test_the_database_refuses_a_change_without_its_row(db):
    db.get(Participant, RIM).contact_id = demo_id("maria")
    with pytest.raises(IntegrityError):
        db.flush()


def test_the_participant_is_told_who_and_why(reader, database):
    lena, rim = reader("lena", "sv"), reader("rim", "sv")
    form = lena.get(PATH).form(PATH)
    fields = {
        "successor": str(demo_id("maria")),
        "reason": "leaves",
        "summary": "Rim vill till kök.",
    }
    page = lena.send(PATH, form | fields)
    assert page.notices == ["Maria Demodal är kontaktperson nu. Deltagaren har fått veta det."]
    assert "Maria Demodal" in rim.get("/me").texts(".contact")[0]
    told = rim.get("/me").texts("details.card")[0]
    for words in (
        "har bytts 1 gång",
        "Från Lena Övningsson till Maria Demodal.",
        "slutar",
        "Rim vill till kök.",
    ):
        assert words in told
    with database.reading() as session:
        row = session.scalars(
            select(ContactChange).where(ContactChange.participant_id == RIM)
        ).one()
        assert {str(turn.step) for turn in open_turns_of(session, RIM)} == set(row.open_turns)
    inbox = " ".join(rim.get("/messages").texts(".row"))
    assert "Din kontaktperson slutar" in inbox


def test_in_arabic_too(reader):
    lena, rim = reader("lena", "sv"), reader("rim", "ar")
    fields = {"successor": str(demo_id("nadia")), "reason": "language", "summary": "Kort."}
    lena.send(PATH, lena.get(PATH).form(PATH) | fields)
    page = rim.get("/me")
    assert "Nadia Mallberg" in page.texts(".contact")[0]
    assert page.soup.select_one("details .quote")["lang"] == "sv"


@pytest.mark.parametrize("missing", ["successor", "reason", "summary"])
def test_nothing_changes_while_something_is_missing(reader, database, missing):
    lena = reader("lena", "sv")
    fields = {
        "successor": str(demo_id("maria")),
        "reason": "leaves",
        "summary": "Rim vill till kök.",
    }
    page = lena.post(PATH, lena.get(PATH).form(PATH) | fields | {missing: ""}, status=422)
    assert len(page.faults) == 1
    with database.reading() as session:
        assert session.get(Participant, RIM).contact_id == demo_id("lena")


def test_open_turns_of_others_are_neither_listed_nor_counted(reader, database):
    with database.writing() as session, session.begin():
        session.execute(update(Consent).where(Consent.withdrawn.is_(None)).values(withdrawn=NOW))
    page = reader("maria", "sv").get(f"/staff/participants/{demo_id('farhad')}/contact")
    assert "andra myndigheter ser" not in page.text
    assert page.soup.select("form")
    assert "Koordinering" not in page.text


def test_nobody_takes_the_place_of_another_agencys_contact(reader, database, db, actor):
    nadia = actor("nadia")
    new = contact.NewContact(demo_id("nadia"), "wish", "x", [], 0)
    with pytest.raises(contact.NotYours):
        contact.change(db, nadia, RIM, new)
    db.rollback()
    worker = reader("nadia", "sv")
    assert "Byt kontaktperson" not in worker.get(f"/staff/participants/{RIM}").text
    worker.get(PATH, status=403)
    with database.writing() as session, session.begin():
        session.execute(
            update(Assignment)
            .where(Assignment.participant_id == RIM, Assignment.staff_id == demo_id("lena"))
            .values(ended=NOW)
        )
    worker.get(PATH)  # where the contact has left, whoever works with her may find another


def test_the_new_contact_reads_what_the_one_before_wrote(reader):
    lena = reader("lena", "sv")
    fields = {
        "successor": str(demo_id("maria")),
        "reason": "leaves",
        "summary": "Rim vill till kök.",
    }
    lena.send(PATH, lena.get(PATH).form(PATH) | fields)
    page = f"/staff/participants/{RIM}"
    assert "Rim vill till kök." in reader("maria", "sv").get(page).text
    assert "Rim vill till kök." not in reader("hakan", "sv").get(page).text


def test_two_who_change_at_once(reader):
    lena, second = reader("lena", "sv"), reader("lena", "sv")
    forms = [each.get(PATH).form(PATH) for each in (lena, second)]
    fields = {"successor": str(demo_id("hakan")), "reason": "away", "summary": "Lenas text"}
    lena.send(PATH, forms[0] | fields)
    page = second.post(PATH, forms[1] | fields | {"summary": "Den andras text"}, status=409)
    assert page.soup.select_one("#summary").get_text() == "Den andras text"
    assert "Kontaktpersonen har bytts 1 gång förut." in page.text
    assert "Lenas text" in page.texts(".stands")[0]


def test_for_a_protected_person_nobody_new_is_let_in(db, actor):
    amir = actor("amir")
    people = contact.candidates(db, demo_id("mikaela"))
    assert [each.name for each in people] == ["Nadia Mallberg"]
    new = contact.NewContact(demo_id("lena"), "leaves", "x", [], 0)
    with pytest.raises(contact.NotASuccessor):
        contact.change(db, amir, demo_id("mikaela"), new)


def test_a_successor_works_with_the_participant_from_then_on(db, actor):
    new = contact.NewContact(demo_id("petra"), "nearer", "Läs planen.", [], 0)
    contact.change(db, actor("lena"), RIM, new)
    assert db.scalars(
        select(Assignment).where(
            Assignment.participant_id == RIM, Assignment.staff_id == demo_id("petra")
        )
    ).one()


def test_the_count_is_for_her_and_for_coordinators(reader):
    page = reader("yusuf", "sv").get(f"/staff/participants/{demo_id('farhad')}")
    assert "Kontaktperson bytt 2 gånger" in page.texts(".pills")[1]
    assert "har bytts 2 gånger" in reader("farhad", "sv").get("/me").texts("details.card")[0]


def test_what_has_been_never_changes(db):
    with pytest.raises(IntegrityError):
        db.execute(update(ContactChange).values(reason="wish"))
