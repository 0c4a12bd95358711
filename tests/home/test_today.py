"""The participant's first page."""

from sqlalchemy import delete, select, update

from portal.appointments.models import Appointment, Reply
from portal.messages.models import Attachment, Forward, Message, Thread
from portal.people.demo import demo_id
from portal.plan.models import Duty, Step
from portal.plan.service import finish
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture


def test_today_has_everything_in_its_order(reader):
    page = reader("rim", "sv").get("/")
    assert page.heading == "I dag"
    assert page.texts("main h2") == [
        "Din nästa tid", "Din tur (3)", "Vi arbetar på", "Den här månaden", "Ditt mål", "Behöver du hjälp?",
    ]  # fmt: skip
    assert page.texts(".next .when") == ["fredag 27 november"]
    assert page.texts(".next .clock") == ["Klockan 13:30–14:15"]
    assert page.texts(".next .pill.sun") == ["Om 4 dagar"]
    assert page.texts(".next .btn") == ["Mer om tiden", "Kan inte komma"]
    assert page.texts("#my-turn + ul .t") == [
        "Kommer du?",
        "Barnomsorg före start",
        "En praktikplats för dig?",
    ]
    assert page.texts("#our-turn + ul .t") == ["Lokalt jobbspår: kök", "Ansökan om aktivitetsstöd"]
    assert "3 av 8 steg är klara." in page.texts(".card.row")[0]


def test_the_month_names_the_last_day_and_where_to_go(reader):
    duties = reader("rim", "sv").get("/").texts(".duty")
    assert "Sista dagen var måndag 16 november. Gör det nu, eller ring och fråga." in duties[0]
    assert "Senast måndag 30 november. Du ansöker hos Försäkringskassan." in duties[1]
    assert len(duties) == 3


def test_help_names_the_contact_and_the_number(reader):
    page = reader("rim", "sv").get("/")
    assert page.soup.select_one(".contact a[href^='tel:']")["href"] == "tel:+46701740605"
    assert page.texts(".contact a bdi") == ["070\u2011174 06 05"]


def test_with_nothing_to_do_the_page_says_so(reader, actor, database):
    rim, me = reader("rim", "sv"), actor("rim")
    with database.writing() as session, session.begin():
        mine = session.scalars(
            select(Step).where(Step.participant_id == me.id, Step.kind == "M14")
        ).one()
        finish(session, me, mine.id, version=mine.version)
        session.execute(delete(Attachment))
        session.execute(delete(Forward))
        session.execute(delete(Message))
        session.execute(delete(Thread))
        session.execute(delete(Duty))
        session.execute(update(Appointment).values(reply=Reply.COMING))
    page = rim.get("/")
    assert "Inget väntar på dig. Du behöver inte göra något nu." in page.text
    assert page.texts("main h2") == [
        "Din nästa tid", "Din tur", "Vi arbetar på", "Ditt mål", "Behöver du hjälp?",
    ]  # fmt: skip


def test_without_a_goal_it_is_the_first_thing_to_talk_about(reader, database):
    from portal.plan.models import Plan

    with database.writing() as session, session.begin():
        session.execute(
            update(Plan)
            .where(Plan.participant_id == demo_id("rim"))
            .values(goal=None, goal_swedish=None, horizon=None)
        )
    assert "Ditt mål är inte skrivet än." in reader("rim", "sv").get("/").text


def test_someone_without_phone_e_id_or_consents_has_a_whole_page(reader, database):
    from portal.people.models import Participant
    from portal.sharing.models import Consent

    with database.writing() as session, session.begin():
        session.execute(update(Participant).values(phone=None))
        session.execute(update(Consent).where(Consent.withdrawn.is_(None)).values(withdrawn=NOW))
    assert len(reader("rim", "sv").get("/").texts("main h2")) == 6
    assert reader("rim", "sv").get("/plan").texts(".tl h3")


def test_staff_and_translators_are_led_to_their_own_first_page(reader):
    assert reader("lena").client.get("/").location == "/staff"
    assert reader("layla").client.get("/").location == "/about"
