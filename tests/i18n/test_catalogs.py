"""Translations are untrusted input: a broken catalog never breaks a page."""

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from portal.i18n import folding
from portal.i18n.catalogs import number_of_forms, read_catalog
from portal.i18n.languages import BY_TAG, SWEDISH
from portal.i18n.text import Translators

SOURCE = "%(count)s of %(name)s"


def write(root: Path, text: str, language: str = "sv") -> None:
    path = root / BY_TAG[language].folder / "LC_MESSAGES" / "participant.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n{text}\n'
    )


@pytest.mark.parametrize(
    "broken",
    [
        "%(count)s av %(namn)s", "%(count)s av", "100 % av %(count)s %(name)s", "%(count)d av %(name)s x%",
        "%s av %(name)s", "%(count)s av %(name)s %(extra)s",
    ],
)  # fmt: skip
def test_an_entry_whose_placeholders_do_not_fit_is_left_out(tmp_path, broken, caplog):
    write(tmp_path, f'msgid "{SOURCE}"\nmsgstr "{broken}"')
    said = Translators(tmp_path)[SWEDISH].gettext(SOURCE, count=2, name="Rim")
    if broken.startswith("%(count)d"):
        assert said == "2 of Rim"
    assert said == "2 of Rim"
    assert "entry left out" in caplog.text


def test_a_file_that_does_not_parse_counts_as_empty(tmp_path, caplog):
    write(tmp_path, 'msgid "Plan"\nmsgstr Planen')
    assert not read_catalog(tmp_path, SWEDISH).messages
    assert "catalog fault" in caplog.text


def test_fuzzy_and_empty_entries_are_not_shown(tmp_path):
    write(tmp_path, '#, fuzzy\nmsgid "Plan"\nmsgstr "Gissning"\n\nmsgid "Step"\nmsgstr ""')
    translator = Translators(tmp_path)[SWEDISH]
    assert (translator.gettext("Plan"), translator.gettext("Step")) == ("Plan", "Step")


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('{{ _("Plan") }}', "1 &lt; 2 &amp; &#34;x&#34;"), ('<a title="{{ _("Plan") }}">', '<a title="1 &lt; 2 &amp; &#34;x&#34;">'),
        ('{{ _("Hi %(name)s", name="<i>") }}', "Hej &lt;i&gt; &amp;"),
        ('{{ ngettext("%(count)s day", "%(count)s days", 2) }}', "2 dagar"),
        ('{{ _("Step") }}', "Step"),
    ],
)  # fmt: skip
def test_a_translation_never_brings_markup_onto_a_page(tmp_path, template, expected):
    write(
        tmp_path,
        'msgid "Plan"\nmsgstr "1 < 2 & \\"x\\""\n\nmsgid "Hi %(name)s"\nmsgstr "Hej %(name)s &"\n\n'
        'msgid "Step"\nmsgstr "<b>Steg</b>"\n\n'
        'msgid "%(count)s day"\nmsgid_plural "%(count)s days"\n'
        'msgstr[0] "%(count)s dag"\nmsgstr[1] "%(count)s dagar"',
    )
    environment = Environment(loader=DictLoader({"page": template}), autoescape=True)
    folding.install(environment, Translators(tmp_path)[SWEDISH])
    assert environment.get_template("page").render().replace("&quot;", "&#34;") == expected


def test_constant_texts_are_translated_when_the_template_is_compiled(tmp_path):
    write(tmp_path, 'msgid "Plan"\nmsgstr "Planen"')
    environment = Environment(loader=DictLoader({"page": '{{ _("Plan") }}'}), autoescape=True)
    folding.install(environment, Translators(tmp_path)[SWEDISH])
    assert "Planen" in environment.compile('{{ _("Plan") }}', raw=True)
    assert "gettext" not in environment.compile('{{ _("Plan") }}', raw=True)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "cp1252"])
def test_a_file_in_another_encoding_is_told_in_one_line(tmp_path, encoding, caplog):
    entries = "\n\n".join(f'msgid "Plan {n}"\nmsgstr "Plån {n}"' for n in range(500))
    write(tmp_path, entries)
    before = read_catalog(tmp_path, SWEDISH)
    path = tmp_path / "sv" / "LC_MESSAGES" / "participant.po"
    path.write_bytes(path.read_text().encode(encoding))
    again = read_catalog(tmp_path, SWEDISH, before)
    assert again.messages == before.messages
    errors = [each for each in caplog.records if each.levelname == "ERROR"]
    assert len(errors) == 1
    assert "encoding" in errors[0].getMessage()


def test_five_hundred_broken_entries_are_told_in_one_line(tmp_path, caplog):
    entries = "\n\n".join(f'msgid "{n} %(name)s"\nmsgstr "{n} %(namn)s"' for n in range(500))
    write(tmp_path, entries)
    read_catalog(tmp_path, SWEDISH)
    assert [each.getMessage().split("participant.po")[1] for each in caplog.records] == [
        ":5: placeholders ['namn'] where the source has ['name'] (and 499 more)"
    ]


COUNTED = 'msgid "%(count)s message"\nmsgid_plural "%(count)s messages"\n'


@pytest.mark.parametrize(
    ("tag", "form", "shown"),
    [
        ("uk", 0, False),  # 1, 21, 101
        ("bs", 0, False), ("pl", 0, True), ("pl", 1, False), ("fa", 0, False),  # 0 and 1
        ("ar", 0, True), ("ar", 1, True), ("ar", 2, True), ("ar", 3, False), ("ar", 5, False),
        ("sv", 0, True), ("sv", 1, False), ("ti", 0, False), ("fi", 0, True), ("en", 1, False),
    ],
)  # fmt: skip
def test_only_a_form_for_one_number_leaves_the_number_out(tmp_path, tag, form, shown):
    language = BY_TAG[tag]
    texts = ["%(count)s x"] * number_of_forms(language)
    texts[form] = "x"
    lines = "\n".join(f'msgstr[{number}] "{text}"' for number, text in enumerate(texts))
    write(tmp_path, COUNTED + lines, tag)
    assert bool(read_catalog(tmp_path, language).messages) is shown


def test_a_text_longer_than_a_page_is_left_out_at_once(tmp_path, caplog):
    write(tmp_path, 'msgid "Plan"\nmsgstr "' + "p" * 1_000_000 + '"')
    assert not read_catalog(tmp_path, SWEDISH).messages
    assert "1000000 letters where at most 10000 are read" in caplog.text
