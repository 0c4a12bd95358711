"""Settings, read once from `PORTAL_*` and checked: an unsafe or missing one stops the start."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from portal.config import rules
from portal.config.channels import ChannelSettings, channels_from
from portal.config.providers import Provider, providers_from, rules_of
from portal.config.secrets import UnsafeFile, secret_of

# Who takes complaints about accessibility: the agency named by the act on digital public service
# (2018:1937). Its tasks may move, so the address is a setting.
SUPERVISOR = "https://www.digg.se/tdosanmalan"
ROOT = Path(__file__).resolve().parent.parent.parent
Given = TypeVar("Given")
Value = TypeVar("Value")


class Environment(StrEnum):
    """What an instance is for; production unless it says otherwise."""

    PRODUCTION = "production"
    DEMO = "demo"
    DEVELOPMENT = "development"
    TEST = "test"


class UnsafeSettings(Exception):
    """The settings would start an unsafe or broken portal; the message says what to set."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the portal takes from outside. Secrets never appear in its repr."""

    environment: Environment = Environment.PRODUCTION
    database_url: str = field(default="", repr=False)
    secret_key: str = field(default="", repr=False)
    identity_key: bytes = field(default=b"", repr=False)
    trusted_hosts: tuple[str, ...] = ()
    static_dir: Path = ROOT / "static"
    sqlite_in_production: bool = False
    now: datetime | None = None
    statement_seconds: int = 3
    database_role: str = ""
    trusted_proxies: int = 0
    supervisor_url: str = SUPERVISOR
    channels: ChannelSettings = field(default_factory=ChannelSettings)
    providers: tuple[Provider, ...] = ()

    @property
    def demo(self) -> bool:
        """Whether the cast can be signed in as, by a tap. Never in production."""
        return self.environment in (Environment.DEMO, Environment.TEST)

    @property
    def pseudo_language(self) -> bool:
        """Whether the made-up language of the tests can be picked."""
        return self.environment in (Environment.TEST, Environment.DEVELOPMENT)

    @property
    def https(self) -> bool:
        """Whether cookies are only sent over TLS."""
        return self.environment is Environment.PRODUCTION

    def __post_init__(self) -> None:
        kind = self.environment
        channels = self.channels.rules(
            may_send=kind is not Environment.DEMO,
            may_keep=kind is not Environment.PRODUCTION,
            loopback=kind is Environment.TEST,
        )
        providers = rules_of(
            self.providers,
            allowed=kind is not Environment.DEMO,
            loopback=kind is Environment.TEST,
        )
        for unsafe, advice in (*self._rules(), *self._more_rules(), *channels, *providers):
            if unsafe:
                raise UnsafeSettings(advice)

    def _rules(self) -> tuple[tuple[bool, str], ...]:
        production = self.environment is Environment.PRODUCTION
        return (
            (not self.database_url, "PORTAL_DATABASE_URL is missing: name the database, for example postgresql://portal@localhost/portal."),
            (len(self.secret_key) < 32, "PORTAL_SECRET_KEY is missing or shorter than 32 characters: set a long random one."),
            (len(self.identity_key) != 32, "PORTAL_IDENTITY_KEY must be 64 hexadecimal characters (32 bytes): it encrypts identity numbers."),
            (production and self.database_url.startswith("sqlite") and not self.sqlite_in_production, "PORTAL_DATABASE_URL names SQLite: use PostgreSQL in production, or set PORTAL_SQLITE_IN_PRODUCTION=1."),
            (production and not self.trusted_hosts, "PORTAL_TRUSTED_HOSTS is missing: list the host names the portal answers to, separated by commas."),
            (production and self.now is not None, "PORTAL_NOW fixes the clock: it is for demo and test instances only."),
            (production and (len(set(self.secret_key)) < 8 or len(set(self.identity_key)) < 8), "PORTAL_SECRET_KEY and PORTAL_IDENTITY_KEY must be random, not one character over and over."),
            (self.statement_seconds < 1, "PORTAL_STATEMENT_SECONDS must be 1 or more."),
            (not self.supervisor_url.startswith("https://"), "PORTAL_SUPERVISOR_URL must begin with https://: it is where readers complain about accessibility."),
            (any(host.startswith((".", "*")) for host in self.trusted_hosts), "PORTAL_TRUSTED_HOSTS: name each host in full."),
            (self.environment is Environment.DEMO and not self.trusted_hosts, "PORTAL_TRUSTED_HOSTS is missing: a demo instance answers on this machine only (localhost or 127.0.0.1)."),
            (self.demo and any(not _is_loopback(host) for host in self.trusted_hosts), "PORTAL_TRUSTED_HOSTS: a demo instance answers on this machine only (localhost or 127.0.0.1)."),
        )  # fmt: skip

    def _more_rules(self) -> rules.Rules:
        url, production = self.database_url, self.environment is Environment.PRODUCTION
        only_there = (
            *rules.of_secrets(self.secret_key, self.identity_key),
            *rules.of_database(url),
        )
        return (
            *rules.of_every_instance(url, self.trusted_hosts, self.trusted_proxies, self.statement_seconds),
            *(only_there if production else ()),
        )  # fmt: skip


def _is_loopback(host: str) -> bool:
    return host in ("localhost", "127.0.0.1", "::1") or host.endswith(".localhost")


def fixed_clock(environ: Mapping[str, str] = os.environ) -> datetime | None:
    """The instant at which PORTAL_NOW stops the clock of every command; None where it runs.

    Raises UnsafeSettings for what is no instant. That no production has one is the settings' rule.
    """
    said = environ.get("PORTAL_NOW", "").strip()
    return _read("NOW", said, _instant, "an instant such as 2026-11-23T08:00+00:00")


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process.

    Raises UnsafeSettings with one clear line when one is missing, unsafe or cannot be read.
    """

    def text(name: str, default: str = "") -> str:
        return environ.get(f"PORTAL_{name}", default).strip()

    try:
        secret_key, identity = secret_of(text, "SECRET_KEY"), secret_of(text, "IDENTITY_KEY")
    except UnsafeFile as error:
        raise UnsafeSettings(str(error)) from None
    environment = _read(
        "ENV", text("ENV", "production"), Environment, f"one of {', '.join(Environment)}"
    )
    identity_key = _read("IDENTITY_KEY", identity, bytes.fromhex, "64 hexadecimal characters")
    hosts = tuple(host.strip() for host in text("TRUSTED_HOSTS").split(",") if host.strip())
    seconds = _read("STATEMENT_SECONDS", text("STATEMENT_SECONDS", "3"), int, "a whole number")
    proxies = _read("TRUSTED_PROXIES", text("TRUSTED_PROXIES", "0"), int, "a whole number")
    channels = _read("SMTP_PORT", text, channels_from, "a whole number")
    try:
        providers = providers_from(text("PROVIDERS"))
    except ValueError as error:
        raise UnsafeSettings(f"A PORTAL_ setting cannot be read: {error}") from error
    if environment is Environment.PRODUCTION and (switch := rules.debugging(environ)):
        raise UnsafeSettings(f"{switch} is on: it shows strangers our insides. Unset it.")
    return Settings(
        environment=environment,
        database_url=text("DATABASE_URL"),
        secret_key=secret_key,
        identity_key=identity_key,
        trusted_hosts=hosts,
        static_dir=Path(text("STATIC_DIR") or ROOT / "static"),
        sqlite_in_production=text("SQLITE_IN_PRODUCTION") == "1",
        now=fixed_clock(environ),
        statement_seconds=seconds,
        database_role=text("DATABASE_ROLE"),
        trusted_proxies=proxies,
        supervisor_url=text("SUPERVISOR_URL", SUPERVISOR),
        channels=replace(
            channels,
            report_base=f"https://{hosts[0]}" if hosts else "",
            report_key=secret_key,
        ),
        providers=providers,
    )


def _read(name: str, given: Given, read: Callable[[Given], Value], meant: str) -> Value:
    """A setting as it is meant; the line that refuses it never repeats what was given."""
    try:
        return read(given)
    except ValueError:
        raise UnsafeSettings(f"PORTAL_{name} cannot be read: it must be {meant}.") from None


def _instant(written: str) -> datetime | None:
    return datetime.fromisoformat(written).astimezone() if written else None
