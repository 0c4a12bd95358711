"""Whether a token is the provider's, for us, of now, and about this sign-in.

Authlib's claim rules (OpenID Connect Core 3.1.3.7), with what they leave open closed: algorithms
of ours alone, acr and auth_time compared, and nothing of a kind it should not be.
"""

import base64
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, JoseError

from portal import bounded_json, clock
from portal.config.providers import Provider
from portal.sign_in.faults import Refused, Why, fault
from portal.sign_in.fetching import Deadline
from portal.sign_in.metadata import Key, Metadata

LONGEST = 16 * 1024  # characters of a token; those of the Swedish profile have two thousand
LEEWAY = 60  # seconds that two clocks may differ by
LONGEST_LIFE = 3600  # seconds; the Swedish profile lets an ID token live for five minutes
LOGOUT_AGE = 300
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a provider vouches for, with the token that says so for the way out.

    `shown` is when she showed the provider who she is.
    """

    sub: str
    sid: str
    claims: dict[str, Any]
    id_token: str
    shown: datetime

    def shown_since(self, began: datetime) -> bool:
        """Whether that was after an instant, as far as two clocks agree."""
        return self.shown >= began - timedelta(seconds=LEEWAY)


@dataclass(frozen=True, slots=True)
class LogoutToken:
    """What a provider says when it ends a sign-in; `sub` or `sid` may be empty, never both."""

    sub: str
    sid: str
    jti: str
    until: int


def identity(
    provider: Provider, metadata: Metadata, token: object, nonce: str, deadline: Deadline
) -> Identity:
    """The person an ID token names. Raises Refused."""
    claims, header = _verified(provider, metadata, token, deadline, from_anyone=False)
    now = int(clock.now().timestamp())
    _check(provider, claims, header, now, nonce)
    if claims.get("acr") not in provider.acr:
        raise Refused(Why.WEAK, "acr")
    authenticated = _number(claims, "auth_time")
    if authenticated > now + LEEWAY:
        raise fault("auth_time")
    if authenticated < now - provider.max_age - LEEWAY:
        raise fault("auth_time too old")
    shown = datetime.fromtimestamp(authenticated, UTC)
    return Identity(claims["sub"], _text(claims, "sid"), claims, str(token), shown)


def logout(
    provider: Provider, metadata: Metadata, token: object, deadline: Deadline
) -> LogoutToken:
    """Whose sign-in the provider ends (OpenID Connect Back-Channel Logout 2.6). Raises Refused."""
    claims, header = _verified(provider, metadata, token, deadline, from_anyone=True)
    now = int(clock.now().timestamp())
    events, sub, sid = claims.get("events"), _text(claims, "sub"), _text(claims, "sid")
    jti = _text(claims, "jti")
    # A token of another kind that the same provider signed must not pass for this one.
    if str(header.get("typ", "logout+jwt")).lower() not in ("logout+jwt", "jwt"):
        raise fault("typ")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict):
        raise fault("events")
    if "nonce" in claims or not jti or not (sub or sid):
        raise fault("no logout token")
    _check(provider, {"sub": sid, **claims}, header, now, None)
    if _number(claims, "iat") < now - LOGOUT_AGE:
        raise fault("old logout token")
    return LogoutToken(sub, sid, jti, int(_number(claims, "exp")) + LEEWAY)


def _verified(
    provider: Provider, metadata: Metadata, token: object, deadline: Deadline, *, from_anyone: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    if (
        not isinstance(token, str)
        or len(token) > LONGEST
        or token.count(".") != 2
        or not token.isascii()
    ):
        raise fault("no token")
    header, _claims = (_part(token, number) for number in (0, 1))
    if header.get("alg") not in provider.algorithms:
        raise fault("algorithm")
    found = _read(provider, metadata.keys(deadline), token, header)
    if found is None:
        found = _read(
            provider, metadata.newer_keys(deadline, from_anyone=from_anyone), token, header
        )
    if found is None:
        raise fault("signature")
    return found, header


def _part(token: str, number: int) -> dict[str, Any]:
    """What a part of it says, before anyone knows who wrote it."""
    part = token.split(".")[number]
    try:
        said = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        return bounded_json.read_object(said, most=LONGEST)
    except ValueError as error:
        raise fault(("header", "payload")[number]) from error


def _read(
    provider: Provider, keys: tuple[Key, ...], token: str, header: dict[str, Any]
) -> dict[str, Any] | None:
    """The claims, if one of the keys fits; None if none does. Raises Refused for what is no token."""
    kid = header.get("kid")
    for key in keys:
        if kid is not None and key.kid != kid:
            continue
        try:
            return jwt.decode(token, key, algorithms=[*provider.algorithms]).claims
        except BadSignatureError:
            continue
        except (JoseError, ValueError, TypeError, KeyError, RecursionError):
            continue  # a key for another algorithm, or no JSON inside
    return None


def _check(
    provider: Provider, claims: dict[str, Any], header: dict[str, Any], now: int, nonce: str | None
) -> None:
    issued, expires = _number(claims, "iat"), _number(claims, "exp")
    if "nbf" in claims:
        _number(claims, "nbf")
    if not _text(claims, "sub") or not _is_audience(claims.get("aud")):
        raise fault("sub or aud")
    if issued > now + LEEWAY or expires - issued > LONGEST_LIFE:
        raise fault("issued in the future, or for too long")
    options = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
    }
    params = {"client_id": provider.client_id, "nonce": nonce}
    try:
        CodeIDToken(claims, header, options, params).validate(now=now, leeway=LEEWAY)
    except (JoseError, ValueError, TypeError, AttributeError) as error:
        raise fault(f"claims, {type(error).__name__}") from error


def _number(claims: dict[str, Any], name: str) -> float:
    """An instant in seconds. JSON as Python reads it has NaN, which is neither early nor late."""
    value = claims.get(name)
    if type(value) not in (int, float) or (type(value) is float and not math.isfinite(value)):
        raise fault(f"{name} is no instant")
    return cast("float", value)


def _is_audience(value: object) -> bool:
    listed = value if isinstance(value, list) else [value]
    return bool(listed) and all(isinstance(each, str) for each in listed)


def _text(claims: dict[str, Any], name: str) -> str:
    """A claim that must be text of a bearable length; empty when it is not there."""
    value = claims.get(name, "")
    if not isinstance(value, str) or len(value) > 255:
        raise fault(f"{name} is no text")
    return value
