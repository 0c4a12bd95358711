"""Letters and their holders, for tests."""

from sqlalchemy import select

from portal.audience import Audience
from portal.notices.models import Notice, NoticeKind
from portal.people.actor import Actor
from portal.people.demo import demo_id
from portal.people.verified_phone import verify_phone
from portal.sign_in import letters

RIM = demo_id("rim")
PHONE = "+46701740605"


def give_letter(database, lena, *, phone=PHONE, person=RIM):
    """A letter for Rim, whose number a colleague has tried unless `phone` is None."""
    with database.writing() as db, db.begin():
        if phone:
            verify_phone(db, Actor(demo_id("amir"), Audience.CASEWORKER, "", ""), person, phone)
        return letters.issue(db, lena, person, "passport")


def codes_sent(database):
    """The codes in the outbox, the latest last."""
    with database.reading() as db:
        found = db.scalars(
            select(Notice)
            .where(Notice.kind == NoticeKind.SIGN_IN_CODE)
            .order_by(Notice.created, Notice.key)
        )
        return [each.parameters["code"] for each in found]


def open_with(nobody, letter, **rest):
    """Sends the form of the letter page."""
    fields = nobody.get("/sign-in/letter").form("/sign-in/letter")
    fields |= {"reference": letter.reference, "code": letter.code, **rest}
    return nobody.client.post("/sign-in/letter", data=fields)


def enter_code(nobody, code, **rest):
    """Sends the form for the code in the SMS."""
    fields = nobody.get("/sign-in/letter/code").form("/sign-in/letter/code", do="code")
    return nobody.client.post("/sign-in/letter/code", data=fields | {"code": code, **rest})
