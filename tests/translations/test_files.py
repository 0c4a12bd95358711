"""What can be wrong with a file as such: its header, its encoding, its lines."""

from pathlib import Path

import pytest

from portal.translations.check import check_file, check_paths
from portal.translations.finding import Severity
from tests.translations.po_files import Case, entry, header

ONE = 'msgid "Help"\nmsgstr "Apua"\n'


def found_in(folder: Path, content: str | bytes, name: str = "fi.po"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [(each.line, each.rule) for each in check_file(path).findings]


def changed(old: str, new: str, tag: str = "fi") -> str:
    whole = header(tag)
    assert old in whole
    return whole.replace(old, new) + "\n" + ONE


def test_an_ordinary_file_is_right(tmp_path):
    assert found_in(tmp_path, header("fi") + "\n" + ONE) == []


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (changed("charset=UTF-8", "charset=ISO-8859-1"), (5, "header")),
        (changed("Language: fi", "Language: sv"), (3, "header")),
        (changed('"Language: fi\\n"\n', ""), (2, "header")),
        (changed("Language: fi", "Language: xx"), (3, "header")),
        (changed("n != 1", "n > 1"), (7, "header")),
        (changed("(n != 1);", "(n ! 1);"), (7, "header")),
        (changed('"MIME-Version', '"Language: fi\\n"\n"MIME-Version'), (4, "header")),
        (changed("Language: fi\\n", "Language: fi"), (3, "header")),
        (changed("nplurals=6", "nplurals=2", "ar").replace("Apua", "مساعدة"), (7, "header")),
        (changed("n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4", "n%100>=11 && n%100<=99 ? 3 : n%100>=3 && n%100<=10 ? 4", "ar").replace("Apua", "مساعدة"), (7, "header")),
        (ONE, (1, "header")),
        ("\ufeff" + header("fi") + "\n" + ONE, (1, "encoding")),
        ((header("fi") + "\n" + ONE).encode("utf-16"), (1, "encoding")),
        (header("fi").encode() + b'\nmsgid "Help"\nmsgstr "P\xe4\xe4sy"\n', (10, "encoding")),
        ((header("fi") + "\n" + ONE).replace('"Apua"\n', '"Apua"\r\n'), (10, "encoding")),
        (header("fi") + '\nmsgid "Help"\nmsgstr "Apua\n', (10, "syntax")),
        (header("fi") + '\nmsgid "Help"\nmsgstr "Ap\\qua"\n', (10, "syntax")),
        (header("fi") + '\nmsgid "Help"\nmsgstr "Ap"ua"\n', (10, "syntax")),
        (header("fi") + '\n# a note\nmsgid "Help"\n\nmsgid "You"\nmsgstr "Sinä"\n', (10, "syntax")),
        (header("fi") + "\n" + ONE + "\n" + ONE, (12, "duplicate")),
        (header("fi") + "\n" + ONE + '\n#~ msgid "Help"\n#~ msgstr "Tuki"\n', (12, "duplicate")),
        (header("fi") + '\nmsgid "Help"\nmsgstr "Apu\\\\n"\n', (10, "syntax")),
        ("", (1, "syntax")),
        (header("fi") + "\n" + ONE + '\n#~ msgid "Gone"\nmsgstr "Poissa"\n', (13, "syntax")),
        (b"\xde\x12\x04\x95\x00\x00\x00\x00", (1, "encoding")),
        (bytes(range(256)), (1, "encoding")),
        ((header("fi") + "\n" + ONE).replace("\n", "\r"), (1, "encoding")),
        (changed('"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n', ""), (2, "header")),
        (changed("nplurals=2; plural=(n != 1)", "nplurals=INTEGER; plural=EXPRESSION"), (7, "header")),
        (header("fi") + "\n" + ONE + '\n#~ msgid "Gone"\n#~ msgstr "Poissa"\n\n#~ msgid "Gone"\n#~ msgstr "Pois"\n', (15, "duplicate")),
        (changed("nplurals=2; plural=(n != 1)", "nplurals=INTEGER; plural=EXPRESSION") + '\nmsgid "%d day"\nmsgid_plural "%d days"\nmsgstr[0] "%d päivä"\nmsgstr[1] "%d päivää"\n', (7, "header")),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_found_at_its_line(tmp_path, content, where):
    found = found_in(tmp_path, content, "ar.po" if "Language: ar" in str(content) else "fi.po")
    assert where in found
    assert {line for line, _rule in found} == {where[0]}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("fi.po", (header("fi") + "\n" + ONE).replace("\n", "\r\n")),
        ("fi.po", header("fi") + "\n" + ONE + '\n#~ msgid "Gone"\n#~ msgstr "Poissa ٣ %(x)"\n'),
        ("fi.po", header("fi") + '\n#, fuzzy\n#| msgid "Helped"\nmsgid "Help"\nmsgstr "%(x)s"\n\n' + ONE.replace("Help", "You")),
        ("fi.po", header("fi") + '\nmsgid ""\n"Your plan "\n"is ready."\nmsgstr ""\n"Suunnitelmasi "\n"on valmis."\n'),
        ("messages.pot", header("fi").replace("Language: fi", "Language: ").replace("UTF-8", "CHARSET") + '\nmsgid "Help"\nmsgstr ""\n'),
        ("fi/LC_MESSAGES/x.po", header("fi").replace("Language: fi", "Language: fi_FI") + "\n" + ONE),
        ("app-fi.po", header("fi") + "\n" + ONE),
        ("pl.po", header("pl").replace("nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);", "nplurals=4; plural=(n==1 ? 0 : (n%10>=2 && n%10<=4) && (n%100<12 || n%100>14) ? 1 : n!=1 && (n%10>=0 && n%10<=1) || (n%10>=5 && n%10<=9) || (n%100>=12 && n%100<=14) ? 2 : 3);")),
        ("lv.po", header("fi").replace("Language: fi", "Language: lv").replace("nplurals=2; plural=(n != 1);", "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);") + '\nmsgid "Help"\nmsgstr "Palīdzība"\n'),
        ("sr_Latn.po", header("bs").replace("Language: bs", "Language: sr_Latn") + '\nmsgid "Help"\nmsgstr "Pomoć"\n'),
        ("sr.po", header("bs").replace("Language: bs", "Language: sr") + '\nmsgid "Help"\nmsgstr "Помоћ"\n'),
        ("oc.po", header("fi").replace("Language: fi", "Language: oc") + '\nmsgid "Help"\nmsgstr "Ajuda"\n'),
        ("rmn.po", header("fi").replace("Language: fi", "Language: rmn") + '\nmsgid "Help"\nmsgstr "Žutipe"\n'),
        ("prs.po", header("fa-AF").replace("Language: fa-AF", "Language: prs") + '\nmsgid "Help"\nmsgstr "کمک"\n'),
        ("pt_BR.po", header("fr").replace("Language: fr", "Language: pt_BR") + '\nmsgid "Help"\nmsgstr "Ajuda"\n'),
    ],
)  # fmt: skip
def test_files_of_other_people_are_right(tmp_path, name, content):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode())
    found = [each for each in check_file(path).findings if each.severity is not Severity.INFO]
    assert [(each.line, each.rule, each.wrong) for each in found] == []


def test_an_unsure_text_is_only_named(tmp_path):
    path = tmp_path / "fi.po"
    path.write_text(
        header("fi") + '\n#, fuzzy\nmsgid "Help"\nmsgstr "Apua!"\n\n' + ONE.replace("Help", "Hello")
    )
    [finding] = check_file(path).findings
    assert (finding.rule, finding.severity) == ("unsure", Severity.INFO)


def test_a_folder_is_looked_through_and_one_without_catalogs_is_named(tmp_path):
    found_in(
        tmp_path,
        header("pl") + "\n" + entry(Case("", "pl", "Are you here?", "Czy tu jesteś.")),
        "pl/LC_MESSAGES/a.po",
    )
    found_in(tmp_path, header("fi") + "\n" + ONE, "fi/LC_MESSAGES/a.po")
    assert [(each.tag, len(each.findings)) for each in check_paths([tmp_path])] == [
        ("fi", 0),
        ("pl", 1),
    ]
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileNotFoundError):
        list(check_paths([tmp_path / "empty"]))
