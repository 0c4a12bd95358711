"""Fixed hours that staff note: whose they are, who sees with what she is busy, who takes them away."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from portal.appointments import fixed_hours
from portal.appointments.fixed_hours import NewHours
from portal.appointments.models import FixedHours
from portal.people.demo import demo_id
from portal.people.models import Assignment
from portal.sharing.models import Consent
from portal.trail.models import Act, Trace
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture

RIM = demo_id("rim")
PERSON = f"/staff/participants/{RIM}"
PATH = f"{PERSON}/fixed-hours"
HERS = "/appointments/fixed-hours"
SFI = {"kind": "course", "weekdays": ["0", "2"], "since": "08:30", "until": "12:00"}


def add(staff, **other):
    return staff.send(PATH, staff.get(PATH).form(PATH, do="add") | SFI | other)


def week(page):
    return page.texts("[aria-labelledby=week] .row")


def count(database):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(FixedHours))


def test_staff_note_hours_from_the_persons_page_and_she_sees_who_did(reader):
    lena = reader("lena", "sv")
    assert lena.get(PERSON).soup.select(f"a[href='{PATH}']")
    page = add(lena)
    assert page.notices == ["Antecknat. Rim ser det, och att din myndighet har antecknat det."]
    assert [row[:19] for row in week(page)] == ["måndag 08:30–12:00 ", "onsdag 08:30–12:00 "]
    assert all("SFI" in row and "Ta bort" in row for row in week(page))
    rim = reader("rim", "sv")
    rows = week(rim.get(HERS))
    assert all("SFI" in row for row in rows)
    assert all("Antecknat av:Arbetsförmedlingen" in row for row in rows)
    rim.send(HERS, rim.get(HERS).form(HERS, do="remove"))
    assert len(week(lena.get(PATH))) == 1


def test_she_reads_of_it_in_her_plan(reader, database):
    rim = reader("rim", "sv")
    assert not rim.get("/plan").soup.select("#since a[href='/appointments/fixed-hours']")
    add(reader("lena", "sv"))
    row = rim.get("/plan").soup.select_one("#since a[href='/appointments/fixed-hours']")
    assert "När du alltid är upptagen" in row.text
    assert "Lena" in row.text
    with database.reading() as session:
        acts = session.execute(
            select(Trace.act, Trace.agency, Trace.staff_id).where(
                Trace.participant_id == RIM, Trace.subject == "fixed_hours"
            )
        ).all()
    assert acts == [(Act.ADDED, "af", demo_id("lena"))]


def test_another_agency_sees_that_she_is_busy_and_nothing_else(reader):
    add(reader("lena", "sv"))
    for staff in ("maria", "hakan", "nadia"):
        rows = week(reader(staff, "sv").get(PATH))
        assert rows == ["måndag 08:30–12:00 Upptagen", "onsdag 08:30–12:00 Upptagen"], staff


def test_what_she_noted_herself_is_seen_with_her_consent_alone(reader, database):
    rim = reader("rim", "sv")
    rim.send(HERS, rim.get(HERS).form(HERS, do="add") | SFI)
    lena = reader("lena", "sv")
    assert all("SFI" in row and "Antecknat av deltagaren" in row for row in week(lena.get(PATH)))
    assert not any("Ta bort" in row for row in week(lena.get(PATH)))
    with database.writing() as session, session.begin():
        session.execute(update(Consent).where(Consent.withdrawn.is_(None)).values(withdrawn=NOW))
    assert {row[-8:] for row in week(lena.get(PATH))} == {"Upptagen"}


def test_an_agency_takes_away_only_what_it_has_noted(reader, database):
    add(reader("lena", "sv"))
    rim = reader("rim", "sv")
    rim.send(HERS, rim.get(HERS).form(HERS, do="add") | SFI)
    maria = reader("maria", "sv")
    form = maria.get(PATH).form(PATH, do="add") | {"do": "remove"}
    with database.reading() as session:
        every = session.scalars(select(FixedHours.id)).all()
    for which in (*every, uuid4()):
        maria.send(PATH, form | {"hours": str(which), "form_key": uuid4().hex})
    maria.post(PATH, form | {"hours": "x", "form_key": uuid4().hex}, status=400)
    assert count(database) == 4
    lena = reader("lena", "sv")
    page = lena.send(PATH, lena.get(PATH).form(PATH, do="remove"))
    assert page.notices == ["Tiderna är borttagna."]
    assert count(database) == 3
    with database.reading() as session:
        changed = session.scalars(
            select(Trace.staff_id).where(
                Trace.subject == "fixed_hours", Trace.act == Act.CHANGED
            )
        ).all()  # fmt: skip
    assert changed == [demo_id("lena")]


def test_who_has_left_the_person_is_let_in_nowhere(reader, database, actor):
    lena = reader("lena", "sv")
    form = lena.get(PATH).form(PATH, do="add") | SFI
    add(lena)
    acting = actor("lena")
    with database.writing() as session, session.begin():
        session.execute(
            update(Assignment)
            .where(Assignment.participant_id == RIM, Assignment.staff_id == demo_id("lena"))
            .values(ended=NOW)
        )
    lena.get(PATH, status=404)
    lena.post(PATH, form | {"form_key": uuid4().hex, "until": "11:00"}, status=404)
    new = NewHours("course", frozenset({1}), "08:00", "09:00")
    with database.writing() as session:
        assert fixed_hours.hours_seen(session, acting, RIM) == []
        every = session.scalars(select(FixedHours.id)).all()
        for refused in (
            lambda: fixed_hours.add_hours(session, acting, RIM, new),
            lambda: fixed_hours.remove_hours(session, acting, RIM, every[0]),
        ):
            with pytest.raises(fixed_hours.NoResultFound):
                refused()
    assert count(database) == 2


def test_nobody_notes_hours_for_another_participant(database, actor):
    hodan = actor("hodan")
    new = NewHours("course", frozenset({1}), "08:00", "09:00")
    with database.writing() as session, pytest.raises(fixed_hours.NoResultFound):
        fixed_hours.add_hours(session, hodan, RIM, new)


def test_a_fault_is_named_and_nothing_is_lost(reader):
    lena = reader("lena", "sv")
    typed = lena.get(PATH).form(PATH, do="add") | SFI | {"until": "08:00"}
    page = lena.post(PATH, typed, status=422)
    assert page.faults == ["Det måste sluta efter att det börjar. Kontrollera de två klockslagen."]
    assert page.form(PATH, do="add")["since"] == "08:30"


def test_hers_and_those_of_staff_count_together_against_a_machine(reader):
    lena, rim = reader("lena", "sv"), reader("rim", "sv")
    every = {"weekdays": [str(day) for day in range(7)]}
    for minute in range(2):
        other = every | {"since": f"08:0{minute}"}
        add(lena, **other)
        rim.send(HERS, rim.get(HERS).form(HERS, do="add") | SFI | other)
    page = lena.post(PATH, lena.get(PATH).form(PATH, do="add") | SFI | every, status=422)
    assert page.faults == ["Det finns redan väldigt många. Ta bort några först."]


def test_no_time_is_given_over_them_without_a_reason(reader):
    add(reader("lena", "sv"), kind="children")
    post = f"{PERSON}/post"
    nadia = reader("nadia", "sv")
    asked = {"day": "2026-12-07", "start": "09:00", "preview": "1"}
    form = nadia.get(f"{post}?what=appointment").form(post)
    assert "en fast tid 08:30–12:00" in nadia.post(post, form | asked, status=200).texts("#held")[0]
