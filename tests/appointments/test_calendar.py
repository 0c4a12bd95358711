"""Calendar files: what they say, and what they must never say."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import vobject
from sqlalchemy import update

from portal import clock
from portal.appointments import calendar
from portal.appointments.calendar import calendar_feed, calendar_file, entity_tag
from portal.appointments.events import CalendarEvent
from portal.appointments.models import Appointment, AppointmentState, CancelledBy
from portal.cli.cast.people import STAFF
from portal.i18n import text
from portal.i18n.languages import LANGUAGES, PSEUDO
from portal.people.agencies import AGENCIES
from portal.people.demo import demo_id
from portal.phrases.appointment_kinds import BY_CODE
from tests.contracts.addresses import ids_of
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture

ID = UUID("14be6b9a-6eb0-50a0-a32b-33be27d66f01")
STARTS = datetime(2026, 11, 27, 12, 30, tzinfo=UTC)
EVENT = CalendarEvent(
    ID, STARTS, STARTS + timedelta(minutes=45), 0, AppointmentState.BOOKED, "Exempelgatan 12, rum 3"
)
CANCELLED = EVENT._replace(state=AppointmentState.CANCELLED, sequence=2)
# RFC 5646, 2.1: language, script, region, variants. `simple` and the others are registered subtags.
TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?(-[a-z\d]{5,8})*")
ARABIC = "موعد مع شخص طويل الاسم جدا في مكان بعيد عن البيت " * 4


def lines(content: bytes) -> list[str]:
    """Unfolded, as RFC 5545 tells a reader to."""
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    return content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def value(content: bytes, name: str) -> str:
    """Of the only property with a name, outside the zone."""
    events = content[content.index(b"BEGIN:VEVENT") :]
    (found,) = (each for each in lines(events) if re.split("[;:]", each)[0] == name)
    return found[len(name) :]


def test_a_file_says_this_and_nothing_else():
    content = calendar_file(EVENT, language="en", protected=False)
    event = lines(content[content.index(b"BEGIN:VEVENT") :])
    assert sorted(event) == sorted((
        "BEGIN:VEVENT", f"UID:{ID}@portal.invalid", "SEQUENCE:0", "DTSTAMP:20261123T080000Z",
        "SUMMARY;LANGUAGE=en:Appointment", "DTSTART;TZID=Europe/Stockholm:20261127T133000",
        "DTEND;TZID=Europe/Stockholm:20261127T141500", "STATUS:CONFIRMED", "CLASS:PRIVATE",
        "TRANSP:OPAQUE", r"LOCATION;LANGUAGE=sv:Exempelgatan 12\, rum 3", "END:VEVENT", "END:VCALENDAR",
    ))  # fmt: skip
    head = lines(content[: content.index(b"BEGIN:VTIMEZONE")])
    assert sorted(head) == [
        "BEGIN:VCALENDAR", "METHOD:PUBLISH", "PRODID:-//portal//EN", "VERSION:2.0",
    ]  # fmt: skip


def test_a_feed_has_a_neutral_name_and_says_how_often_to_ask():
    content = calendar_feed([], language="en", protected=False)
    head = lines(content[: content.index(b"BEGIN:VTIMEZONE")])
    assert set(head) == {
        "BEGIN:VCALENDAR", "METHOD:PUBLISH", "PRODID:-//portal//EN", "VERSION:2.0",
        "NAME;LANGUAGE=en:Appointments", "X-WR-CALNAME;LANGUAGE=en:Appointments",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H",
    }  # fmt: skip


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO], ids=lambda each: each.tag)
def test_no_language_names_agency_kind_or_person(app, language):
    translator = app.extensions["portal.translators"][language]
    with text.using(translator):
        file = calendar_file(EVENT, language=language.tag, protected=False)
        feed = calendar_feed([EVENT, CANCELLED], language=language.tag, protected=False)
    said = "\n".join(lines(file) + lines(feed))
    names = [person[0] for person in STAFF.values()]
    for agency in AGENCIES.values():
        names += [agency.name, translator.say(agency.gloss)]
    for kind in BY_CODE.values():
        names += [translator.say(kind.title), translator.say(kind.purpose)]
    assert [name for name in names if name.strip("⟦⟧·") in said] == []
    assert "Malmö" not in said
    tags = re.findall(r"LANGUAGE=([^:;]*)", said)
    assert set(tags) == {language.tag, "sv"}
    if language is PSEUDO:
        assert re.findall(r"LANGUAGE=en-XA:(.)", said) == ["⟦"] * len(re.findall("en-XA", said))
    assert all(TAG.fullmatch(tag) for tag in tags)


def test_lines_are_folded_between_whole_characters(monkeypatch):
    monkeypatch.setattr(calendar, "pgettext", lambda _context, _text: ARABIC)
    event = EVENT._replace(place="Ö" * 120)
    content = calendar_feed([event], language="ar", protected=False)
    folded = content.split(b"\r\n")
    assert max(map(len, folded)) in (74, 75)
    for line in folded:
        line.decode()  # would raise in the middle of a character
    assert f"SUMMARY;LANGUAGE=ar:{ARABIC}" in lines(content)
    assert f"X-WR-CALNAME;LANGUAGE=ar:{ARABIC}" in lines(content)
    assert f"LOCATION;LANGUAGE=sv:{'Ö' * 120}" in lines(content)
    assert vobject.readOne(content.decode()).vevent.summary.value == ARABIC


# RFC 5545, 3.1: CONTROL, without CR and LF, which only end and fold lines.
REFUSED = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@pytest.mark.parametrize(
    "write", [calendar_file, lambda event, **how: calendar_feed([event, CANCELLED], **how)]
)
def test_no_control_sign_reaches_a_calendar(write):
    every = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFFFE]))
    content = write(
        EVENT._replace(place=f"Exempelgatan\x0b12{every}"), language="sv", protected=False
    )
    assert not REFUSED.search(content)
    assert "LOCATION;LANGUAGE=sv:Exempelgatan 12" in "\n".join(
        lines(content)
    )  # raises on a lone LF
    read = vobject.readOne(content.decode())
    place = read.vevent_list[0].location.value
    assert place.count("\n") == 1
    assert [each for each in place if unicodedata.category(each) in ("Cc", "Zl", "Zp")] == ["\n"]


def test_a_new_line_in_a_place_stays_one():
    content = calendar_file(
        EVENT._replace(place="Gatan 1\r\nrum 3"), language="sv", protected=False
    )
    assert value(content, "LOCATION") == r";LANGUAGE=sv:Gatan 1\nrum 3"


@pytest.mark.parametrize(
    "write", [calendar_file, lambda event, **how: calendar_feed([event], **how)]
)
@pytest.mark.parametrize("event", [EVENT, CANCELLED])
def test_protected_identity_has_the_day_only(write, event):
    content = write(event, language="en", protected=True)
    assert value(content, "DTSTART") == ";VALUE=DATE:20261127"
    assert value(content, "DTEND") == ";VALUE=DATE:20261128"
    said = content.decode()
    for secret in ("Exempelgatan", "LOCATION", "1330", "1230", "1415", "VTIMEZONE", "Stockholm"):
        assert secret not in said


def test_protected_identity_has_the_day_in_malmo():
    late = EVENT._replace(starts=datetime(2026, 11, 26, 23, 30, tzinfo=UTC))
    content = calendar_file(late, language="en", protected=True)
    assert value(content, "DTSTART") == ";VALUE=DATE:20261127"


def test_it_stays_the_same_event_when_it_moves_or_is_cancelled(reader, database):
    rim, path = (
        reader("rim", "en").client,
        f"/appointments/{ids_of(database, 'rim')['appointment_id']}",
    )
    before = rim.get(f"{path}.ics").data
    later = {"starts": STARTS + timedelta(days=3), "ends": STARTS + timedelta(days=3, hours=1)}
    cancelled = {"state": AppointmentState.CANCELLED, "cancelled_by": CancelledBy.AGENCY}
    for sequence, change in ((1, later), (2, cancelled)):
        with database.writing() as session, session.begin():
            mine = update(Appointment).where(Appointment.participant_id == demo_id("rim"))
            session.execute(mine.values(sequence=sequence, **change))
        after = rim.get(f"{path}.ics").data
        assert value(after, "UID") == value(before, "UID")
        assert value(after, "SEQUENCE") == f":{sequence}"
        assert value(after, "DTSTART") == ";TZID=Europe/Stockholm:20261130T133000"
    assert value(after, "STATUS") == ":CANCELLED"
    assert value(before, "STATUS") == ":CONFIRMED"


def test_a_reply_is_no_new_sequence(reader, database):
    rim, path = reader("rim", "en"), f"/appointments/{ids_of(database, 'rim')['appointment_id']}"
    rim.send(path, rim.get(path).form(path, do="coming"))
    assert value(rim.client.get(f"{path}.ics").data, "SEQUENCE") == ":0"


@pytest.mark.parametrize("year", [1997, 2015, 2026, 2045, 2099])
@pytest.mark.parametrize("month", [1, 7])
def test_the_zone_is_right_in_years_past_and_to_come(year, month):
    starts = datetime(year, month, 15, 8, 0, tzinfo=UTC)
    event = EVENT._replace(starts=starts, ends=starts + timedelta(hours=1))
    read = vobject.readOne(calendar_file(event, language="en", protected=False).decode())
    assert read.vevent.dtstart.value.astimezone(UTC) == starts
    assert read.vevent.dtstart.value.hour == (9 if month == 1 else 10)


def test_its_tag_tells_what_it_says_and_not_when_it_was_written():
    how = {"language": "en", "protected": False}
    first = calendar_feed([EVENT], **how)
    clock.fix(NOW + timedelta(hours=3))
    second = calendar_feed([EVENT], **how)
    assert first != second
    assert entity_tag(first) == entity_tag(second)
    assert entity_tag(first) != entity_tag(calendar_feed([CANCELLED], **how))
