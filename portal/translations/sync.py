"""Brings the catalogs of every language in step with the source, and leaves every other line alone.

Nothing is guessed: a new text is empty until someone writes it, a gone one is kept as obsolete.
The authoritative Swedish text stands as a note in every other catalog; where it has changed, what it
said before stands beside it until a translator takes that line away.
"""

from pathlib import Path

from babel.messages.catalog import Catalog, Message

from portal.i18n.catalogs import DOMAINS, PLACEHOLDER, catalog_path, number_of_forms
from portal.i18n.languages import LANGUAGES, SWEDISH, Language
from portal.i18n.po import Document, Entry, Key, parse
from portal.translations.editing import (
    insert,
    new_entry,
    retire,
    revive,
    set_flags,
    set_notes,
    set_places,
)  # fmt: skip
from portal.translations.extraction import extract

SAYS, SAID = "sv: ", "sv before: "
OWN_ORDER = " | "  # between plural forms


def languages_of(domain: str) -> tuple[Language, ...]:
    """The languages a domain is kept in, Swedish first."""
    return tuple(language for language in LANGUAGES if domain != "staff" or language.staff)


def synced(root: Path) -> dict[Path, bytes]:
    """Every catalog file as it should stand, from the source and what is already translated."""
    files: dict[Path, bytes] = {}
    translations = root / "translations"
    for domain, template in extract(root).items():
        swedish = {
            entry.key: entry.texts
            for entry in read_document(catalog_path(translations, SWEDISH, domain)).messages()
        }
        for language in languages_of(domain):
            path = catalog_path(translations, language, domain)
            document = read_document(path)
            bring_in_step(document, template, swedish, language)
            files[path] = document.encoded()
    return files


def sync(root: Path) -> list[Path]:
    """Writes the catalogs that are out of step; answers which."""
    changed = []
    for path, content in synced(root).items():
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            changed.append(path)
    return changed


def read_document(path: Path) -> Document:
    """A catalog file; an empty document where there is none."""
    return parse(path.read_bytes()) if path.exists() else Document()


def bring_in_step(
    document: Document, template: Catalog, swedish: dict[Key, tuple[str, ...]], language: Language
) -> None:
    """Adds what is new behind what stands before it in the source, and retires what is gone."""
    before = _header(document, language)
    entries = _by_name(document)
    wanted: set[Key] = set()
    for message in template:
        if not message.id:
            continue
        key, plural = _name(message)
        wanted.add(key)
        found = entries.get(key)
        if found is not None and len(found.ids) != (2 if plural else 1):
            _drop(document, found)  # it counts now, or no longer
            found = None
        before = _placed(document, key, plural, found, before, language)
        _describe(document, before, message, _notes(message, before, swedish.get(key), language))
    for key, entry in entries.items():
        if key not in wanted and not entry.obsolete and entry in document.entries:
            _drop(document, entry)


def _by_name(document: Document) -> dict[Key, Entry]:
    """Every text, in use or obsolete; where it is both, the one in use."""
    entries: dict[Key, Entry] = {}
    for entry in document.entries:
        if entry.ids and not entry.is_header and (entry.key not in entries or not entry.obsolete):
            entries[entry.key] = entry
    return entries


def _describe(document: Document, entry: Entry, message: Message, notes: list[str]) -> None:
    """Notes and places as the source has them, however an editor has wrapped those that stand there."""
    if "\n".join(notes).split() != "\n".join(entry.notes).split():
        set_notes(document, entry, notes)
    places = sorted({place for place, _line in message.locations})
    if places != sorted(entry.places):
        set_places(document, entry, places)


def _placed(
    document: Document,
    key: Key,
    plural: str | None,
    found: Entry | None,
    before: Entry,
    language: Language,
) -> Entry:
    """The entry of a text: where it stands, or back from the obsolete ones, or new."""  # fmt: skip
    if found is not None and not found.obsolete:
        return found
    if found is not None:
        document.entries.remove(found)
        insert(document, found, before)
        found.after = found.after or [document.newline]
        revive(document, found)
        return found
    forms = number_of_forms(language) if plural else 1
    entry = new_entry(document, key, plural, [""] * forms)
    insert(document, entry, before)
    if PLACEHOLDER.search(key[1] + (plural or "")):
        set_flags(document, entry, ("python-format",))
    return entry


def _drop(document: Document, entry: Entry) -> None:
    """What says something is kept as obsolete, at the end; what says nothing goes."""
    document.entries.remove(entry)
    if not any(entry.texts):
        return
    insert(document, entry, None)
    retire(document, entry)


def _notes(
    message: Message, entry: Entry, swedish: tuple[str, ...] | None, language: Language
) -> list[str]:
    """The source's notes, and the Swedish text: now, and before where that was translated."""
    notes = list(dict.fromkeys(message.auto_comments))
    if language is SWEDISH or not swedish or not all(swedish):
        return notes
    says = " ".join(OWN_ORDER.join(swedish).split())
    noted = noted_swedish(entry)
    stood, said = noted.get(SAYS), noted.get(SAID)
    said = said or (stood if stood != says and any(entry.texts) else None)
    notes.append(SAYS + says)
    if said and said != says:
        notes.append(SAID + said)
    return notes


def noted_swedish(entry: Entry) -> dict[str, str]:
    """What stands beside an entry as its Swedish text, now and before it changed."""
    found: dict[str, str] = {}
    kind = ""
    for note in entry.notes:
        said = next((each for each in (SAYS, SAID) if note.startswith(each)), "")
        if said:
            kind, found[said] = said, note.removeprefix(said)
        elif kind:  # an editor has wrapped the line
            found[kind] += f" {note}"
    return found


def _name(message: Message) -> tuple[Key, str | None]:
    if isinstance(message.id, tuple | list):
        return (message.context, message.id[0]), message.id[1]
    return (message.context, message.id), None


def _header(document: Document, language: Language) -> Entry:
    """The header: who speaks it and how it counts. One that is there already stays as it is."""
    for entry in document.entries:
        if entry.is_header:
            return entry
    fields = (
        ("Language", language.tag), ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", language.plural_forms),
    )  # fmt: skip
    lines = [f"# {language.self_name} ({language.tag})", "#", 'msgid ""', 'msgstr ""']
    lines += [f'"{name}: {value}\\n"' for name, value in fields]
    end = document.newline
    [entry] = parse("".join(f"{line}{end}" for line in lines).encode()).entries
    entry.after = [end]
    document.entries.insert(0, entry)
    return entry


__all__ = ["DOMAINS", "languages_of", "read_document", "sync", "synced"]
