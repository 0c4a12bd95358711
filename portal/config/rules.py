"""What makes settings unsafe, each with the one line that says what to set instead."""

import os
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

LOOPBACK = ("localhost", "127.0.0.1", "::1")
DATABASES = ("postgresql", "postgresql+psycopg", "sqlite")
# What says where a database is: libpq's name for it, and the variable it is read from otherwise.
NAMING = {"host": "PGHOST", "hostaddr": "PGHOSTADDR", "service": "PGSERVICE"}
ENCRYPTED = ("require", "verify-ca", "verify-full")
MOST_PROXIES = 5
MOST_SECONDS = 60
# What stands in examples, and what tools write for you until you write something better.
DEFAULT_SECRET = re.compile(
    r"change.?(?:me|this|it)|replace.?(?:me|this)|your.?(?:secret|key)|default|example|insecure"
    r"|secret.?key|not.?(?:a.?)?secret|password|0123456789|abcdefgh", re.IGNORECASE,
)  # fmt: skip
HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|::1", re.IGNORECASE)  # fmt: skip
DEBUG = ("DEBUG", "FLASK_DEBUG", "PORTAL_DEBUG", "PYTHONASYNCIODEBUG", "WERKZEUG_DEBUG_PIN", "SQLALCHEMY_ECHO")  # fmt: skip
OFF = ("", "0", "false", "no", "off")

Rules = tuple[tuple[bool, str], ...]


def of_secrets(secret: str, identity: bytes) -> Rules:
    """In production: secrets that can be guessed, or that are one and the same."""
    hexadecimal = identity.hex()
    return (
        (bool(DEFAULT_SECRET.search(secret)), "PORTAL_SECRET_KEY is one from an example: make one with python3 -c 'import secrets; print(secrets.token_hex(32))'"),
        (_repeats(secret), "PORTAL_SECRET_KEY says the same over and over: set a long random one."),
        (_repeats(hexadecimal), "PORTAL_IDENTITY_KEY says the same over and over: set 64 random hexadecimal characters."),
        (bool(secret) and (secret.lower() == hexadecimal or secret.encode() == identity), "PORTAL_SECRET_KEY and PORTAL_IDENTITY_KEY must differ: who learns one must not have the other."),
    )  # fmt: skip


def of_database(url: str) -> Rules:
    """In production: a database that forgets, or that is spoken to in clear over a network."""
    in_memory = url in ("sqlite://", "sqlite:///:memory:") or "mode=memory" in url
    return (
        (in_memory, "PORTAL_DATABASE_URL names a database in memory: everything would be lost at the next start."),
        (bool(url) and not _is_encrypted(url), "PORTAL_DATABASE_URL names another machine without sslmode: add ?sslmode=verify-full (or require)."),
    )  # fmt: skip


def of_every_instance(url: str, hosts: tuple[str, ...], proxies: int, seconds: int) -> Rules:
    """Whatever it is for: what is out of range or cannot be meant."""
    return (
        (bool(url) and urlsplit(url).scheme not in DATABASES, "PORTAL_DATABASE_URL must begin with postgresql:// or sqlite://."),
        (not 0 <= proxies <= MOST_PROXIES, f"PORTAL_TRUSTED_PROXIES must be the number of proxies in front, from 0 to {MOST_PROXIES}."),
        (seconds > MOST_SECONDS, f"PORTAL_STATEMENT_SECONDS must be {MOST_SECONDS} or less: nobody waits longer for a page."),
        (any(not HOST.fullmatch(host) for host in hosts), "PORTAL_TRUSTED_HOSTS: names only, without https://, port or path."),
    )  # fmt: skip


def debugging(environ: Mapping[str, str]) -> str:
    """The switch that would show strangers our insides, if one is on; empty otherwise."""
    on = (name for name in DEBUG if environ.get(name, "").strip().lower() not in OFF)
    return next(on, "")


def _repeats(text: str) -> bool:
    """Whether a text is a shorter one again and again."""
    return len(text) > 1 and text in (text + text)[1:-1]


def _is_encrypted(url: str) -> bool:
    """Whether a database is on this machine, or spoken to over TLS, wherever libpq would go.

    The address is read as the driver reads it: `host` and `hostaddr` may name several, a service
    file any, and libpq adds what stands in its own environment.
    """
    try:
        address = make_url(url)
        if address.get_backend_name() != "postgresql":
            return True
        _none, asked = address.get_dialect()().create_connect_args(address)
    except (ArgumentError, ImportError, ValueError):
        return False
    named = {
        name: asked.get(name) or os.environ.get(variable, "") for name, variable in NAMING.items()
    }
    hosts = [host for each in (named["host"], named["hostaddr"]) for host in str(each).split(",")]
    away = named["service"] or not all(_is_here(host.strip()) for host in hosts)
    return not away or asked.get("sslmode") in ENCRYPTED


def _is_here(host: str) -> bool:
    """Nothing named is the socket on this machine, as is a folder."""
    return not host or host.startswith("/") or host in LOOPBACK
