"""Translations are untrusted input: a broken catalog never breaks a page."""

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from portal.i18n import folding
from portal.i18n.catalogs import read_catalog
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
