"""Passkeys: adding one, signing in with one (WebAuthn Level 2, checked by py_webauthn).

Discoverable, so no list of a person's keys is ever given out; verified by the phone's own lock, so
one passkey is two factors. A challenge serves once, for five minutes.
"""

import hashlib
import json
import secrets
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, literal, or_, select, update
from sqlalchemy.orm import Session

from portal import bounded_json, clock
from portal.db import Statement, insert_into, read
from portal.notices import outbox, safety
from portal.notices.models import NoticeKind
from portal.people.acting import acting_for
from portal.people.actor import Actor
from portal.sign_in.letters import reader_of
from portal.sign_in.passkey_models import Passkey, PasskeyChallenge, PasskeyHolder
from portal.trail.models import Act
from portal.trail.service import leave

VALID_FOR = timedelta(minutes=5)
ADDING, SIGNING_IN = "add", "sign_in"
MOST = 10  # passkeys a person
LONGEST = 20_000  # characters of an answer
# What a phone's own list of passkeys calls this place; others look at phones too.
NAME = "Min plan"
WAY = "passkey"
# What reading one of a wrong form ends in: bytes missing, a value of another kind, too deep.
STUMBLES = (ValueError, TypeError, LookupError, AttributeError, RecursionError, struct.error)


class Refused(Exception):
    """An answer that does not fit its challenge, its place, its key or its holder."""


@dataclass(frozen=True, slots=True)
class Place:
    """The host that passkeys belong to, and the origin that pages come from."""

    host: str
    origin: str


class Known(NamedTuple):
    """Whose passkey has answered, and what the sign-in with it ends with."""

    participant: UUID
    passkey: UUID
    letter: UUID | None


class Copied(Exception):
    """The answer is right, but a later one has been given already: the key is in two places."""


class PasskeyRow(NamedTuple):
    """A passkey as its holder reads it."""

    id: UUID
    device: str
    added: datetime
    last_used: datetime | None


@cache
def _mine() -> Statement:
    return (
        select(Passkey.id, Passkey.device, Passkey.added, Passkey.last_used)
        .where(Passkey.participant_id == bindparam("participant"))
        .order_by(Passkey.added)
    )


def passkeys_of(db: Session, participant: UUID) -> list[PasskeyRow]:
    """A participant's passkeys, the oldest first."""
    return [PasskeyRow._make(row) for row in read(db, _mine(), {"participant": participant})]


def offer_adding(db: Session, actor: Actor, place: Place) -> dict[str, Any]:
    """What her browser needs to make a passkey. Raises Refused where there are too many."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    has = db.scalars(select(Passkey.credential_id).where(Passkey.participant_id == actor.id)).all()
    if len(has) >= MOST:
        raise Refused
    name = NAME if actor.protected or not actor.greeted else f"{NAME} ({actor.greeted})"
    options = generate_registration_options(
        rp_id=place.host, rp_name=NAME, user_name=name, user_display_name=name,
        user_id=_handle_of(db, actor.id), challenge=_new_challenge(db, ADDING, actor.id),
        timeout=int(VALID_FOR.total_seconds() * 1000),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in has],
    )  # fmt: skip
    found: dict[str, Any] = json.loads(options_to_json(options))
    return found


def add(db: Session, actor: Actor, place: Place, answer: str, device: str) -> UUID:
    """Keeps the passkey her browser has made, and tells her of it. Raises Refused."""
    from webauthn import verify_registration_response

    challenge = _take_challenge(db, ADDING, answer, actor.id)
    with _refusing():
        found = verify_registration_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=place.host,
            expected_origin=place.origin, require_user_verification=True,
        )  # fmt: skip
    if db.scalar(select(Passkey.id).where(Passkey.credential_id == found.credential_id)):
        raise Refused
    row = Passkey(
        participant_id=actor.id, credential_id=found.credential_id, public_key=found.credential_public_key,
        sign_count=found.sign_count, added=clock.now(), device=device[:40], letter_id=actor.letter,
    )  # fmt: skip
    db.add(row)
    db.flush()
    leave(db, actor, Act.ADDED, "passkey", participant=actor.id, subject_id=row.id)
    safety.tell(db, actor.id, NoticeKind.NEW_PASSKEY, row.id)
    return row.id


def remove(db: Session, actor: Actor, passkey: UUID) -> bool:
    """Forgets one of the actor's passkeys and ends its sign-ins; whether there was one."""
    if not _forget(db, actor.id, passkey):
        return False
    leave(db, actor, Act.CHANGED, "passkey", participant=actor.id, subject_id=passkey)
    return True


def remove_for(db: Session, actor: Actor, participant: UUID, passkey: UUID, reason: str) -> bool:
    """Staff forget a passkey of hers, with a reason, and end its sign-ins; she is told."""
    if not _forget(db, participant, passkey):
        return False
    subject = "passkey_lost" if reason == "lost" else "passkey_unknown"
    leave(db, actor, Act.CHANGED, subject, participant=participant, subject_id=passkey)
    safety.tell(db, participant, NoticeKind.WAY_ENDED, passkey)
    return True


def _forget(db: Session, participant: UUID, passkey: UUID) -> bool:
    """The sign-ins made with it end with its row (migration 0019)."""
    hers = (Passkey.id == passkey, Passkey.participant_id == participant)
    if db.scalar(delete(Passkey).where(*hers).returning(Passkey.id)) is None:
        return False
    outbox.withdraw(db, passkey)
    return True


def offer_signing_in(db: Session, place: Place) -> dict[str, Any]:
    """What a browser needs to ask for a passkey; the same for everybody, and nobody is named."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import UserVerificationRequirement

    options = generate_authentication_options(
        rp_id=place.host, challenge=_new_challenge(db, SIGNING_IN),
        timeout=int(VALID_FOR.total_seconds() * 1000),
        user_verification=UserVerificationRequirement.REQUIRED,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(options_to_json(options))
    return found


def signed_in_with(db: Session, place: Place, answer: str) -> Known:
    """Whose passkey has answered. Raises Refused, and Copied for a count that has gone back.

    A passkey that counts only counts up (WebAuthn Level 2, 7.2, step 21); synced ones stay at 0.
    """
    from webauthn import verify_authentication_response

    challenge = _take_challenge(db, SIGNING_IN, answer)
    credential, handle = _named_in(answer)
    key = db.execute(
        select(Passkey.id, Passkey.participant_id, Passkey.public_key, Passkey.letter_id)
        .join(PasskeyHolder, PasskeyHolder.participant_id == Passkey.participant_id)
        .where(Passkey.credential_id == credential, PasskeyHolder.handle == handle)
    ).first()
    if key is None:
        raise Refused
    with _refusing():
        found = verify_authentication_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=place.host,
            expected_origin=place.origin, credential_public_key=key.public_key,
            credential_current_sign_count=0, require_user_verification=True,
        )  # fmt: skip
    known = Known(key.participant_id, key.id, key.letter_id)
    if not _counted_up(db, known.passkey, found.new_sign_count):
        _tell_copied(db, known)
        raise Copied
    _leave_used(db, known, Act.CHANGED)
    return known


def _counted_up(db: Session, passkey: UUID, count: int) -> bool:
    """Notes a use whose count is higher than the last, or 0 as ever; in one statement, so that of
    two that come at once with one count only the first does.
    """
    higher = or_(Passkey.sign_count < count, and_(Passkey.sign_count == 0, literal(count) == 0))
    used = (
        update(Passkey)
        .where(Passkey.id == passkey, higher)
        .values(sign_count=count, last_used=clock.now())
        .returning(Passkey.id)
    )
    return db.scalar(used, execution_options={"synchronize_session": False}) is not None


def _tell_copied(db: Session, known: Known) -> None:
    """Commits: it is on her trail, and she is told, although the answer is refused."""
    _leave_used(db, known, Act.REFUSED)
    at = clock.local(clock.now()).date().isoformat()
    kind = NoticeKind.PASSKEY_REFUSED
    safety.tell(db, known.participant, kind, known.passkey, once=f":{at}")
    db.commit()


def _leave_used(db: Session, known: Known, act: Act) -> None:
    whoever = reader_of(known.participant, known.letter)
    with acting_for(db, whoever.id):
        leave(db, whoever, act, "passkey_used", participant=whoever.id, subject_id=known.passkey)


def _handle_of(db: Session, participant: UUID) -> bytes:
    """Random, made once: what stands in her phone leads to nobody."""
    new = {"participant_id": participant, "handle": secrets.token_bytes(32)}
    db.execute(insert_into(db, PasskeyHolder).values(**new).on_conflict_do_nothing())
    return db.scalars(
        select(PasskeyHolder.handle).where(PasskeyHolder.participant_id == participant)
    ).one()


def _new_challenge(db: Session, purpose: str, participant: UUID | None = None) -> bytes:
    challenge = secrets.token_bytes(32)
    now = clock.now()
    db.execute(delete(PasskeyChallenge).where(PasskeyChallenge.until < now))
    db.add(
        PasskeyChallenge(
            digest=digest_of(challenge), purpose=purpose, participant_id=participant, until=now + VALID_FOR,
        )
    )  # fmt: skip
    db.flush()
    return challenge


def _take_challenge(
    db: Session, purpose: str, answer: str, participant: UUID | None = None
) -> bytes:
    """The challenge an answer is for, taken out so that it serves once. Raises Refused.

    Commits: it is gone whatever becomes of the answer.
    """
    challenge = challenge_in(answer)
    taken = db.scalar(
        delete(PasskeyChallenge)
        .where(
            PasskeyChallenge.digest == digest_of(challenge), PasskeyChallenge.purpose == purpose,
            PasskeyChallenge.participant_id.is_not_distinct_from(participant),
            PasskeyChallenge.until > clock.now(),
        )
        .returning(PasskeyChallenge.digest)
    )  # fmt: skip
    db.commit()
    if taken is None:
        raise Refused
    return challenge


def challenge_in(answer: str) -> bytes:
    """The challenge that an answer says it is for. Raises Refused for what is no answer."""
    from webauthn.helpers import base64url_to_bytes

    try:
        said = base64url_to_bytes(_read(answer)["response"]["clientDataJSON"])
        return base64url_to_bytes(bounded_json.read_object(said, most=LONGEST)["challenge"])
    except STUMBLES as error:
        raise Refused from error


@contextmanager
def _refusing() -> Iterator[None]:
    """Whatever a stranger's answer makes the library trip over is a refusal."""
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        yield
    except (WebAuthnException, *STUMBLES) as error:
        raise Refused from error


def credential_in(answer: str) -> str:
    """The passkey that an answer says it is of, in hexadecimal digits; empty for what is no answer."""
    try:
        return _named_in(answer)[0].hex()
    except Refused:
        return ""


def digest_of(challenge: bytes) -> str:
    """What is kept of a challenge."""
    return hashlib.sha256(challenge).hexdigest()


def _named_in(answer: str) -> tuple[bytes, bytes]:
    from webauthn.helpers import base64url_to_bytes

    try:
        said = _read(answer)
        return base64url_to_bytes(said["rawId"]), base64url_to_bytes(said["response"]["userHandle"])
    except STUMBLES as error:
        raise Refused from error


def _read(answer: str) -> dict[str, Any]:
    return bounded_json.read_object(answer, most=LONGEST)
