"""Sign-ins that are on their way: begun here, answered once, by the same browser, within ten minutes."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal import clock
from portal.sign_in.faults import Refused, Why
from portal.sign_in.models import Attempt

LASTS = timedelta(minutes=10)
LONGEST_PATH = 500


@dataclass(frozen=True, slots=True)
class Secrets:
    """What one sign-in is recognised by; all of it single use, 256 bits each."""

    state: str
    nonce: str
    verifier: str
    browser: str


@dataclass(frozen=True, slots=True)
class Begun:
    """What is needed once the provider has answered.

    `then` is where she wanted to go, `shared` that the phone is not her own, `started` when she
    was sent there.
    """

    nonce: str
    verifier: str
    then: str
    shared: bool
    started: datetime


def new_secrets() -> Secrets:
    """Secrets for one sign-in."""
    return Secrets(*(secrets.token_urlsafe(32) for _each in range(4)))


def begin(db: Session, provider: str, made: Secrets, then: str, *, shared: bool) -> None:
    """Notes a sign-in that goes to a provider now, and forgets those that never came back."""
    now = clock.now()
    db.execute(delete(Attempt).where(Attempt.started <= now - LASTS))
    db.add(
        Attempt(
            state_hash=_digest(made.state), browser_hash=_digest(made.browser), provider=provider,
            nonce=made.nonce, verifier=made.verifier, started=now,
            then=then if len(then) <= LONGEST_PATH else "/", shared=shared,
        )
    )  # fmt: skip


def take(db: Session, provider: str, state: str, browser: str) -> Begun:
    """The sign-in a state belongs to, which then is no more.

    Raises Refused (again) for one that is unknown, answered before, too old, or another
    browser's. Someone else's browser cannot use it up.
    """
    taken = db.execute(
        delete(Attempt)
        .where(
            Attempt.state_hash == _digest(state), Attempt.browser_hash == _digest(browser),
            Attempt.provider == provider, Attempt.started > clock.now() - LASTS,
        )
        .returning(
            Attempt.nonce, Attempt.verifier, Attempt.then, Attempt.shared, Attempt.started
        )
    ).first()  # fmt: skip
    if taken is None:
        raise Refused(Why.AGAIN, "unknown state")
    return Begun(*taken)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
