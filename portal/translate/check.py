"""What is missing or wrong in the catalogs: one finding a line, with the place to go to."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.i18n.catalogs import DOMAINS, catalog_path, fault_of_entry
from portal.i18n.languages import ENGLISH, Language
from portal.i18n.po import Entry, parse
from portal.translate.sync import languages_of, synced

FORBIDDEN = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u0660-\u0669\u06f0-\u06f9<>]")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right."""

    path: Path
    line: int
    text: str
    advice: str

    def __str__(self) -> str:
        return f"{os.path.relpath(self.path)}:{self.line}: {self.advice}: {self.text!r}"


def findings(root: Path) -> list[Finding]:
    """Everything wrong in the catalogs of languages that are offered, and every file out of step."""
    found = [
        Finding(path, 1, path.name, "out of step with the source, run: portal translations sync")
        for path, content in synced(root).items()
        if not path.exists() or path.read_bytes() != content
    ]
    for domain in DOMAINS:
        for language in languages_of(domain):
            if language.offered:
                found += _of_catalog(
                    catalog_path(root / "translations", language, domain), language
                )
    return found


def _of_catalog(path: Path, language: Language) -> Iterator[Finding]:
    if not path.exists():
        yield Finding(path, 1, language.tag, "the catalog is missing")
        return
    document = parse(path.read_bytes())
    for fault in document.faults:
        yield Finding(path, fault.line, fault.text, f"cannot be read: {fault.code}")
    for entry in document.messages():
        yield from _of_entry(path, entry, language)


def _of_entry(path: Path, entry: Entry, language: Language) -> Iterator[Finding]:
    line = entry.line_of()
    if not any(entry.texts):
        if language is not ENGLISH:  # an empty English entry means "as in the source"
            yield Finding(path, line, entry.ids[0], "not translated")
        return
    if fault := fault_of_entry(entry, language):
        yield Finding(path, line, entry.ids[0], fault)
    for text in entry.texts:
        if FORBIDDEN.search(text):
            yield Finding(path, line, text, "direction marks, digits other than 0-9 or markup")
