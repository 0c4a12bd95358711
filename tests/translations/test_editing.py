"""A changed text is two lines of a difference, whatever stands around it."""

import difflib

import pytest

from portal.config import ROOT
from portal.i18n.catalogs import catalog_path
from portal.i18n.languages import BY_TAG, LANGUAGES
from portal.i18n.po import parse
from portal.translations.editing import (
    insert,
    new_entry,
    retire,
    revive,
    set_comments,
    set_flags,
    set_texts,
)  # fmt: skip


def lines(before: bytes, now: bytes) -> list[str]:
    """The lines that differ, as a difference shows them."""
    old, new = before.decode().splitlines(), now.decode().splitlines()
    if len(old) == len(new):  # far faster where lines have only changed
        pairs = [(one, other) for one, other in zip(old, new, strict=True) if one != other]
        return [line for one, other in pairs for line in (f"-{one}", f"+{other}")]
    found = difflib.unified_diff(old, new, n=0, lineterm="")
    return [line for line in found if line[0] in "+-" and line[:3] not in ("+++", "---")]


def catalog(tag: str) -> bytes:
    return catalog_path(ROOT / "translations", BY_TAG[tag], "participant").read_bytes()


@pytest.mark.parametrize("tag", [each.tag for each in LANGUAGES if each.tag != "en"])
def test_one_changed_text_is_two_lines(tag):
    data = catalog(tag)
    document = parse(data)
    for number in (0, 700, -1):
        entry = list(document.messages())[number]
        said = entry.texts
        texts = [*said[:-1], f"{said[-1]} «x» \\ \t"]
        set_texts(document, entry, texts)
        found = lines(data, document.encoded())
        assert (len(found), found[0][0], found[1][0]) == (2, "-", "+")
        assert parse(document.encoded()).find(entry.key).texts == tuple(texts)
        set_texts(document, entry, said)
        assert document.encoded() == data


def test_a_text_with_lines_of_its_own_stands_one_to_a_line():
    document = parse(b'msgid "a"\r\nmsgstr "b"\r\n')
    [entry] = document.entries
    set_texts(document, entry, ["one\ntwo"])
    assert document.encoded() == b'msgid "a"\r\nmsgstr ""\r\n"one\\n"\r\n"two"\r\n'


def test_comments_and_flags_are_lines_of_their_own():
    data = b'# ours\n#. note\n#: page.html\nmsgid "a"\nmsgstr "b"\n'
    document = parse(data)
    [entry] = document.entries
    set_flags(document, entry, ("fuzzy",))
    set_comments(document, entry, ("ours", "reviewed: ab 2026-11-23"))
    assert lines(data, document.encoded()) == ["+# reviewed: ab 2026-11-23", "+#, fuzzy"]
    assert entry.unsure
    set_flags(document, entry, ())
    set_comments(document, entry, ("ours",))
    assert document.encoded() == data


def test_what_is_retired_and_revived_says_the_same():
    document = parse(catalog("ar"))
    entry = next(each for each in document.messages() if len(each.ids) == 2)
    said = entry.texts
    retire(document, entry)
    kept = parse(document.encoded())
    assert not kept.faults
    [stood] = [each for each in kept.entries if each.obsolete and each.key == entry.key]
    revive(kept, stood)
    assert (stood.texts, stood.obsolete) == (said, False)


def test_an_entry_put_behind_a_last_line_without_an_end():
    document = parse(b'msgid "a"\nmsgstr "b"')
    insert(document, new_entry(document, ("c", "d"), None, ["e"], notes=["n"]), document.entries[0])
    assert document.encoded() == (
        b'msgid "a"\nmsgstr "b"\n\n#. n\nmsgctxt "c"\nmsgid "d"\nmsgstr "e"\n'
    )
