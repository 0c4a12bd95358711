"""Days, clocks, lists, numbers and counts in every language, against tables that a person can read."""

import re
from gettext import c2py

import pytest
from babel import Locale

from portal.i18n.catalogs import plural_expression
from portal.i18n.languages import LANGUAGES
from tests.i18n.golden import expected, table

EVERY = pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.tag)
# 12-hour clocks of the scripts we write, and what Babel says where it has no word: "+2 d".
FOREIGN = re.compile(
    r"\b[AaPp]\.?[Mm]\b|\b[gmGM][ndND]\b|[+-]\d|(?<!\w)[صم](?!\w)|ق\.ظ|ب\.ظ|غ\.م|ቅ\.|ድ\.ቀ"
)


@EVERY
def test_every_situation_reads_as_in_the_golden_table(language):
    said, right = table(language), expected(language)
    assert said.keys() == right.keys()
    wrong = {
        (situation, given): (said[situation].get(given), right[situation].get(given))
        for situation in right
        for given in {**right[situation], **said[situation]}
        if said[situation].get(given) != right[situation].get(given)
    }
    assert wrong == {}


@EVERY
def test_a_golden_table_has_digits_0_to_9_and_the_24_hour_clock(language):
    """Of what is on file, so that a table is not made right by writing down what is wrong."""
    for situation, rows in expected(language).items():
        for text in rows.values():
            assert all(letter in "0123456789" for letter in text if letter.isdigit()), text
            assert not FOREIGN.search(text), (situation, text)
    tables = expected(language)
    assert list(tables["clock"].values()) == ["01:00", "08:05", "14:30", "23:59"]
    assert all(
        re.search(r"14:30\D+15:15", text) for text in list(tables["time range"].values())[1:]
    )
    assert tables["number"]["1234"] == "1\u00a0234"
    later = [text for given, text in tables["relative day"].items() if given[1:] not in "012"]
    assert all(re.search(r"\d", text) for text in later)


# CLDR has a form more where only fractions take it (uk, pl, bs: "other"); no whole number does, so
# there is no exception among these. Round millions are a form of their own in languages to come.
NUMBERS = (*range(1101), 1_000_000, 2_000_000)


@EVERY
def test_plural_rule_separates_the_numbers_that_cldr_separates(language):
    """Each form of ours serves one category of CLDR's among whole numbers, and the other way round."""
    rule, cldr = c2py(plural_expression(language)), Locale.parse(language.cldr).plural_form
    forms = {(rule(number), cldr(number)) for number in NUMBERS}
    ours, theirs = ({form[side] for form in forms} for side in (0, 1))
    assert len(forms) == len(ours) == len(theirs), forms
    assert ours == set(range(int(re.search(r"nplurals=(\d)", language.plural_forms)[1])))
