"""The registry of languages, and how a reader's language is chosen."""

import pytest
from babel import Locale
from sqlalchemy import update

from portal.config import ROOT
from portal.i18n.catalogs import DOMAINS, catalog_path, read_catalog
from portal.i18n.choice import choose, choose_for_staff
from portal.i18n.languages import BY_TAG, LANGUAGES, OFFERED, Status, match, written_in
from portal.i18n.text import Translators
from portal.notices.models import Notice
from portal.people.demo import demo_id
from portal.people.models import Participant


def test_fourteen_languages_in_the_order_of_the_menu():
    assert [each.tag for each in LANGUAGES] == [
        "sv", "sv-simple", "ar", "en", "so", "fa-AF", "bs", "ti", "fa", "ku", "ps", "pl", "uk", "fi",
    ]  # fmt: skip
    assert OFFERED == LANGUAGES
    assert {each.tag for each in LANGUAGES if not each.preview} == {"sv", "sv-simple", "en"}


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.tag)
def test_every_language_has_its_catalog_and_its_direction(language):
    assert catalog_path(ROOT / "translations", language, DOMAINS[0]).exists()
    expected = Locale.parse(language.cldr).text_direction
    assert language.direction == expected
    assert (
        language.status is not Status.DRAFT
        or not read_catalog(ROOT / "translations", language).messages
    )


def test_a_language_without_texts_falls_back_along_its_chain(tmp_path):
    """Dari by way of Persian; English never: there the source is the text."""
    for tag, words in (("sv", {"Plan": "Planen", "Step": "Steg"}), ("fa", {"Plan": "برنامه"})):
        path = catalog_path(tmp_path, BY_TAG[tag], DOMAINS[0])
        path.parent.mkdir(parents=True)
        entries = [f'msgid "{source}"\nmsgstr "{text}"' for source, text in words.items()]
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"'
        path.write_text("\n\n".join([head, *entries]) + "\n")
    translators = Translators(tmp_path)
    said = {tag: translators[BY_TAG[tag]] for tag in ("fa-AF", "pl", "en")}
    assert [each.find(None, "Plan") for each in said.values()] == ["برنامه", "Planen", "Plan"]
    assert [each.find(None, "Step") for each in said.values()] == ["Steg", "Steg", "Step"]


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        (["ar-IQ", "en"], "ar"), (["prs"], "fa-AF"), (["so", "en-GB"], "so"), (["xx", "en-GB"], "en"), (["de"], "sv"), ([], "sv"),
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


def test_who_reads_a_language_that_is_no_longer_kept_is_not_shut_out(reader, do):
    """Nor are those who work with her: it is called by its tag, and what was written in it stands."""
    rim = demo_id("rim")

    def lose(db):
        db.execute(update(Participant).where(Participant.id == rim).values(language="xx"))
        db.execute(update(Notice).where(Notice.participant_id == rim).values(language="xx"))

    do(lose)
    mine, lena = reader("rim", None), reader("lena", "sv")
    assert mine.get("/").soup.html["lang"] == "sv"
    assert (written_in("xx").self_name, written_in("xx").direction) == ("xx", "auto")
    for path in ("/", "/plan", "/messages", "/me", "/me/export", "/me/sharing", "/words"):
        mine.get(path)
    person = f"/staff/participants/{rim}"
    assert "xx" in lena.get(person).texts(".pill")
    for path in ("/staff", "/staff/inbox", "/staff/board", f"{person}/sharing", f"{person}/letter"):
        lena.get(path)
    reader(None, "sv").get("/outbox")
