"""What a consent says, in versions: the words are shown before it is given, and kept with it.

Whoever changes a Swedish text here also changes `TEXT_VERSION`. Which words someone agreed to is
answered by what was kept, not by what the catalog says today.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from portal.config import ROOT
from portal.i18n.languages import BY_TAG, SWEDISH, Language
from portal.i18n.text import Translator, Translators, phrase
from portal.people.agencies import AGENCIES, Agency
from portal.sharing.kinds import ShareKind

TEXT_VERSION = "2026-10"

KINDS = MappingProxyType({
    ShareKind.PLAN: phrase("consent kind", "Plan"),
    ShareKind.APPOINTMENTS: phrase("consent kind", "Appointments"),
    ShareKind.MESSAGES: phrase("consent kind", "Messages"),
    ShareKind.HEALTH: phrase("consent kind", "Health"),
})  # fmt: skip

# A consent to one agency's steps also opens the goal, and to its times also the fixed hours.
SENTENCES = MappingProxyType({
    ShareKind.PLAN: phrase("consent", "%(reader)s may read my goal and the steps in my plan that come from %(owner)s."),
    ShareKind.APPOINTMENTS: phrase("consent", "%(reader)s may read about my appointments with %(owner)s, and what I do in the hours when I am always busy."),
    ShareKind.MESSAGES: phrase("consent", "%(reader)s may read my messages and papers at %(owner)s. %(owner)s may send them on to %(reader)s without asking me each time."),
    ShareKind.HEALTH: phrase("consent", "%(reader)s may read about my health in the steps that come from %(owner)s, for example certificates."),
})  # fmt: skip
TERMS = phrase("consent", "This is valid up to and including the day that is chosen. I can take it back whenever I want, and that counts at once. I get the same help if I say no. What has already been sent stays with the one who got it.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one consent in Swedish and in the language shown: a sentence, and the terms."""

    text_version: str
    language: str
    swedish: str
    shown: str

    @property
    def digest(self) -> str:
        """What these words, and no others, are kept under."""
        whole = "\0".join((self.text_version, self.language, self.swedish, self.shown))
        return hashlib.sha256(whole.encode()).hexdigest()


def words(source: Agency, reader: Agency, kind: ShareKind, language: Language) -> Wording:
    """What someone agrees to who lets `reader` read what `source` writes."""
    swedish = _said(source, reader, kind, SWEDISH)
    return Wording(TEXT_VERSION, language.tag, swedish, _said(source, reader, kind, language))


def sentence(source: Agency, reader: Agency, kind: ShareKind, translator: Translator) -> str:
    """The same without the terms, which are alike for all."""
    names = {"owner": AGENCIES[source].name, "reader": AGENCIES[reader].name}
    return translator.say(SENTENCES[kind]) % names


def in_swedish(source: Agency, shares: Iterable[tuple[Agency, ShareKind]]) -> list[str]:
    """The words that count where two languages differ: a sentence for each share, and the terms."""
    swedish = _translators()[SWEDISH]
    return [*(sentence(source, *share, swedish) for share in shares), terms(swedish)]


def terms(translator: Translator) -> str:
    """What holds for every consent."""
    return translator.say(TERMS)


def readable(tag: str) -> Language:
    """The language that words can be shown in to someone who reads `tag`.

    Swedish for a draft, and for a language that the registry no longer has.
    """
    language = BY_TAG.get(tag, SWEDISH)
    return language if language.offered else SWEDISH


def _said(source: Agency, reader: Agency, kind: ShareKind, language: Language) -> str:
    translator = _translators()[language]
    return f"{sentence(source, reader, kind, translator)}\n{terms(translator)}"


@lru_cache(maxsize=1)
def _translators() -> Translators:
    return Translators(ROOT / "translations")
