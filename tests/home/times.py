"""What the tests of times that staff give share: whose, which, and how it stands."""

from uuid import uuid5

from portal.appointments.models import Appointment
from portal.people.demo import demo_id

RIM = demo_id("rim")
PERSON = f"/staff/participants/{RIM}"
POST = f"{PERSON}/post"
TALK = uuid5(RIM, "time B05")  # on Friday 27 November, 13:30 to 14:15
FREE = {"day": "2026-12-09", "start": "15:15", "place": "Provgatan 8", "interpreter": "ordered"}


def opened(staff, what: str, **more: object):
    query = "&".join([f"what={what}", *(f"{name}={value}" for name, value in more.items())])
    page = staff.get(f"{POST}?{query}")
    return page, page.form(POST)


def stored(database, which=TALK) -> Appointment:
    with database.reading() as session:
        return session.get_one(Appointment, which)
