"""Writes one text into its catalog: only its own lines, whole or not at all, never over another's work."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from portal.i18n.catalogs import catalog_path
from portal.i18n.languages import LANGUAGES, SWEDISH, Language
from portal.i18n.po import Document, Entry
from portal.translate.checking import Said, errors_of
from portal.translate.reading import domains_of
from portal.translations.editing import set_comments, set_flags, set_notes, set_texts
from portal.translations.entries import (
    digest_of,
    forms_of,
    key_by_name,
    proposed,
)
from portal.translations.states import REVIEWED, reviewed_by
from portal.translations.sync import (
    KEY_WAS,
    KINDS,
    OWN_ORDER,
    SAID,
    SAYS,
    languages_of,
    noted_swedish,
    read_document,
    wants_a_look,
)


class Do(StrEnum):
    """What a translator says of a text when she saves it."""

    SAVE = "save"
    UNSURE = "unsure"
    REVIEWED = "reviewed"
    STILL_RIGHT = "still-right"


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be saved: `opened` is the digest of the entry as the translator saw it."""

    opened: str
    texts: tuple[str, ...]
    do: Do = Do.SAVE
    initials: str = ""
    swedish: tuple[str, ...] = ()


class NoSuchText(Exception):
    """No catalog of the language has a text of that name."""


class ChangedSince(Exception):
    """Someone else has changed the entry since it was opened."""

    def __init__(self, entry: Entry) -> None:
        super().__init__("changed since")
        self.entry = entry


class Refused(Exception):
    """The text would not be shown, or would mislead; `said` tells why."""

    def __init__(self, said: list[Said]) -> None:
        super().__init__("refused")
        self.said = said


def save(root: Path, language: Language, name: str, change: Change, today: date) -> Entry:
    """Saves one text. Raises NoSuchText, ChangedSince and Refused; then nothing is written."""
    for domain in domains_of(language):
        path = catalog_path(root, language, domain)
        with _alone(path):
            document = read_document(path)
            entry = key_by_name(document).get(name)
            if entry is None:
                continue
            if digest_of(entry) != change.opened:
                if _says_already(entry, change):  # sent twice: the first one did it
                    return entry
                raise ChangedSince(entry)
            before = document.encoded()
            _change(document, entry, language, change, today, path)
            if document.encoded() != before:
                replace(path, document.encoded())
        if language is SWEDISH:
            _tell_others(root, domain, entry)
        return entry
    raise NoSuchText(name)


def _says_already(entry: Entry, change: Change) -> bool:
    if entry.texts != change.texts or entry.unsure != (change.do is Do.UNSURE):
        return False
    reviewed = change.do is not Do.REVIEWED or reviewed_by(entry).startswith(f"{change.initials} ")
    return reviewed and not wants_a_look(entry)


def _change(
    document: Document, entry: Entry, language: Language, change: Change, today: date, path: Path
) -> None:
    changed = change.texts != forms_of(entry, language)
    found = errors_of(proposed(entry, change.texts), language, path=path, swedish=change.swedish)
    if found:
        raise Refused(found)
    if changed:
        set_texts(document, entry, change.texts)
    comments = [each for each in entry.comments if not each.startswith(REVIEWED)]
    if change.do is Do.REVIEWED:
        comments.append(f"{REVIEWED} {change.initials} {today}")
    if change.do is Do.REVIEWED or changed:  # what was reviewed is no longer what it says
        set_comments(document, entry, comments)
    flags = [flag for flag in entry.flags if flag != "fuzzy"]
    if change.do is Do.UNSURE and any(change.texts):
        flags.insert(0, "fuzzy")
    set_flags(document, entry, flags)
    if changed or change.do in (Do.STILL_RIGHT, Do.REVIEWED):
        _forget_before(document, entry)


def _forget_before(document: Document, entry: Entry) -> None:
    """The translation fits what the Swedish says now."""
    noted = noted_swedish(entry)
    if wants_a_look(entry):
        kept = own_notes(entry)
        set_notes(document, entry, [*kept, *([SAYS + noted[SAYS]] if SAYS in noted else [])])


def own_notes(entry: Entry) -> list[str]:
    """The notes from the source, without what the Swedish says."""
    notes: list[str] = []
    for note in entry.notes:
        if note.startswith(KINDS):
            break
        notes.append(note)
    return notes


def _tell_others(root: Path, domain: str, swedish: Entry) -> None:
    """Every other catalog notes what the Swedish says now, and what it said when it was translated.

    As `sync` would; done at once, so that the translators of other languages see it.
    """
    if not all(swedish.texts):
        return
    says = OWN_ORDER.join(swedish.texts).replace("\n", " ")
    for language in LANGUAGES:
        if language is SWEDISH or language not in languages_of(domain):
            continue
        path = catalog_path(root, language, domain)
        with _alone(path):
            document = read_document(path)
            entry = document.find(swedish.key)
            if entry is None:
                continue
            noted = noted_swedish(entry)
            stood = noted.get(SAYS)
            said = noted.get(SAID) or (stood if stood != says and any(entry.texts) else None)
            notes = [
                *own_notes(entry),
                SAYS + says,
                *([SAID + said] if said and said != says else []),
                *([KEY_WAS + noted[KEY_WAS]] if KEY_WAS in noted else []),
            ]
            if notes != list(entry.notes):
                set_notes(document, entry, notes)
                replace(path, document.encoded())


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One writer at a time, also among several processes: the folder of the catalog is locked.

    Not the file, which is replaced by another when it is saved.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def replace(path: Path, content: bytes) -> None:
    """Puts a whole file in place of another; whoever reads meanwhile gets the one or the other."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    made = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        made.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        made.replace(path)
    except BaseException:
        made.unlink(missing_ok=True)
        raise


__all__ = ["Change", "ChangedSince", "Do", "NoSuchText", "Refused", "save"]
