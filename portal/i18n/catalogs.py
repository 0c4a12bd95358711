"""PO files straight to memory. No compiled files, nothing that can be stale.

Translations are untrusted input: an entry whose placeholders do not fit its source is left out
and logged, so the reader gets the fallback language and a broken catalog cannot break a page.
"""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from gettext import c2py
from pathlib import Path
from typing import Any

from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po

from portal.i18n.languages import Language

log = logging.getLogger(__name__)

DOMAINS = ("participant", "staff")
PLACEHOLDER = re.compile(r"%(?:\((\w+)\)[sd]|%)")

QUOTED = re.compile(r'(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?)?\s*"(?:[^"\\]|\\.)*"\s*\Z')

Key = tuple[str | None, str]


@dataclass(frozen=True, slots=True)
class Catalog:
    """What one language says for each (context, source text)."""

    language: Language
    messages: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)

    def plural_index(self) -> Callable[[int], int]:
        """The function from a count to the number of its plural form."""
        rule: Callable[[int], int] = c2py(plural_expression(self.language))
        return rule


def plural_expression(language: Language) -> str:
    """The C expression of a language's plural rule, as gettext writes it."""
    return language.plural_forms.split("plural=", 1)[1].rstrip(";")


def placeholders(text: str) -> set[str]:
    """The names of the values a text takes.

    Raises ValueError when a percent sign is neither `%%` nor a named placeholder.
    """
    if "%" in PLACEHOLDER.sub("", text):
        raise ValueError(f"a percent sign that is no placeholder: {text!r}")
    return {name for name in PLACEHOLDER.findall(text) if name}


def catalog_path(root: Path, language: Language, domain: str) -> Path:
    """Where a language keeps a domain."""
    return root / language.folder / "LC_MESSAGES" / f"{domain}.po"


def read_catalog(root: Path, language: Language) -> Catalog:
    """Reads every domain of a language; a file that does not parse counts as empty and is logged."""
    messages: dict[Key, tuple[str, ...]] = {}
    for domain in DOMAINS:
        path = catalog_path(root, language, domain)
        if path.exists():
            messages.update(_read(path))
    return Catalog(language, messages)


def _read(path: Path) -> dict[Key, tuple[str, ...]]:
    try:
        require_quotes(path)
        with path.open("rb") as file:
            entries = list(read_po(file, abort_invalid=True))
    except (PoFileError, ValueError, UnicodeDecodeError) as error:
        log.error("catalog left out: %s: %s", path, error)
        return {}
    found: dict[Key, tuple[str, ...]] = {}
    for entry in entries:
        if not entry.id or entry.fuzzy or not entry.string or not any(entry.string):
            continue
        ids, texts = forms_of(entry)
        if fault := fault_of(ids, texts):
            log.error("entry left out: %s:%s: %s", path, entry.lineno, fault)
        else:
            found[entry.context, ids[0]] = texts
    return found


def require_quotes(path: Path) -> None:
    """Raises ValueError where a text lacks a quotation mark: Babel would cut off a letter instead."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#") and not QUOTED.match(line):
            raise ValueError(f"line {number} is no text in quotation marks")


def forms_of(entry: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The source forms of an entry and what it says for them; one of each without plural."""
    ids: Any = entry.id if isinstance(entry.id, tuple | list) else (entry.id,)
    texts: Any = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
    return tuple(ids), tuple(text or "" for text in texts)


def fault_of(ids: tuple[str, ...], texts: tuple[str, ...]) -> str | None:
    """Why a translation cannot be used, or None."""
    if not all(texts):
        return "an empty plural form"
    try:
        wanted = set().union(*(placeholders(text) for text in ids))
    except ValueError:
        return None  # a source with a bare percent sign is never formatted
    if not wanted:
        return None
    may_omit = {"count"} if len(ids) > 1 else set()
    for text in texts:
        try:
            got = placeholders(text)
        except ValueError as error:
            return str(error)
        if not wanted - may_omit <= got <= wanted:
            return f"placeholders {sorted(got)} where the source has {sorted(wanted)}"
    return None
