"""Signed-in phones as rows: a random token in the cookie, its digest here, gone at sign-out."""

import hashlib
import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, delete, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, aliased

from portal import clock
from portal.audience import Audience
from portal.db import TRACE_OF_READING, Reading, Statement, read
from portal.people.actor import Actor, Contact
from portal.people.models import Participant, SignIn, Staff
from portal.people.sign_in_limits import (
    NOTED_EVERY,
    PARTICIPANT,
    REMEMBERED,
    Assurance,
    limits_of,
)
from portal.web.models import KeptForm

_contact = aliased(Staff, name="contact")
_PARTICIPANT: Statement = (
    select(
        Participant.id, Participant.name, Participant.called, Participant.language, Participant.team_id,
        Participant.protected, Participant.visited_before, _contact.name.label("contact_name"),
        _contact.agency.label("contact_agency"), _contact.title.label("contact_title"),
        _contact.phone.label("contact_phone"),
        SignIn.created, SignIn.seen, SignIn.assurance, SignIn.shared, SignIn.letter_id,
    )
    .join(SignIn, SignIn.participant_id == Participant.id)
    .join(_contact, _contact.id == Participant.contact_id)
    .where(SignIn.token_hash == bindparam("token_hash"), Participant.closed.is_(None))
)  # fmt: skip
_STAFF: Statement = (
    select(
        Staff.id, Staff.role, Staff.name, Staff.language, Staff.agency, Staff.team_id, Staff.title,
        SignIn.created, SignIn.seen, SignIn.assurance, SignIn.shared,
    )
    .join(SignIn, SignIn.staff_id == Staff.id)
    .where(SignIn.token_hash == bindparam("token_hash"))
)  # fmt: skip


class AccountClosed(Exception):
    """She has closed her account; staff can open it again when she asks."""


def start(
    db: Session, *, participant: UUID | None = None, staff: UUID | None = None, way: str = "demo",
    assurance: Assurance = Assurance.FULL, shared: bool = False, device: str = "",
    shown: datetime | None = None, before: Actor | None = None, letter: UUID | None = None,
    passkey: UUID | None = None,
) -> str:  # fmt: skip
    """Signs a person in; answers the token for the cookie. Its first letter tells the kind.

    `shown` is when she showed who she is, if not just now. `before` is who was signed in here until
    now: that sign-in ends, and the phone stays someone else's if it was. When it is she herself,
    nothing she has typed is lost. Otherwise, for a participant, it is noted when she was here
    before, to show what has changed since. What is left of sign-ins of hers that ended long ago
    goes. `letter` and `passkey` are what it ends with. Raises AccountClosed.
    """
    once_more = before is not None and before.id == (participant or staff)
    if before is not None:
        shared = shared or before.shared
        _end(db, before, typed_too=not once_more)
    if participant and not once_more:
        _note_visit(db, participant)
    token = ("p" if participant else "s") + secrets.token_urlsafe(32)
    now = clock.now()
    db.add(
        SignIn(
            token_hash=_digest(token), participant_id=participant, staff_id=staff,
            created=min(shown or now, now), seen=now, way=way, assurance=assurance, shared=shared, device=device[:40],
            letter_id=letter, passkey_id=passkey,
        )
    )  # fmt: skip
    db.execute(
        delete(SignIn).where(
            or_(SignIn.participant_id == participant, SignIn.staff_id == staff),
            SignIn.created < now - PARTICIPANT.whole - REMEMBERED,
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
    """The person a token stands for, or None when it is unknown or ended.

    That she is there is noted once a minute, for the limit that runs without anything done.
    """
    digest = _digest(token)
    row = _row(db, token, digest)
    if row is None or _over(row):
        return None
    if clock.now() - row.seen >= NOTED_EVERY:
        _note_seen(db, digest)
    return _participant(row, digest) if token.startswith("p") else _staff(row, digest)


def _row(db: Session, token: str, digest: str) -> Row[Any] | None:
    statement = _PARTICIPANT if token.startswith("p") else _STAFF
    return read(db, statement, {"token_hash": digest}).first()


def _over(row: Row[Any]) -> bool:
    return clock.now() >= _end_of(row)


def _end_of(row: Row[Any]) -> datetime:
    role = getattr(row, "role", Audience.PARTICIPANT)
    limits = limits_of(role, row.assurance, shared=row.shared)
    return limits.end(created=row.created, seen=row.seen)


def _note_seen(db: Session, digest: str) -> None:
    """On a page that is only shown, a disk that is full must not sign everyone out."""
    noted = update(SignIn).where(SignIn.token_hash == digest).values(seen=clock.now())
    try:
        db.execute(noted, execution_options=TRACE_OF_READING)
    except OperationalError:
        if not isinstance(db, Reading):
            raise
        db.rollback()


def lately_signed_in(db: Session, token: str) -> Actor | None:
    """Whose sign-in has ended by itself, no longer ago than `REMEMBERED`.

    Never one who signed out, here or everywhere: the row is gone. Such a token reads nothing; it
    only says in whose own space a text belongs that was on its way, and says it once (`forget`).
    """
    digest = _digest(token)
    row = _row(db, token, digest)
    if row is None or not _over(row) or clock.now() - _end_of(row) >= REMEMBERED:
        return None
    return _participant(row, digest) if token.startswith("p") else _staff(row, digest)


def forget(db: Session, ended: Actor) -> None:
    """A sign-in that has ended by itself has said for the last time whose it was."""
    db.execute(delete(SignIn).where(SignIn.token_hash == ended.session))


def end(db: Session, actor: Actor) -> None:
    """Signs this phone out and forgets what was typed on it."""
    _end(db, actor, typed_too=True)


def _end(db: Session, actor: Actor, *, typed_too: bool) -> None:
    db.execute(delete(SignIn).where(SignIn.token_hash == actor.session))
    if typed_too:
        db.execute(delete(KeptForm).where(KeptForm.actor_id == actor.id))


def end_everywhere(db: Session, actor: Actor) -> None:
    """Signs someone out on every phone and forgets what was typed on any.

    What else opens her data without a sign-in is ended by the slices that keep it, in the same
    transaction: `app.extensions["portal.sign_out_everywhere"]`.
    """
    db.execute(delete(SignIn).where(of_actor(actor)))
    db.execute(delete(KeptForm).where(KeptForm.actor_id == actor.id))


def of_actor(actor: Actor) -> ColumnElement[bool]:
    """The sign-ins of one person."""
    return (
        SignIn.participant_id == actor.id if actor.is_participant else SignIn.staff_id == actor.id
    )


def set_language(db: Session, actor: Actor, tag: str) -> None:
    """The language a person reads, kept for every phone."""
    table = Participant if actor.is_participant else Staff
    db.execute(update(table).where(table.id == actor.id).values(language=tag))


def _staff(row: Row[Any], digest: str) -> Actor:
    return Actor(
        id=row.id, role=row.role, name=row.name, language=row.language, agency=row.agency,
        team_id=row.team_id, title=row.title, session=digest, shared=row.shared,
        signed_in=row.created,
    )  # fmt: skip


def _participant(row: Row[Any], digest: str) -> Actor:
    contact = Contact(row.contact_name, row.contact_agency, row.contact_title, row.contact_phone)
    return Actor(
        id=row.id, role=Audience.PARTICIPANT, name=row.name, language=row.language,
        team_id=row.team_id, protected=row.protected, visited_before=row.visited_before, contact=contact, session=digest,
        assurance=row.assurance, shared=row.shared, signed_in=row.created, letter=row.letter_id,
        called=row.called,
    )  # fmt: skip


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
