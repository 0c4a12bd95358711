"""The registry of languages, and how a reader's language is chosen."""

from gettext import c2py

import pytest
from babel import Locale

from portal.config import ROOT
from portal.i18n.catalogs import DOMAINS, catalog_path, plural_expression
from portal.i18n.choice import choose, choose_for_staff
from portal.i18n.languages import BY_TAG, LANGUAGES, OFFERED, Status, match
from portal.i18n.text import Translators


def test_fourteen_languages_in_the_order_of_the_menu():
    assert [each.tag for each in LANGUAGES] == [
        "sv", "sv-simple", "ar", "en", "so", "fa-AF", "bs", "ti", "fa", "ku", "ps", "pl", "uk", "fi",
    ]  # fmt: skip
    assert OFFERED == LANGUAGES
    public = [each.tag for each in LANGUAGES if each.status is Status.PUBLIC]
    assert public == ["sv", "sv-simple", "en"]  # the others want a named person first


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


def test_a_language_without_a_text_falls_back_along_its_chain(tmp_path):
    def say(tag: str, text: str) -> None:
        path = catalog_path(tmp_path, BY_TAG[tag], DOMAINS[0])
        path.parent.mkdir(parents=True)
        path.write_text(f'msgid "Your plan"\nmsgstr "{text}"\n')

    say("sv", "Din plan")
    assert Translators(tmp_path)[BY_TAG["fa-AF"]].find(None, "Your plan") == "Din plan"
    assert Translators(tmp_path)[BY_TAG["pl"]].find(None, "Your plan") == "Din plan"
    assert Translators(tmp_path)[BY_TAG["en"]].find(None, "Your plan") == "Your plan"
    say("fa", "برنامهٔ شما")
    assert Translators(tmp_path)[BY_TAG["fa-AF"]].find(None, "Your plan") == "برنامهٔ شما"


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        (["ar-IQ", "en"], "ar"), (["prs"], "fa-AF"), (["tlh", "en-GB"], "en"), (["de"], "sv"), ([], "sv"),
        (["sv-FI"], "sv"),
    ],
)  # fmt: skip
def test_the_browsers_language_is_matched(accepted, expected):
    assert choose(picked=None, profile=None, accepted=accepted).tag == expected


def test_what_was_picked_on_the_phone_comes_first_then_the_profile():
    assert choose(picked="en", profile="ar", accepted=["sv"]).tag == "en"
    assert choose(picked="xx", profile="ar", accepted=["sv"]).tag == "ar"
    assert choose(picked=None, profile="xx", accepted=["en"]).tag == "en"
    assert choose(picked="en-XA", profile=None, accepted=[]).tag == "sv"
    assert choose_for_staff(BY_TAG["ar"]).tag == "sv"
    assert choose_for_staff(BY_TAG["en"]).tag == "en"


def test_aliases_stand_for_their_language():
    assert match("prs").tag == "fa-AF"
    assert match("hr").tag == match("sr-Latn").tag == "bs"
    assert match("KMR").tag == "ku"
    assert match("xx") is None
