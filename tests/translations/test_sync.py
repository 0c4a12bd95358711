"""A sync changes the lines of what has changed in the source, and no other byte."""

import difflib

import pytest

from portal.config import ROOT
from portal.i18n.catalogs import catalog_path
from portal.i18n.languages import BY_TAG
from portal.i18n.po import parse
from portal.translations.canonical import bring_in_form
from portal.translations.editing import set_texts
from portal.translations.extraction import extract
from portal.translations.states import State, state_of
from portal.translations.sync import bring_in_step, read_document, synced
from tests.translations.catalogs import HEADER, source
from tests.translations.test_round_trips import gnu, through_polib, weblate

POLISH = BY_TAG["pl"]
SWEDISH = {(None, "Plan"): ("Planen",), (None, "Step"): ("Steget",), (None, "Day"): ("Dagen",)}
BY_HAND = """\
# Polski (pl), kept by hand
# Translators: Anna
msgid ""
msgstr ""
"Language: pl\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"X-Generator: Poedit 3.4\\n"

# reviewed: an 2026-10-01
#. sv: Planen
#: page.html
msgid "Plan"
msgstr "Plan"

#. sv: Steget
#: page.html
#, fuzzy
msgid "Step"
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


@pytest.fixture(scope="module")
def template():
    return extract(ROOT)["participant"]


def changed(before, now):
    lines = difflib.unified_diff(before.splitlines(), now.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[0] in "+-" and line[:3] not in ("+++", "---")]


def test_what_is_in_step_keeps_every_byte():
    assert after(BY_HAND, "Plan", "Step", "Day") == BY_HAND


def test_a_file_that_an_editor_has_written_its_own_way_comes_back_to_its_form():
    windows = "\ufeff" + BY_HAND.replace("\n", "\r\n")
    assert after(windows, "Plan", "Step", "Day") == BY_HAND
    other = BY_HAND.replace('msgstr "Plan"', 'msgstr ""\n"Pl"\n"\\x61n"')
    other = other.replace("#: page.html\n#, fuzzy\nmsgid ", "#, fuzzy\n#:   page.html\nmsgid   ")
    other = other.replace('"X-Gen', '"X-Poedit: 1\\n"\n"X-Gen').replace("\n\n", "\n\n\n")
    lines = other.splitlines(keepends=True)
    language = lines.index('"Language: pl\\n"\n')
    lines.insert(language + 3, lines.pop(language))
    assert after("".join(lines), "Plan", "Step", "Day") == BY_HAND.replace(
        '"X-Gen', '"X-Poedit: 1\\n"\n"X-Gen'
    )


@pytest.mark.parametrize("tool", [gnu, through_polib, weblate], ids=lambda tool: tool.__name__)
@pytest.mark.parametrize("tag", ["ar", "ti", "uk"])
def test_after_an_editor_the_difference_is_what_was_changed(tag, tool, template):
    language = BY_TAG[tag]
    kept = read_document(catalog_path(ROOT / "translations", BY_TAG["sv"], "participant"))
    swedish = {entry.key: entry.texts for entry in kept.messages()}
    data = catalog_path(ROOT / "translations", language, "participant").read_bytes()
    document = parse(data)
    entry = list(document.messages())[700]
    set_texts(document, entry, [f"{text} x" for text in entry.texts])
    again = parse(tool(document.encoded()))
    bring_in_step(again, template, swedish, language)
    fields = [line for line in changed(data.decode(), again.encoded().decode()) if "X-" not in line]
    assert len(fields) == 2 * len(entry.texts)


def test_what_is_not_utf_8_is_left_for_the_check_to_tell():
    data = 'msgid "a"\nmsgstr "é"\n'.encode("latin-1")
    document = parse(data)
    bring_in_form(document)
    assert document.encoded() == data


# A key that changes while the Swedish stays: what the source says now, and what Swedish was kept.
RENAMED = {(None, "The plan"): ("Planen",), (None, "Step"): ("Steget",), (None, "Day"): ("Dagen",)}


def test_a_translation_goes_with_the_swedish_when_the_key_changes():
    now = after(BY_HAND, "The plan", "Step", "Day", swedish=RENAMED)
    assert changed(BY_HAND, now) == [
        "+#. en before: Plan", '-msgid "Plan"', '+msgid "The plan"',
    ]  # fmt: skip
    one = parse(now.encode()).find((None, "The plan"))
    assert state_of(one, POLISH) is State.CHANGED
    looked_at = now.replace("#. en before: Plan\n", "")
    assert after(looked_at, "The plan", "Step", "Day", swedish=RENAMED) == looked_at


def test_it_also_comes_back_once_the_swedish_has_been_written():
    gone = after(BY_HAND, "The plan", "Step", "Day", swedish={})
    assert '#~ msgid "Plan"' in gone
    document = parse(gone.encode())
    kept = {(None, "Plan"): ("Planen",)}
    bring_in_step(document, source("The plan", "Step", "Day"), RENAMED, POLISH, kept)
    assert document.find((None, "The plan")).texts == ("Plan",)
    assert "#~ msgid \"Plan\"" not in document.encoded().decode()  # fmt: skip


@pytest.mark.parametrize(
    "swedish",
    [{**RENAMED, (None, "The plan"): ("Din plan",)}, {**RENAMED, (None, "The plan"): ("",)}],
)
def test_another_swedish_or_none_carries_nothing_over(swedish):
    now = parse(after(BY_HAND, "The plan", "Step", "Day", swedish=swedish).encode())
    assert now.find((None, "The plan")).texts == ("",)


def test_what_would_lose_a_value_is_not_carried_over():
    swedish = {(None, "Plan %(name)s"): ("Planen",)}
    now = parse(after(BY_HAND, "Plan %(name)s", "Step", "Day", swedish=swedish).encode())
    assert now.find((None, "Plan %(name)s")).texts == ("",)


def test_a_key_in_use_keeps_its_translation_beside_a_new_one_of_the_same_swedish():
    swedish = {**SWEDISH, (None, "Your plan"): ("Planen",)}
    now = parse(after(BY_HAND, "Plan", "Your plan", "Step", "Day", swedish=swedish).encode())
    assert now.find((None, "Plan")).texts == ("Plan",)
    assert now.find((None, "Your plan")).texts == ("",)


def test_every_catalog_of_ours_is_in_step():
    assert [path for path, content in synced(ROOT).items() if path.read_bytes() != content] == []


def test_moved_code_changes_nothing_and_another_file_one_line():
    assert after(BY_HAND, "Day", "Step", "Plan") == BY_HAND
    moved = after(BY_HAND, "Plan", "Step", "Day", Step="other.html")
    assert changed(BY_HAND, moved) == ["-#: page.html", "+#: other.html"]


def test_a_new_text_stands_behind_what_stands_before_it():
    new = after(BY_HAND, "Plan", ("One", "Many"), "Step", "Day")
    assert changed(BY_HAND, new) == [
        "+#: page.html", '+msgid "One"', '+msgid_plural "Many"', '+msgstr[0] ""', '+msgstr[1] ""',
        '+msgstr[2] ""', "+",
    ]  # fmt: skip
    assert new.index('msgid "Plan"') < new.index('msgid "One"') < new.index('msgid "Step"')
    first = after(BY_HAND, "New", "Plan", "Step", "Day")
    assert first.index("X-Generator") < first.index('"New"') < first.index("reviewed: an")


def test_a_gone_text_is_kept_as_obsolete_and_comes_back_as_it_was():
    gone = after(BY_HAND, "Plan", "Day")
    assert "#~ msgid \"Step\"\n#~ msgstr \"Krok\"\n" in gone  # fmt: skip
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


def test_a_note_that_an_editor_has_wrapped_is_one_line_again():
    long = {(None, "Plan"): ("En lång text " * 9,)}
    head = HEADER.format(tag="pl", plural=POLISH.plural_forms)
    rest = '#: page.html\nmsgid "Plan"\nmsgstr "Plan"\n'
    whole = f"{head}#. sv: {('En lång text ' * 9).strip()}\n{rest}"
    wrapped = f"{head}#. sv: {'En lång text ' * 5}\n#. {'En lång text ' * 4}\n{rest}"
    assert after(wrapped, "Plan", swedish=long) == whole == after(whole, "Plan", swedish=long)


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
