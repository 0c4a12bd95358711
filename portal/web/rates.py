"""How often something may be tried, each limit with its reason, and the refusal of what is too often.

Many participants share one address (a library's Wi-Fi, a carrier's NAT), so limits by address are
loose; those by account, code or number are tight. A count that fails lets a reader pass, and refuses
whoever tries a code.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from ipaddress import IPv6Address, ip_address, ip_network
from types import MappingProxyType
from typing import Any, ParamSpec, cast

from flask import Flask, current_app, g, has_request_context, request
from flask_limiter import Limiter, RequestLimit
from flask_login import current_user
from limits import RateLimitItem, parse
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from portal import clock
from portal.db import Database
from portal.web.rate_storage import DatabaseStorage
from portal.web.session import let_go, reading

Arguments = ParamSpec("Arguments")


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in a window, for one key; `by_address` is a second one, for wherever that comes from.

    `closed`: what cannot be counted is refused. `claimed`: whoever asks names the key and need not
    have it, so that it fills no table (`_shared`).
    """

    most: str
    reason: str
    by_address: str = ""
    closed: bool = False
    claimed: bool = False


LIMITS = MappingProxyType({
    "posts": Limit("120 per 1 minute", "a signed-in person: far more than hands can do, fewer than a script can"),
    "messages": Limit("20 per 1 hour", "a participant: staff must be able to answer, and a talk has taps enough"),
    "sign_in": Limit("60 per 5 minutes", "an address: a class of thirty in a library signs in twice"),
    "sign_in_account": Limit("10 per 5 minutes", "an account that a provider vouches for: nobody signs in more often", closed=True),
    "passkey": Limit("10 per 5 minutes", "a passkey: a finger fails now and then", "60 per 5 minutes", closed=True, claimed=True),
    "activation": Limit("5 per 1 hour", "a letter's number, whether there is such a letter or not; one that is counts five tries of its own for as long as it is valid", "20 per 1 hour", closed=True, claimed=True),
    "sms_code": Limit("6 per 10 minutes", "a letter that waits for six digits; it counts three tries of its own", closed=True),
    "sms_number": Limit("5 per 1 day", "a number: nobody's phone is to be flooded, and each SMS costs", closed=True),
    "export": Limit("5 per 1 day", "a participant: everything about her, made anew each time"),
    "feed": Limit("12 per 1 hour", "a calendar's address: programs ask every hour, the eager ones every 5 minutes"),
    "logout": Limit("300 per 1 minute", "an address: one provider ends the sign-ins of everybody, and no other may have us look for keys"),
    "reports": Limit("600 per 1 minute", "an address: one provider reports for everybody, and asks again after 429"),
})  # fmt: skip


class TooMany(TooManyRequests):
    """Something was tried too often; `until` is when it may be tried again (UTC)."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        self.seconds = max(1, int((until - clock.ticking()).total_seconds()) + 1)
        super().__init__(retry_after=self.seconds)


def hit(name: str, key: str) -> None:
    """Counts an attempt against a named limit, before anything is written in this request.

    `key` is whose it is: a code's reference, a number, an account. Whether there is such a one must
    not matter, so count first and look it up afterwards. Raises TooMany; where the limit is closed
    also SQLAlchemyError when nothing can be counted.
    """
    limit = LIMITS[name]
    if limit.by_address:
        _count(f"{name}_address", parse(limit.by_address), by_address(), closed=limit.closed)
    who = _shared(key) if limit.claimed else anonymous(key)
    _count(name, parse(limit.most), who, closed=limit.closed)


def _count(scope: str, item: RateLimitItem, who: str, *, closed: bool) -> None:
    store, key = _storage(), item.key_for(who, scope)
    if not closed:
        if store.incr(key, item.get_expiry()) > item.amount:
            raise TooMany(_end_of(key))
        return
    counted = store.count(key, item.get_expiry())
    if counted.hits > item.amount:
        raise TooMany(counted.until)


def limited(
    name: str, by: Callable[[], str]
) -> Callable[[Callable[Arguments, Response]], Callable[Arguments, Response]]:
    """Counts each POST to a view against a named limit; stands above what writes, like `once`."""
    shared: Callable[[Callable[Arguments, Response]], Callable[Arguments, Response]] = (
        limiter.shared_limit(LIMITS[name].most, scope=name, key_func=by, override_defaults=False)
    )
    return shared


def by_person() -> str:
    """The signed-in person of this request, as a key that tells nobody."""
    return anonymous(str(current_user.id))


def by_address() -> str:
    """Where a request comes from, as a key that tells nobody: an IPv4 address or an IPv6 /64."""
    return _shared(network_of(request.remote_addr or ""))


def _shared(key: str) -> str:
    """A key that anybody can make up: one of 65,536, however many are made up.

    So a limit has at most as many rows. Two that share one by chance share its count, which takes
    that many addresses at once to be likely, and nobody can tell which two do.
    """
    return anonymous(key)[:4]


def network_of(address: str) -> str:
    """What one household or phone has of the net: an IPv4 address, or a /64 of IPv6 (RFC 6177)."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ip_network((found, 64), strict=False) if found.version == 6 else found)


def anonymous(key: str) -> str:
    """A key that cannot be led back to a person, an address or a number without our secret."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"rate {key}".encode(), hashlib.sha256).hexdigest()[:40]


def install(app: Flask) -> None:
    """Counts what people send, behind the gate and the check of the form's token.

    The library's three hooks cost a quarter of a millisecond a page; pages are not limited, so they
    are put behind that question.
    """
    limiter.init_app(app)
    for hooks in (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs):
        functions: list[Any] = hooks[None]
        functions.append(partial(_where_counted, functions.pop()))


def _where_counted(hook: Callable[..., Any], *given: Any) -> Any:
    """What a hook of the library answers; elsewhere the response as it is."""
    return (given[0] if given else None) if _not_counted() else hook(*given)


def _refuse(limit: RequestLimit) -> None:
    raise TooMany(_end_of(limit.key))


def _end_of(key: str) -> datetime:
    return datetime.fromtimestamp(_storage().get_expiry(key), UTC)


def _storage() -> DatabaseStorage:
    return cast("DatabaseStorage", limiter.storage)


def _database() -> Database:
    database: Database = current_app.extensions["portal.database"]
    return database


def _let_go_of_locks() -> None:
    """On SQLite the request's own transaction would be waited for, for ever. One that reads has none."""
    if has_request_context() and not reading() and "db" in g:
        let_go(g.db)


def _not_counted() -> bool:
    """Reading is not limited; what is read by address counts itself. Nor is choosing a language."""
    return (
        request.method in ("GET", "HEAD", "OPTIONS") or request.endpoint == "people.choose_language"
    )


limiter = Limiter(
    key_func=by_person,
    application_limits=[LIMITS["posts"].most],
    application_limits_exempt_when=lambda: not current_user.is_authenticated,
    storage_uri="portal://",
    storage_options={"find": _database, "before": _let_go_of_locks},  # type: ignore[dict-item]
    strategy="fixed-window",
    headers_enabled=False,  # each header would be one more question to the database
    on_breach=_refuse,
)
limiter.request_filter(_not_counted)
