"""How far an entry has come, and how far a language."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from portal.i18n.catalogs import fault_of_entry
from portal.i18n.languages import ENGLISH, Language, Status
from portal.i18n.po import Document, Entry
from portal.translations.sync import wants_a_look

REVIEWED = "reviewed:"  # "# reviewed: ab 2026-11-23"


class State(StrEnum):
    """What a translator has to do with an entry; the most urgent first."""

    BROKEN = "broken"  # it says something that cannot be shown
    UNTRANSLATED = "untranslated"
    UNSURE = "unsure"
    CHANGED = "changed"  # the source has changed since it was translated
    UNREVIEWED = "unreviewed"
    READY = "ready"


def state_of(entry: Entry, language: Language) -> State:
    """How far an entry has come in one language."""
    if not any(entry.texts):
        # English is what the source is written in: an empty entry means "as in the source".
        return State.READY if language is ENGLISH else State.UNTRANSLATED
    if entry.faults or fault_of_entry(entry, language):
        return State.BROKEN
    if entry.unsure:
        return State.UNSURE
    if wants_a_look(entry):
        return State.CHANGED
    if reviewed_by(entry) or language.status is Status.PUBLIC:
        return State.READY  # the whole of a public language was reviewed when it was admitted
    return State.UNREVIEWED


def reviewed_by(entry: Entry) -> str:
    """Who has reviewed it and when, as it stands in the file; empty if nobody has."""
    return next(
        (each.removeprefix(REVIEWED).strip() for each in entry.comments if each.startswith(REVIEWED)),
        "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Progress:
    """How many entries of a catalog are in which state; `words` are those of its source."""

    language: Language
    domain: str
    counts: Counter[State]
    words: int

    @property
    def total(self) -> int:
        """All entries."""
        return self.counts.total()


def progress_of(document: Document, language: Language, domain: str) -> Progress:
    """How far a catalog has come."""
    entries = list(document.messages())
    return Progress(
        language, domain, Counter(state_of(entry, language) for entry in entries),
        sum(len(entry.ids[0].split()) for entry in entries),
    )  # fmt: skip
