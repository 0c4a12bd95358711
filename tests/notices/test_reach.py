"""A participant chooses how and when she is told."""

import base64

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.notices import outbox
from portal.notices.models import Channel, Device, Notice, NoticeKind, Reach
from portal.people.demo import demo_id
from portal.people.models import Participant
from tests.moments import NOW
from tests.notices.people import RIM, reachable

PATH, DEVICES = "/me/reminders", "/me/devices"
KEYS = {
    "p256dh": base64.urlsafe_b64encode(b"\x04" + bytes(64)).decode().rstrip("="),
    "auth": base64.urlsafe_b64encode(bytes(16)).decode().rstrip("="),
}
ENDPOINT = "https://fcm.googleapis.com/fcm/send/x"


def choose(person, status=303, **typed):
    form = person.get(PATH).form(PATH)
    if status == 303:
        return person.send(PATH, form | typed)
    return person.post(PATH, form | typed, status=status)


def reach(database, person=RIM) -> Reach | None:
    with database.reading() as session:
        return session.get(Reach, person)


def test_the_page_says_what_holds_and_what_a_notice_says(reader):
    page = reader("rim", "sv").get(PATH)
    assert page.form(PATH)["channel"] == "sms"
    assert page.form(PATH)["phone"] == "070-174 06 60"
    assert page.form(PATH)["hour"] == "17"
    assert "Aldrig en länk." in page.text
    assert "varken klockslag eller plats" in reader("mikaela", "sv").get(PATH).text


@pytest.mark.parametrize(
    ("person", "reach", "said"),
    [
        ({}, {}, "Vi påminner dig fem dagar och en dag före"),
        ({"phone": None}, {}, "Vi påminner dig"),  # she has an e-mail address
        ({"phone": None, "email": None}, {}, "Vi säger till på papper eller vid nästa möte."),
        ({"email": None}, {"phone_dead": NOW}, "Vi säger till på papper eller vid nästa möte."),
        ({}, {"channel": Channel.NONE}, "Du har valt att inte få några notiser."),
    ],
)
@pytest.mark.parametrize("path", ["/me", PATH])
def test_nobody_is_promised_a_reminder_that_cannot_come(
    reader, database, path, person, reach, said
):
    reachable(database, **{"email": "rim@example.org"} | person, **reach)
    text = reader("rim", "sv").get(path).texts("main")[0]
    assert said in text
    assert ("Vi påminner dig" in text) is said.startswith("Vi påminner")


def test_number_and_channel_are_kept_and_a_new_number_counts_as_working(reader, database):
    with database.writing() as session, session.begin():
        session.add(Reach(participant_id=RIM, phone_dead=clock.now(), hour=17))
    rim = reader("rim", "sv")
    assert "kom inte fram" in rim.get(PATH).text
    page = choose(rim, channel="sms", phone="0046 70 174 06 99", hour="9")
    assert page.notices == ["Sparat. Så här säger vi till från och med nu."]
    with database.reading() as session:
        assert session.get_one(Participant, RIM).phone == "+46701740699"
    assert (reach(database).phone_dead, reach(database).hour) == (None, 9)


def test_reminders_that_wait_move_to_the_new_hour(reader, database):
    with database.writing() as session, session.begin():
        starts = clock.now().replace(day=30)
        outbox.remind(session, RIM, demo_id("a time"), 0, starts)
    choose(reader("rim", "sv"), channel="sms", hour="8")
    with database.reading() as session:
        found = session.scalars(select(Notice.due).where(Notice.kind == NoticeKind.TOMORROW)).one()
    assert clock.local(found).hour == 8


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"channel": "sms", "phone": ""}, "Skriv ditt mobilnummer, eller välj ett annat sätt."),
        ({"phone": "ring mig"}, "Vi kan inte läsa numret. Skriv det så här: 070-123 45 67."),
        ({"phone": "112"}, "Vi kan inte läsa numret. Skriv det så här: 070-123 45 67."),
        ({"channel": "email"}, "Skriv din mejladress, eller välj ett annat sätt."),
        ({"email": "rim@"}, "Vi kan inte läsa adressen. Skriv den så här: namn@exempel.se."),
        ({"email": "a@b.se\r\nBcc: x@y.se"}, "Vi kan inte läsa adressen. Skriv den så här: namn@exempel.se."),
        ({"email": "a\r\nBcc:@y.se"}, "Vi kan inte läsa adressen. Skriv den så här: namn@exempel.se."),
        ({"hour": "3"}, "Välj ett klockslag i listan."),
        ({"channel": "pigeon"}, "Välj hur du vill att vi säger till."),
    ],
)  # fmt: skip
def test_a_fault_is_named_and_nothing_is_lost(reader, typed, fault):
    page = choose(reader("rim", "sv"), status=422, **typed)
    assert page.faults == [fault]


def test_nothing_at_all_is_a_choice(reader, database):
    oksana = reader("oksana", "sv")
    choose(oksana, channel="none", phone="", email="")
    assert reach(database, demo_id("oksana")).channel is Channel.NONE


@pytest.fixture
def push(app):
    app.config["PORTAL_PUSH_KEY"] = "BPublic"
    yield
    app.config["PORTAL_PUSH_KEY"] = ""


@pytest.mark.usefixtures("push")
def test_a_device_is_hers_once_and_goes_with_sign_out_everywhere(reader, database):
    rim = reader("rim", "sv")
    for _time in range(2):
        form = rim.get(PATH).form(DEVICES)
        rim.send(DEVICES, form | KEYS | {"endpoint": ENDPOINT})
    assert reach(database).channel is Channel.PUSH
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Device)) == 1
    everywhere = "/sign-ins/everywhere"
    rim.send(everywhere, rim.get("/sign-ins").form(everywhere))
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Device)) == 0


@pytest.mark.usefixtures("push")
@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://fcm.googleapis.com/x"}, {"endpoint": "https://" + "x" * 1000},
        {"p256dh": "no"}, {"auth": "=" * 9}, {"p256dh": "å"},
    ],
)  # fmt: skip
def test_what_no_browser_sends_is_refused(reader, database, wrong):
    rim = reader("rim", "sv")
    form = rim.get(PATH).form(DEVICES) | KEYS | {"endpoint": ENDPOINT} | wrong
    rim.post(DEVICES, form, status=400)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Device)) == 0


def test_a_person_has_ten_devices_at_most(database, actor):
    from portal.notices import devices

    rim = actor("rim")
    with database.writing() as session, session.begin():
        for number in range(13):
            devices.add(session, rim, f"{ENDPOINT}{number}", **KEYS)
            clock.fix(clock.now().replace(minute=number + 1))
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Device)) == devices.MOST


def test_the_service_worker_is_served_at_the_root_and_keeps_nothing(reader):
    answer = reader().client.get("/service-worker.js")
    assert answer.mimetype == "text/javascript"
    assert "no-cache" in answer.headers["Cache-Control"]
    assert not {"fetch", "caches"} & set(answer.text.replace("(", " ").replace(".", " ").split())
