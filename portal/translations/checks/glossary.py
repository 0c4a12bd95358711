"""The words that must be the same everywhere: the Swedish terms, and each language's word for them.

`translations/glossary.toml` holds the terms and the names that always stay;
`translations/<folder>/glossary.toml` a language's words.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.i18n.languages import REGISTRY
from portal.translations.checks.message import Found, Message, plain
from portal.translations.checks.wording import listed, said
from portal.translations.finding import Severity

FOLDER = REGISTRY.parent
RULE = "glossary"
MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")


@dataclass(frozen=True, slots=True)
class Term:
    """A Swedish term: what it means, and the words of a Swedish text that are it.

    `excepted` are the contexts in which it may be said another way.
    """

    term: str
    meaning: str
    english: str
    forms: tuple[str, ...]
    pattern: re.Pattern[str]
    excepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """What a language says for a term; any of the stems will do."""

    word: str
    stems: tuple[str, ...]
    why: str = ""


@cache
def file_of(path: Path) -> dict[str, object]:
    """A glossary as it is written; empty where there is none."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return tomllib.load(file)


@cache
def terms(folder: Path = FOLDER) -> tuple[Term, ...]:
    """The Swedish terms, in the glossary's order."""
    records = file_of(folder / "glossary.toml").get("term", [])
    return tuple(
        Term(
            each["term"], each["meaning"], each["english"], tuple(each["forms"]),
            re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, each['forms']))})(?![\w-])", re.IGNORECASE),
            tuple(each.get("except", ())),
        )
        for each in records  # type: ignore[attr-defined]
    )  # fmt: skip


@cache
def any_term(folder: Path = FOLDER) -> re.Pattern[str]:
    """One look tells whether a Swedish text has any term at all."""
    forms = sorted({form for term in terms(folder) for form in term.forms}, key=len, reverse=True)
    return re.compile(
        rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms)) or '(?!)'})(?![\w-])", re.IGNORECASE
    )


@cache
def names(folder: Path = FOLDER) -> tuple[str, ...]:
    """The names that stand in every language as they stand on the door."""
    found = file_of(folder / "glossary.toml").get("names", [])
    return tuple(str(each) for each in found)  # type: ignore[attr-defined]


@cache
def words(catalog_folder: str, folder: Path = FOLDER) -> dict[str, Word]:
    """A language's words by term."""
    return {
        term: Word(record["word"], tuple(record["stems"]), record.get("why", ""))  # type: ignore[index, attr-defined]
        for term, record in file_of(folder / catalog_folder / "glossary.toml").items()
    }


def folded(text: str) -> str:
    """A text as its words are compared: without case, vowel signs and hidden joiners."""
    text = MARKS.sub("", unicodedata.normalize("NFC", text)).replace("\u200c", "").casefold()
    return " ".join(text.replace("’", "'").replace("ʼ", "'").split())


def terms_in(swedish: str) -> Iterator[Term]:
    """The terms that a Swedish text holds."""
    return (term for term in terms() if term.pattern.search(swedish))


def check(message: Message) -> Iterator[Found]:
    """Every term of the Swedish text is said with one of the language's words for it."""
    language = message.target.registered
    if not message.swedish or language is None or not (own := words(language.folder)):
        return
    swedish = [plain(text) for text in message.swedish]
    if not any_term().search(swedish[-1]):
        return
    for term in terms_in(swedish[-1]):
        word = own.get(term.term)
        if (
            word is None
            or message.entry.context in term.excepted
            or not all(term.pattern.search(text) for text in swedish)
        ):
            continue
        stems = [folded(stem) for stem in word.stems]
        for form in message.forms:
            text = folded(form.text)
            if form.text and not any(stem in text for stem in stems):
                wrong = said(
                    "“{term}” is said “{word}” in this language, and no such word stands here",
                    term=term.term,
                    word=word.word,
                )
                hint = said(
                    "one of these should stand there: {stems}",
                    stems=listed(f"{stem}…" for stem in word.stems),
                )
                yield Found(RULE, wrong, hint, form.number, Severity.WARNING)
                break
