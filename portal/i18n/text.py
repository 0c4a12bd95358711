"""Texts in the reader's language.

`gettext` and its siblings speak the language of the present request. `phrase` marks a text for
extraction without translating it, for catalogues whose entries are stored by id.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from portal.i18n.catalogs import Catalog, paths_of, read_catalog
from portal.i18n.languages import BY_TAG, ENGLISH, PSEUDO, SWEDISH, Language
from portal.i18n.po import Key


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text of a catalogue, waiting to be said in some language."""

    context: str
    text: str


def phrase(context: str, text: str) -> Phrase:
    """Marks a text for extraction; the context tells a translator what kind of thing it is."""
    return Phrase(context, text)


class Translator:
    """Says source texts in one language, through its fallback chain."""

    def __init__(self, language: Language, chain: tuple[Catalog, ...]) -> None:
        self.language = language
        self._chain = chain
        self._plural_indexes = [catalog.plural_index() for catalog in chain]

    def catalog(self, language: Language) -> Catalog | None:
        """What one language of the chain says."""
        return next((each for each in self._chain if each.language is language), None)

    def find(self, context: str | None, text: str) -> str:
        """The text in this language, or in the first fallback that has it, or the source."""
        key: Key = (context, text)
        for catalog in self._chain:
            if found := catalog.messages.get(key):
                return found[0]
            if catalog.language is ENGLISH:
                return text
        return text

    def find_plural(self, context: str | None, one: str, many: str, count: int) -> str:
        """The plural form that serves a count."""
        key: Key = (context, one)
        for catalog, index in zip(self._chain, self._plural_indexes, strict=True):
            if found := catalog.messages.get(key):
                return found[min(index(count), len(found) - 1)]
            if catalog.language is ENGLISH:
                break
        return one if count == 1 else many

    def gettext(self, text: str, **values: object) -> str:
        """A text with its named values put in."""
        return _fill(self.find(None, text), values)

    def pgettext(self, context: str, text: str, **values: object) -> str:
        """A text that needs a context to be understood."""
        return _fill(self.find(context, text), values)

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """A text that depends on a count, available as %(count)s."""
        return _fill(self.find_plural(None, one, many, count), {"count": count, **values})

    def npgettext(self, context: str, one: str, many: str, count: int, **values: object) -> str:
        """A counted text with a context."""
        return _fill(self.find_plural(context, one, many, count), {"count": count, **values})

    def say(self, said: Phrase) -> str:
        """A catalogued phrase without values."""
        return self.find(said.context, said.text)


class PseudoTranslator(Translator):
    """Every text in brackets and half as long again, computed from the source."""

    def __init__(self) -> None:
        super().__init__(PSEUDO, ())

    def find(self, context: str | None, text: str) -> str:
        """The source text between white square brackets; a date pattern keeps its letters."""
        if context == "date pattern":
            return text
        return f"⟦{text}{'·' * max(2, len(text) // 2)}⟧"

    def find_plural(self, context: str | None, one: str, many: str, count: int) -> str:
        """English's two forms, in brackets."""
        return self.find(context, one if count == 1 else many)


def _fill(text: str, values: dict[str, object]) -> str:
    return text % values if values else text


LOOKED_AT_EVERY = 1.0  # seconds between two looks at whether a file has changed

Stamp = tuple[tuple[int, int] | None, ...]


class Translators:
    """The translators of all languages, read on first use and again when a file has changed.

    A changed text is seen on the next page, at most a second later. What is broken in the new file
    is said as it was before.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._catalogs: dict[str, Catalog] = {}
        self._stamps: dict[str, Stamp] = {}
        self._translators: dict[str, Translator] = {}
        self._looked: dict[str, float] = {}

    def __getitem__(self, language: Language) -> Translator:
        now = time.monotonic()
        found = self._translators.get(language.tag)
        if found is None or now - self._looked[language.tag] >= LOOKED_AT_EVERY:
            if found is None or self._changed(language):
                found = self._translators[language.tag] = self._make(language)
            self._looked[language.tag] = now
        return found

    def look_again(self) -> None:
        """Whoever asks next finds what the files say now."""
        self._looked = dict.fromkeys(self._looked, -LOOKED_AT_EVERY)

    def _make(self, language: Language) -> Translator:
        if language is PSEUDO:
            return PseudoTranslator()
        return Translator(language, tuple(self._catalog(link) for link in chain_of(language)))

    def _changed(self, language: Language) -> bool:
        return language is not PSEUDO and any(
            self._stamps.get(link.tag) != self._stamp(link)
            or self._translators[language.tag].catalog(link) is not self._catalogs[link.tag]
            for link in chain_of(language)
        )

    def _catalog(self, language: Language) -> Catalog:
        stamp = self._stamp(language)
        if self._stamps.get(language.tag) != stamp:
            before = self._catalogs.get(language.tag)
            self._catalogs[language.tag] = read_catalog(self.root, language, before)
            self._stamps[language.tag] = stamp
        return self._catalogs[language.tag]

    def _stamp(self, language: Language) -> Stamp:
        """What tells whether the files of a language are the same as before."""
        found: list[tuple[int, int] | None] = []
        for path in paths_of(self.root, language):
            try:
                status = path.stat()
                found.append((status.st_mtime_ns, status.st_size))
            except OSError:
                found.append(None)
        return tuple(found)


def chain_of(language: Language) -> tuple[Language, ...]:
    """A language and those that speak where it is silent."""
    return (language, *(BY_TAG[tag] for tag in language.fallback))


_current: ContextVar[Translator] = ContextVar("translator")
_source = Translator(SWEDISH, ())


def current() -> Translator:
    """The translator of the present request; outside one, the source text as it stands."""
    return _current.get(_source)


def use(translator: Translator) -> None:
    """Makes a translator the current one for the rest of this request."""
    _current.set(translator)


@contextmanager
def using(translator: Translator) -> Iterator[None]:
    """Makes a translator the current one within a block."""
    token = _current.set(translator)
    try:
        yield
    finally:
        _current.reset(token)


def gettext(text: str, **values: object) -> str:
    """A text in the language of the present request."""
    return current().gettext(text, **values)


def pgettext(context: str, text: str, **values: object) -> str:
    """A text with a context, in the language of the present request."""
    return current().pgettext(context, text, **values)


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """A counted text in the language of the present request."""
    return current().ngettext(one, many, count, **values)


class LazyText:
    """A text that is said when it is shown: form labels and validators are made before any request."""

    __slots__ = ("_say",)

    def __init__(self, say: Callable[[], str]) -> None:
        self._say = say

    def __str__(self) -> str:
        return self._say()

    def __html__(self) -> Markup:
        return escape(self._say())


def lazy_gettext(text: str, **values: object) -> LazyText:
    """`gettext`, said when shown."""
    return LazyText(lambda: gettext(text, **values))


def lazy_pgettext(context: str, text: str, **values: object) -> LazyText:
    """`pgettext`, said when shown."""
    return LazyText(lambda: pgettext(context, text, **values))
