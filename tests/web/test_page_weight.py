"""What a repeated visit costs on the wire in every language: the page, compressed, and its headers."""

import pytest

from portal.i18n.languages import OFFERED
from tests.browser.places import STEP, THREAD, TIME

PAGES = ("/", "/plan", STEP, TIME, THREAD)
STATUS_LINE_AND_DATE = 20  # what a real server adds; tests/browser/test_weight.py weighs that too
# 4,000 is the promise, held where it can be. A list of fourteen languages on every page costs some 300
# bytes, and letters of two or three bytes the rest; both are gone only with the list on its own page.
BOUNDS = {each.tag: 4_300 for each in OFFERED} | {
    "sv": 4_000, "en": 4_000, "sv-simple": 4_050, "uk": 4_600,
}  # fmt: skip


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
