"""The plain-language meter measures Swedish as it is written, and names what to change."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.messages.staff_plain_language import (
    LEVEL_ADVICE,
    LEVELS,
    LONG_WORD,
    Level,
    level_of,
    plain_language,
)
from portal.messages.staff_plain_words import _PLAINER, PLAINER

EASY = "Hej Rim! Vi ses på måndag klockan 13. Ta med din legitimation. Tolk är bokad. Det kostar inget."
HARD = (
    "Med anledning av din ansökan avseende försörjningsstöd åligger det dig att inkomma med"
    " erforderliga kompletteringar i samband med nästkommande uppföljningssamtal."
)


def test_lix_is_words_a_sentence_and_the_share_of_long_words():
    """Twelve words in two sentences, two or three of them of more than six letters."""
    read = plain_language("Vi ses på tisdag i Malmös bibliotek. Ta med dig svenska boken.")
    assert (read.words, read.sentences, read.lix) == (12, 2, 6 + 17)
    read = plain_language("Vi ses på tisdag i biblioteket. Ta med dig svenska boken imorgon.")
    assert (read.words, read.sentences, read.lix) == (12, 2, 31)
    assert read.level is Level.MIDDLE


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("En. Två! Tre? Fyra: fem… Sex", 6), ("Vi ses kl. 13.30 t.ex. på fredag.", 1),
        ("Ta med\n- pass\n- cv\n", 3), ("Bl.a. hyresavi, cv m.m.", 1), ("Den 1.12 går bra", 1),
        ("”Hej.” Sa hon.", 2), ("Läs på https://a.se/b.c?d nu", 1), ("", 0), ("?! …", 0),
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_stops(text, sentences):
    assert plain_language(text).sentences == sentences


def test_an_easy_and_a_hard_text_are_told_apart():
    easy, hard = plain_language(EASY), plain_language(HARD)
    assert (easy.level, easy.stiff, easy.long_words, easy.long_sentences) == (
        Level.EASY,
        (),
        (),
        (),
    )
    assert hard.level is Level.HARD
    assert hard.long_words == ("uppföljningssamtal", "kompletteringar")
    assert [each.word for each in hard.stiff] == [
        "Med anledning av", "avseende", "åligger", "inkomma", "erforderliga", "kompletteringar", "i samband med",
        "nästkommande",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lix", "level"),
    [(0, Level.EASY), (30, Level.EASY), (31, Level.MIDDLE), (40, Level.MIDDLE), (41, Level.HARD)],
)
def test_where_the_levels_begin(lix, level):
    assert level_of(lix) is level


def test_a_text_of_few_words_has_no_level_but_its_words_are_named():
    read = plain_language("Erforderlig arbetsmarknadsutbildning beviljas.")
    assert (read.lix, read.level) == (None, None)
    assert read.long_words == ("arbetsmarknadsutbildning",)
    assert [each.plainer for each in read.stiff] == ["som behövs", "du får"]
    assert plain_language("ord " * 11).level is None
    assert plain_language("ord " * 12).level is Level.EASY


def test_long_words_come_longest_first_each_once_and_known_names_never():
    read = plain_language(
        "Arbetsförmedlingen och Försäkringskassan: arbetsmarknadsutbildning, yrkesutbildningen,"
        " Arbetsmarknadsutbildning, kontaktperson, praktikplatserna."
    )
    assert read.long_words == ("arbetsmarknadsutbildning", "yrkesutbildningen", "praktikplatserna")
    assert LONG_WORD == 14


def test_addresses_are_not_words():
    read = plain_language(
        "Se https://malmo.se/arbetsmarknadsutbildning. Skriv till namn@malmo.se idag."
    )
    assert (read.words, read.long_words) == (4, ())


def test_only_sentences_of_more_than_twenty_words_are_long():
    assert plain_language("ord " * 20 + ".").long_sentences == ()
    assert plain_language("Kort. " + "ord " * 21 + ".").long_sentences == (("ord " * 21).strip(),)


@pytest.mark.parametrize(
    "text",
    ["Dockan och docka.", "Styrkan. Erforderlighet.", "beviljaskt", "Vi pratar om det i dag."],
)
def test_words_that_only_begin_alike_are_left_alone(text):
    assert plain_language(text).stiff == ()


def test_every_word_of_the_list_is_found_with_its_place_and_its_advice():
    assert len(_PLAINER) >= 60
    assert len(PLAINER) == sum(len(forms.split("|")) for forms, _ in _PLAINER), (
        "a form stands twice"
    )
    for form, plainer in PLAINER.items():
        text = f"Hej, {form.capitalize()}!"
        (found,) = plain_language(text).stiff
        assert (text[found.start : found.end], found.plainer) == (form.capitalize(), plainer)


def test_no_advice_is_itself_a_word_of_the_offices():
    for plainer in PLAINER.values():
        assert plain_language(plainer).stiff == (), plainer


def test_every_level_has_its_texts():
    assert set(LEVELS) == set(LEVEL_ADVICE) == set(Level)


@given(some.text())
def test_any_text_can_be_measured(text):
    read = plain_language(text)
    assert read.words >= read.sentences >= (read.words > 0)
    assert all(text[each.start : each.end] == each.word for each in read.stiff)
    assert all(re.search(r"\w", each) for each in read.long_sentences)
