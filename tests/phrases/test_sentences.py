"""The phrasebook of sentences: whole, plain, harmless, and the same in every language."""

import re

import pytest

from portal.config import ROOT
from portal.i18n.catalogs import placeholders, read_catalog
from portal.i18n.languages import BY_TAG, LANGUAGES, OFFERED, SWEDISH
from portal.messages.staff_plain_language import plain_language
from portal.messages.staff_sensitive_words import sensitive_words
from portal.phrases.parameters import ParameterType, Speaker
from portal.phrases.sentences import LENGTHS, SENTENCES, Group
from portal.phrases.staff_sentence_groups import GROUP_NAMES
from tests.phrases.test_catalogue import TRANSLATORS, sample

ALL = list(SENTENCES.values())


def said(tag: str) -> list[str]:
    """Every sentence in a language, with values."""
    speaker = Speaker(TRANSLATORS[BY_TAG[tag]])
    return [
        speaker.plain(
            each.text, each.parameters, {one.name: sample(one) for one in each.parameters}
        )
        for each in ALL
    ]


def test_codes_are_stable():
    """Messages are stored by code. A sentence may be put plainer, but may not change its sense."""
    assert [each.code for each in ALL][:78] == [f"S{n:03}" for n in range(1, 79)]
    assert list(SENTENCES) == [each.code for each in ALL]
    assert SENTENCES["S001"].text.text == "We have booked a time for you on %(when)s."
    assert SENTENCES["S031"].text.text == "It is your turn now."
    assert SENTENCES["S078"].text.text == "Ask us if there is something you do not understand."


def test_every_sentence_is_one_text_and_stands_in_a_group():
    assert len({each.text for each in ALL}) == len(ALL)
    assert {each.text.context for each in ALL} == {"sentence"}
    assert [each.group for each in ALL] == sorted(
        (each.group for each in ALL), key=list(Group).index
    )
    assert set(GROUP_NAMES) == set(Group) == {each.group for each in ALL}


@pytest.mark.parametrize("sentence", ALL, ids=lambda each: each.code)
def test_the_values_are_exactly_the_placeholders_in_every_language(sentence):
    declared = {each.name for each in sentence.parameters}
    assert len(declared) == len(sentence.parameters)
    for language in LANGUAGES:
        assert placeholders(TRANSLATORS[language].say(sentence.text)) == declared, language.tag


@pytest.mark.parametrize("language", OFFERED, ids=lambda each: each.tag)
def test_every_offered_language_says_every_sentence_itself(language):
    own = read_catalog(ROOT / "translations", language).messages
    for sentence in ALL:
        key = (sentence.text.context, sentence.text.text)
        assert language.tag == "en" or own[key][0].strip(), sentence.code
    for length in LENGTHS.values():
        assert language.tag == "en" or own[length.context, length.text]


def test_what_is_typed_is_a_name_or_a_place_and_all_else_is_said_in_every_language():
    for sentence in ALL:
        for each in sentence.parameters:
            free = each.type is ParameterType.TEXT
            assert free == (each.name in ("name", "place")), (sentence.code, each.name)


@pytest.mark.parametrize("tag", ["sv", "sv-simple", "en", "ar"])
def test_every_sentence_is_whole(tag):
    for sentence, text in zip(ALL, said(tag), strict=True):
        own = TRANSLATORS[BY_TAG[tag]].say(sentence.text)
        assert re.search(r"[.!?؟]\Z", own) or own.endswith("%(thing)s"), own
        begins_with_a_name = own.startswith(("%(name)s", "%(agency)s"))
        assert begins_with_a_name or not own.startswith("%"), own
        assert text[0].isupper() or begins_with_a_name or tag == "ar"
        assert "  " not in text
        assert text == text.strip()


def test_the_swedish_is_plain_and_the_easy_swedish_plainer():
    for text in said("sv"):
        read = plain_language(text)
        assert (read.stiff, read.long_sentences) == ((), ()), text
    for text in said("sv-simple"):
        read = plain_language(text)
        words = [len(each.split()) for each in re.split(r"(?<=[.?!])\s+", text)]
        assert not read.stiff, text
        assert max(words) <= 16, text


@pytest.mark.parametrize("tag", ["sv", "sv-simple"])
def test_no_sentence_names_a_diagnosis_a_sum_or_a_threat(tag):
    for text in said(tag):
        assert sensitive_words(text) == [], text
        assert not re.search(
            r"\bkr\b|kron|sankt|varning|indrag|straff|måste", text, re.IGNORECASE
        ), text


def test_the_swedish_speaks_to_the_reader():
    """Nobody is spoken of as a case."""
    for text in said(SWEDISH.tag):
        assert not re.search(
            r"\b(?:deltagar|klient|brukar|sökand|patient|kund)", text, re.IGNORECASE
        ), text
