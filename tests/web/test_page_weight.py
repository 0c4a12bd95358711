"""What a repeated visit costs on the wire in every language: the page, compressed, and its headers."""

import pytest

from portal.i18n.languages import OFFERED
from tests.browser.places import STEP, THREAD, TIME
from tests.one_database import templates  # noqa: F401 - a fixture

PAGES = ("/", "/plan", STEP, TIME, THREAD)
STATUS_LINE_AND_DATE = 20  # what a real server adds; tests/browser/test_weight.py weighs that too
# A thread holds the longest texts of all, and these two scripts have letters of two and three bytes.
BOUNDS = {each.tag: 4_000 for each in OFFERED} | {"ti": 4_150, "uk": 4_050}


@pytest.mark.parametrize("language", OFFERED, ids=lambda each: each.tag)
def test_a_repeated_visit_is_light(reader, language):
    who = reader("rim", language.tag)
    weights = {}
    for path in PAGES:
        answer = who.client.get(path, headers={"Accept-Encoding": "br"})
        assert answer.headers["Content-Encoding"] == "br"
        kept = [(name, value) for name, value in answer.headers if name != "Set-Cookie"]  # once
        headers = sum(len(name) + len(value) + 4 for name, value in kept)
        weights[path] = len(answer.data) + headers + STATUS_LINE_AND_DATE
    assert max(weights.values()) <= BOUNDS[language.tag], list(weights.values())
