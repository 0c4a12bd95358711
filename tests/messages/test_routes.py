"""The participant's inbox."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from portal.appointments.models import Appointment, Reply
from portal.messages import content, sending
from portal.messages.models import Attachment, Forward, Message, Thread
from portal.people.demo import demo_id
from tests.contracts.addresses import ids_of
from tests.one_database import templates  # noqa: F401 - a fixture


def address(database, slug: str = "rim") -> str:
    return f"/messages/{ids_of(database, slug)['thread_id']}"


def messages(database, slug: str = "rim") -> list[Message]:
    with database.reading() as session:
        wanted = (
            select(Message).where(Message.participant_id == demo_id(slug)).order_by(Message.sent)
        )
        return list(session.scalars(wanted))


def test_one_list_of_all_four_agencies_with_unread_in_words(reader):
    page = reader("rim", "sv").get("/messages")
    names = page.texts(".rows .t")
    assert names == ["Lena Övningsson", "Maria Demodal", "Nadia Mallberg", "Håkan Skissgren"]
    assert page.texts(".rows .pill") == ["2 olästa"]
    assert "2 olästa" in page.texts(".tabs")[0]


def test_opening_a_thread_notes_it_as_read(reader, database):
    rim = reader("rim", "sv")
    rim.get(address(database))
    assert rim.get("/messages").texts(".rows .pill") == []
    assert all(each.read for each in messages(database) if each.staff_id)


def test_a_standard_message_reads_in_the_readers_language_with_swedish_one_tap_away(
    reader, database
):
    page = reader("rim", "en").get(address(database))
    latest = page.soup.select(".msg")[-1]
    assert latest.h3.get_text() == "A placement for you?"
    assert "Exempelskolans kök" in latest.get_text()
    original = latest.select_one("details [lang=sv]")
    assert "Vi har hittat en praktikplats på Exempelskolans kök." in original.get_text()


def test_free_text_keeps_its_language_and_says_so(reader, database):
    page = reader("rim", "ar").get(address(database))
    swedish = next(
        each for each in page.soup.select(".msg p[lang=sv]") if "Det behövs inte" in each.get_text()
    )
    assert swedish["dir"] == "auto"
    assert "غير مترجم" in swedish.parent.get_text()
    own = page.soup.select_one(".msg.mine p[lang=ar]")
    assert own["dir"] == "auto"


def test_a_quick_reply_takes_one_tap_and_answers_the_question(reader, database):
    rim, path = reader("rim", "sv"), address(database)
    page = rim.send(path, rim.get(path).form(path) | {"quick": "yes"})
    assert page.notices == ["Skickat till Lena Övningsson."]
    assert page.soup.select(".msg.mine")[-1].select("p")[1].get_text() == "Ja, det passar"
    latest = messages(database)[-1]
    assert (latest.phrase, latest.body, latest.staff_id) == ("reply:yes", None, None)
    assert "En praktikplats för dig?" not in rim.get("/").texts("#my-turn + ul .t")


def test_yes_to_a_time_answers_the_appointment_too(reader, database):
    oksana = reader("oksana", "sv")
    with database.reading() as session:
        asked = session.scalars(
            select(Message).where(
                Message.participant_id == demo_id("oksana"), Message.phrase == "K02"
            )
        ).one()
        starts = datetime.fromisoformat(asked.parameters["when"])
    path = f"/messages/{asked.thread_id}"
    oksana.send(path, oksana.get(path).form(path) | {"quick": "yes"})
    with database.reading() as session:
        reply = session.scalar(
            select(Appointment.reply).where(
                Appointment.participant_id == demo_id("oksana"), Appointment.starts == starts
            )
        )
    assert reply is Reply.COMING


def test_a_note_after_a_question_leaves_it_to_be_answered(reader, database):
    oksana = reader("oksana", "sv")
    with database.writing() as session, session.begin():
        asked = session.scalars(
            select(Message).where(
                Message.participant_id == demo_id("oksana"), Message.phrase == "K02"
            )
        ).one()
        session.add(
            Message(
                thread_id=asked.thread_id, participant_id=asked.participant_id, staff_id=asked.staff_id,
                body="Vi ses vid entrén.", language="sv", sent=asked.sent + timedelta(seconds=1),
            )
        )  # fmt: skip
        path = f"/messages/{asked.thread_id}"
    page = oksana.get(path).soup
    offered = [each["value"] for each in page.select("#reply button[name=quick]")]
    assert offered == ["yes", "other_time", "call"]
    assert [each["value"] for each in page.select(".msg button[form=reply]")] == ["not_understood"]
    oksana.send(path, oksana.get(path).form(path) | {"quick": "yes"})
    with database.reading() as session:
        replies = session.scalars(
            select(Appointment.reply).where(Appointment.participant_id == demo_id("oksana"))
        ).all()
    assert Reply.COMING in replies


def test_after_ones_own_message_there_is_nothing_to_answer(reader, database):
    rim, path = reader("rim", "sv"), address(database)
    page = rim.send(path, rim.get(path).form(path) | {"body": "Hej"})
    assert page.soup.select("#reply button[name=quick]") == []
    assert page.texts("#reply h2") == ["Skriv mer"]


def test_free_text_is_stored_with_the_readers_language(reader, database):
    rim, path = reader("rim", "ar"), address(database)
    text = "شكرًا <script>alert(1)</script> 👍\nسطر ثانٍ"
    page = rim.send(path, rim.get(path).form(path) | {"body": text})
    assert messages(database)[-1].body == text
    assert messages(database)[-1].language == "ar"
    assert "<script>alert" not in page.text


def test_reply_and_text_together_keep_their_order(reader, database):
    rim, path = reader("rim", "sv"), address(database)
    rim.send(path, rim.get(path).form(path) | {"quick": "yes", "body": "Vilken buss?"})
    assert [(each.phrase, each.body) for each in messages(database)[-2:]] == [
        ("reply:yes", None), (None, "Vilken buss?"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({}, 422),
        ({"body": "  \n "}, 422),
        ({"body": "x" * 2001}, 422),
        ({"quick": "invented"}, 400),
    ],
)
def test_nothing_or_too_much_is_refused_and_kept(reader, database, wrong, status):
    rim, path = reader("rim", "sv"), address(database)
    before = len(messages(database))
    page = rim.post(path, rim.get(path).form(path) | wrong, status=status)
    assert len(messages(database)) == before
    if status == 422:
        assert page.faults
        assert page.soup.select_one("#body").get_text() == wrong.get("body", "").strip()


def test_a_new_message_reaches_the_contact_without_knowing_the_agency(reader, database):
    rim = reader("rim", "ar")
    form = rim.get("/messages/new").form("/messages/new")
    page = rim.send("/messages/new", form | {"topic": "money", "body": "متى يأتي المال؟"})
    assert "Lena Övningsson" in page.heading
    with database.reading() as session:
        thread = session.scalars(select(Thread).order_by(Thread.started.desc())).first()
    assert (thread.agency, thread.staff_id, thread.taken) == ("af", demo_id("lena"), None)
    assert thread.answer_by.isoformat() == "2026-11-25"


def test_asking_from_a_step_keeps_the_step(reader, database):
    rim = reader("rim", "sv")
    step = ids_of(database, "rim")["step_id"]
    page = rim.get(f"/messages/new?about={step}")
    assert "Barnomsorg före start" in page.texts("main")[0]
    rim.send("/messages/new", page.form("/messages/new") | {"body": "Hur gör jag?"})
    with database.reading() as session:
        assert (
            str(session.scalars(select(Thread).order_by(Thread.started.desc())).first().step_id)
            == step
        )


@pytest.mark.parametrize("about", ["nonsense", "00000000-0000-0000-0000-000000000000"])
def test_asking_about_no_step_or_somebody_elses_is_404(reader, database, about):
    rim = reader("rim", "sv")
    rim.get(f"/messages/new?about={about}", status=404)
    foreign = ids_of(database, "hodan")["step_id"]
    rim.get(f"/messages/new?about={foreign}", status=404)
    form = rim.get("/messages/new").form("/messages/new")
    rim.post("/messages/new", form | {"body": "x", "about": foreign}, status=404)


def test_a_new_message_needs_something_to_say(reader):
    rim = reader("rim", "sv")
    page = rim.post("/messages/new", rim.get("/messages/new").form("/messages/new"), status=422)
    assert page.faults == ["Välj vad det gäller eller skriv något och tryck sedan på Skicka."]


def test_an_empty_inbox_is_honest(reader, database):
    with database.writing() as session, session.begin():
        session.execute(delete(Attachment))
        session.execute(delete(Forward))
        session.execute(delete(Message))
        session.execute(delete(Thread))
    page = reader("rim", "sv").get("/messages")
    assert "Det finns inga meddelanden än." in page.text


def test_a_long_thread_shows_its_latest_messages_first(reader, database):
    rim, path = reader("rim", "sv"), address(database)
    with database.writing() as session, session.begin():
        thread = session.get_one(Thread, UUID(path[-36:]))
        for number in range(40):
            sending.put(session, thread, [content.text(f"Nummer {number}", "sv")], sender=None)
    rim.get(path)  # those she had not read are shown too, the first time
    page = rim.get(path)
    assert len(page.soup.select("article.msg")) == 30
    page = rim.get(
        page.soup.select_one(".thread a[href='?all=1']")["href"].replace("?", f"{path}?")
    )
    assert len(page.soup.select("article.msg")) > 40
    assert page.soup.select(".thread a[href='?all=1']") == []


def test_what_she_has_not_read_is_never_hidden(reader, database):
    rim, path = reader("rim", "sv"), address(database)
    with database.writing() as session, session.begin():
        thread = session.get_one(Thread, UUID(path[-36:]))
        for number in range(40):
            text = content.text(f"Nummer {number}", "sv")
            sending.put(session, thread, [text], sender=demo_id("lena"))
    assert len(rim.get(path).soup.select("article.msg")) >= 40
    assert len(rim.get(path).soup.select("article.msg")) == 30


def test_addresses_in_a_message_are_links_that_show_where_they_lead(reader, database):
    rim, path = reader("rim", "ar"), address(database)
    written = "Se https://www.malmo.se/jobb eller ring 040-34 10 00.\n<a href='https://x.se'>x</a>"
    with database.writing() as session, session.begin():
        thread = session.get_one(Thread, UUID(path[-36:]))
        sending.put(session, thread, [content.text(written, "sv")], sender=demo_id("lena"))
    body = rim.get(path).soup.select("article.msg")[-1].select_one("p[lang=sv]")
    assert body.get_text() == written
    targets = {each["href"]: each.get_text() for each in body.select("a")}
    assert targets["https://www.malmo.se/jobb"] == "https://www.malmo.se/jobb"
    assert targets["tel:+4640341000"] == "040-34 10 00"
    assert all(shown == href for href, shown in targets.items() if href.startswith("http"))
