"""What a check says of one text, while it is typed and before it is saved."""

from pathlib import Path
from typing import NamedTuple

from portal.i18n.catalogs import fault_of_entry
from portal.i18n.languages import Language
from portal.i18n.po import Entry
from portal.translations.check import findings_of_entry
from portal.translations.checks import glossary
from portal.translations.finding import Severity

# What would not be shown, or would break something. Whatever else the check finds is said while one
# types, and may be saved: a person who knows the language can be right.
STOPPING = frozenset(
    {"placeholders", "plurals", "markup", "security", "invisible", "date-pattern", "syntax"}
)


class Said(NamedTuple):
    """One finding: what is wrong, how to write it, and whether it stops the saving."""

    wrong: str
    hint: str
    stops: bool


class ToUse(NamedTuple):
    """A word of the glossary: the Swedish term, and what it is called in a language."""

    term: str
    word: str


def said_of(
    entry: Entry, language: Language, *, path: Path, swedish: tuple[str, ...] = ()
) -> list[Said]:
    """Everything the check finds in one entry. An entry that says nothing yet is not wrong."""
    if not any(entry.texts):
        return []
    found = findings_of_entry(entry, language, path=path, swedish=swedish)
    said = [
        Said(each.wrong, each.hint, each.severity is Severity.ERROR and each.rule in STOPPING)
        for each in found
    ]
    if not any(each.stops for each in said) and (fault := fault_of_entry(entry, language)):
        said.append(Said(fault, "", stops=True))
    return sorted(said, key=lambda each: not each.stops)


def errors_of(
    entry: Entry, language: Language, *, path: Path, swedish: tuple[str, ...] = ()
) -> list[Said]:
    """What must be put right before it can be saved."""
    return [each for each in said_of(entry, language, path=path, swedish=swedish) if each.stops]


def words_in(swedish: str, language: Language) -> list[ToUse]:
    """The words of the glossary that a Swedish text has, with what they are called in a language."""
    own = glossary.words(language.folder)
    return [
        ToUse(term.term, own[term.term].word)
        for term in glossary.terms_in(swedish)
        if term.term in own
    ]
