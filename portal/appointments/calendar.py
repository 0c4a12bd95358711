"""Appointments as calendar files (RFC 5545) that name neither agency nor programme nor health.

Clock times are Malmö's, with the rules of Europe/Stockholm beside them. For a person with protected
identity there are days only, no time and no place. Texts are in the language of the present reader.
METHOD:PUBLISH would have an ORGANIZER (RFC 5546); it stays away, because it would name an agency.
"""

import hashlib
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from portal import clock
from portal.appointments.events import CalendarEvent
from portal.appointments.models import AppointmentState
from portal.i18n.text import pgettext

if TYPE_CHECKING:
    from icalendar import Calendar, Component, Event, Timezone

FILE_NAME = "calendar.ics"
REFRESH_HOURS = 6
# No text of a calendar file may hold one (RFC 5545, 3.1: CONTROL); strict readers refuse it whole.
# Line and paragraph separators, C1 and noncharacters read no better. A new line is written "\\n".
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
STAMP = re.compile(rb"^DTSTAMP:.*\r\n", re.MULTILINE)

# Both changes of the clock in a year, the same since 1996 (Directive 2000/84/EC).
CHANGES = (
    ("DAYLIGHT", "CEST", datetime(1996, 3, 31, 2), 1, 2),  # noqa: DTZ001 - on the wall, by RFC 5545
    ("STANDARD", "CET", datetime(1996, 10, 27, 3), 2, 1),  # noqa: DTZ001
)


def calendar_file(event: CalendarEvent, *, language: str, protected: bool) -> bytes:
    """One appointment, to be opened by a phone once. `language` is a BCP 47 tag."""
    return _written(_calendar([event], language, protected=protected))


def calendar_feed(events: Iterable[CalendarEvent], *, language: str, protected: bool) -> bytes:
    """All of a participant's, for a calendar that asks again (RFC 7986). `language` as above."""
    calendar = _calendar(events, language, protected=protected)
    for name in ("NAME", "X-WR-CALNAME"):
        _say(calendar, name, pgettext("calendar", "Appointments"), language)
    calendar.add("REFRESH-INTERVAL", timedelta(hours=REFRESH_HOURS), {"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", f"PT{REFRESH_HOURS}H")
    return _written(calendar)


def entity_tag(content: bytes) -> str:
    """The same for two calendars that tell the same, whenever they were written."""
    return hashlib.sha256(STAMP.sub(b"", content)).hexdigest()


def _calendar(events: Iterable[CalendarEvent], language: str, *, protected: bool) -> "Calendar":
    from icalendar import Calendar  # a tenth of a second, and few ask for it

    calendar = Calendar()
    calendar.add("PRODID", "-//portal//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    if not protected:
        calendar.add_component(_stockholm())
    for event in events:
        calendar.add_component(_event(event, language, protected=protected))
    return calendar


def _event(event: CalendarEvent, language: str, *, protected: bool) -> "Event":
    from icalendar import Event

    cancelled = event.state is AppointmentState.CANCELLED
    starts, ends = _day(event) if protected else _times(event)
    component = Event()
    component.add("UID", f"{event.id}@portal.invalid")
    component.add("SEQUENCE", event.sequence)
    component.add("DTSTAMP", clock.now())
    _say(component, "SUMMARY", pgettext("calendar", "Appointment"), language)
    component.add("DTSTART", starts)
    component.add("DTEND", ends)
    component.add("STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    component.add("CLASS", "PRIVATE")
    component.add("TRANSP", "OPAQUE")
    if event.place and not protected:
        _say(component, "LOCATION", event.place, "sv")
    return component


def _say(component: "Component", name: str, text: str, language: str) -> None:
    """The only way in for text: a sign that no calendar may hold becomes a space."""
    whole = text.replace("\r\n", "\n")
    component.add(name, CONTROL.sub(" ", whole), {"LANGUAGE": language})


def _day(event: CalendarEvent) -> tuple[date, date]:
    day = clock.local(event.starts).date()
    return day, day + timedelta(days=1)


def _times(event: CalendarEvent) -> tuple[datetime, datetime]:
    """Start and end on the wall; in UTC where the wall shows a time for the second time.

    A time that comes twice means the first one (RFC 5545, 3.3.5), so the second has no other name.
    """
    shown = clock.local(event.starts), clock.local(event.ends)
    return (event.starts, event.ends) if any(each.fold for each in shown) else shown


def _stockholm() -> "Timezone":
    """VTIMEZONE as two rules without an end: the library would list the days until 2037 only."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    parts = {"DAYLIGHT": TimezoneDaylight, "STANDARD": TimezoneStandard}
    zone = Timezone()
    zone.add("TZID", clock.STOCKHOLM.key)
    for kind, name, onset, before, after in CHANGES:
        part = parts[kind]()
        part.add("TZNAME", name)
        part.add("DTSTART", onset)
        part.add("RRULE", {"FREQ": "YEARLY", "BYMONTH": onset.month, "BYDAY": "-1SU"})
        part.add("TZOFFSETFROM", timedelta(hours=before))
        part.add("TZOFFSETTO", timedelta(hours=after))
        zone.add_component(part)
    return zone


def _written(calendar: "Calendar") -> bytes:
    """In UTF-8, with CRLF, folded at 75 octets between whole characters (RFC 5545, 3.1)."""
    written: bytes = calendar.to_ical()
    return written
