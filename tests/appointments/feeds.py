"""Making a calendar address as a participant, and asking it as a calendar program."""

import re
from datetime import timedelta
from uuid import uuid4

from portal.appointments.models import Appointment
from portal.people.demo import demo_id

PAGE = "/me/calendar"


def make(person) -> str:
    """Makes an address through the page; answers its path."""
    page = person.post(PAGE, person.get(PAGE).form(PAGE, do="start"), status=200)
    shown = page.soup.select_one("#address").get_text()
    assert re.fullmatch(r"http://localhost/calendar/[\w-]{43}\.ics", shown)
    return shown.removeprefix("http://localhost")


def asked(reader, path: str, **headers):
    """What a calendar program gets."""
    return reader(None, None).client.get(path, headers=headers)


def add_time(database, slug: str, starts, **more) -> str:
    with database.writing() as session, session.begin():
        row = Appointment(
            id=uuid4(), participant_id=demo_id(slug), agency="af", kind="B06", starts=starts,
            ends=starts + timedelta(minutes=30), mode="phone", interpreter="not_needed", **more,
        )  # fmt: skip
        session.add(row)
        return str(row.id)
