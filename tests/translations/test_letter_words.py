"""The Swedish word of the letters stands in brackets behind the translation, in every language."""

from pathlib import Path

import pytest

from portal.i18n.languages import BY_TAG, LANGUAGES
from portal.i18n.po import parse
from portal.translations.check import check_own, findings_of_entry
from portal.translations.checks.letter_words import RULE, on_letters

ROOT = Path(__file__).parents[2]
TEXTS = [
    ("fi", "Hae sairauspäivärahaa.", "Ansök om sjukpenning.", True),
    ("fi", "Hae sairauspäivärahaa (sjukpenning).", "Ansök om sjukpenning.", False),
    ("ar", "تقرير النشاط متاح الآن", "Aktivitetsrapporten är öppen", True),
    ("uk", "Довідка про стан", "Läkarintyget", True),
    ("uk", "Довідка (läkarintyg)", "Läkarintyget", False),
    ("ti", "ኣኼባ", "Kartläggningssamtal", True),
    ("pl", "Dokumenty publiczne (allmänna handlingar)", "allmänna handlingar", False),
    ("pl", "Numer osobowy", "Ditt personnummer", True),
    ("pl", "Numer osobowy", "Ditt personnumret", True),
    ("bs", "Sipati", "Sippa", False),  # begins like SIP and is another word
    ("sv-simple", "Pengar när du är sjuk", "Sjukpenning", False),
]


def rules_of(tag: str, text: str, swedish: str, context: str = "step") -> set[str]:
    source = f'msgctxt "{context}"\nmsgid "Key"\nmsgstr "{text}"\n'
    [entry] = parse(source.encode()).entries
    return {each.rule for each in findings_of_entry(entry, BY_TAG[tag], swedish=(swedish,))}


@pytest.mark.parametrize(("tag", "text", "swedish", "missing"), TEXTS)
def test_a_word_that_is_missing_is_found(tag, text, swedish, missing):
    assert (RULE in rules_of(tag, text, swedish)) is missing


def test_an_sms_has_no_room_for_it():
    assert RULE not in rules_of("fi", "Hae sairauspäivärahaa.", "Ansök om sjukpenning.", "notice")


def test_no_catalog_of_ours_leaves_one_out():
    found = [
        (checked.tag, finding.line, finding.wrong)
        for checked in check_own(ROOT, source=False)
        for finding in checked.findings
        if finding.rule == RULE
    ]
    assert found == []
    assert len(on_letters()) > 40
    assert len(LANGUAGES) >= 14


def test_pashto_says_a_day_after_until_without_bending_it():
    """After تر a weekday would take an ending that a date put in has not; an SMS has digits only."""
    path = ROOT / "translations" / "ps" / "LC_MESSAGES" / "participant.po"
    wrong = [
        entry.ids[0]
        for entry in parse(path.read_bytes()).messages()
        if entry.context not in ("notice", "time range")
        for text in entry.texts
        if any(f"{word} %({name})s" in text for word in ("تر", "له", "د") for name in ("day", "by", "when", "old"))
    ]  # fmt: skip
    assert wrong == []
