"""How easy a Swedish text is to read, and what would make it plainer: shown while staff write.

The measure is LIX (C. H. Björnsson, Läsbarhet, 1968): words a sentence plus the percentage of
words of more than six letters. It sees lengths only, so it is shown with the words at fault.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from portal.i18n.text import phrase
from portal.messages.staff_plain_words import PLAINER

FEWEST_WORDS = 12  # in fewer a single word moves the measure from easy to hard
LIX_LONG = 6  # letters; a word of more is long in LIX
LONG_SENTENCE = 20  # words; the usual advice for texts to the public
# Letters. From here Swedish words are mostly compounds of three parts or more, which a learner
# cannot take in at a glance; shorter ones, as kontaktperson, are read whole.
LONG_WORD = 14
# Names and terms that the reader meets at every desk and has to know again.
KNOWN = frozenset({
    "aktivitetsrapport", "aktivitetsrapporten", "aktivitetsstödet", "arbetsförmedlaren",
    "arbetsförmedlingen", "arbetsförmedlingens", "försäkringskassan", "försäkringskassans",
    "försörjningsstöd", "försörjningsstödet", "kontaktpersonen", "socialsekreterare",
    "socialsekreteraren", "vårdcentralerna",
})  # fmt: skip


class Level(StrEnum):
    """How hard a text is for someone who learns Swedish."""

    EASY = "easy"  # LIX up to 30
    MIDDLE = "middle"  # 31-40
    HARD = "hard"


LEVELS = MappingProxyType({
    Level.EASY: phrase("reading level", "Easy to read"),
    Level.MIDDLE: phrase("reading level", "A little hard to read"),
    Level.HARD: phrase("reading level", "Hard to read"),
})  # fmt: skip

LEVEL_ADVICE = MappingProxyType({
    Level.EASY: phrase("reading advice", "Short sentences and short words. Good."),
    Level.MIDDLE: phrase("reading advice", "Try to divide the longest sentence in two."),
    Level.HARD: phrase("reading advice", "Write one thing in each sentence, with words you would say aloud."),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stiff:
    """A word of the offices, where it stands, and what to write instead, in Swedish."""

    word: str
    plainer: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PlainLanguage:
    """What was seen in a text. `lix` and `level` are None for a text of few words."""

    words: int
    sentences: int
    lix: int | None
    level: Level | None
    long_sentences: tuple[str, ...]
    long_words: tuple[str, ...]
    stiff: tuple[Stiff, ...]


_ADDRESS = re.compile(r"(?:https?://|(?<!\w)\w+@)\S+")
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ABBREVIATION = re.compile(
    r"(?<!\w)(?:t\. ?ex|bl\. ?a|m\. ?m|m\. ?fl|s\. ?k|f\. ?d|d\. ?v\. ?s|o\. ?s\. ?v|p\. ?g\. ?a|fr\. ?o\. ?m|t\. ?o\. ?m"
    r"|e\. ?d|kl|ca|nr|tel|tfn|dvs|osv|resp|ev|inkl|exkl|st|avd)\.(?=[ \t]*\S)",
    re.IGNORECASE,
)  # fmt: skip
_SENTENCE_END = re.compile(r"[.!?:…]+[\"'”’»)]*(?:\s+|\Z)|\n+")
_STIFF = re.compile(
    r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, PLAINER), key=len, reverse=True)) + r")(?!\w)",
    re.IGNORECASE,
)


def plain_language(text: str) -> PlainLanguage:
    """Measures a Swedish text. Web addresses and e-mail addresses count as nothing."""
    read = _ADDRESS.sub(" ", text)
    words = _WORD.findall(read)
    sentences = list(_sentences(read))
    lix = _lix(words, len(sentences)) if len(words) >= FEWEST_WORDS else None
    return PlainLanguage(
        words=len(words),
        sentences=len(sentences),
        lix=lix,
        level=None if lix is None else level_of(lix),
        long_sentences=tuple(said for said, count in sentences if count > LONG_SENTENCE),
        long_words=_long(words),
        stiff=tuple(
            Stiff(match[0], PLAINER[match[0].lower()], match.start(), match.end())
            for match in _STIFF.finditer(text)
        ),
    )


def level_of(lix: int) -> Level:
    """The level of a LIX value; Björnsson's own bounds for very easy and easy texts."""
    if lix <= 30:
        return Level.EASY
    return Level.MIDDLE if lix <= 40 else Level.HARD


def _lix(words: list[str], sentences: int) -> int:
    long = sum(_letters(word) > LIX_LONG for word in words)
    return round(len(words) / sentences + 100 * long / len(words))


def _letters(word: str) -> int:
    return sum(each.isalpha() for each in word)


def _sentences(text: str) -> Iterator[tuple[str, int]]:
    """Each sentence with its number of words; a line of its own is a sentence too."""
    joined = _ABBREVIATION.sub(lambda match: match[0].replace(".", "\u2024"), text)
    for sentence in _SENTENCE_END.split(joined):
        said = sentence.replace("\u2024", ".").strip()
        if count := len(_WORD.findall(said)):
            yield said, count


def _long(words: list[str]) -> tuple[str, ...]:
    """The words to look at, longest first, each once, as they are written."""
    found: dict[str, str] = {}
    for word in words:
        if _letters(word) >= LONG_WORD and word.lower() not in KNOWN:
            found.setdefault(word.lower(), word)
    return tuple(sorted(found.values(), key=_letters, reverse=True))
