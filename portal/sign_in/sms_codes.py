"""After a letter was opened: a code by SMS, or a caseworker who sees her, and she is in."""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db import Statement, read
from portal.notices import outbox, safety
from portal.notices.models import NoticeKind
from portal.people.acting import acting_for
from portal.people.actor import Actor
from portal.people.verified_phone import VerifiedPhone, verified_phone
from portal.sign_in import codes
from portal.sign_in.letter_models import Activation, Letter
from portal.sign_in.letters import Opened, reader_of
from portal.trail.models import Act
from portal.trail.service import leave

WAITS = timedelta(minutes=30)  # for the code or the caseworker
CODE_FOR = timedelta(minutes=10)
MOST_CODES = MOST_TRIES = 3  # in all, however many codes were sent


class WrongCode(Exception):
    """The code is wrong, too old or tried too often, or the letter waits no longer."""


class OwnLetter(Exception):
    """Whoever issued a letter cannot confirm what was opened with it; a colleague does."""


class ActivationRow(NamedTuple):
    """A letter that waits, as the phone it was opened on sees it."""

    letter_id: UUID
    participant_id: UUID
    token_hash: str
    code_until: datetime | None
    code_tries: int
    codes_sent: int
    activated: datetime | None
    phone: str | None

    @property
    def mark(self) -> str:
        """Four digits that she and the caseworker compare."""
        return mark_of(self.token_hash)

    @property
    def ends_of_phone(self) -> str:
        """The last two digits of the number the code went to."""
        return (self.phone or "")[-2:]

    @property
    def code_open(self) -> bool:
        """Whether a code that was sent can still be written."""
        left = self.code_until is not None and self.code_until > clock.now()
        return left and self.code_tries < MOST_TRIES

    @property
    def more_codes(self) -> bool:
        """Whether another code can be sent."""
        return bool(self.phone) and self.codes_sent < MOST_CODES and self.code_tries < MOST_TRIES


def mark_of(token_hash: str) -> str:
    """What two people compare to see that they speak of the same phone; it opens nothing."""
    return f"{int(token_hash[:8], 16) % 10_000:04}"


def begin(db: Session, opened: Opened) -> str:
    """Notes on which phone a letter was opened; answers the token for its cookie."""
    token = secrets.token_urlsafe(32)
    db.add(
        Activation(
            letter_id=opened.letter, participant_id=opened.participant, token_hash=_digest(token),
            begun=clock.now(),
        )
    )  # fmt: skip
    db.flush()
    return token


def send_code(db: Session, letter: UUID, participant: UUID) -> bool:
    """Sends a code to the number that was tried; whether there is one and codes are left.

    Not to one that whoever issued the letter has tried: then both would be in one hand.
    """
    if verified_phone(db, participant, not_by=_issuer(letter)) is None:
        return False
    code, until = codes.new_digits(codes.SMS_CODE), clock.now() + CODE_FOR
    number = db.scalar(
        update(Activation)
        .where(
            Activation.letter_id == letter, Activation.codes_sent < MOST_CODES,
            Activation.code_tries < MOST_TRIES, Activation.finished.is_(None),
        )
        .values(codes_sent=Activation.codes_sent + 1, code_hash=codes.hashed(code), code_until=until)
        .returning(Activation.codes_sent),
        execution_options={"synchronize_session": False},
    )  # fmt: skip
    if number is None:
        return False
    outbox.forget_codes(db, letter)  # only the last one counts
    outbox.put(
        db, participant, NoticeKind.SIGN_IN_CODE, f"code:{letter}:{number}", {"code": code},
        subject=letter, due=clock.now(), not_after=until,
    )  # fmt: skip
    return True


def _issuer(letter: UUID) -> ColumnElement[UUID]:
    return select(Letter.issued_by_id).where(Letter.id == letter).scalar_subquery()


@cache
def _waiting() -> Statement:
    return (
        select(
            Activation.letter_id, Activation.participant_id, Activation.token_hash, Activation.code_until,
            Activation.code_tries, Activation.codes_sent, Activation.activated, VerifiedPhone.phone,
        )
        .join(Letter, Letter.id == Activation.letter_id)
        .outerjoin(
            VerifiedPhone,
            and_(
                VerifiedPhone.participant_id == Activation.participant_id,
                VerifiedPhone.by_staff_id.is_distinct_from(Letter.issued_by_id),
            ),
        )
        .where(
            Activation.token_hash == bindparam("token_hash"), Activation.finished.is_(None),
            Activation.begun > bindparam("since", type_=Activation.begun.type),
        )
    )  # fmt: skip


def waiting(db: Session, token: str) -> ActivationRow | None:
    """The letter that was opened on a phone, by its cookie; None when it waits no longer."""
    values = {"token_hash": _digest(token), "since": clock.now() - WAITS}
    row = read(db, _waiting(), values).first()
    return ActivationRow._make(row) if row else None


def check_code(db: Session, token: str, code: str) -> Opened:
    """The letter and the participant whose code this is, once. Raises WrongCode.

    Commits: as with the letter itself, the try is counted before it is looked at.
    """
    row = db.execute(
        update(Activation)
        .where(
            Activation.token_hash == _digest(token), Activation.code_tries < MOST_TRIES,
            Activation.code_until > clock.now(), Activation.begun > clock.now() - WAITS,
            Activation.finished.is_(None),
        )
        .values(code_tries=Activation.code_tries + 1)
        .returning(Activation.letter_id, Activation.participant_id, Activation.code_hash),
        execution_options={"synchronize_session": False},
    ).first()  # fmt: skip
    db.commit()
    if not codes.matches(row.code_hash if row else None, code) or row is None:
        if row is not None:
            _leave(db, row.participant_id, Act.REFUSED, row.letter_id)
            db.commit()
        raise WrongCode
    return _finish(db, row.letter_id)


def enter_activated(db: Session, token: str) -> Opened:
    """The letter, and the participant whom a caseworker has confirmed on this phone, once. Raises WrongCode."""
    found = waiting(db, token)
    if found is None or found.activated is None:
        raise WrongCode
    return _finish(db, found.letter_id)


def confirm(db: Session, actor: Actor, participant: UUID, letter: UUID, *, place: str = "") -> bool:
    """A caseworker sees the person with the phone in her hand; whether that phone still waits.

    Another than the one who issued the letter, which the database holds too: raises OwnLetter.
    """
    if db.scalar(select(Letter.issued_by_id).where(Letter.id == letter)) == actor.id:
        raise OwnLetter
    confirmed = (
        update(Activation)
        .where(
            Activation.letter_id == letter, Activation.participant_id == participant,
            Activation.begun > clock.now() - WAITS, Activation.finished.is_(None),
            Activation.activated.is_(None),
        )
        .values(activated=clock.now(), activated_by_id=actor.id)
        .returning(Activation.letter_id)
    )  # fmt: skip
    if db.scalar(confirmed, execution_options={"synchronize_session": False}) is None:
        return False
    db.execute(update(Letter).where(Letter.id == letter).values(confirmed_from=place or None))
    leave(db, actor, Act.CHANGED, "letter_code", participant=participant, subject_id=letter)
    safety.tell(db, participant, NoticeKind.LETTER_CONFIRMED, letter)
    return True


def _finish(db: Session, letter: UUID) -> Opened:
    finished: UUID | None = db.scalar(
        update(Activation)
        .where(Activation.letter_id == letter, Activation.finished.is_(None))
        .values(finished=clock.now())
        .returning(Activation.participant_id),
        execution_options={"synchronize_session": False},
    )
    if finished is None:
        raise WrongCode
    outbox.forget_codes(db, letter)
    _leave(db, finished, Act.CHANGED, letter)
    safety.tell(db, finished, NoticeKind.LETTER_CONFIRMED, letter)  # once, also by a code
    return Opened(letter, finished)


def _leave(db: Session, participant: UUID, act: Act, letter: UUID) -> None:
    with acting_for(db, participant):
        leave(
            db,
            reader_of(participant),
            act,
            "letter_code",
            participant=participant,
            subject_id=letter,
        )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
