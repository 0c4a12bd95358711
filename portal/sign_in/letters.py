"""Letters: staff give one out once they have seen who someone is; its code opens it once.

Nobody can see a code again, choose one, or learn from an answer or its time whether a letter exists
(OWASP ASVS 5.0, 6.5 and 6.6: single use, counted tries, salted hash).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.audience import Audience
from portal.db import Statement, read
from portal.notices import safety
from portal.notices.models import NoticeKind
from portal.people.acting import acting_for
from portal.people.actor import Actor
from portal.people.models import Participant, Staff
from portal.people.verified_phone import NewNumber, VerifiedPhone
from portal.sign_in import codes
from portal.sign_in.letter_models import MOST_TRIES, Activation, Letter, UnknownLetter
from portal.trail.models import Act
from portal.trail.service import leave

VALID_FOR = timedelta(days=14)
BETWEEN = timedelta(hours=24)  # between two letters, unless the first was revoked at the desk
WAY = "letter"


class NotAccepted(Exception):
    """The code does not open a letter: unknown, wrong, used, too old or tried too often alike."""


class TooSoon(Exception):
    """A letter was given out less than a day ago and has not been revoked; `until` is when one may."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter as it is printed, this once. No secret in its repr."""

    id: UUID
    reference: str
    code: str = field(repr=False)
    expires: datetime


class Opened(NamedTuple):
    """A letter whose code was right."""

    letter: UUID
    participant: UUID


class LetterRow(NamedTuple):
    """The latest letter as staff see it, with what waits for them to confirm."""

    id: UUID
    issued: datetime
    by: str
    issuer: UUID
    expires: datetime
    tries: int
    used: datetime | None
    revoked: datetime | None
    begun: datetime | None
    token_hash: str | None
    activated: datetime | None
    finished: datetime | None

    @property
    def state(self) -> str:
        """How it stands: waiting, used, revoked, expired or locked by wrong codes."""
        if self.revoked:
            return "revoked"
        if self.used:
            return "used"
        if self.expires <= clock.now():
            return "expired"
        return "locked" if self.tries >= MOST_TRIES else "waiting"


def issue(
    db: Session, actor: Actor, participant: UUID, checked: str, *, place: str = ""
) -> NewLetter:
    """A new letter, once `checked` has shown who she is; the one before ends with what it opened.

    She is told by her earlier channels. `place` is where it is done, as a digest. Raises TooSoon.
    """
    now = clock.now()
    db.execute(select(Participant.id).where(Participant.id == participant).with_for_update())
    before = db.scalars(
        select(Letter).where(Letter.participant_id == participant).order_by(Letter.issued.desc()).limit(1)
    ).first()  # fmt: skip
    if before and before.revoked is None:
        if now - before.issued < BETWEEN:
            raise TooSoon(before.issued + BETWEEN)
        _end(db, actor, before.id)
    code = codes.new_letter_code()
    letter = Letter(
        participant_id=participant, reference=_free_reference(db), code_hash=codes.hashed(code),
        checked=checked, issued=now, issued_by_id=actor.id, expires=now + VALID_FOR,
        issued_from=place or None,
    )  # fmt: skip
    db.add(letter)
    db.flush()
    leave(db, actor, Act.ADDED, "letter", participant=participant, subject_id=letter.id)
    safety.tell(db, participant, NoticeKind.LETTER_ISSUED, letter.id)
    return NewLetter(letter.id, letter.reference, code, letter.expires)


def revoke(db: Session, actor: Actor, participant: UUID, letter: UUID) -> bool:
    """Ends a letter and what was opened with it, and tells her; whether there was anything to end."""
    mine = select(Letter.id).where(Letter.id == letter, Letter.participant_id == participant)
    if db.scalar(mine) is None or not _end(db, actor, letter):
        return False
    leave(db, actor, Act.CHANGED, "letter", participant=participant, subject_id=letter)
    return True


def open_letter(db: Session, reference: str, code: str, *, place: str = "") -> Opened:
    """What a reference and a code open, once; she is told by her earlier channels. Raises NotAccepted.

    Commits: a try is counted before it is looked at, whatever becomes of the request. Reading the
    count first would let any number of guesses through that come at the same moment.
    """
    found = _count_try(db, reference)
    db.commit()
    right = codes.matches(found.code_hash if found else None, code)
    if found is None:
        _count_unknown(db)
        db.commit()
        raise NotAccepted
    whoever = reader_of(found.participant_id)
    if not right or not _mark_used(db, found.id, place):
        with acting_for(db, whoever.id):
            leave(db, whoever, Act.REFUSED, "letter", participant=whoever.id, subject_id=found.id)
        db.commit()
        raise NotAccepted
    with acting_for(db, whoever.id):
        leave(db, whoever, Act.CHANGED, "letter", participant=whoever.id, subject_id=found.id)
    safety.tell(db, whoever.id, NoticeKind.LETTER_OPENED, found.id)
    return Opened(found.id, found.participant_id)


def reader_of(participant: UUID, letter: UUID | None = None) -> Actor:
    """Whoever holds a person's letter or passkey, for the trail: nobody is signed in yet."""
    return Actor(id=participant, role=Audience.PARTICIPANT, name="", language="", letter=letter)


@cache
def _latest() -> Statement:
    return (
        select(
            Letter.id, Letter.issued, Staff.name, Letter.issued_by_id, Letter.expires, Letter.tries, Letter.used, Letter.revoked,
            Activation.begun, Activation.token_hash, Activation.activated, Activation.finished,
        )
        .join(Staff, Staff.id == Letter.issued_by_id)
        .outerjoin(Activation, Activation.letter_id == Letter.id)
        .where(Letter.participant_id == bindparam("participant"))
        .order_by(Letter.issued.desc())
        .limit(1)
    )  # fmt: skip


def latest_letter(db: Session, participant: UUID) -> LetterRow | None:
    """The letter a person was given last."""
    row = read(db, _latest(), {"participant": participant}).first()
    return LetterRow._make(row) if row else None


class _Tried(NamedTuple):
    id: UUID
    participant_id: UUID
    code_hash: str


def _count_try(db: Session, reference: str) -> _Tried | None:
    """Counts and answers in one statement, so that no two guesses read the same count."""
    row = db.execute(
        update(Letter)
        .where(
            Letter.reference == reference, Letter.tries < MOST_TRIES, Letter.used.is_(None),
            Letter.revoked.is_(None), Letter.expires > clock.now(),
        )
        .values(tries=Letter.tries + 1)
        .returning(Letter.id, Letter.participant_id, Letter.code_hash),
        execution_options={"synchronize_session": False},
    ).first()  # fmt: skip
    if row is None:
        _count_unknown(db)
        return None
    return _Tried._make(row)


def _count_unknown(db: Session) -> None:
    db.execute(update(UnknownLetter).values(tries=UnknownLetter.tries + 1))


def _mark_used(db: Session, letter: UUID, place: str) -> bool:
    used = (
        update(Letter)
        .where(Letter.id == letter, Letter.used.is_(None), Letter.revoked.is_(None))
        .values(used=clock.now(), opened_from=place or None)
        .returning(Letter.id)
    )
    return db.scalar(used, execution_options={"synchronize_session": False}) is not None


def _end(db: Session, actor: Actor, letter: UUID) -> bool:
    """The database ends the sign-ins and passkeys that came of it (migration 0019)."""
    db.execute(delete(Activation).where(Activation.letter_id == letter))
    ended = (
        update(Letter)
        .where(Letter.id == letter, Letter.revoked.is_(None))
        .values(revoked=clock.now(), revoked_by_id=actor.id)
        .returning(Letter.participant_id, Letter.used)
    )
    row = db.execute(ended, execution_options={"synchronize_session": False}).first()
    if row is None:
        return False
    if row.used is not None:
        _forget_number_since(db, row.participant_id, row.used)
        safety.tell(db, row.participant_id, NoticeKind.WAY_ENDED, letter)
    return True


def _forget_number_since(db: Session, participant: UUID, used: datetime) -> None:
    """A number that was tried by whoever had come in with the letter gets no codes any more."""
    db.execute(delete(NewNumber).where(NewNumber.participant_id == participant))
    db.execute(
        delete(VerifiedPhone).where(
            VerifiedPhone.participant_id == participant, VerifiedPhone.by_staff_id.is_(None),
            VerifiedPhone.verified >= used,
        )
    )  # fmt: skip


def _free_reference(db: Session) -> str:
    """Eight digits that no letter has had."""
    while True:
        reference = codes.new_digits(codes.REFERENCE)
        if db.scalar(select(Letter.id).where(Letter.reference == reference)) is None:
            return reference
