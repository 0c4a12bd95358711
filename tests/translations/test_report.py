"""The command: what it prints, how it ends, and what it puts right."""

import ast
import json
import re
import time

import pytest
from click.testing import CliRunner

from portal.cli.main import portal
from portal.config import ROOT
from portal.i18n.languages import BY_TAG, LANGUAGES
from portal.i18n.po import parse
from portal.translations.check import check_own, findings_of_entry
from portal.translations.checks.accepted import RULES
from portal.translations.checks.glossary import terms, words
from portal.translations.checks.plurals import numbers_of
from portal.translations.checks.swedish import SWEDISH
from portal.translations.checks.target import of_tag
from tests.translations.po_files import Case, entry, header

WRONG = Case(
    "",
    "uk",
    ("%(count)s letter", "%(count)s letters"),
    ("лист", "%(count)s листи", "%(count)s листів"),
)


@pytest.fixture
def wrong(tmp_path):
    path = tmp_path / "uk.po"
    path.write_text(header("uk") + "\n" + entry(WRONG))
    return path


def run(*arguments):
    return CliRunner().invoke(portal, ["translations", "check", *map(str, arguments)])


def test_a_finding_says_where_what_and_how(wrong):
    result = run(wrong)
    assert result.exit_code == 1
    assert result.output == (
        f'{wrong}:12: error [plurals] "%(count)s letter"\n'
        "  form 0 has no %(count)s\n"
        "  shows on: templates/plan/step.html\n"
        "  form 0 is used for 1, 21, 31, 41 …, so the number must be there\n"
        "  write for example: %(count)s лист\n"
        "\n"
        "uk (uk.po): 1 of 1 translated, 0 unsure, 1 errors, 0 warnings\n"
    )


def test_the_same_for_programs(wrong):
    answer = json.loads(run(wrong, "--format", "json").output)
    [finding] = answer["findings"]
    assert (finding["line"], finding["rule"], finding["severity"]) == (12, "plurals", "error")
    assert answer["files"][0]["language"] == "uk"
    line = run(wrong, "--format", "github").output
    assert line.startswith(f"::error file={wrong},line=12,title=plurals::%25(count)s letter%0A")


def test_the_report_speaks_swedish(wrong):
    said = run(wrong, "--lang", "sv").output
    assert "form 0 saknar %(count)s" in said
    assert "form 0 används för 1, 21, 31, 41 …" in said


def test_warnings_alone_end_well_unless_asked(tmp_path):
    path = tmp_path / "fi.po"
    case = Case(
        "",
        "fi",
        "Your contact is ill.",
        "Ystäväsi on sairaana.",
        swedish="Din kontaktperson är sjuk.",
    )
    path.write_text(header("fi") + "\n" + entry(case))
    assert run(path).exit_code == 0
    assert run(path, "--strict").exit_code == 1


def test_what_cannot_be_read_ends_with_two_and_one_line(tmp_path):
    for path in (tmp_path / "none.po", tmp_path):
        result = run(path)
        assert result.exit_code == 2
        assert len(result.output.splitlines()) == 1
        assert str(path) in result.output


def test_fix_puts_right_what_is_safe_and_leaves_the_rest(tmp_path):
    path = tmp_path / "fa.po"
    cases = (
        Case("", "fa", "Your help", " كمك\u200b شما "), Case("", "fa", "Your team", "تيم شما %s"),
        Case("", "fa", "Your plan", "برنامهٔ شما"),
    )  # fmt: skip
    path.write_text(header("fa") + "\n" + "\n".join(map(entry, cases)))
    before = path.read_text().splitlines()
    result = run(path, "--fix")
    assert result.exit_code == 1  # %s is still there
    after = path.read_text().splitlines()
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert [b for _a, b in changed] == ['msgstr "کمک شما"', 'msgstr "تیم شما %s"']


def test_the_workshop_asks_for_one_entry():
    case = Case("", "uk", WRONG.ids, WRONG.texts)
    [one] = parse(entry(case).encode()).entries
    assert [each.rule for each in findings_of_entry(one, BY_TAG["uk"])] == ["plurals"]
    [one] = parse(entry(Case("", "fi", "Call.", "Soita.")).encode()).entries
    found = findings_of_entry(one, BY_TAG["fi"], swedish=("Ring Malmö stad.",))
    assert [each.rule for each in found] == ["names"]


def test_the_numbers_a_form_serves_read_as_a_person_writes_them():
    arabic = of_tag("ar").serves
    assert [numbers_of(each) for each in arabic] == [
        "0", "1", "2", "3-10, 103 …", "11-99, 111 …", "100, 101, 102, 200 …",
    ]  # fmt: skip


def test_every_language_has_every_word_of_the_glossary():
    every = {term.term for term in terms()}
    for language in LANGUAGES:
        if language.tag not in ("sv", "sv-simple", "en"):
            own = words(language.folder)
            assert own.keys() == every, language.tag
            assert all(word.stems and all(word.stems) for word in own.values()), language.tag


def test_rules_are_named_once():
    assert len(RULES) == len(set(RULES))


def test_a_thousand_messages_take_less_than_a_second():
    begun = time.process_time()
    looked_at = sum(each.messages for each in check_own(ROOT, source=False))
    assert (time.process_time() - begun) / looked_at * 1000 < 1


def test_every_text_of_the_report_is_said_in_swedish():
    spoken = {
        node.args[0].value
        for path in [*(ROOT / "portal" / "translate").rglob("*.py")]
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "said" and isinstance(node.args[0], ast.Constant)
    }  # fmt: skip
    assert spoken - SWEDISH.keys() == set()
    assert all(re.findall(r"{\w+}", text) == [] or set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", said)) for text, said in SWEDISH.items())  # fmt: skip
