"""Brings the catalogs of every language in step with the source, and leaves every other line alone.

Nothing is guessed: a new text is empty until someone writes it, a gone one is kept as obsolete. Where
only the English key has changed, and the Swedish says the same, the translation goes with it.
The authoritative Swedish text stands as a note in every other catalog; where it has changed, what it
said before stands beside it until a translator takes that line away.
"""

from dataclasses import replace
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from portal.i18n.catalogs import (
    DOMAINS,
    PLACEHOLDER,
    catalog_path,
    fault_of_entry,
    number_of_forms,
)
from portal.i18n.languages import ENGLISH, LANGUAGES, SWEDISH, Language
from portal.i18n.po import Document, Entry, Key, parse
from portal.translations.canonical import bring_in_form
from portal.translations.editing import (
    insert,
    new_entry,
    retire,
    revive,
    set_comments,
    set_flags,
    set_notes,
    set_places,
    set_texts,
)  # fmt: skip
from portal.translations.extraction import extract

SAYS, SAID = "sv: ", "sv before: "
KEY_WAS = "en before: "  # the Swedish is the same, the English key was another
KINDS = (SAYS, SAID, KEY_WAS)
OWN_ORDER = " | "  # between plural forms

Meaning = tuple[str | None, str, bool] | None


def languages_of(domain: str) -> tuple[Language, ...]:
    """The languages a domain is kept in, Swedish first."""
    return tuple(language for language in LANGUAGES if domain != "staff" or language.staff)


def synced(root: Path) -> dict[Path, bytes]:
    """Every catalog file as it should stand, from the source and what is already translated."""
    files: dict[Path, bytes] = {}
    translations = root / "translations"
    for domain, template in extract(root).items():
        kept = read_document(catalog_path(translations, SWEDISH, domain))
        swedish = {entry.key: entry.texts for entry in kept.messages()}
        gone = {entry.key: entry.texts for entry in kept.entries if entry.obsolete}
        for language in languages_of(domain):
            path = catalog_path(translations, language, domain)
            document = read_document(path)
            bring_in_step(document, template, swedish, language, gone)
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
    document: Document,
    template: Catalog,
    swedish: dict[Key, tuple[str, ...]],
    language: Language,
    gone: dict[Key, tuple[str, ...]] | None = None,
) -> None:
    """Adds what is new behind what stands before it in the source, and retires what is gone.

    `gone` is the Swedish of texts that are in use no longer. The document is in its form afterwards.
    """
    before = _header(document, language)
    entries = _by_name(document)
    messages = [message for message in template if message.id]
    wanted = {_name(message)[0] for message in messages}
    left = _left(entries, wanted, gone or {}, language)
    for message in messages:
        key, plural = _name(message)
        found = entries.get(key)
        if found is not None and len(found.ids) != (2 if plural else 1):
            _drop(document, found)  # it counts now, or no longer
            found = None
        before = _placed(document, key, plural, found, before, language)
        notes = _notes(message, before, swedish.get(key), language)
        if not any(before.texts) and (old := left.get(_meaning(key, plural, swedish.get(key)))):
            notes += _carried_over(document, old, before, language)
        _describe(document, before, message, notes)
    for key, entry in entries.items():
        if key not in wanted and not entry.obsolete and entry in document.entries:
            _drop(document, entry)
    bring_in_form(document)


def _left(
    entries: dict[Key, Entry],
    wanted: set[Key],
    gone: dict[Key, tuple[str, ...]],
    language: Language,
) -> dict[Meaning, Entry]:
    """What is said of Swedish texts whose English key is wanted no longer."""  # fmt: skip
    found: dict[Meaning, Entry] = {}
    if language in (SWEDISH, ENGLISH):  # the Swedish is what is compared, English what has changed
        return found
    for key, entry in sorted(entries.items(), key=lambda each: not each[1].obsolete):
        noted = noted_swedish(entry).get(SAYS)
        says = (noted,) if noted else gone.get(key)
        if key not in wanted and any(entry.texts):
            found[_meaning(key, "plural" if len(entry.ids) > 1 else None, says)] = entry
    found.pop(None, None)
    return found


def _meaning(key: Key, plural: str | None, says: tuple[str, ...] | None) -> Meaning:
    """What two texts have in common that mean the same: context, Swedish, and whether they count."""
    if not says or not all(says):
        return None
    return key[0], " ".join(OWN_ORDER.join(says).split()), plural is not None


def _carried_over(document: Document, old: Entry, new: Entry, language: Language) -> list[str]:
    """Gives a new entry the translation of an old one; the note by which someone looks at it."""
    carried = replace(new, texts=old.texts)
    if old not in document.entries or fault_of_entry(carried, language):
        return []
    set_texts(document, new, old.texts)
    set_comments(document, new, old.comments)
    set_flags(document, new, [*(["fuzzy"] if old.unsure else []), *new.flags])
    document.entries.remove(old)
    return [KEY_WAS + " ".join(OWN_ORDER.join(old.ids).split())]


def _by_name(document: Document) -> dict[Key, Entry]:
    """Every text, in use or obsolete; where it is both, the one in use."""
    entries: dict[Key, Entry] = {}
    for entry in document.entries:
        if entry.ids and not entry.is_header and (entry.key not in entries or not entry.obsolete):
            entries[entry.key] = entry
    return entries


def _describe(document: Document, entry: Entry, message: Message, notes: list[str]) -> None:
    """Notes and places as the source has them, however an editor has wrapped those that stand there."""
    set_notes(document, entry, notes)
    set_places(document, entry, sorted({place for place, _line in message.locations}))


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
    if KEY_WAS in noted and any(entry.texts):
        notes.append(KEY_WAS + noted[KEY_WAS])
    return notes


def noted_swedish(entry: Entry) -> dict[str, str]:
    """What stands beside an entry as its Swedish text, now and before it changed."""
    found: dict[str, str] = {}
    kind = ""
    for note in entry.notes:
        said = next((each for each in KINDS if note.startswith(each)), "")
        if said:
            kind, found[said] = said, note.removeprefix(said)
        elif kind:  # an editor has wrapped the line
            found[kind] += f" {note}"
    return found


def wants_a_look(entry: Entry) -> bool:
    """Whether the source has changed since the entry was translated."""
    return not {SAID, KEY_WAS}.isdisjoint(noted_swedish(entry))


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
