"""Letting someone in whom a provider vouches for, and keeping what the way out needs."""

import hashlib
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from portal.audience import Audience
from portal.config.providers import Provider
from portal.people import sign_in
from portal.people.actor import Actor
from portal.people.identity import IdentityVault
from portal.sign_in.faults import Why
from portal.sign_in.matching import participant_of, staff_of
from portal.sign_in.models import ProviderSignIn
from portal.sign_in.tokens import Identity


class Entered(NamedTuple):
    """The token for the cookie, and who she is to the portal."""

    token: str
    role: Audience


def enter(
    db: Session, vault: IdentityVault, provider: Provider, who: Identity, end_session: str,
    *, shared: bool, device: str, before: Actor | None = None,
) -> Entered | Why:  # fmt: skip
    """Signs in whom the claims are about in place of who was here `before`, or says why not.

    Raises Refused and AccountClosed.
    """
    rest: dict[str, Any] = {
        "way": provider.name, "shared": shared, "device": device, "shown": who.shown, "before": before,
    }  # fmt: skip
    if provider.is_for_staff:
        colleague = staff_of(db, provider, who.claims)
        entered = Entered(sign_in.start(db, staff=colleague.id, **rest), colleague.role)
    else:
        found = participant_of(db, vault, provider, who.claims)
        if isinstance(found, Why):
            return found
        entered = Entered(sign_in.start(db, participant=found, **rest), Audience.PARTICIPANT)
    digest = hashlib.sha256(entered.token.encode()).hexdigest()
    db.add(
        ProviderSignIn(
            token_hash=digest, provider=provider.name, sub_hash=vault.fingerprint(who.sub),
            sid_hash=vault.fingerprint(who.sid) if who.sid else None,
            id_token=vault.seal(who.id_token, row_of(digest)), end_session=end_session,
        )
    )  # fmt: skip
    return entered


def row_of(digest: str) -> UUID:
    """What a token is sealed to: its sign-in's own row."""
    return UUID(digest[:32])
