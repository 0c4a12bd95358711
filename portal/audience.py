"""Who an endpoint is for. The gate in `portal.web.access` reads the mark; closed without one."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


class Audience(StrEnum):
    """Everyone, or one of the five roles of a signed-in person."""

    PUBLIC = "public"
    PARTICIPANT = "participant"
    CASEWORKER = "caseworker"
    COORDINATOR = "coordinator"
    TRANSLATOR = "translator"
    ADMINISTRATOR = "administrator"


def audience(*audiences: Audience, limited: bool = False) -> Callable[[View], View]:
    """Marks a view with the audiences it is for. Only a mark, so decorator order cannot matter.

    `limited` opens it also to those of whom it is less sure who they are.
    """

    def mark(view: View) -> View:
        setattr(view, "audiences", frozenset(audiences))  # noqa: B010 - a mark on a function
        setattr(view, "limited", limited)  # noqa: B010
        return view

    return mark


def audiences_of(view: object) -> frozenset[Audience]:
    """The audiences a view was marked with; empty when it was not marked."""
    marked: frozenset[Audience] = getattr(view, "audiences", frozenset())
    return marked


def opens_limited(view: object) -> bool:
    """Whether a view is open also to a limited sign-in."""
    return bool(getattr(view, "limited", False))


@dataclass(frozen=True, slots=True)
class RecentSignIn:
    """That a view needs a sign-in of a short while ago.

    `back` is the page that its form stands on, where that has another address. `spares` are the
    values of `do` that are harmless: they end something, and must never wait.
    """

    back: str = ""
    spares: frozenset[str] = frozenset()


def recent_sign_in(*, back: str = "", spares: tuple[str, ...] = ()) -> Callable[[View], View]:
    """Marks a view with `RecentSignIn`. Only a mark; `portal.web.step_up` reads it."""

    def mark(view: View) -> View:
        setattr(view, "recent", RecentSignIn(back, frozenset(spares)))  # noqa: B010
        return view

    return mark


def recent_of(view: object) -> RecentSignIn | None:
    """What a view says of how old a sign-in may be; None for any age."""
    found: RecentSignIn | None = getattr(view, "recent", None)
    return found
