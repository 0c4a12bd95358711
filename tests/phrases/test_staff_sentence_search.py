"""Sentences are found by any of their words, as staff type them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.i18n.catalogs import Catalog
from portal.i18n.languages import SWEDISH
from portal.i18n.text import Translator
from portal.phrases.sentences import SENTENCES, Group
from portal.phrases.staff_sentence_groups import GROUP_NAMES
from portal.phrases.staff_sentence_search import (
    SYNONYMS,
    SentenceSearch,
    _words,
    search_in,
)
from tests.phrases.test_catalogue import TRANSLATORS

SWEDISH_TEXTS = TRANSLATORS[SWEDISH]
SEARCH = search_in(SWEDISH_TEXTS)
ALL = list(SENTENCES.values())


def codes(query: str) -> list[str]:
    return [each.code for each in SEARCH.find(query)]


def text_of(code: str) -> str:
    return SWEDISH_TEXTS.say(SENTENCES[code].text)


@pytest.mark.parametrize("sentence", ALL, ids=lambda each: each.code)
def test_every_sentence_is_found_by_each_of_its_words_and_by_all(sentence):
    words = _words(re.sub(r"%\(\w+\)s", " ", text_of(sentence.code)))
    assert words
    for word in words:
        for typed in (word, word.upper(), word[:3], f" {word} "):
            assert sentence.code in codes(typed)
    assert sentence.code in codes(" ".join(words[:8]))


@pytest.mark.parametrize("query", ["", "   ", "?!", "\n"])
def test_an_empty_query_gives_all_in_the_order_of_the_groups(query):
    assert SEARCH.find(query) == tuple(ALL)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("forsorj", "S021"), ("ursakt", "S042"), ("svar", "S038"), ("tolk bok", "S026"), ("grattis", "S050"), ("krya", "S054"),
        ("1177", "S058"), ("sfi", "S052"), ("e-legitimation", "S072"), ("koder", "S071"), ("din tur", "S031"),
    ],
)  # fmt: skip
def test_the_best_comes_first(query, code):
    assert codes(query)[0] == code


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("legitmation", "S010"), ("lgeitimation", "S010"), ("legittimation", "S010"), ("legitemation", "S010"),
        ("tollk", "S026"), ("forsakringsk", "S020"), ("försäkrngskassan", "S020"), ("interpretr", None),
        ("praktkplats", "S044"), ("kontakrperson", "S065"), ("ipraktik", "S044"),
    ],
)  # fmt: skip
def test_one_wrong_letter_is_forgiven_where_nothing_else_fits(query, code):
    assert (code in codes(query)) if code else not codes(query)


def test_a_word_that_fits_is_not_taken_as_misspelt():
    assert "S014" in codes("tack")
    assert not any(text_of(each).startswith("Ta ") for each in codes("tack"))
    assert codes("koder") == ["S071"]
    assert codes("xyz") == codes("qqqqqqq") == codes("tolk qqqqqqq") == []


@pytest.mark.parametrize(
    ("query", "group"),
    [
        ("bankid", Group.E_ID), ("ekonomi", Group.MONEY), ("jobb", Group.WORK), ("bokning", Group.TIMES),
        ("utbildning", Group.STUDIES), ("löften", Group.WAITING), ("telefonsamtal", Group.PHONE), ("neutrala", Group.HEALTH),
    ],
)  # fmt: skip
def test_names_of_groups_and_synonyms_lead_to_the_whole_group(query, group):
    assert {each.code for each in ALL if each.group is group} <= set(codes(query))


def test_every_group_is_found_by_its_name_and_its_synonyms():
    assert set(SYNONYMS) == set(Group)
    for group in Group:
        own = {each.code for each in ALL if each.group is group}
        for word in [*SYNONYMS[group].split(), SWEDISH_TEXTS.say(GROUP_NAMES[group])]:
            assert own <= set(codes(word)), (group, word)


def test_choices_and_agencies_lead_to_the_sentences_they_stand_in():
    assert {"S010", "S013", "S014"} == set(codes("hyresavi"))
    assert "S026" in codes("somaliska")
    assert {"S020", "S033", "S039", "S059", "S060", "S061"} <= set(codes("vårdcentralen"))


def made(**texts: str) -> SentenceSearch:
    """A search where some sentences say something else, and all others nothing to the point."""
    messages = {
        (each.text.context, each.text.text): (texts.get(each.code, "Zzz."),) for each in ALL
    }
    return SentenceSearch(Translator(SWEDISH, (Catalog(SWEDISH, messages),)))


def test_letters_without_dots_find_those_with_but_not_the_other_way():
    search = made(S040="Vi ändrar.", S050="Det andra.", S060="Ändra.", S070="Andraklass.")
    assert [each.code for each in search.find("andra")] == ["S050", "S070", "S040", "S060"]
    assert [each.code for each in search.find("ändra")] == ["S060", "S040"]
    assert [each.code for each in search.find("ÄNDRA")] == ["S060", "S040"]
    assert [each.code for each in search.find("a\u0308ndra")] == ["S060", "S040"]


def test_whole_words_come_before_beginnings_and_the_text_before_what_stands_beside():
    search = made(S040="Bankkort.", S060="Bank.", S073="Annat.")
    assert [each.code for each in search.find("bank")][:2] == ["S060", "S040"]
    assert {"S072", "S073"} <= {each.code for each in search.find("bank")[2:]}


def test_all_words_have_to_fit():
    search = made(S040="Tolken ringer.", S050="Tolken kommer.", S060="Bussen kommer.")
    assert [each.code for each in search.find("komm tolk")] == ["S050"]


def test_a_search_belongs_to_its_catalog():
    assert search_in(SWEDISH_TEXTS) is SEARCH
    other = Translator(SWEDISH, ())
    assert search_in(other) is not SEARCH


@given(some.text(max_size=200))
def test_any_query_is_answered_with_some_of_the_sentences_each_once(query):
    found = codes(query)
    assert len(set(found)) == len(found)
    assert set(found) <= set(SENTENCES)
