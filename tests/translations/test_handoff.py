"""A folder for a bureau, and back: their changes come in, checked; nothing of ours is overwritten."""

import re
import shutil

import pytest

from portal.config import ROOT
from portal.i18n.catalogs import catalog_path
from portal.i18n.languages import BY_TAG
from portal.i18n.po import parse
from portal.translations.handoff import NotTaken, hand_off, take_back

POLISH = BY_TAG["pl"]


@pytest.fixture
def root(tmp_path):
    """A project whose catalogs may be changed."""
    shutil.copytree(ROOT / "translations", tmp_path / "project" / "translations")
    return tmp_path / "project"


@pytest.fixture
def path(root):
    return catalog_path(root / "translations", POLISH, "participant")


@pytest.fixture
def folder(root, tmp_path):
    hand_off(root, POLISH, tmp_path / "bureau")
    return tmp_path / "bureau"


def change(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_folder_holds_what_a_bureau_needs(folder, root, path):
    assert (folder / "participant.po").read_bytes() == path.read_bytes()
    assert (folder / "for-reference" / "participant.sv.po").exists()
    notes = (folder / "README.txt").read_text()
    assert "Polski (pl)" in notes
    assert f"{len(list(parse(path.read_bytes()).messages()))} texts" in notes
    with pytest.raises(FileExistsError):
        hand_off(root, POLISH, folder)


def test_what_comes_back_unchanged_changes_no_byte(folder, root, path):
    before = path.read_bytes()
    _language, taken = take_back(root, folder)
    assert (taken.changed, taken.conflicts, taken.refused) == (0, [], [])
    assert path.read_bytes() == before


def test_their_changes_come_in_and_ours_are_kept(folder, root, path):
    texts = {each.key[1]: each.texts[0] for each in parse(path.read_bytes()).messages()}
    back = folder / "participant.po"
    change(back, f'msgstr "{texts["Your plan"]}"', 'msgstr "Nowy plan"')
    change(back, f'msgstr "{texts["What happens next"]}"', 'msgstr "Ich tekst"')
    change(path, f'msgstr "{texts["What happens next"]}"', 'msgstr "Nasz tekst"')
    change(back, 'msgid "You do not need to answer."', '# reviewed: an 2026-11-23\nmsgid "You do not need to answer."')  # fmt: skip
    _language, taken = take_back(root, folder)
    ours = parse(path.read_bytes())
    assert ours.find((None, "Your plan")).texts == ("Nowy plan",)
    assert ours.find((None, "What happens next")).texts == ("Nasz tekst",)
    assert ours.find((None, "You do not need to answer.")).comments == ("reviewed: an 2026-11-23",)
    assert taken.changed == 2
    assert [each.split(":")[0] for each in taken.conflicts] == ["'What happens next'"]


def test_a_text_that_would_break_is_not_taken(folder, root, path):
    before = path.read_bytes()
    back = folder / "participant.po"
    back.write_text(
        re.sub(r'(?m)^(msgstr ".*)%\(day\)s', r"\1%(dzień)s", back.read_text(), count=1)
    )
    _language, taken = take_back(root, folder)
    assert (taken.changed, len(taken.refused)) == (0, 1)
    assert path.read_bytes() == before


def test_another_folder_is_refused_with_what_to_do(root, tmp_path, folder):
    with pytest.raises(NotTaken, match="handed off"):
        take_back(root, tmp_path)
    change(folder / "original" / "participant.po", "Language: pl", "Language: xx")
    with pytest.raises(NotTaken, match="none of ours"):
        take_back(root, folder)
    (folder / "participant.po").unlink()
    with pytest.raises(NotTaken, match="is missing"):
        take_back(root, folder)


@pytest.fixture
def mailed(path, tmp_path):
    """One file alone, under the name a mail program gave it."""
    folder = tmp_path / "mail"
    folder.mkdir()
    return shutil.copy(path, folder / "participant (1).po")


def test_a_file_mailed_alone_is_taken_entry_by_entry(root, path, mailed):
    texts = {each.key[1]: each.texts[0] for each in parse(path.read_bytes()).messages()}
    change(mailed, f'msgstr "{texts["Your plan"]}"', 'msgstr "Nowy plan"')
    change(mailed, f'msgstr "{texts["Sign in"]}"', 'msgstr "<b>Wejdź</b>"')
    change(mailed, f'msgstr "{texts["What happens next"]}"', 'msgstr ""')
    language, taken = take_back(root, mailed)
    ours = parse(path.read_bytes())
    assert language is POLISH
    assert (taken.changed, taken.conflicts, len(taken.refused)) == (1, [], 1)
    assert ours.find((None, "Your plan")).texts == ("Nowy plan",)
    assert ours.find((None, "Sign in")).texts == (texts["Sign in"],)
    assert ours.find((None, "What happens next")).texts == (texts["What happens next"],)


def test_a_file_alone_overwrites_no_text_whose_swedish_has_changed_since(root, path, mailed):
    texts = {each.key[1]: each.texts[0] for each in parse(path.read_bytes()).messages()}
    change(mailed, f'msgstr "{texts["Your plan"]}"', 'msgstr "Stary plan"')
    change(path, '#. sv: Din plan\n', "#. sv: Din egen plan\n")  # fmt: skip
    _language, taken = take_back(root, mailed)
    assert parse(path.read_bytes()).find((None, "Your plan")).texts == (texts["Your plan"],)
    assert [each.split(":")[0] for each in taken.conflicts] == ["'Your plan'"]


def test_a_file_whose_folder_still_has_the_original_is_compared_with_that(folder, root, path):
    texts = {each.key[1]: each.texts[0] for each in parse(path.read_bytes()).messages()}
    change(path, f'msgstr "{texts["Your plan"]}"', 'msgstr "Nasz plan"')
    _language, taken = take_back(root, folder / "participant.po")
    assert (taken.changed, taken.conflicts) == (0, [])
    assert parse(path.read_bytes()).find((None, "Your plan")).texts == ("Nasz plan",)


@pytest.mark.parametrize("content", [b"", b'msgid "x"\nmsgstr "\xe9"\n', b"<html>"])
def test_what_is_no_catalog_of_ours_is_not_taken(root, path, mailed, content):
    before = path.read_bytes()
    mailed.write_bytes(content)
    with pytest.raises(NotTaken):
        take_back(root, mailed)
    assert path.read_bytes() == before


def test_a_form_that_hides_its_number_is_not_taken(root, mailed):
    text = mailed.read_text()
    mailed.write_text(re.sub(r"(?m)^(msgstr\[1\] .*?)%\(count\)s ", r"\1", text, count=1))
    _language, taken = take_back(root, mailed)
    assert (taken.changed, len(taken.refused)) == (0, 1)
