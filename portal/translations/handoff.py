"""A folder for a translation bureau, and back: what they changed comes in, checked, and nothing else.

`original/` keeps the catalogs as they were sent, so that a text that was changed here meanwhile is
told of and not overwritten.
"""

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path

from portal.i18n.catalogs import DOMAINS, catalog_path, fault_of_entry
from portal.i18n.languages import BY_TAG, ENGLISH, SWEDISH, Language
from portal.i18n.po import Document, Entry, parse
from portal.translations.check import findings_of_entry, swedish_of
from portal.translations.editing import set_comments, set_flags, set_texts
from portal.translations.finding import Severity
from portal.translations.states import State, progress_of, reviewed_by
from portal.translations.sync import SAYS, noted_swedish, read_document

NOTES = """{name} ({tag}): texts for the Malmökraften portal

What is here
  {files:<20} the texts. Open with Poedit, or import into your own tool; send back the same files.
  glossary.toml        the words that must be the same everywhere{glossary}
  for-reference/       the same texts in Swedish and English
  pictures/            where each text stands on the screen{pictures}
  original/            as it was sent; leave it as it is, and send it back with the rest

How to write
  The Swedish text ("sv:" above each entry) is the one that counts; English is only the key.
  %(name)s and the like are filled in later: keep them exactly, move them where they belong.
  Digits 0-9, the clock runs to 24, names of agencies stay Swedish.
  Not sure about one? Mark it "fuzzy" (needs work) and say why in a comment.
  Read and right? Add the comment  reviewed: <initials> <date>

{counts}
"""


class NotTaken(Exception):
    """A folder that came back cannot be read; the text says why and what to do."""


@dataclass(slots=True)
class Taken:
    """What came of an import."""

    changed: int = 0
    same: int = 0
    conflicts: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def hand_off(root: Path, language: Language, folder: Path, pictures: Path | None = None) -> None:
    """Makes the folder. Raises FileExistsError where something stands there."""
    folder.mkdir(parents=True)
    translations = root / "translations"
    lines, files = [], []
    for domain in DOMAINS:
        path = catalog_path(translations, language, domain)
        if not path.exists():
            continue
        for place in (folder, folder / "original"):
            place.mkdir(exist_ok=True)
            shutil.copy(path, place / path.name)
        _for_reference(translations, folder, domain)
        files.append(path.name)
        found = progress_of(read_document(path), language, domain)
        lines.append(f"{path.name}: {found.total} texts, {found.words} words in English")
        lines += [
            f"  {state.value}: {found.counts[state]}" for state in State if found.counts[state]
        ]
    words = translations / language.folder / "glossary.toml"
    if words.exists():
        shutil.copy(words, folder / words.name)
    if pictures:
        shutil.copytree(pictures, folder / "pictures")
    text = NOTES.format(
        name=language.self_name, tag=language.tag, files=", ".join(files), counts="\n".join(lines),
        glossary="" if words.exists() else " (there is none yet)",
        pictures="" if pictures else " (none: make them with portal gallery)",
    )  # fmt: skip
    (folder / "README.txt").write_text(text, "utf-8")


def _for_reference(translations: Path, folder: Path, domain: str) -> None:
    place = folder / "for-reference"
    place.mkdir(exist_ok=True)
    for other in (SWEDISH, ENGLISH):
        path = catalog_path(translations, other, domain)
        shutil.copy(path, place / f"{domain}.{other.tag}.po")


def take_back(root: Path, back: Path) -> tuple[Language, Taken]:
    """Brings in what was changed since the texts were handed off. Raises NotTaken.

    `back` is the folder, or one PO file alone, as a translator mails it. Without `original/` beside it
    a file is compared with the catalog of today, and a text whose Swedish has changed since stays ours.
    """
    if back.is_file():
        return _one_file(root, back, Taken())
    originals = sorted((back / "original").glob("*.po"))
    if not originals:
        raise NotTaken(f"{back} has no original/*.po: it must be the folder that was handed off.")
    taken = Taken()
    for original in originals:
        theirs = back / original.name
        if not theirs.exists():
            raise NotTaken(f"{theirs} is missing.")
        language, _taken = _one_file(root, theirs, taken)
    return language, taken


def _one_file(root: Path, theirs: Path, taken: Taken) -> tuple[Language, Taken]:
    now = parse(theirs.read_bytes())
    if any(fault.code == "encoding" for fault in now.faults):
        raise NotTaken(f"{theirs} is not UTF-8. Save it once more as UTF-8.")
    original = theirs.parent / "original" / theirs.name
    before = parse(original.read_bytes()) if original.exists() else None
    tag = (before or now).header.get("Language", "").replace("_", "-")
    if tag not in BY_TAG:
        raise NotTaken(f"{theirs} says Language: {tag!r}, which is none of ours.")
    language = BY_TAG[tag]
    path = _catalog_of(root, language, theirs, now)
    ours = read_document(path)
    _merge(ours, before, now, language, taken)
    path.write_bytes(ours.encoded())
    return language, taken


def _catalog_of(root: Path, language: Language, theirs: Path, now: Document) -> Path:
    """The catalog a file belongs to: by its name, or where it has another, by most of its texts."""
    paths = [
        path
        for domain in DOMAINS
        if (path := catalog_path(root / "translations", language, domain)).exists()
    ]
    named = [path for path in paths if path.name == theirs.name]
    keys = {entry.key for entry in now.messages()}

    def shared(path: Path) -> int:
        return len(keys & {entry.key for entry in read_document(path).messages()})

    path = max(named or paths, key=shared)
    if not shared(path):
        raise NotTaken(f"{theirs} has no text that the portal has in {language.swedish}.")
    return path


def _merge(
    ours: Document, before: Document | None, now: Document, language: Language, taken: Taken
) -> None:
    """What they changed comes in, where nobody has changed it here since."""
    here = {entry.key: entry for entry in ours.messages()}
    sent = {entry.key: entry for entry in before.messages()} if before else here
    for entry in now.messages():
        stood, mine = sent.get(entry.key), here.get(entry.key)
        name = f"{entry.ids[0]!r}"
        if before is not None and (stood is None or _said(entry) == _said(stood)):
            taken.same += 1
        elif mine is None:
            taken.refused.append(f"{name}: the portal no longer has this text")
        elif _said(entry) == _said(mine) or (before is None and not any(entry.texts)):
            taken.same += 1
        elif _changed_here(entry, stood or mine, mine, alone=before is None):
            taken.conflicts.append(f"{name}: changed here as well, to {' | '.join(mine.texts)!r}")
        elif any(entry.texts) and (fault := _fault(entry, mine, language)):
            taken.refused.append(f"{name}: {fault}")
        else:
            set_texts(ours, mine, entry.texts)
            set_comments(ours, mine, entry.comments)
            set_flags(ours, mine, _flags(mine, entry))
            taken.changed += 1


def _changed_here(theirs: Entry, stood: Entry, mine: Entry, *, alone: bool) -> bool:
    """Whether somebody was here meanwhile. A file alone tells it by its Swedish, or by a review of ours."""
    if not alone:
        return _said(mine) != _said(stood)
    wrote, says = noted_swedish(theirs).get(SAYS, ""), noted_swedish(mine).get(SAYS, "")
    other = " ".join(wrote.split()) != " ".join(says.split())
    return (bool(wrote) and other) or (bool(reviewed_by(mine)) and not reviewed_by(theirs))


def _fault(entry: Entry, mine: Entry, language: Language) -> str | None:
    """Why it could not be shown, or would mislead."""
    if entry.faults:
        return entry.faults[0].code
    if fault := fault_of_entry(replace(entry, ids=mine.ids), language):
        return fault
    found = findings_of_entry(entry, language, swedish=swedish_of(mine))
    return next((each.wrong for each in found if each.severity is Severity.ERROR), None)


def _said(entry: Entry) -> tuple[tuple[str, ...], bool, tuple[str, ...]]:
    """What a translator can change; editors drop the empty comment lines."""
    return entry.texts, entry.unsure, tuple(each for each in entry.comments if each)


def _flags(mine: Entry, theirs: Entry) -> tuple[str, ...]:
    kept = tuple(flag for flag in mine.flags if flag != "fuzzy")
    return ("fuzzy", *kept) if theirs.unsure else kept
