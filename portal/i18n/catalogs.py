"""PO files straight to memory. No compiled files, nothing that can be stale.

Translations are untrusted input: an entry that does not fit its source is left out and logged. The
reader gets what it last said when it was right, or else the fallback language, so that no catalog,
however broken, can break a page.
"""

import logging
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from gettext import c2py
from pathlib import Path

from portal.i18n.direction import ordered
from portal.i18n.languages import Language
from portal.i18n.po import Document, Entry, Key, parse

log = logging.getLogger(__name__)

DOMAINS = ("participant", "staff")
SEEN_LATE = (10**6, 10**9)  # some languages count a million by a form of its own
PLACEHOLDER = re.compile(r"%(?:\((\w+)\)([sd])|%)")
RAW = re.compile(r"%\(|%[a-zA-Z](?!\w)|\{\{|\{%")  # what a reader would see as it stands
# CLDR letters and separators; anything else in a date pattern must be quoted.
DATE_PATTERN = re.compile(r"(?:[EdMLy]+|'[^']*'|[\s.,،፣/()–\-])+\Z")
LONGEST = 10_000  # letters; the longest text of ours has under 600
NEVER_NEW = {
    "a tag": re.compile(r"</?[a-zA-Z!?]"),
    "a line break": re.compile(r"\n"),  # it would end a header of a mail, or a line of a calendar
    "a control character": re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ufdd0-\ufdef]"),
}


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


def number_of_forms(language: Language) -> int:
    """How many plural forms a language has."""
    return int(language.plural_forms.split(";")[0].split("=")[1])


@lru_cache(maxsize=64)
def forms_for_one_number(language: Language) -> frozenset[int]:
    """The plural forms that serve a single number: only these may leave the number out."""
    rule = c2py(plural_expression(language))
    served = Counter(rule(number) for number in (*range(1001), *SEEN_LATE))
    return frozenset(form for form, numbers in served.items() if numbers == 1)


def placeholders(text: str) -> set[str]:
    """The names of the values a text takes.

    Raises ValueError when a percent sign is neither `%%` nor a named placeholder.
    """
    if "%" in PLACEHOLDER.sub("", text):
        raise ValueError(f"a percent sign that is no placeholder: {text!r}")
    return {found[1] for found in PLACEHOLDER.finditer(text) if found[1]}


def catalog_path(root: Path, language: Language, domain: str) -> Path:
    """Where a language keeps a domain."""
    return root / language.folder / "LC_MESSAGES" / f"{domain}.po"


def paths_of(root: Path, language: Language) -> tuple[Path, ...]:
    """Every file a language may have."""
    return tuple(catalog_path(root, language, domain) for domain in DOMAINS)


def read_catalog(root: Path, language: Language, before: Catalog | None = None) -> Catalog:
    """Reads every domain of a language.

    What cannot be used is logged, and said as in `before`, the catalog as it was last read.
    """
    messages: dict[Key, tuple[str, ...]] = {}
    said = before.messages if before else {}
    silent: set[Key] = set()
    told = False  # of a file that is broken as a whole, one error says enough
    for path in paths_of(root, language):
        try:
            document = parse(path.read_bytes()) if path.exists() else Document()
        except OSError as error:  # it was taken away, or may not be read
            log.error("catalog left out: %s: %s", path, error)
            continue
        told = _take(path, document, language, messages, silent) or told
    lost = said.keys() - messages.keys() - silent
    if lost:
        level = logging.WARNING if told else logging.ERROR
        log.log(level, "%s: %s entries are gone or broken, said as before", language.tag, len(lost))
        messages.update({key: said[key] for key in lost})
    return Catalog(language, messages)


def _take(
    path: Path,
    document: Document,
    language: Language,
    messages: dict[Key, tuple[str, ...]],
    silent: set[Key],
) -> bool:
    """Adds what a file says; `silent` is what it leaves to the fallback on purpose.

    Answers whether something was wrong with it, which is logged in one line.
    """  # fmt: skip
    if document.faults:
        first = min(document.faults, key=lambda fault: (fault.code != "encoding", fault.line))
        log.error(
            "catalog fault: %s:%s: %s (of %s)", path, first.line, first.code, len(document.faults)
        )
    left_out: list[str] = []
    for entry in document.messages():
        if (
            entry.faults or entry.key in messages
        ):  # of two that say different things the first counts
            continue
        if entry.unsure or not any(entry.texts):
            silent.add(entry.key)
        elif why := fault_of_entry(entry, language):
            left_out.append(f"{entry.first}: {why}")
        else:
            messages[entry.key] = tuple(ordered(text, language) for text in entry.texts)
    if left_out:  # one line for a file, whatever has happened to it
        more = f" (and {len(left_out) - 1} more)" if len(left_out) > 1 else ""
        log.error("entry left out: %s:%s%s", path, left_out[0], more)
    return bool(document.faults or left_out)


def fault_of_entry(entry: Entry, language: Language) -> str | None:
    """Why an entry cannot be shown, or None."""
    wanted = number_of_forms(language) if len(entry.ids) > 1 else 1
    if len(entry.texts) != wanted:
        return f"{len(entry.texts)} plural forms where {wanted} are needed"
    if (longest := max(map(len, entry.texts))) > LONGEST:
        return f"{longest} letters where at most {LONGEST} are read"
    if entry.context == "date pattern" and not all(map(DATE_PATTERN.match, entry.texts)):
        return "not a date pattern"
    alone = forms_for_one_number(language) if len(entry.ids) > 1 else frozenset()
    return fault_of(entry.ids, entry.texts, alone)


def fault_of(
    ids: tuple[str, ...], texts: tuple[str, ...], alone: frozenset[int] = frozenset()
) -> str | None:
    """Why a translation cannot be used, or None. `alone` are the forms for one number only."""
    if not all(texts):
        return "an empty plural form"
    for what, pattern in NEVER_NEW.items():
        if any(map(pattern.search, texts)) and not any(map(pattern.search, ids)):
            return f"{what} where the source has none"
    try:
        wanted = set().union(*(placeholders(text) for text in ids))
    except ValueError:
        wanted = set()  # a source with a bare percent sign is never formatted
    if not wanted:
        return "a placeholder where the source has none" if any(map(RAW.search, texts)) else None
    for form, text in enumerate(texts):
        if fault := _fault_of_values(wanted, text, counted=form in alone):
            return fault
    return None


def _fault_of_values(wanted: set[str], text: str, *, counted: bool) -> str | None:
    try:
        got = placeholders(text)
    except ValueError as error:
        return str(error)
    if any(found[2] == "d" for found in PLACEHOLDER.finditer(text)):
        return "%(…)d, which some values cannot fill"
    if not wanted - ({"count"} if counted else set()) <= got <= wanted:
        return f"placeholders {sorted(got)} where the source has {sorted(wanted)}"
    return None
