"""The ways a notice goes out. Each takes one and says how it went; none knows the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from portal.i18n.languages import Language
from portal.notices.models import Channel


@dataclass(frozen=True, slots=True)
class Subscription:
    """One browser to push to: the address its push service gave, and the keys to encrypt with."""

    id: UUID
    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A notice on its way. Its `id` is the idempotency key; no address stands in its repr.

    `attempt` is 1 the first time, `first_attempt` the instant of that. `known` are the provider's
    ids of other notices to the same person, so that none of them is taken for this one.
    """

    id: UUID
    channel: Channel
    to: str = field(repr=False)
    text: str = field(repr=False)
    subject: str
    language: Language
    attempt: int
    first_attempt: datetime
    not_after: datetime | None = None
    known: frozenset[str] = frozenset()
    devices: tuple[Subscription, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Receipt:
    """That it went out: the provider's id where it gives one, and devices that are no more.

    `really_sent`: whether it has reached anyone outside, and not only a demo's file.
    """

    provider_id: str | None = None
    gone: tuple[UUID, ...] = ()
    really_sent: bool = True


class NotSent(Exception):
    """It did not go out, or nobody knows. `fault` is a code without personal data."""

    def __init__(self, fault: str, gone: tuple[UUID, ...] = ()) -> None:
        super().__init__(fault)
        self.fault = fault
        self.gone = gone


class TryAgain(NotSent):
    """A passing fault; `after` is how many seconds the other side asked us to wait."""

    def __init__(
        self, fault: str, *, after: float | None = None, gone: tuple[UUID, ...] = ()
    ) -> None:
        super().__init__(fault, gone)
        self.after = after


class Undeliverable(NotSent):
    """It will never go out; `dead_address` says whether anything to this address could."""

    def __init__(
        self, fault: str, *, dead_address: bool = False, gone: tuple[UUID, ...] = ()
    ) -> None:
        super().__init__(fault, gone)
        self.dead_address = dead_address


class Sender(Protocol):
    """One way out."""

    def send(self, message: Outgoing) -> Receipt:
        """Sends it, or raises TryAgain or Undeliverable; returns in bounded time."""


Senders = Mapping[Channel, Sender]
