"""What is kept beside the work: ways to sign in, devices, a number that codes go to."""

import secrets
from datetime import timedelta

from sqlalchemy.orm import Session

from portal import clock
from portal.cli.cast.plan_story import at
from portal.cli.gallery.specimens.story import NEWCOMER, OWNER, specimen
from portal.notices.models import Channel, Device, Reach
from portal.people.demo import demo_id
from portal.people.models import Participant, SignIn
from portal.people.sign_in_limits import Assurance
from portal.people.verified_phone import VerifiedPhone
from portal.sign_in.letter_models import Letter
from portal.sign_in.passkey_models import Passkey
from portal.web.models import KeptForm

CODELESS = "$argon2id$v=19$m=8,t=1,p=1$"  # the hash of no code


def add(db: Session) -> None:
    """Adds them to what the specimens' owner has."""
    owner, now = demo_id(OWNER), clock.now()
    db.add_all([
        KeptForm(id=specimen("kept"), actor_id=owner, fields={"body": ["Hej"]}, at=now),
        Device(id=specimen("device"), participant_id=owner, endpoint="https://push.example/1",
            p256dh="p", auth="a", created=now),
        Letter(id=specimen("letter"), participant_id=owner, reference="00000000", code_hash=CODELESS,
            checked="passport", issued=at(-40), issued_by_id=demo_id("lena"), expires=at(-26), used=at(-39)),
        VerifiedPhone(participant_id=owner, phone="+46701740660", verified=at(-40), by_staff_id=demo_id("lena")),
        Passkey(id=specimen("passkey"), participant_id=owner, credential_id=secrets.token_bytes(16),
            public_key=b"", sign_count=0, added=at(-20), last_used=at(-2)),
    ])  # fmt: skip
    _elsewhere(db)
    _reach(db)


def _elsewhere(db: Session) -> None:
    """Signed in on a phone that is someone else's, and on one whose browser says nothing."""
    now = clock.now()
    db.add_all(
        SignIn(
            token_hash=secrets.token_hex(32), id=specimen(f"elsewhere {shared}"), participant_id=demo_id(OWNER),
            created=now - timedelta(minutes=5), seen=now, way="demo", assurance=Assurance.FULL, shared=shared,
        )
        for shared in (True, False)
    )  # fmt: skip


def _reach(db: Session) -> None:
    """One who wants no notices, and one whose e-mail does not arrive."""
    db.merge(Reach(participant_id=demo_id(OWNER), channel=Channel.EMAIL, email_dead=at(-1)))
    db.get_one(Participant, demo_id(OWNER)).email = "tesfay@exempel.example"
    db.add(Reach(participant_id=NEWCOMER, channel=Channel.NONE))
