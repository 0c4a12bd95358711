"""How far an entry has come, and how far a language."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from portal.i18n.languages import ENGLISH, SWEDISH, Language, Status
from portal.i18n.po import Document, Entry
from portal.translate.sync import SAID, noted_swedish

REVIEWED = "reviewed:"  # "# reviewed: ab 2026-11-23"


class State(StrEnum):
    """What a translator has to do with an entry; the first that holds, in this order."""

    UNTRANSLATED = "untranslated"
    UNSURE = "unsure"
    CHANGED = "Swedish changed"
    UNREVIEWED = "not reviewed"
    READY = "ready"


def state_of(entry: Entry, language: Language) -> State:
    """How far an entry has come."""
    if entry.unsure:
        return State.UNSURE
    if not entry.translated:  # an empty English entry means "as in the source"
        return State.READY if language is ENGLISH else State.UNTRANSLATED
    if SAID in noted_swedish(entry):
        return State.CHANGED
    if language is SWEDISH or language.status is Status.PUBLIC or is_reviewed(entry):
        return State.READY  # the whole of a public language was reviewed when it was admitted
    return State.UNREVIEWED


def is_reviewed(entry: Entry) -> bool:
    """Whether a person has noted that the entry is right."""
    return any(comment.startswith(REVIEWED) for comment in entry.comments)


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

    def share(self, *states: State) -> float:
        """The part of the entries that are in one of some states, from 0 to 1."""
        return sum(self.counts[state] for state in states) / self.total if self.total else 0.0


def progress_of(document: Document, language: Language, domain: str) -> Progress:
    """How far a catalog has come."""
    entries = list(document.messages())
    return Progress(
        language, domain, Counter(state_of(entry, language) for entry in entries),
        sum(len(entry.ids[0].split()) for entry in entries),
    )  # fmt: skip
