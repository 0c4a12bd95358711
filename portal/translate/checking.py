"""What a check says of one text, while it is typed and before it is saved."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from portal.i18n.catalogs import fault_of_entry
from portal.i18n.languages import Language
from portal.i18n.po import Entry
from portal.translate import check
from portal.translate.finding import Severity


class Said(NamedTuple):
    """One finding: what is wrong, how to write it, and whether it stops the saving."""

    wrong: str
    hint: str
    stops: bool


def said_of(
    entry: Entry, language: Language, *, path: Path, swedish: tuple[str, ...] = ()
) -> list[Said]:
    """Everything the check finds in one entry. An entry that says nothing yet is not wrong."""
    if not any(entry.texts):
        return []
    thorough: Any = getattr(check, "findings_of_entry", None)
    if thorough is not None:
        found = thorough(entry, language, path=path, swedish=swedish)
        said = [Said(each.wrong, each.hint, each.severity is Severity.ERROR) for each in found]
        if said:
            return sorted(said, key=lambda each: not each.stops)
    fault = fault_of_entry(entry, language)
    return [Said(fault, "", stops=True)] if fault else []


def errors_of(
    entry: Entry, language: Language, *, path: Path, swedish: tuple[str, ...] = ()
) -> list[Said]:
    """What must be put right before it can be saved."""
    return [each for each in said_of(entry, language, path=path, swedish=swedish) if each.stops]


def words_in(swedish: str, language: Language) -> list[Any]:
    """The words of the glossary that a Swedish text has, with what they are called in a language."""
    if find_spec("portal.translate.glossary") is None:
        return []
    found: list[Any] = list(import_module("portal.translate.glossary").words_in(swedish, language))
    return found
