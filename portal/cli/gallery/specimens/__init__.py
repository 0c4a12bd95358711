"""Rows that the lives of the cast have no room for: one of every kind, so that every text is met.

They go into a demo that nobody keeps, and its pages show them as they show everything. What is
listed in a catalogue of phrases is gone through as it is listed, so a new phrase is met by itself.
"""

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.cli.gallery.specimens import (
    appointments,
    kept,
    messages,
    notices,
    people,
    plan,
    sharing,
    trail,
)
from portal.i18n.languages import Language
from portal.notices.models import Notice
from portal.people.models import Participant
from portal.trail import history

PARTS = (people, plan, appointments, messages, sharing, trail, notices, kept)


def add_specimens(db: Session, language: Language) -> None:
    """Adds them, and has everybody of the cast read the language: what is sent to them is in it too."""
    with history.made_up(db):
        for part in PARTS:
            part.add(db)
            db.flush()
    db.execute(update(Participant).values(language=language.tag))
    db.execute(update(Notice).where(Notice.language.is_not(None)).values(language=language.tag))
