"""The catalogs as the workshop shows them: read once, and again when a file has changed."""

import time
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import RLock, Thread

from portal.folding import folded
from portal.i18n.catalogs import DOMAINS, catalog_path
from portal.i18n.languages import ENGLISH, LANGUAGES, SWEDISH, Language
from portal.i18n.po import Document, Entry
from portal.translations.entries import key_by_name
from portal.translations.states import State, state_of
from portal.translations.sync import KEY_WAS, SAID, SAYS, languages_of, noted_swedish, read_document

Texts = tuple[str, ...]
_folded = lru_cache(maxsize=65_536)(folded)  # every text of every language is fewer


@dataclass(frozen=True, slots=True)
class Row:
    """One text in one language, as the list shows it."""

    name: str
    domain: str
    entry: Entry
    state: State
    swedish: Texts
    swedish_before: str
    english_before: str

    @property
    def english(self) -> Texts:
        """The source text, which is plain English."""
        return self.entry.ids

    def has(self, words: str) -> bool:
        """Whether it says this, folded, in Swedish, English or the language itself."""
        texts = (*self.swedish, *self.entry.ids, *self.entry.texts, self.entry.context or "")
        return any(words in _folded(text) for text in texts)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many texts of a language are how far."""

    language: Language
    states: Counter[State]

    @classmethod
    def of(cls, language: Language, rows: list[Row]) -> "Progress":
        """How far all texts of a language are."""
        return cls(language, Counter(row.state for row in rows))

    @property
    def total(self) -> int:
        """All texts of the language."""
        return self.states.total()

    @property
    def shown(self) -> int:
        """Texts a reader gets in this language, reviewed or not."""
        return self.total - sum(
            self.states[state] for state in (State.BROKEN, State.UNTRANSLATED, State.UNSURE)
        )


class Shelf:
    """Every catalog under a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = RLock()  # two who ask at once would each read the same file
        self._read: dict[Path, tuple[tuple[int, int], Document]] = {}
        self._rows: dict[str, tuple[tuple[int, ...], list[Row]]] = {}

    def document(self, language: Language, domain: str) -> Document:
        """A catalog as its file says now. Not to be changed: it is shared."""
        path = catalog_path(self.root, language, domain)
        try:
            status = path.stat()
        except OSError:
            return Document()
        stamp = (status.st_mtime_ns, status.st_size)
        with self._lock:
            found = self._read.get(path)
            if found is None or found[0] != stamp:
                found = self._read[path] = stamp, read_document(path)
        return found[1]

    def rows(self, language: Language) -> list[Row]:
        """Every text of a language, those of participants first, each domain in the source's order."""
        with self._lock:
            documents = [
                (domain, self.document(language, domain), self.document(SWEDISH, domain))
                for domain in domains_of(language)
            ]
            stamp = tuple(id(each) for _domain, *both in documents for each in both)
            found = self._rows.get(language.tag)
            if found is None or found[0] != stamp:
                rows = [
                    row
                    for domain, document, swedish in documents
                    for row in _rows(domain, document, swedish, language)
                ]
                # The documents are kept with the rows, so their ids cannot be given to others.
                found = self._rows[language.tag] = stamp, rows
        return found[1]

    def by_name(self, language: Language) -> dict[str, Row]:
        """Every text of a language by its name."""
        return {row.name: row for row in self.rows(language)}

    def progress(self) -> list[Progress]:
        """How far every language has come."""
        return [Progress.of(each, self.rows(each)) for each in LANGUAGES]

    def read_ahead(self) -> Thread:
        """Reads everything in a thread of its own, so that who comes first need not wait for it.

        Fourteen languages take more than a second of reckoning.
        """
        thread = Thread(target=self._read_all, daemon=True, name="shelf")
        thread.start()
        return thread

    def _read_all(self) -> None:
        for language in LANGUAGES:
            self.rows(language)
            time.sleep(0.01)  # whoever waits for a page goes first


def domains_of(language: Language) -> tuple[str, ...]:
    """The domains a language is kept in."""
    return tuple(domain for domain in DOMAINS if language in languages_of(domain))


def _rows(domain: str, document: Document, swedish: Document, language: Language) -> list[Row]:
    says = {entry.key: entry.texts for entry in swedish.messages()}
    rows = []
    for name, entry in key_by_name(document).items():
        noted = noted_swedish(entry)
        now = says.get(entry.key) or (noted.get(SAYS, ""),)
        before = (
            "" if language in (SWEDISH, ENGLISH) and not entry.texts[0] else noted.get(SAID, "")
        )
        rows.append(
            Row(name, domain, entry, state_of(entry, language), now, before, noted.get(KEY_WAS, ""))
        )
    return rows
