"""What a translator needs to know of one text: its name in addresses, and what its forms serve."""

import hashlib
from functools import lru_cache

from portal.i18n.catalogs import Catalog, number_of_forms
from portal.i18n.languages import Language
from portal.i18n.po import Document, Entry, Key, parse
from portal.translations.editing import set_texts

COUNTED_TO = 130  # far enough to see every rule of the registry come round again


def name_of(key: Key) -> str:
    """A text's name in addresses and on marked pages: the same in every language and process."""
    context, one = key
    said = one if context is None else f"{context}\x04{one}"
    return hashlib.sha256(said.encode()).hexdigest()[:10]


def digest_of(entry: Entry) -> str:
    """What tells whether an entry has changed since someone opened it."""
    return hashlib.sha256("".join(entry.lines).encode("utf-8", "surrogateescape")).hexdigest()[:20]


def proposed(entry: Entry, texts: tuple[str, ...]) -> Entry:
    """The entry as it would be with other texts; the one in the catalog stays as it is."""
    document = parse("".join(entry.lines).encode("utf-8", "surrogateescape"))
    [copy] = document.entries
    copy.first = entry.first
    set_texts(document, copy, texts)
    return copy


def forms_of(entry: Entry, language: Language) -> tuple[str, ...]:
    """What the entry says in each form that the language has, also where some are missing."""
    wanted = number_of_forms(language) if len(entry.ids) > 1 else 1
    return (*entry.texts, *[""] * wanted)[:wanted]


@lru_cache(maxsize=64)
def numbers_of(language: Language, form: int) -> str:
    """Which numbers a plural form serves: "1, 21, 31 …", "3–10, 103–110"."""
    index = Catalog(language).plural_index()
    ranges: list[list[int]] = []
    for number in (each for each in range(COUNTED_TO) if index(each) == form):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    said = [
        f"{first}" if first == last else f"{first}–{last}"
        for first, last in ranges
        if last < COUNTED_TO - 1
    ]
    if ranges and ranges[-1][1] == COUNTED_TO - 1:
        said.append(f"{ranges[-1][0]} …")
    if len(said) <= 5:
        return ", ".join(said)
    return f"{', '.join(said[:4])} …"


def key_by_name(document: Document) -> dict[str, Entry]:
    """The texts in use, by their names."""
    found: dict[str, Entry] = {}
    for entry in document.messages():
        found.setdefault(name_of(entry.key), entry)
    return found
