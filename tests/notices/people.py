"""Notices and people for tests of delivery."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import update

from portal import clock
from portal.config import ROOT
from portal.config.channels import ChannelSettings
from portal.db import Database
from portal.i18n.text import Translators
from portal.notices.channels.offered import senders_of
from portal.notices.delivery import Delivery
from portal.notices.models import Notice, NoticeKind, Reach
from portal.people.demo import demo_id
from portal.people.models import Participant

RIM = demo_id("rim")
PHONE, EMAIL = "+46701740605", "rim@example.org"
TRANSLATORS = Translators(ROOT / "translations")


def settings_of(**fields: object) -> ChannelSettings:
    """Channel settings for stand-ins on this machine, impatient."""
    return ChannelSettings(**{"connect_seconds": 1, "read_seconds": 0.5, **fields})


def delivery_of(database: Database, settings: ChannelSettings, **rest: object) -> Delivery:
    """A worker's delivery without any question whether notices are still true."""
    return Delivery(
        database, senders_of(settings), TRANSLATORS,
        **{"still_true": {}, "lease": timedelta(seconds=60), **rest},
    )  # fmt: skip


def reachable(database: Database, person: UUID = RIM, **reach: object) -> None:
    """Gives someone of the cast a phone and an e-mail address, and says how she wants to be told."""
    fields = {name: reach.pop(name) for name in ("phone", "email", "language") if name in reach}
    with database.writing() as db, db.begin():
        fields = {"phone": PHONE, "email": EMAIL, "language": "sv"} | fields
        db.execute(update(Participant).where(Participant.id == person).values(**fields))
        if reach:
            db.add(Reach(participant_id=person, **reach))


def add_notice(
    database: Database,
    kind: str = "new_time",
    *,
    person: UUID = RIM,
    days: int = 4,
    **fields: object,
) -> UUID:
    """A notice that is due now."""
    made = uuid4()
    starts = clock.now() + timedelta(days=days)
    row = {
        "id": made, "participant_id": person, "kind": NoticeKind(kind), "subject_id": uuid4(),
        "key": str(made), "parameters": {"starts": starts.isoformat()}, "created": clock.now(),
        "due": clock.now(), "not_after": starts, **fields,
    }  # fmt: skip
    with database.writing() as db, db.begin():
        db.add(Notice(**row))
    return made


def notice(database: Database, which: UUID) -> Notice:
    """How a notice stands now."""
    with database.reading() as db:
        return db.get_one(Notice, which)
