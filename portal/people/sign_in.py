"""Signed-in phones as rows: a random token in the cookie, its digest here, gone at sign-out."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, select, update
from sqlalchemy.orm import Session, aliased

from portal import clock
from portal.audience import Audience
from portal.db import Instant, Statement, read
from portal.people.actor import Actor, Contact
from portal.people.models import Participant, SignIn, Staff
from portal.web.models import KeptForm

# OWASP ASVS 5.0, 7.3: an absolute end, shorter for staff.
PARTICIPANT_LIMIT = timedelta(hours=12)
STAFF_LIMIT = timedelta(hours=10)
# How long a sign-in that has grown too old is still known, so that a text sent with it is not lost.
REMEMBERED = timedelta(days=7)

_contact = aliased(Staff, name="contact")
_PARTICIPANT: Statement = (
    select(
        Participant.id, Participant.name, Participant.language, Participant.team_id,
        Participant.protected, Participant.visited_before, _contact.name.label("contact_name"),
        _contact.agency.label("contact_agency"), _contact.title.label("contact_title"),
        _contact.phone.label("contact_phone"),
    )
    .join(SignIn, SignIn.participant_id == Participant.id)
    .join(_contact, _contact.id == Participant.contact_id)
    .where(
        SignIn.token_hash == bindparam("token_hash"), SignIn.created > bindparam("oldest", type_=Instant()),
        Participant.closed.is_(None),
    )
)  # fmt: skip
_STAFF: Statement = (
    select(Staff.id, Staff.role, Staff.name, Staff.language, Staff.agency, Staff.team_id, Staff.title)
    .join(SignIn, SignIn.staff_id == Staff.id)
    .where(SignIn.token_hash == bindparam("token_hash"), SignIn.created > bindparam("oldest", type_=Instant()))
)  # fmt: skip


class AccountClosed(Exception):
    """She has closed her account; staff can open it again when she asks."""


def start(db: Session, *, participant: UUID | None = None, staff: UUID | None = None) -> str:
    """Signs a person in; answers the token for the cookie. Its first letter tells the kind.

    For a participant it also notes when she was here before, to show what has changed since.
    Raises AccountClosed.
    """
    if participant:
        _note_visit(db, participant)
    token = ("p" if participant else "s") + secrets.token_urlsafe(32)
    db.add(
        SignIn(
            token_hash=_digest(token),
            participant_id=participant,
            staff_id=staff,
            created=clock.now(),
        )
    )
    db.flush()
    return token


def _note_visit(db: Session, participant: UUID) -> None:
    """In the same statement that finds the account open, so that it cannot be closed in between."""
    noted = db.execute(
        update(Participant)
        .where(Participant.id == participant, Participant.closed.is_(None))
        .values(visited_before=Participant.visited, visited=clock.now())
        .returning(Participant.id)
    )
    if noted.first() is None:
        raise AccountClosed


def load(db: Session, token: str) -> Actor | None:
    """The person a token stands for, or None when it is unknown, ended or too old."""
    digest = _digest(token)
    if token.startswith("p"):
        oldest = clock.now() - PARTICIPANT_LIMIT
        row = read(db, _PARTICIPANT, {"token_hash": digest, "oldest": oldest}).first()
        return _participant(row, digest) if row else None
    oldest = clock.now() - STAFF_LIMIT
    row = read(db, _STAFF, {"token_hash": digest, "oldest": oldest}).first()
    if row is None:
        return None
    return Actor(
        id=row.id, role=row.role, name=row.name, language=row.language, agency=row.agency,
        team_id=row.team_id, title=row.title, session=digest,
    )  # fmt: skip


def lately_signed_in(db: Session, token: str) -> Actor | None:
    """The participant whose sign-in has grown too old, no longer ago than `REMEMBERED`.

    Never one who signed out, here or everywhere: her row is gone. Such a token reads nothing; it
    only says in whose own space a text belongs that was on its way.
    """
    if not token.startswith("p") or load(db, token) is not None:
        return None
    digest, oldest = _digest(token), clock.now() - PARTICIPANT_LIMIT - REMEMBERED
    row = read(db, _PARTICIPANT, {"token_hash": digest, "oldest": oldest}).first()
    return _participant(row, digest) if row else None


def end(db: Session, actor: Actor) -> None:
    """Signs this phone out and forgets what was typed on it."""
    db.execute(delete(SignIn).where(SignIn.token_hash == actor.session))
    db.execute(delete(KeptForm).where(KeptForm.actor_id == actor.id))


def end_everywhere(db: Session, actor: Actor) -> None:
    """Signs a participant out on every phone and forgets what was typed on any.

    What else opens her data without a sign-in is ended by the slices that keep it, in the same
    transaction: `app.extensions["portal.sign_out_everywhere"]`.
    """
    db.execute(delete(SignIn).where(SignIn.participant_id == actor.id))
    db.execute(delete(KeptForm).where(KeptForm.actor_id == actor.id))


def set_language(db: Session, actor: Actor, tag: str) -> None:
    """The language a person reads, kept for every phone."""
    table = Participant if actor.is_participant else Staff
    db.execute(update(table).where(table.id == actor.id).values(language=tag))


def _participant(row: Row[Any], digest: str) -> Actor:
    contact = Contact(row.contact_name, row.contact_agency, row.contact_title, row.contact_phone)
    return Actor(
        id=row.id, role=Audience.PARTICIPANT, name=row.name, language=row.language,
        team_id=row.team_id, protected=row.protected, visited_before=row.visited_before, contact=contact, session=digest,
    )  # fmt: skip


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
