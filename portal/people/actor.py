"""Who is asking. Every service takes the actor; every query starts from what the actor may see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from portal import clock
from portal.audience import Audience
from portal.people.agencies import Agency
from portal.people.sign_in_limits import RECENT, Assurance, limits_of


@dataclass(frozen=True, slots=True)
class Contact:
    """The named person to turn to."""

    name: str
    agency: Agency
    title: str
    phone: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, loaded with one query and never lazily."""

    id: UUID
    role: Audience
    name: str
    language: str
    agency: Agency | None = None
    team_id: UUID | None = None
    title: str = ""
    protected: bool = False
    visited_before: datetime | None = None
    contact: Contact | None = None
    session: str = ""
    assurance: Assurance = Assurance.FULL
    shared: bool = False
    signed_in: datetime | None = None
    letter: UUID | None = None
    called: str | None = None

    # What Flask-Login asks of a user.
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """Flask-Login's name for the key; the session row is the real one."""
        return str(self.id)

    @property
    def is_participant(self) -> bool:
        """Whether this is the person the plan is about."""
        return self.role is Audience.PARTICIPANT

    @property
    def greeted(self) -> str:
        """What she is greeted by: what she is called, else her whole name. Empty where none is known."""
        return (self.called or self.name).strip()

    @property
    def limited(self) -> bool:
        """Whether only times, places and telephone numbers are open to this sign-in."""
        return self.assurance is Assurance.LIMITED

    @property
    def signed_in_lately(self) -> bool:
        """Whether she has shown who she is so short a while ago that everything is open to her."""
        return self.signed_in is not None and clock.now() - self.signed_in <= RECENT

    @property
    def idle_seconds(self) -> int:
        """How long this sign-in lasts without anything done."""
        limits = limits_of(self.role, self.assurance, shared=self.shared)
        return int(limits.idle.total_seconds())

    @property
    def bindings(self) -> dict[str, Any]:
        """The values that scoped statements are run with."""
        return {
            "actor_id": self.id,
            "actor_agency": self.agency,
            "actor_team": self.team_id,
            "now": clock.now(),
            "today": clock.today(),
        }
