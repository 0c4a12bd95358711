"""The check takes time in proportion to a text, and reads none that no page could show."""

import time

import pytest

from portal.i18n.languages import BY_TAG
from portal.i18n.po import parse
from portal.translations.check import findings_of_entry

ENTRY = 'msgid "{source}"\nmsgstr "{text}"\n'
KINDS = ("a", "слово ", "a-", "(", ".", "a.", "%(", " ", "<", "&", "1 ", "a@", "{", "http://a.b/")


def looked_at(text: str, source: str = "Plan") -> tuple[list[str], float]:
    [entry] = parse(ENTRY.format(source=source, text=text).encode()).entries
    begun = time.process_time()
    found = findings_of_entry(entry, BY_TAG["uk"], swedish=("Plan",))
    return [each.rule for each in found], time.process_time() - begun


@pytest.mark.parametrize("length", [20_000, 1_000_000])
def test_a_text_that_is_far_too_long_is_refused_by_its_length(length):
    rules, seconds = looked_at("слово " * (length // 6))
    assert rules == ["length"]
    assert seconds < 0.1
    assert looked_at("Plan", source="слово " * (length // 6))[0] == ["length"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_text_that_is_read_takes_a_moment(kind):
    _rules, seconds = looked_at((kind * 10_000)[:10_000])
    assert seconds < 2
