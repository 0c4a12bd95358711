"""A catalog that changes while the portal runs is seen on the next page; a broken one harms nothing."""

import logging
import os
import re
import shutil

import pytest

from portal.config import ROOT
from portal.i18n import text
from portal.i18n.catalogs import catalog_path
from portal.i18n.languages import BY_TAG, SWEDISH
from portal.i18n.text import Translators
from tests.one_database import templates  # noqa: F401 - a fixture
from tests.reader import Reader

SAID = 'msgid "Your plan"\nmsgstr "Din plan"'


@pytest.fixture
def translations(tmp_path, monkeypatch):
    """Catalogs of our own; every request looks at them again."""
    monkeypatch.setattr(text, "LOOKED_AT_EVERY", 0.0)
    return shutil.copytree(ROOT / "translations", tmp_path / "translations")


@pytest.fixture
def path(translations):
    return catalog_path(translations, SWEDISH, "participant")


def put(path, content):
    """Writes, and makes sure that it looks newer: two writes can share a moment."""
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    os.utime(path, ns=(before + 10**9, before + 10**9))


@pytest.fixture
def page(app, translations, monkeypatch):
    """Rim's plan, in a portal that reads these catalogs."""
    translators: Translators = app.extensions["portal.translators"]
    fresh = Translators(translations)
    monkeypatch.setattr(translators, "__dict__", fresh.__dict__)
    rim = Reader(app, "sv").sign_in("rim")
    return lambda: rim.get("/plan")


def test_a_changed_text_is_on_the_next_page(page, path):
    assert "Din plan" in page().text
    put(path, path.read_text().replace(SAID, SAID.replace("Din plan", "Planen din")))
    shown = page().text
    assert ("Planen din" in shown, "Din plan<" in shown) == (True, False)


def test_it_is_looked_at_once_a_second(translations, path, monkeypatch):
    monkeypatch.setattr(text, "LOOKED_AT_EVERY", 3600.0)
    translators = Translators(translations)
    first = translators[SWEDISH]
    put(path, path.read_text().replace(SAID, SAID.replace("Din plan", "Planen din")))
    assert translators[SWEDISH] is first
    translators.look_again()
    assert translators[SWEDISH].find(None, "Your plan") == "Planen din"
    assert translators[SWEDISH] is translators[SWEDISH]


def test_a_fallback_that_changes_is_seen_in_every_language_behind_it(translations, path):
    translators = Translators(translations)
    polish = catalog_path(translations, BY_TAG["pl"], "participant")
    put(polish, re.sub(r'(msgid "Your plan"\nmsgstr) "[^"]+"', r'\1 ""', polish.read_text()))
    assert translators[BY_TAG["pl"]].find(None, "Your plan") == "Din plan"
    put(path, path.read_text().replace(SAID, SAID.replace("Din plan", "Planen din")))
    assert translators[BY_TAG["pl"]].find(None, "Your plan") == "Planen din"


def broken(whole: str) -> list[bytes]:
    """What can happen to a file: each a way to break the text of the plan's heading, or all of them."""
    entry = [
        "%(name)s", "100 %(", "<b>Din plan</b>%(x)s", "{{ config }} %s", "%n", "%(plan)d", "Din\\nplan", "\\q",
        "Din\\x00plan", "Din\\x1bplan",
    ]  # fmt: skip
    found = [whole.replace(SAID, SAID.replace("Din plan", each)).encode() for each in entry]
    found += [
        whole.replace(SAID, 'msgid "Your plan"\nmsgstr Din plan"').encode(),
        whole.replace(SAID, 'msgid "Your plan"\nmsgstr "Din plan').encode(),
        whole.replace(SAID, 'msgid "Your plan"\nmsgstr[0] "Din plan"').encode(),
        whole.replace(SAID, 'msgid "Your plan"').encode(),
        whole.replace(SAID, "").encode(),
        whole.replace("plan", "plån").encode("latin-1", "replace"),
        whole.encode("utf-16"), whole[: whole.index(SAID) + 20].encode(), b"", b"\0" * 1000,
        bytes(range(256)) * 9, b"<html>502 Bad Gateway</html>",
    ]  # fmt: skip
    return found


def test_whatever_breaks_the_last_good_text_stays(page, path, caplog):
    whole = path.read_text()
    first = page().text
    for number, content in enumerate(broken(whole)):
        caplog.clear()
        with caplog.at_level(logging.ERROR):
            put(path, content)
            shown = page().text
        assert "Din plan" in shown, number
        assert not re.search(r"%\(|<b>Din|\x00|\x1b|{{", shown), number
        assert caplog.records, number
        put(path, whole)
        assert len(page().text) == len(first)


def test_a_catalog_that_is_taken_away_says_what_it_said(page, path, caplog):
    assert "Din plan" in page().text
    path.unlink()
    assert "Din plan" in page().text
    assert "said as before" in caplog.text


def test_what_is_emptied_or_marked_unsure_on_purpose_is_not_said(translations):
    translators = Translators(translations)
    arabic = catalog_path(translations, BY_TAG["ar"], "participant")
    assert translators[BY_TAG["ar"]].find(None, "Your plan") == "خطتك"
    whole = arabic.read_text()
    put(arabic, whole.replace('msgid "Your plan"\nmsgstr "خطتك"', 'msgid "Your plan"\nmsgstr ""'))
    assert translators[BY_TAG["ar"]].find(None, "Your plan") == "Din plan"
    put(arabic, re.sub(r'(?m)^(msgid "Your plan")$', r"#, fuzzy\n\1", whole))
    assert translators[BY_TAG["ar"]].find(None, "Your plan") == "Din plan"
