"""The participant's appointments and her reply."""

from datetime import timedelta
from uuid import UUID

import pytest
from icalendar import Calendar
from sqlalchemy import select, update

from portal.appointments.models import Appointment, AppointmentState, CancelledBy, Reply
from portal.people.demo import demo_id
from tests.contracts.addresses import ids_of
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture


def address(database, slug: str = "rim") -> str:
    return f"/appointments/{ids_of(database, slug)['appointment_id']}"


def stored(database, path: str) -> Appointment:
    with database.reading() as session:
        return session.scalars(
            select(Appointment).where(Appointment.id == UUID(path.split("/")[2]))
        ).one()


def test_one_list_over_all_agencies_in_order_of_time(reader):
    page = reader("rim", "sv").get("/appointments")
    assert page.texts("h2") == ["De närmaste sju dagarna", "Senare"]
    rows = page.texts(".rows .row")
    assert ["Trepartssamtal" in rows[0], "vårdcentralen" in rows[1], "jobbspår" in rows[2]] == [
        True
    ] * 3
    assert "Klockan 13:30–14:15 Om 4 dagar" in rows[0]


def test_a_page_has_all_one_needs_to_come(reader, database):
    text = reader("rim", "sv").get(address(database)).texts("main")[0]
    for words in (
        "Fredag 27 november".lower(), "2026-11-27", "Klockan 13:30–14:15", "Exempelgatan 12, rum 3",
        "Ingång från gården", "Ungefär 25 minuter", "Det finns hiss.", "Visa på karta", "Lena Övningsson",
        "arbetsförmedlare", "Malmö stad", "Tolk bokad (arabiska)", "Tolken kostar inget", "Ta med",
        "Du och två av oss", "Du får ta med någon du litar på", "Svara senast",
    ):  # fmt: skip
        assert words in text, words


def test_the_map_link_sends_only_the_street(reader, database):
    links = reader("rim", "sv").get(address(database)).soup.select("a[rel~=noreferrer]")
    assert [each["href"] for each in links] == [
        "https://www.openstreetmap.org/search?query=Exempelgatan%2012%2C%20Malm%C3%B6"
    ]


def test_coming_and_undo_take_one_tap_each(reader, database):
    rim, path = reader("rim", "sv"), address(database)
    page = rim.send(path, rim.get(path).form(path, do="coming"))
    assert page.notices == ["Tack. Vi vet att du kommer."]
    assert stored(database, path).reply is Reply.COMING
    page = rim.send(path, page.form(path, do="undo"))
    assert stored(database, path).reply is Reply.NONE
    assert page.form(path, do="coming")


def test_cannot_come_asks_why_and_when_instead(reader, database):
    rim, path = reader("rim", "sv"), address(database)
    form = rim.get(f"{path}?cannot=1").form(path, do="cannot")
    page = rim.post(path, form | {"text": "Min son är sjuk"}, status=422)
    assert page.faults == ["Välj det som passar bäst, så att vi kan hjälpa till."]
    assert page.soup.select_one("textarea").get_text() == "Min son är sjuk"
    form = page.form(path, do="cannot") | {"reason": "child", "other_time": "morning"}
    page = rim.send(path, form)
    assert page.notices == ["Tack för att du säger till. Vi kontaktar dig om en ny tid."]
    kept = stored(database, path)
    assert (kept.reply, kept.reply_reason, kept.reply_other_time, kept.reply_text) == (
        Reply.CANNOT, "child", "morning", "Min son är sjuk",
    )  # fmt: skip


@pytest.mark.parametrize("wrong", [{"reason": "hack"}, {"reason": "sick", "text": "y" * 501}, {}])
def test_a_reply_that_does_not_fit_is_refused(reader, database, wrong):
    rim, path = reader("rim", "sv"), address(database)
    form = rim.get(f"{path}?cannot=1").form(path, do="cannot")
    assert rim.post(path, form | wrong, status=422).faults
    assert stored(database, path).reply is Reply.NONE


def test_a_stale_reply_is_answered_409_with_the_text_kept(reader, database):
    rim, path = reader("rim", "sv"), address(database)
    form = rim.get(f"{path}?cannot=1").form(path, do="cannot") | {"reason": "sick", "text": "Feber"}
    with database.writing() as session, session.begin():
        session.execute(update(Appointment).values(version=9))
    page = rim.post(path, form, status=409)
    assert page.soup.select_one("textarea").get_text() == "Feber"
    rim.send(path, page.form(path, do="cannot") | {"reason": "sick"})
    assert stored(database, path).reply_text == "Feber"


def test_a_past_or_cancelled_appointment_takes_no_reply(reader, database):
    rim, path = reader("rim", "sv"), address(database)
    form = rim.get(path).form(path, do="coming")
    with database.writing() as session, session.begin():
        session.execute(
            update(Appointment).values(
                state=AppointmentState.CANCELLED, cancelled_by=CancelledBy.AGENCY
            )
        )
    page = rim.send(path, form)
    assert "Den här tiden har börjat eller är inställd" in page.notices[0]
    assert "Du behöver inte svara." in page.text
    assert not page.soup.select("#reply")


def cancel(database, path, **fields):
    """Cancels the appointment of an address."""
    which = UUID(path.split("/")[2])
    values = {"state": AppointmentState.CANCELLED, "cancelled_by": CancelledBy.AGENCY, **fields}
    with database.writing() as session, session.begin():
        session.execute(update(Appointment).where(Appointment.id == which).values(**values))


def test_a_cancelled_appointment_is_calm_and_says_whom_to_ask(reader, database):
    rim, path = reader("rim", "sv"), address(database)
    assert not rim.get(path).soup.select(".datebox.calm")
    cancel(database, path)
    page = rim.get(path)
    assert page.soup.select(".datebox.calm")
    assert not page.soup.select(".stop")
    said = page.texts("[aria-labelledby=cancelled]")[0]
    assert "Det berodde inte på dig." in said
    assert "Ingen ny tid är bokad." in said
    assert "Du får en ny tid av oss." not in said
    assert "Lena Övningsson" in page.texts(".contact")[0]


def test_a_new_time_is_promised_only_where_it_was_and_named_where_it_is_there(reader, database):
    rim, path = reader("rim", "sv"), address(database)
    declined = {
        "cancelled_by": CancelledBy.PARTICIPANT, "reply": Reply.CANNOT, "reply_reason": "sick",
        "if_absent": "place_goes",
    }  # fmt: skip
    cancel(database, path, **declined)
    assert "Du får en ny tid av oss." not in rim.get(path).text
    cancel(database, path, if_absent="new_time", cancelled_by=CancelledBy.PARTICIPANT)
    said = rim.get(path).texts("[aria-labelledby=cancelled]")[0]
    assert "Du får en ny tid av oss." in said
    assert "Det berodde inte på dig." not in said
    with database.writing() as session, session.begin():
        old = session.get_one(Appointment, UUID(path.split("/")[2]))
        other = session.scalars(
            select(Appointment).where(
                Appointment.participant_id == old.participant_id,
                Appointment.state == AppointmentState.BOOKED, Appointment.agency == old.agency,
            )
        ).one()  # fmt: skip
        assert other.kind != old.kind
        other.kind = old.kind
    page = rim.get(path)
    assert "Du får en ny tid av oss." not in page.text
    link = page.soup.select_one(f"[aria-labelledby=cancelled] a[href='/appointments/{other.id}']")
    assert link.text.strip() == "måndag 7 december"


def test_the_reply_stands_right_under_the_time_and_the_place(reader, database):
    order = [
        each.get("id") or each["class"][0]
        for each in reader("rim", "sv").get(address(database)).soup.select(
            "main .datebox, main .facts, main #reply"
        )
    ]  # fmt: skip
    assert order == ["datebox", "facts", "reply", "facts"]


def test_the_calendar_file_is_neutral(reader, database):
    answer = reader("rim", "sv").client.get(f"{address(database)}.ics")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="calendar.ics"'
    assert answer.mimetype == "text/calendar"
    event = next(iter(Calendar.from_ical(answer.data).walk("VEVENT")))
    assert event["summary"] == "Möte"
    assert event["location"] == "Exempelgatan 12, rum 3"
    assert event["dtstart"].dt == stored(database, address(database)).starts
    for word in ("Arbets", "Malm", "kassan", "ård", "Treparts", "Rim", "Lena"):
        assert word not in answer.text


def test_protected_identity_shows_no_place_or_time_in_lists_or_calendar(reader, database):
    mikaela, path = reader("mikaela", "sv"), address(database, "mikaela")
    for page in (mikaela.get("/"), mikaela.get("/appointments")):
        assert "Mönstergatan" not in page.text
        assert "13:00" not in page.texts("main")[0]
    assert "Mönstergatan 5" in mikaela.get(path).text
    event = next(iter(Calendar.from_ical(mikaela.client.get(f"{path}.ics").data).walk("VEVENT")))
    assert "location" not in event
    assert not hasattr(event["dtstart"].dt, "hour")


def test_a_phone_call_says_that_the_number_is_not_shown(reader, database):
    text = reader("dragan", "sv").get(address(database, "dragan")).texts("main")[0]
    assert "Numret visas inte när vi ringer." in text
    assert "Visa på karta" not in text


def test_a_missing_interpreter_is_told(reader, database):
    text = reader("farhad", "sv").get(address(database, "farhad")).texts("main")[0]
    assert "Ingen tolk hittad än (dari)" in text


def test_earlier_appointments_are_kept_apart_and_an_empty_list_is_honest(reader, database):
    rim = reader("rim", "sv")
    with database.writing() as session, session.begin():
        session.execute(
            update(Appointment)
            .where(Appointment.participant_id == demo_id("rim"))
            .values(starts=NOW - timedelta(days=2), ends=NOW - timedelta(days=2, hours=-1))
        )
    page = rim.get("/appointments")
    assert page.texts("h2") == ["Tidigare"]
    assert "Ingen tid är bokad." in page.text
    assert "Ingen tid är bokad" in rim.get("/").text
