"""Two who are quite new, whose pages are empty; and every reason for another contact."""

import secrets

from sqlalchemy.orm import Session

from portal import clock
from portal.cli.cast.people import TEAM
from portal.cli.gallery.specimens.story import BEGINNER, CONTACT, NEWCOMER, Specimen, specimen
from portal.people.demo import demo_id
from portal.people.models import Hold, Participant
from portal.phrases.reasons import CONTACT_CHANGED
from portal.plan.models import Plan


def add(db: Session) -> None:
    """Adds the newcomers, the changes of contact, and that nothing may be deleted."""
    db.add_all(
        Participant(
            id=person, name="Nova Exempel", language="sv", identity_cipher=secrets.token_bytes(24),
            identity_hash=secrets.token_bytes(32), team_id=TEAM, contact_id=demo_id(CONTACT),
        )
        for person in (NEWCOMER, BEGINNER)
    )  # fmt: skip
    db.flush()
    db.add(
        Plan(
            id=specimen("empty plan"),
            participant_id=BEGINNER,
            goal_language="sv",
            opened=clock.now(),
        )
    )
    for number, reason in enumerate(CONTACT_CHANGED):
        story = Specimen(db, f"contact {reason}")
        story.new_contact(-40 - number, "lena", "amir", reason, "Planen är genomgången.")
    db.add(Hold(participant_id=story.person, since=clock.now(), reason="Ett ärende prövas."))
