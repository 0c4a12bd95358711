"""Providers of sign-in: one settings record each, read from the TOML file `PORTAL_PROVIDERS` names.

Claim names are settings because Sweden has at least three dialects of them: the Swedish OpenID
Connect profile (the defaults here), the brokers' own, and Inera's for care staff.
"""

import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

AGENCIES = ("af", "malmo", "fk", "skane")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
OIDC_SE = "https://id.oidc.se/claim/"
# Signatures anyone but the provider could make (HS*, none) never count, whatever its metadata say.
ALGORITHMS = frozenset({"ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "EdDSA"})
LONGEST_AGE = 3600


class For(StrEnum):
    """Whom a provider vouches for."""

    PARTICIPANTS = "participants"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class ClaimMap:
    """What a provider calls the claims: the number, the one before it; an employee and her employer.

    Without `organisation` the employer is what stands after the last @ of the employee.
    """

    personal_number: str = f"{OIDC_SE}personalIdentityNumber"
    coordination_number: str = f"{OIDC_SE}coordinationNumber"
    previous_number: str = f"{OIDC_SE}previousCoordinationNumber"
    employee: str = f"{OIDC_SE}orgAffiliation"
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider. `max_age` is in seconds; `key` is the client's private key as PEM, for ES256.

    `response_iss`: whether an answer must say whom it is from (RFC 9207). `key_open`: whether
    others on this machine can read the key.
    """

    name: str
    audience: str
    label: str
    issuer: str
    client_id: str
    key: bytes = field(repr=False)
    acr: tuple[str, ...]
    algorithms: tuple[str, ...] = ("ES256", "PS256", "RS256")
    claims: ClaimMap = field(default_factory=ClaimMap)
    scopes: tuple[str, ...] = ("openid",)
    max_age: int = 300
    response_iss: bool = True
    agency: str = ""
    organisation: str = ""
    key_open: bool = False

    @property
    def is_for_staff(self) -> bool:
        """Whether it vouches for staff, who are known by employee id and never by personnummer."""
        return self.audience == For.STAFF

    def rules(self, *, loopback: bool) -> tuple[tuple[bool, str], ...]:
        """What would be unsafe or half-set, with what to do about it."""
        say = f"PORTAL_PROVIDERS, provider “{self.name}”: "
        staff = self.is_for_staff
        rules = (
            (not re.fullmatch(r"[a-z0-9-]{1,24}", self.name), "name must be 1 to 24 of a-z, 0-9 and hyphen: it stands in addresses."),
            (self.audience not in set(For), "audience must be participants or staff."),
            (not self.label.strip(), "label is missing: it is the word on the button, for example BankID."),
            (not _is_issuer(self.issuer, loopback=loopback), "issuer must be an https:// address without query or fragment."),
            (not self.client_id, "client_id is missing."),
            (not self.key, "key_file is missing or cannot be read: name the private key (PEM, ES256)."),
            (bool(self.key) and not _is_es256(self.key), "key_file must hold an unencrypted P-256 private key in PEM, for ES256."),
            (self.key_open, "key_file can be read by others on this machine. Type: chmod o= and its name."),
            (not self.acr, "acr is missing: list the levels of assurance that are enough."),
            (not self.algorithms or not set(self.algorithms) <= ALGORITHMS, f"algorithms may only name {', '.join(sorted(ALGORITHMS))}."),
            ("openid" not in self.scopes, "scopes must hold openid."),
            (not 0 < self.max_age <= LONGEST_AGE, f"max_age must be from 1 to {LONGEST_AGE} seconds."),
            (staff and self.agency not in AGENCIES, f"agency must be one of {', '.join(AGENCIES)}: whose staff it vouches for."),
            (staff and not re.fullmatch(r"\d{10}", self.organisation), "organisation must be the agency's organisation number, ten digits."),
            (staff and not self.claims.employee, "claims.employee is missing."),
            (not staff and bool(self.agency or self.organisation), "agency and organisation are for staff only."),
            (not staff and not self.claims.personal_number, "claims.personal_number is missing."),
        )  # fmt: skip
        return tuple((unsafe, say + advice) for unsafe, advice in rules)


def rules_of(
    providers: tuple[Provider, ...], *, allowed: bool, loopback: bool
) -> tuple[tuple[bool, str], ...]:
    """What would be unsafe about all of them together and about each.

    `loopback` lets tests reach a provider on this machine without TLS.
    """
    names = [each.name for each in providers]
    issuers = [(each.issuer, each.client_id) for each in providers]
    return (
        (bool(providers) and not allowed, "PORTAL_PROVIDERS: a demo signs nobody in but its cast. Leave it out."),
        (len(set(names)) < len(names), "PORTAL_PROVIDERS: two providers have the same name."),
        (len(set(issuers)) < len(issuers), "PORTAL_PROVIDERS: two providers have the same issuer and client_id."),
        *(rule for each in providers for rule in each.rules(loopback=loopback)),
    )  # fmt: skip


def providers_from(path: str) -> tuple[Provider, ...]:
    """The records in a TOML file of `[[provider]]` tables; none without a path.

    Raises ValueError for a file that cannot be read and for a setting that does not exist.
    """
    if not path:
        return ()
    try:
        tables = tomllib.loads(Path(path).read_text(encoding="utf-8")).get("provider", [])
    except OSError as error:
        raise ValueError(f"PORTAL_PROVIDERS: {error.strerror}: {path}") from error
    if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        raise ValueError("PORTAL_PROVIDERS: each provider is a table of its own, [[provider]].")
    return tuple(_provider(table, Path(path).parent) for table in tables)


def _provider(table: Mapping[str, Any], folder: Path) -> Provider:
    given = dict(table)
    file = str(given.pop("key_file", ""))
    key, is_open = _key(folder / file) if file else (b"", False)
    claims = ClaimMap(**_known(ClaimMap, given.pop("claims", {}), "claims"))
    for name in ("acr", "algorithms", "scopes"):
        if name in given:
            given[name] = tuple(given[name])
    needed = {"name": "", "audience": "", "label": "", "issuer": "", "client_id": "", "acr": ()}
    known = _known(Provider, given, f"provider “{given.get('name', '')}”")
    return Provider(**(needed | known), claims=claims, key=key, key_open=is_open)


def _known(record: type, given: Any, where: str) -> dict[str, Any]:
    """What is given, if all of it exists and is of its kind."""
    if not isinstance(given, dict):
        raise ValueError(f"PORTAL_PROVIDERS: {where} must be a table.")
    own = {"key", "key_open", "claims"}
    kinds = {each.name: each.type for each in fields(record) if each.name not in own}
    for name, value in given.items():
        if name not in kinds:
            raise ValueError(f"PORTAL_PROVIDERS, {where}: there is no setting “{name}”.")
        if not _is_of(kinds[name], value):
            raise ValueError(f"PORTAL_PROVIDERS, {where}: “{name}” is of the wrong kind.")
    return dict(given)


def _is_of(kind: object, value: object) -> bool:
    if kind in (str, int, bool):
        return type(value) is kind
    return isinstance(value, tuple) and all(isinstance(each, str) for each in value)


def _key(path: Path) -> tuple[bytes, bool]:
    """The key, and whether others can read it; empty when it cannot be read."""
    try:
        return path.read_bytes(), bool(path.stat().st_mode & stat.S_IRWXO)
    except OSError:
        return b"", False


def _is_issuer(url: str, *, loopback: bool) -> bool:
    try:
        parts = urlsplit(url)
        bare = not (parts.username or parts.password or "?" in url or "#" in url)
        here = loopback and parts.scheme == "http" and parts.hostname in LOOPBACK
        return bare and bool(parts.hostname) and (parts.scheme == "https" or here)
    except ValueError:
        return False


def _is_es256(pem: bytes) -> bool:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False
    return isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1)
