"""Where a participant writes: a new message, one about a thing of hers, or a thread.

What she has typed and not sent is kept by its place, so a place is written the same everywhere.
"""

from typing import NamedTuple
from uuid import UUID

NEW = "new"
_PAGES = {
    "step": "/messages/new?about={}",
    "appointment": "/messages/new?appointment={}",
    "trace": "/messages/new?topic=wrong&trace={}",
    "thread": "/messages/{}",
}


class Place(NamedTuple):
    """A page with a form for a message; `id` is of what it is about, or of the thread."""

    kind: str = NEW
    id: UUID | None = None

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self.id else self.kind

    @property
    def path(self) -> str:
        """The address of the page."""
        return _PAGES[self.kind].format(self.id) if self.id else "/messages/new"


def place(written: str) -> Place:
    """A place as it is written. Raises ValueError for anything that is none."""
    if written == NEW:
        return Place()
    kind, _colon, which = written.partition(":")
    if kind not in _PAGES:
        raise ValueError(written)
    return Place(kind, UUID(which))


def place_of_new(step: UUID | None, appointment: UUID | None, trace: UUID | None = None) -> Place:
    """Where a new message is written, by what it is about."""
    if step:
        return Place("step", step)
    if appointment:
        return Place("appointment", appointment)
    return Place("trace", trace) if trace else Place()


def of_thread(thread: UUID) -> Place:
    """Where an answer in a thread is written."""
    return Place("thread", thread)
