"""Puts right what can be put right without knowing the language: edges, one invisible sign, two letters."""

import re
from pathlib import Path

from portal.i18n.po import Entry, parse
from portal.translations.check import tag_of_place, target_of
from portal.translations.checks.letters import WRONG_ARABIC
from portal.translations.checks.target import Target
from portal.translations.editing import set_texts

NOTHING = "\u200b\ufeff"
LETTERS = "يىكیک"  # yeh and kaf as Arabic and as Persian write them


def fix_file(path: Path) -> int:
    """Rewrites the texts of a catalog that need it, and no other line; answers how many."""
    data = path.read_bytes()
    document = parse(data)
    target = target_of(document, tag_of_place(path))
    changed = 0
    for entry in list(document.messages()):
        if entry.faults or not any(entry.texts):
            continue
        texts = tuple(fixed(text, entry, target) for text in entry.texts)
        if texts != entry.texts:
            set_texts(document, entry, texts)
            changed += 1
    if changed:
        path.write_bytes(document.encoded())
    return changed


def fixed(text: str, entry: Entry, target: Target) -> str:
    """One text with spaces at its edges as the source has them, and letters of its own language."""
    if not text.strip():
        return text
    source = entry.ids[-1]
    for sign in NOTHING:
        if sign not in source:
            text = text.replace(sign, "")
    table = WRONG_ARABIC.get(target.base, {}) if target.arabic else {}
    for wrong, right in table.items():
        if wrong in LETTERS and right and wrong not in source:
            text = text.replace(wrong, right)
    starts, ends = re.match(r"\s*", source), re.search(r"\s*\Z", source)
    return (starts[0] if starts else "") + text.strip() + (ends[0] if ends else "")
