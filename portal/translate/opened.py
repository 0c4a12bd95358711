"""One text as the workshop's editor shows it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.i18n.catalogs import PLACEHOLDER, catalog_path
from portal.i18n.languages import Language
from portal.i18n.po import Entry
from portal.translate.checking import Said, ToUse, said_of, words_in
from portal.translate.reading import Row
from portal.translate.saving import own_notes
from portal.translate.staff_places import Place, places_of
from portal.translations.entries import (
    digest_of,
    forms_of,
    numbers_of,
    proposed,
)
from portal.translations.states import REVIEWED, reviewed_by

# What may not stand in a page at all; the box shows a sign in its place, and the check says why.
NO_LETTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Form:
    """One text box; `numbers` are those that a plural form serves."""

    number: int
    numbers: str
    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A text, what is known about it, and what has been typed."""

    row: Row
    language: Language
    digest: str
    forms: list[Form]
    said: list[Said]
    words: list[ToUse] = field(default_factory=list)
    theirs: tuple[str, ...] = ()  # what someone else has saved meanwhile
    refused: bool = False
    initials: str = ""
    initials_missing: bool = False

    @property
    def placeholders(self) -> list[str]:
        """What is filled in later, each once, as it is written in the source."""
        found = (each[0] for text in self.row.entry.ids for each in PLACEHOLDER.finditer(text))
        return list(dict.fromkeys(found))

    @property
    def notes(self) -> list[str]:
        """What the programmers say about it."""
        return own_notes(self.row.entry)

    @property
    def comments(self) -> list[str]:
        """What translators have written beside it."""
        return [each for each in self.row.entry.comments if each and not each.startswith(REVIEWED)]

    @property
    def reviewed(self) -> str:
        """Who has reviewed it and when."""
        return reviewed_by(self.row.entry)

    @property
    def places(self) -> Sequence[Place]:
        """The pages it stands on."""
        return places_of(self.row.entry.places)


def path_of(root: Path, language: Language, row: Row) -> Path:
    """The file the text stands in."""
    return catalog_path(root, language, row.domain)


def typed_entry(row: Row, language: Language, typed: tuple[str, ...]) -> Entry:
    """The entry as it would be with what is typed."""
    return proposed(row.entry, typed or forms_of(row.entry, language))


def opened(
    root: Path, language: Language, row: Row, typed: tuple[str, ...] = (), **more: Any
) -> Opened:
    """A text for the editor, with what is typed or else with what the catalog says."""
    texts = typed or forms_of(row.entry, language)
    counted = len(row.entry.ids) > 1
    said = said_of(
        typed_entry(row, language, texts), language, path=path_of(root, language, row),
        swedish=row.swedish,
    )  # fmt: skip
    return Opened(
        row, language, more.pop("digest", "") or digest_of(row.entry),
        [
            Form(number, numbers_of(language, number) if counted else "", NO_LETTER.sub("\ufffd", text))
            for number, text in enumerate(texts)
        ],
        said, words_in(" ".join(row.swedish), language), **more,
    )  # fmt: skip
