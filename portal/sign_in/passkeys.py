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

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from portal import bounded_json, clock
from portal.db import Statement, insert_into, read
from portal.notices import outbox
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


def passkeys_of(db: Session, actor: Actor) -> list[PasskeyRow]:
    """The actor's passkeys, the oldest first."""
    return [PasskeyRow._make(row) for row in read(db, _mine(), {"participant": actor.id})]


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
        sign_count=found.sign_count, added=clock.now(), device=device[:40],
    )  # fmt: skip
    db.add(row)
    db.flush()
    leave(db, actor, Act.ADDED, "passkey", participant=actor.id, subject_id=row.id)
    outbox.tell_new_passkey(db, actor.id, row.id)
    return row.id


def remove(db: Session, actor: Actor, passkey: UUID) -> bool:
    """Forgets one of the actor's passkeys; whether there was one."""
    mine = (Passkey.id == passkey, Passkey.participant_id == actor.id)
    if db.scalar(delete(Passkey).where(*mine).returning(Passkey.id)) is None:
        return False
    outbox.withdraw(db, passkey)
    leave(db, actor, Act.CHANGED, "passkey", participant=actor.id, subject_id=passkey)
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


def signed_in_with(db: Session, place: Place, answer: str) -> UUID:
    """The participant whose passkey has answered. Raises Refused.

    Its sign count is kept, and nobody is locked out by it: passkeys that are synced stay at 0.
    """
    from webauthn import verify_authentication_response

    challenge = _take_challenge(db, SIGNING_IN, answer)
    credential, handle = _named_in(answer)
    key = db.execute(
        select(Passkey.id, Passkey.participant_id, Passkey.public_key)
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
    used = {"sign_count": found.new_sign_count, "last_used": clock.now()}
    db.execute(update(Passkey).where(Passkey.id == key.id).values(**used))
    whoever: UUID = key.participant_id
    with acting_for(db, whoever):
        leave(
            db,
            reader_of(whoever),
            Act.CHANGED,
            "passkey_used",
            participant=whoever,
            subject_id=key.id,
        )
    return whoever


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
