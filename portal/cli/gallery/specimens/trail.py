"""Every sentence of the log, by staff and by herself, and every thing it can name."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal import clock
from portal.cli.gallery.specimens.story import STAFF_OF, Specimen, specimen
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.phrases.exports import SUBJECTS
from portal.trail.log import LINES
from portal.trail.models import Act, Trace
from portal.trail.words import BY_HERSELF, BY_STAFF

UNSAID = (
    Act.LOOKED,
    "something else",
)  # what a test finds never comes to this; the page can say it


def add(db: Session) -> None:
    """Adds them, so many a day as a page holds."""
    agencies = [*Agency]
    every = [(act, subject, True) for act, subject in (*BY_STAFF, UNSAID)]
    every += [(act, subject, False) for act, subject in (*BY_HERSELF, UNSAID)]
    every += [(Act.REFUSED, subject, True) for subject in SUBJECTS]
    for number, (act, subject, by_staff) in enumerate(every):
        agency = agencies[number % len(agencies)]
        db.add(
            Trace(
                id=specimen(f"trace {number}"), at=clock.now() - timedelta(days=number // LINES, minutes=number),
                act=act, subject=subject, participant_id=Specimen(db).person,
                staff_id=demo_id(STAFF_OF[agency]) if by_staff else None,
                agency=agency if by_staff else None,
            )
        )  # fmt: skip
