"""What a provider says about itself: its addresses and its keys, kept for an hour.

Two things it says never count: which algorithms are enough, and who it is. Both are ours, from
the settings; an issuer that is not exactly the one we know is nobody.
"""

import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey

from portal.config.providers import Provider
from portal.sign_in.faults import away, fault
from portal.sign_in.fetching import Deadline
from portal.sign_in.outage import Outage

KEPT_SECONDS = 3600.0
REFETCH_SECONDS = 60.0
WELL_KNOWN = "/.well-known/openid-configuration"
Key = RSAKey | ECKey | OKPKey


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a provider answers what. `end_session` is empty where it has no sign-out of its own."""

    authorization: str
    token: str
    keys: str
    end_session: str


class Metadata:
    """The addresses and keys of one provider, in this process."""

    def __init__(self, provider: Provider, outage: Outage) -> None:
        self._provider = provider
        self._outage = outage
        self._addresses: tuple[float, Addresses] | None = None
        self._keys: tuple[float, tuple[Key, ...]] | None = None
        self._refetched: dict[bool, float] = {}

    def addresses(self, deadline: Deadline) -> Addresses:
        """Where it answers. Raises Refused."""
        kept = self._addresses
        if kept is None or time.monotonic() - kept[0] > KEPT_SECONDS:
            kept = self._addresses = time.monotonic(), self._read(deadline)
        return kept[1]

    def keys(self, deadline: Deadline) -> tuple[Key, ...]:
        """The keys it signs with. Raises Refused."""
        kept = self._keys
        if kept is None or time.monotonic() - kept[0] > KEPT_SECONDS:
            kept = self._keys = time.monotonic(), self._read_keys(deadline)
        return kept[1]

    def newer_keys(self, deadline: Deadline, *, from_anyone: bool) -> tuple[Key, ...]:
        """The keys anew, when a signature fits none: a provider may put a new key under an old name.

        None if that was done a minute ago, for tokens that may come `from_anyone` and for those that
        the provider itself answers with: a forged one never keeps a real sign-in from its key.
        """
        now = time.monotonic()
        if now - self._refetched.get(from_anyone, -REFETCH_SECONDS) < REFETCH_SECONDS:
            return ()
        self._refetched[from_anyone] = now
        self._keys = now, self._read_keys(deadline)
        return self._keys[1]

    def _read(self, deadline: Deadline) -> Addresses:
        status, said = self._outage.ask(self._provider.issuer.rstrip("/") + WELL_KNOWN, deadline)
        if status != 200:
            raise away("no metadata")
        if said.get("issuer") != self._provider.issuer:
            raise fault("foreign issuer in metadata")
        return Addresses(
            self._address(said, "authorization_endpoint"),
            self._address(said, "token_endpoint"),
            self._address(said, "jwks_uri"),
            self._address(said, "end_session_endpoint") if said.get("end_session_endpoint") else "",
        )

    def _address(self, said: dict[str, Any], name: str) -> str:
        """An address over TLS; only a provider that tests run on this machine may go without."""
        address = said.get(name)
        schemes = {"https", urlsplit(self._provider.issuer).scheme}
        try:
            parts = urlsplit(address) if isinstance(address, str) else None
            safe = parts and parts.scheme in schemes and parts.hostname and not parts.fragment
        except ValueError:
            safe = False
        if not safe:
            raise fault(f"unsafe {name}")
        return str(address)

    def _read_keys(self, deadline: Deadline) -> tuple[Key, ...]:
        status, said = self._outage.ask(self.addresses(deadline).keys, deadline)
        listed = said.get("keys")
        if status != 200 or not isinstance(listed, list):
            raise away("no keys")
        return tuple(key for each in listed if (key := _key(each)) is not None)


def _key(said: object) -> Key | None:
    """A public key for signatures; None for any other, and for one we cannot read."""
    if not isinstance(said, dict) or said.get("use", "sig") != "sig":
        return None
    try:
        key = JWKRegistry.import_key(said)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    return key if isinstance(key, RSAKey | ECKey | OKPKey) else None
