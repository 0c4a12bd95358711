"""PO files are read however broken they are, and written back as they were."""

import pytest

from portal.config import ROOT
from portal.i18n.po import escaped, parse, unescaped

CATALOGS = sorted((ROOT / "translations").rglob("*.po"))
STRANGE = """\ufeff# A comment of ours
#
msgid ""
msgstr "Language: pl\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : 1);\\n"


# alone

#. a note
#:   templates/a.html   templates/b.html
#, fuzzy , python-format
#| msgid "before"
msgctxt "button"
msgid   "Send "
  "it"

msgstr ""
"Wyślij\\n"

"to"
msgid "glued"
msgstr "a \\"b\\" \\\\ \\t"
msgid "%(count)s day"
msgid_plural "%(count)s days"
msgstr[0] "a"
msgstr[1] "b"
msgstr[2] "c"

#~ # kept
#~ msgctxt "x"
#~ msgid "gone"
#~ msgstr "odeszło"
#~| msgid "older"
"""


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parts[-3] + "/" + path.stem)
def test_every_catalog_is_written_back_byte_for_byte(path):
    data = path.read_bytes()
    document = parse(data)
    assert (document.encoded(), document.faults) == (data, [])
    assert len(list(document.messages())) > 500


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_hand_formatting_is_read_and_kept(newline):
    data = STRANGE.replace("\n", newline).encode()
    document = parse(data)
    assert document.encoded() == data
    sent, glued, days = document.messages()
    assert (sent.key, sent.texts) == (("button", "Send it"), ("Wyślij\nto",))
    assert (sent.flags, sent.notes) == (("fuzzy", "python-format"), ("a note",))
    assert sent.places == ("templates/a.html", "templates/b.html")
    assert data.decode().split(newline)[sent.line_of() - 1] == 'msgstr ""'
    assert glued.texts == ('a "b" \\ \t',)
    assert (days.ids, days.texts) == (("%(count)s day", "%(count)s days"), ("a", "b", "c"))
    assert [each.texts for each in document.entries if each.obsolete] == [("odeszło",)]
    assert document.header["Language"] == "pl"
    assert [fault.code for fault in document.faults] == ["bom"]


@pytest.mark.parametrize(
    ("broken", "line", "code"),
    [
        ('msgid "a"\nmsgstr b"', 2, "quotes"), ('msgid "a"\nmsgstr "b', 2, "quotes"),
        ('msgid "a"\nmsgstr "b"c"', 2, "quotes"), ('msgid "a"\nmsgstr "b"\nc', 3, "stray"),
        ('msgid "a"\nmsgstr "\\q"', 2, "escape"), ('msgid "a"\n\nmsgid "b"\nmsgstr "c"', 1, "no msgstr"),
        ('msgstr "c"', 1, "no msgid"), ('msgid "a"\nmsgstr "b"\nmsgstr "c"', 3, "twice"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr "c"', 3, "plural numbers"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[2] "d"', 3, "plural numbers"),
        ('msgid "a"\nmsgstr[0] "c"', 2, "plural without msgid_plural"),
    ],
)  # fmt: skip
def test_a_fault_has_its_line_and_harms_no_other_entry(broken, line, code):
    document = parse(f'{broken}\n\nmsgid "whole"\nmsgstr "hel"\n'.encode())
    assert (line, code) in [(each.line, each.code) for each in document.faults]
    whole = document.find((None, "whole"))
    assert (whole.texts, whole.faults) == (("hel",), ())
    assert not any(each.key[1] == "a" and not each.faults for each in document.messages())


def test_bytes_that_are_no_letters_are_kept_and_told_of():
    data = 'msgid "a"\nmsgstr "b\xe5"\n\nmsgid "whole"\nmsgstr "hel"\n'.encode("latin-1")
    document = parse(data)
    assert document.encoded() == data
    assert [(each.line, each.code) for each in document.faults] == [(2, "encoding")]
    assert "encoding" in [each.code for each in parse("msgid".encode("utf-16")).faults]


@pytest.mark.parametrize("text", ['a "b"', "\\n is not \n", "tab\tand\rreturn", "ö ገ ع"])
def test_what_is_escaped_comes_back(text):
    assert unescaped(escaped(text)) == text


def test_octal_and_hexadecimal_are_read():
    assert unescaped("\\x41\\102\\a") == "AB\a"


def test_rubbish_never_raises():
    for rubbish in (
        b"",
        b"\0" * 50,
        bytes(range(256)),
        b'"',
        b"msgid",
        b"msgstr[9999999]",
        b"#~",
        b"#,",
    ):
        assert parse(rubbish).encoded() == rubbish
