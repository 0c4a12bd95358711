"""The team board: where it stands still, without what it is about."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from portal.appointments.models import Appointment
from portal.people.demo import demo_id
from portal.people.models import Assignment
from portal.phrases.appointment_kinds import InterpreterState
from portal.sharing.models import Consent
from tests.contracts.addresses import ids_of
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture

BOARD = "/staff/board"


def listed(page, section: str) -> list[str]:
    return page.texts(f"[aria-labelledby={section}] .row")


def test_a_coordinator_sees_the_longest_waits_first_and_no_content(reader):
    page = reader("yusuf", "sv").get(BOARD)
    waits = listed(page, "longest")
    assert waits[0].startswith("Oksana Pryklad")
    assert "Har väntat 60 dagar." in waits[0]
    assert [row.split(" ")[0] for row in listed(page, "passed")] == ["Hodan"]
    for content in ("e-legitimation", "jobbspår", "intyg", "vårdcentralen ·", "Mikaela"):
        assert content not in page.text
    assert any(row.startswith("Deltagare 8") for row in waits)


def test_it_lists_who_misses_what_and_who_is_sent_round(reader, database):
    with database.writing() as session, session.begin():
        session.execute(
            update(Assignment)
            .where(
                Assignment.participant_id == demo_id("rim"), Assignment.staff_id == demo_id("lena")
            )
            .values(ended=NOW)
        )
    page = reader("yusuf", "sv").get(BOARD)
    assert listed(page, "contactless") == ["Rim Mithal"]
    assert listed(page, "unspoken") == ["Farhad NamunaOm 7 dagar"]
    assert listed(page, "round") == ["Farhad Namuna2 gånger"]
    assert listed(page, "again") == ["Farhad Namuna2 gånger"]


def test_a_caseworker_sees_only_her_people_and_what_the_policy_opens(reader, database):
    hakan = reader("hakan", "sv")
    names = {row.split(" ")[0] for row in listed(hakan.get(BOARD), "longest")}
    assert names <= {"Rim", "Dragan", "Tesfay"}
    before = listed(hakan.get(BOARD), "longest")
    with database.writing() as session, session.begin():
        session.execute(update(Consent).where(Consent.withdrawn.is_(None)).values(withdrawn=NOW))
    after = listed(hakan.get(BOARD), "longest")
    assert any("Arbetsförmedlingen" in row for row in before)
    assert not any("Arbetsförmedlingen" in row for row in after)


def test_a_protected_persons_day_is_not_told(reader, database):
    with database.writing() as session, session.begin():
        session.execute(
            update(Appointment)
            .where(Appointment.participant_id == demo_id("mikaela"))
            .values(interpreter=InterpreterState.MISSING, interpreter_language="ar")
        )
    assert "Deltagare 8" in listed(reader("yusuf", "sv").get(BOARD), "unspoken")


def test_an_interpreter_of_another_language_counts_while_the_time_is_to_come(reader, database):
    rim, yusuf = reader("rim", "sv"), reader("yusuf", "sv")
    path = f"/appointments/{ids_of(database, 'rim')['appointment_id']}"
    rim.send(path, rim.get(path).form(path, do="wrong_language"))
    both = ["Rim MithalOm 4 dagar", "Farhad NamunaOm 7 dagar"]
    assert listed(yusuf.get(BOARD), "unspoken") == both
    assert listed(reader("petra", "sv").get(BOARD), "unspoken") == []
    with database.writing() as session, session.begin():
        time = session.get_one(Appointment, UUID(path.split("/")[2]))
        time.starts, time.ends = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
    assert listed(yusuf.get(BOARD), "unspoken") == both[1:]


@pytest.mark.parametrize("person", ["rim", "layla"])
def test_it_is_for_staff(reader, person):
    reader(person, "sv").get(BOARD, status=403)
