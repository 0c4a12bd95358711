"""The registry of languages, and how a reader's language is chosen."""

from gettext import c2py

import pytest
from babel import Locale

from portal.config import ROOT
from portal.i18n.catalogs import DOMAINS, catalog_path, plural_expression, read_catalog
from portal.i18n.choice import choose, choose_for_staff
from portal.i18n.languages import BY_TAG, LANGUAGES, OFFERED, Status, match
from portal.i18n.text import Translators


def test_fourteen_languages_in_the_order_of_the_menu():
    assert [each.tag for each in LANGUAGES] == [
        "sv", "sv-simple", "ar", "en", "so", "fa-AF", "bs", "ti", "fa", "ku", "ps", "pl", "uk", "fi",
    ]  # fmt: skip
    assert [each.tag for each in OFFERED] == ["sv", "sv-simple", "ar", "en"]
    assert BY_TAG["ar"].status is Status.PREVIEW


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.tag)
def test_plural_rule_separates_the_numbers_cldr_separates(language):
    rule = c2py(plural_expression(language))
    cldr = Locale.parse(language.cldr).plural_form
    numbers = range(1100)
    forms = {(rule(number), cldr(number)) for number in numbers}
    # Each form of ours serves one CLDR category among whole numbers, and the other way round.
    assert (
        len({ours for ours, _theirs in forms})
        == len(forms)
        == len({theirs for _ours, theirs in forms})
    )


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.tag)
def test_every_language_has_its_catalog_and_its_direction(language):
    assert catalog_path(ROOT / "translations", language, DOMAINS[0]).exists()
    expected = Locale.parse(language.cldr).text_direction
    assert language.direction == expected
    assert (
        language.status is not Status.DRAFT
        or not read_catalog(ROOT / "translations", language).messages
    )


def test_a_language_without_texts_falls_back_along_its_chain():
    translators = Translators(ROOT / "translations")
    assert translators[BY_TAG["fa-AF"]].find(None, "Your plan") == "Din plan"
    assert translators[BY_TAG["pl"]].find("relative day", "Today") == "I dag"
    assert translators[BY_TAG["en"]].find(None, "Your plan") == "Your plan"


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        (["ar-IQ", "en"], "ar"), (["prs"], "sv"), (["so", "en-GB"], "en"), (["de"], "sv"), ([], "sv"),
        (["sv-FI"], "sv"),
    ],
)  # fmt: skip
def test_the_browsers_language_is_matched(accepted, expected):
    assert choose(picked=None, profile=None, accepted=accepted).tag == expected


def test_what_was_picked_on_the_phone_comes_first_then_the_profile():
    assert choose(picked="en", profile="ar", accepted=["sv"]).tag == "en"
    assert choose(picked="so", profile="ar", accepted=["sv"]).tag == "ar"
    assert choose(picked=None, profile="so", accepted=["en"]).tag == "en"
    assert choose(picked="en-XA", profile=None, accepted=[]).tag == "sv"
    assert choose_for_staff(BY_TAG["ar"]).tag == "sv"
    assert choose_for_staff(BY_TAG["en"]).tag == "en"


def test_aliases_stand_for_their_language():
    assert match("prs").tag == "fa-AF"
    assert match("hr").tag == match("sr-Latn").tag == "bs"
    assert match("KMR").tag == "ku"
    assert match("xx") is None
