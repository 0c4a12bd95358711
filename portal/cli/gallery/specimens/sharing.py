"""Consents with every past they can have, and requests to put something right with every answer."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal import clock
from portal.cli.cast.plan_story import at
from portal.cli.gallery.specimens.story import OWNER, specimen
from portal.corrections.models import Correction, CorrectionState
from portal.i18n.languages import SWEDISH
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.sharing.consents import keep_words
from portal.sharing.kinds import ShareKind
from portal.sharing.models import Consent, GivenHow
from portal.sharing.wording import words

AF, SKANE, FK = Agency.AF, Agency.SKANE, Agency.FK
HEALTH, MESSAGES = ShareKind.HEALTH, ShareKind.MESSAGES


def add(db: Session) -> None:
    """Adds them."""
    _consent(db, "run out", SKANE, HEALTH, since=400, lasts=100)
    _consent(db, "without words", SKANE, MESSAGES, since=500, lasts=30, worded=False)
    _consent(db, "oral", FK, MESSAGES, since=300, lasts=200, by="hakan", ended_by="hakan")
    before = _consent(db, "before", FK, HEALTH, since=90, lasts=300, ended=20)
    _consent(db, "after", FK, HEALTH, since=20, lasts=300, replaces=before)
    for number, state in enumerate(CorrectionState):
        _correction(db, state, asked=50 - number)
    _correction(db, CorrectionState.ASKED, asked=2, label="new")


def _consent(
    db: Session, label: str, reader: Agency, kind: ShareKind, *, since: int, lasts: int, worded: bool = True,
    by: str = "", ended_by: str = "", ended: int = 0, replaces: UUID | None = None,
) -> UUID:  # fmt: skip
    """A consent to what Arbetsförmedlingen writes, given so many days ago for so many days."""
    said, today = words(AF, reader, kind, SWEDISH), clock.today()
    withdrawn = at(-ended) if ended else at(-5) if ended_by else None
    gone = since > lasts and not withdrawn
    row = Consent(
        id=specimen(f"consent {label}"), participant_id=demo_id(OWNER), from_agency=AF, to_agency=reader, kind=kind,
        text_version=said.text_version, language=said.language, given=GivenHow.ORAL if by else GivenHow.SELF,
        given_at=at(-since), wording=keep_words(db, said) if worded else None,
        by_staff_id=demo_id(by) if by else None, withdrawn_by_id=demo_id(ended_by) if ended_by else None,
        starts=today - timedelta(days=since), ends=today - timedelta(days=since - lasts),
        withdrawn=withdrawn, replaces_id=replaces,
    )  # fmt: skip
    if not gone:
        _make_room(db, reader, kind)
    db.add(row)
    db.flush()
    return row.id


def _make_room(db: Session, reader: Agency, kind: ShareKind) -> None:
    """Only one for the same thing holds at a time."""
    asked = db.query(Consent).filter_by(
        participant_id=demo_id(OWNER), from_agency=AF, to_agency=reader, kind=kind, withdrawn=None
    )
    for row in asked:
        row.withdrawn = at(-1)
    db.flush()


def _correction(db: Session, state: CorrectionState, *, asked: int, label: str = "") -> None:
    answered = state is not CorrectionState.ASKED
    db.add(
        Correction(
            id=specimen(f"correction {state} {label}"), participant_id=demo_id(OWNER), agency=AF,
            subject="participant", wrong="Numret stämmer inte.", language="sv", asked=at(-asked),
            state=state, answer="Det är rätt så." if answered else None,
            answered=at(-3) if answered else None, answered_by_id=demo_id("lena") if answered else None,
        )
    )  # fmt: skip
