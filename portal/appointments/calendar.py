"""One appointment as a calendar file (RFC 5545) that names neither agency nor programme nor health."""

from datetime import timedelta

from portal import clock
from portal.appointments.queries import AppointmentRow
from portal.i18n.text import pgettext

FILE_NAME = "calendar.ics"


def calendar_file(appointment: AppointmentRow, *, language: str, protected: bool) -> bytes:
    """The file. For a person with protected identity it holds the day only, no time and no place."""
    from icalendar import Calendar, Event  # a tenth of a second, and few ask for it

    event = Event()
    event.add("uid", f"{appointment.id}@portal.invalid")
    event.add("dtstamp", clock.now())
    event.add(
        "summary",
        pgettext("calendar", "Appointment"),
        parameters={"LANGUAGE": language},
    )
    if protected:
        day = clock.local(appointment.starts).date()
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
    else:
        event.add("dtstart", appointment.starts)
        event.add("dtend", appointment.ends)
        if appointment.place:
            event.add("location", appointment.place)
    event.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("prodid", "-//portal//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
