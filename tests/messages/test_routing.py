"""No wrong door: whatever she asks about, it reaches somebody, and she sees whom before she sends."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.messages.models import Message, Thread
from portal.messages.routing import Receiver, receiver
from portal.people.agencies import AGENCIES, Agency
from portal.people.demo import demo_id
from portal.people.models import Assignment
from portal.phrases.money import PAYMENTS
from tests.contracts.addresses import ids_of
from tests.moments import NOW

LENA = Receiver(uuid4(), "Lena", Agency.AF, is_contact=True)
MARIA = Receiver(uuid4(), "Maria", Agency.MALMO, is_contact=False)
AMIR = Receiver(uuid4(), "Amir", Agency.MALMO, is_contact=False)
HAKAN = Receiver(uuid4(), "Håkan", Agency.FK, is_contact=False)


@pytest.mark.parametrize(
    ("agency", "to"),
    [
        (None, LENA),
        (Agency.AF, LENA),
        (Agency.MALMO, AMIR),
        (Agency.FK, HAKAN),
        (Agency.SKANE, LENA),
    ],
)
def test_a_message_goes_to_the_agency_or_else_to_the_contact(agency, to):
    assert receiver([AMIR, HAKAN, LENA, MARIA], agency) is to


def test_the_contact_answers_for_her_own_agency():
    contact = MARIA._replace(is_contact=True)
    assert receiver([AMIR, contact], Agency.MALMO) is contact


def test_without_anybody_there_is_nobody_to_write_to():
    with pytest.raises(LookupError):
        receiver([])


def newest(database) -> tuple[Thread, Message]:
    with database.reading() as session:
        thread = session.scalars(select(Thread).order_by(Thread.started.desc())).first()
        return thread, session.get_one(Message, thread.last_id)


@pytest.mark.parametrize("code", PAYMENTS)
def test_a_question_about_money_goes_to_the_one_who_pays(reader, database, code):
    rim = reader("rim", "sv")
    page = rim.get("/messages/new?topic=money")
    option = page.soup.select_one(f"input[name=payment][value={code}]").find_parent("label")
    form = page.form("/messages/new")
    rim.send("/messages/new", form | {"topic": "money", "payment": code, "body": ""})
    thread, message = newest(database)
    assert thread.agency == (PAYMENTS[code].agency or "af")
    assert message.phrase == f"money:{code}"
    assert message.to_agency == thread.agency
    named = {"af": "Lena Övningsson", "malmo": "Maria Demodal", "fk": "Håkan Skissgren"}
    assert f"Går till {named[thread.agency]}." in option.get_text()


def test_money_is_never_said_in_sums(reader):
    page = reader("rim", "en").get("/messages/new?topic=money")
    assert not any(sign.isdigit() for sign in page.soup.select_one(".money").get_text())


@pytest.mark.parametrize("slug", ["rim", "hodan", "farhad", "dragan"])
def test_about_a_step_it_goes_to_the_agency_of_the_step(reader, database, slug):
    ids, person = ids_of(database, slug), reader(slug, "sv")
    page = person.get(f"/messages/new?about={ids['step_id']}")
    person.send("/messages/new", page.form("/messages/new") | {"body": "?"})
    thread, _message = newest(database)
    assert AGENCIES[thread.agency].name in page.texts(".card.section")[0]
    assert thread.step_id == UUID(ids["step_id"])


def test_about_a_time_it_goes_to_the_host(reader, database):
    ids, rim = ids_of(database, "rim"), reader("rim", "sv")
    page = rim.get(f"/messages/new?appointment={ids['appointment_id']}")
    rim.send("/messages/new", page.form("/messages/new") | {"topic": "cannot_come"})
    thread, message = newest(database)
    assert thread.appointment_id == UUID(ids["appointment_id"])
    assert message.phrase == "topic:cannot_come"
    foreign = ids_of(database, "hodan")["appointment_id"]
    rim.get(f"/messages/new?appointment={foreign}", status=404)


def test_where_nobody_of_the_agency_works_with_her_the_contact_gets_it(reader, database):
    with database.writing() as session, session.begin():
        session.execute(
            update(Assignment)
            .where(Assignment.participant_id == demo_id("rim"))
            .where(Assignment.staff_id == demo_id("hakan"))
            .values(ended=Assignment.started)
        )
    rim = reader("rim", "sv")
    form = rim.get("/messages/new").form("/messages/new")
    page = rim.send("/messages/new", form | {"topic": "money", "payment": "sick"})
    thread, message = newest(database)
    assert (thread.staff_id, message.to_agency) == (demo_id("lena"), "af")
    assert "Lena Övningsson" in page.heading


def test_the_day_of_the_answer_is_shown_before_she_sends(reader):
    page = reader("rim", "sv").get("/messages/new")
    assert "Du får svar senast onsdag 25 november." in page.texts("#body-hint")
    assert "Lena Övningsson läser först" in page.texts("form .to")[0]


def test_a_promise_never_moves_when_she_writes_again(reader, database):
    rim = reader("rim", "sv")
    form = rim.get("/messages/new").form("/messages/new")
    rim.send("/messages/new", form | {"body": "Hej"})
    thread, _first = newest(database)
    path = f"/messages/{thread.id}"
    clock.fix(NOW + timedelta(days=1))
    rim = reader("rim", "sv")
    rim.send(path, rim.get(path).form(path) | {"body": "Hej igen"})
    again, second = newest(database)
    assert again.answer_by == second.answer_by == thread.answer_by
    clock.fix(NOW + timedelta(days=4))
    page = reader("rim", "sv").get(path)
    assert "Du skulle ha fått svar senast onsdag 25 november." in page.text


def test_a_yes_to_a_time_and_thanks_ask_for_nothing_more(reader, database):
    oksana = reader("oksana", "sv")
    with database.reading() as session:
        asked = session.scalars(
            select(Message).where(
                Message.participant_id == demo_id("oksana"), Message.phrase == "K02"
            )
        ).one()
    path = f"/messages/{asked.thread_id}"
    oksana.send(path, oksana.get(path).form(path) | {"quick": "yes"})
    with database.reading() as session:
        assert session.get_one(Thread, asked.thread_id).answer_by is None
    oksana.send(path, oksana.get(path).form(path) | {"quick": "call"})
    with database.reading() as session:
        assert session.get_one(Thread, asked.thread_id).answer_by is not None
