"""What is missing or wrong in the catalogs: one finding a line, with the place to go to."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from portal.i18n.catalogs import DOMAINS, catalog_path, fault_of, forms_of
from portal.i18n.languages import ENGLISH, Language
from portal.translate.sync import languages_of, synced

# CLDR letters and separators; anything else in a date pattern must be quoted.
DATE_PATTERN = re.compile(r"(?:[EdMLy]+|'[^']*'|[\s.,،፣/\-])+\Z")
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
    with path.open("rb") as file:
        for message in read_po(file):
            if message.id:
                yield from _of_message(path, message, language)


def _of_message(path: Path, message: Message, language: Language) -> Iterator[Finding]:
    ids, texts = forms_of(message)
    line = message.lineno or 1
    if not any(texts):
        if language is not ENGLISH:  # an empty English entry means "as in the source"
            yield Finding(path, line, ids[0], "not translated")
        return
    if fault := fault_of(ids, texts):
        yield Finding(path, line, ids[0], fault)
    forms = int(language.plural_forms.split(";")[0].split("=")[1])
    if len(ids) > 1 and len(texts) != forms:
        yield Finding(path, line, ids[0], f"{len(texts)} plural forms where {forms} are needed")
    for text in texts:
        if FORBIDDEN.search(text):
            yield Finding(path, line, text, "direction marks, digits other than 0-9 or markup")
        if message.context == "date pattern" and not DATE_PATTERN.match(text):
            yield Finding(path, line, text, "not a date pattern")
