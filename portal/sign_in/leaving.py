"""Signing out at the provider too, and being signed out by it."""

from datetime import UTC, datetime
from uuid import UUID

from authlib.common.urls import add_params_to_uri
from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from portal import clock
from portal.config.providers import Provider
from portal.db import Statement, insert_into, read
from portal.people.actor import Actor
from portal.people.identity import IdentityVault
from portal.people.models import SignIn
from portal.sign_in.entering import row_of
from portal.sign_in.models import ProviderSignIn, UsedLogoutToken
from portal.sign_in.tokens import LogoutToken
from portal.web.models import KeptForm

_FROM: Statement = (
    select(ProviderSignIn.provider, ProviderSignIn.id_token, ProviderSignIn.end_session)
    .where(ProviderSignIn.token_hash == bindparam("digest"))
)  # fmt: skip


def onward(db: Session, vault: IdentityVault, actor: Actor, back: str, state: str) -> str | None:
    """Where a provider's own sign-out is, with the way back; None for a sign-in that has none.

    OpenID Connect RP-Initiated Logout 1.0. Nothing is asked of the provider here, so that it
    cannot keep anyone from signing out.
    """
    row = read(db, _FROM, {"digest": actor.session}).first()
    if row is None or not row.end_session:
        return None
    hint = vault.open(row.id_token, row_of(actor.session))
    query = [("id_token_hint", hint), ("post_logout_redirect_uri", back), ("state", state)]
    return str(add_params_to_uri(row.end_session, query))


def end(db: Session, vault: IdentityVault, provider: Provider, said: LogoutToken) -> bool:
    """Ends the sign-ins a provider has ended; False for a token that was used before."""
    now = clock.now()
    db.execute(delete(UsedLogoutToken).where(UsedLogoutToken.until < now))
    until = datetime.fromtimestamp(said.until, UTC)
    used = insert_into(db, UsedLogoutToken).values(
        provider=provider.name, jti_hash=vault.fingerprint(said.jti), until=until
    )
    fresh = db.execute(used.on_conflict_do_nothing().returning(UsedLogoutToken.provider)).first()
    if fresh is None:
        return False
    _end_all(db, _sign_ins(db, vault, provider, said))
    return True


def _sign_ins(
    db: Session, vault: IdentityVault, provider: Provider, said: LogoutToken
) -> list[str]:
    """Digests of the sign-ins meant: of one session at the provider, or all of a person's."""
    meant = select(ProviderSignIn.token_hash).where(ProviderSignIn.provider == provider.name)
    if said.sub:
        meant = meant.where(ProviderSignIn.sub_hash == vault.fingerprint(said.sub))
    if said.sid:
        meant = meant.where(ProviderSignIn.sid_hash == vault.fingerprint(said.sid))
    return list(db.scalars(meant))


def _end_all(db: Session, digests: list[str]) -> None:
    for digest in digests:
        ended = db.execute(
            delete(SignIn)
            .where(SignIn.token_hash == digest)
            .returning(SignIn.participant_id, SignIn.staff_id)
        ).first()
        if ended is not None:
            person: UUID = ended.participant_id or ended.staff_id
            db.execute(delete(KeptForm).where(KeptForm.actor_id == person))
