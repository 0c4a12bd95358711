"""A sync changes the lines of what has changed in the source, and no other byte."""

import difflib

import pytest

from portal.config import ROOT
from portal.i18n.languages import BY_TAG
from portal.i18n.po import parse
from portal.translations.sync import bring_in_step, synced
from tests.translations.catalogs import HEADER, source

POLISH = BY_TAG["pl"]
SWEDISH = {(None, "Plan"): ("Planen",), (None, "Step"): ("Steget",), (None, "Day"): ("Dagen",)}
BY_HAND = """\
# Polski (pl), kept by hand
# Translators: Anna
msgid ""
msgstr ""
"Language: pl\\n"
"X-Generator: Poedit 3.4\\n"
"Content-Type: text/plain; charset=utf-8\\n"

# reviewed: an 2026-10-01
#. sv: Planen
#: page.html
msgid "Plan"
msgstr ""
"Pl"
"an"


#. sv: Steget
#:   page.html
#, fuzzy
msgid   "Step"
msgstr "Krok"

#. sv: Dagen
#: page.html
msgid "Day"
msgstr ""

#~ msgid "Year"
#~ msgstr "Rok"
"""


def after(text, *texts, swedish=SWEDISH, **places):
    document = parse(text.encode())
    bring_in_step(document, source(*texts, places=places), swedish, POLISH)
    found = document.encoded().decode()
    again = parse(found.encode())
    bring_in_step(again, source(*texts, places=places), swedish, POLISH)
    assert again.encoded().decode() == found  # a second run changes nothing
    return found


def changed(before, now):
    lines = difflib.unified_diff(before.splitlines(), now.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---")]


def test_what_is_in_step_keeps_every_byte():
    assert after(BY_HAND, "Plan", "Step", "Day") == BY_HAND
    windows = BY_HAND.replace("\n", "\r\n")
    assert after(windows, "Plan", "Step", "Day") == windows


def test_every_catalog_of_ours_is_in_step():
    assert [path for path, content in synced(ROOT).items() if path.read_bytes() != content] == []


def test_moved_code_changes_nothing_and_another_file_one_line():
    assert after(BY_HAND, "Day", "Step", "Plan") == BY_HAND
    moved = after(BY_HAND, "Plan", "Step", "Day", Step="other.html")
    assert changed(BY_HAND, moved) == ["-#:   page.html", "+#: other.html"]


def test_a_new_text_stands_behind_what_stands_before_it():
    new = after(BY_HAND, "Plan", ("One", "Many"), "Step", "Day")
    assert changed(BY_HAND, new) == [
        "+#: page.html", '+msgid "One"', '+msgid_plural "Many"', '+msgstr[0] ""', '+msgstr[1] ""',
        '+msgstr[2] ""', "+",
    ]  # fmt: skip
    assert new.index('msgid "Plan"') < new.index('msgid "One"') < new.index('msgid   "Step"')
    first = after(BY_HAND, "New", "Plan", "Step", "Day")
    assert first.index("X-Generator") < first.index('"New"') < first.index("reviewed: an")


def test_a_gone_text_is_kept_as_obsolete_and_comes_back_as_it_was():
    gone = after(BY_HAND, "Plan", "Day")
    assert "#~ msgid   \"Step\"\n#~ msgstr \"Krok\"\n" in gone  # fmt: skip
    assert "#, fuzzy" in gone[gone.index("Rok") :]
    back = after(gone, "Plan", "Step", "Day")
    step = parse(back.encode()).find((None, "Step"))
    assert (step.texts, step.unsure, step.notes) == (("Krok",), True, ("sv: Steget",))
    assert "Year" in back
    assert "Day" not in after(BY_HAND, "Plan", "Step")  # it said nothing


def test_nothing_is_guessed_from_a_text_that_is_alike():
    alike = parse(after(BY_HAND, "Plans", "Step", "Day").encode())
    assert alike.find((None, "Plans")).texts == ("",)


def test_swedish_that_has_changed_is_shown_beside_and_withdraws_nothing():
    other = {**SWEDISH, (None, "Plan"): ("Din plan",), (None, "Day"): ("Dag",)}
    now = after(BY_HAND, "Plan", "Step", "Day", swedish=other)
    assert changed(BY_HAND, now) == [
        "-#. sv: Planen", "+#. sv: Din plan", "+#. sv before: Planen", "-#. sv: Dagen", "+#. sv: Dag",
    ]  # fmt: skip
    assert parse(now.encode()).find((None, "Plan")).texts == ("Plan",)
    third = {**other, (None, "Plan"): ("Vår plan",)}
    assert "#. sv before: Planen\n" in after(now, "Plan", "Step", "Day", swedish=third)
    assert after(now, "Plan", "Step", "Day") == BY_HAND.replace("Dagen", "Dagen")  # changed back
    confirmed = now.replace("#. sv before: Planen\n", "")
    assert after(confirmed, "Plan", "Step", "Day", swedish=other) == confirmed


def test_a_note_that_an_editor_has_wrapped_is_left_alone():
    long = {(None, "Plan"): ("En lång text " * 9,)}
    wrapped = HEADER.format(tag="pl", plural=POLISH.plural_forms) + (
        "#. sv: " + "En lång text " * 5 + "\n#. " + "En lång text " * 4 + "\n#: page.html\n"
        'msgid "Plan"\nmsgstr "Plan"\n'
    )
    assert after(wrapped, "Plan", swedish=long) == wrapped


@pytest.mark.parametrize("text", ["", 'msgid "Plan"\nmsgstr "Plan"'])
def test_a_file_without_a_header_gets_one(text):
    made = parse(after(text, "Plan", "Step").encode())
    assert made.header["Plural-Forms"] == POLISH.plural_forms
    assert [each.key[1] for each in made.messages()] == ["Plan", "Step"]
    assert not made.faults


def test_what_begins_to_count_is_written_anew():
    now = parse(after(BY_HAND, ("Plan", "Plans"), "Step", "Day").encode())
    assert now.find((None, "Plan")).texts == ("", "", "")
    assert [each.texts for each in now.entries if each.obsolete and each.ids[0] == "Plan"] == [
        ("Plan",)
    ]
