"""Names, places, telephone numbers, times and numbers keep their own direction, in every template.

In a language that runs right to left "14:30" beside a Swedish name changes places with it unless it
is isolated. So such a value goes through `|bdi` or `|phone`, or is alone in an element of `<bdi>`.
"""

import re

import pytest

from portal.config import ROOT

TEMPLATES = ROOT / "templates"
OUTPUT = re.compile(r"\{\{-?(.*?)-?\}\}", re.DOTALL)
TITLE = re.compile(
    r"\{% block title %\}.*?\{% endblock", re.DOTALL
)  # plain text, which has no markup
CONTROL = re.compile(r"\{#.*?#\}|\{%.*?%\}", re.DOTALL)
# What is named like this is written in letters or digits of its own, whatever the reader's language.
VALUE = re.compile(
    r"formats\.(?:clock|numeric_day|number)\((?:[^()]|\([^()]*\))*\)"
    r"|(?<![\w.])(?:\w+\.)+(?:name|\w+_name|place|phone|number|sender|device)\b(?![(\[.])"
)
# Fields of forms draw themselves, phrases are in the reader's language, and so is its own name.
OTHERS = re.compile(r"form\.|(?:posting|payment|parameter)\.name|row\.number|\w+\.self_name")
ISOLATED = re.compile(r"\s*\|\s*(?:bdi|phone)\b")
ALONE = re.compile(r"<(?:bdi|span)(?=[^<>]*dir=|(?<=bdi))[^<>]*>\(?$")
CONDITION = re.compile(r"\bif\b.*?(?=\belse\b|$)", re.DOTALL)
IN_BRACKETS = re.compile(r"(?<!\w)\([^()]*(?:\([^()]*\)[^()]*)*\)\s*\|\s*bdi\b")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: " " * len(found[0]), text)


def loose(template: str) -> list[str]:
    """Every such value of a template that stands in a text unprotected."""
    text = blank(CONTROL, blank(TITLE, template))
    found = []
    for output in OUTPUT.finditer(text):
        before = text[: output.start()]
        plain = OUTPUT.sub("", before)
        if plain.rfind("<") > plain.rfind(">"):  # inside a tag: an attribute, which has no markup
            continue
        if ALONE.search(before.rstrip()) and text[output.end() :].lstrip(" )").startswith("</"):
            continue
        code = blank(IN_BRACKETS, blank(CONDITION, blank(QUOTED, output[1])))
        found += [
            value[0]
            for value in VALUE.finditer(code)
            if not OTHERS.match(value[0]) and not ISOLATED.match(code[value.end() :])
        ]
    return found


def test_no_value_stands_loose_in_a_template():
    wrong = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        if found := loose(path.read_text("utf-8")):
            wrong[str(path.relative_to(TEMPLATES))] = found
    assert wrong == {}


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("<p>{{ me.name }}</p>", ["me.name"]),
        ("<p><bdi>{{ me.name }}</bdi></p>", []),
        ('<p>{{ _("Hello %(name)s", name=me.name|bdi) }}</p>', []),
        ('<p>{{ _("Hello %(name)s", name=me.name) }}</p>', ["me.name"]),
        ('<input name="{{ field.name }}">', []),
        ('{{ _("Hello %(name)s", name=(me.name or you.name)|bdi) }}', []),
        ("{{ me.name if me.name else 3 }}", ["me.name"]),
        ("<bdi>x</bdi> {{ formats.clock(a.b) }}", ["formats.clock(a.b)"]),
        ("{{ contact.phone|phone }} {{ contact.phone }}", ["contact.phone"]),
    ],
)
def test_the_check_sees_a_loose_value_and_no_other(template, expected):
    assert loose(template) == expected
