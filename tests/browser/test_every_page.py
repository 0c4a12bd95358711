"""Every page, as every kind of reader, opened once: axe, light and dark, nothing too wide or torn.

Swedish and Arabic stand for all languages; a handful of pages in each is in test_languages.py.
Staff pages are in Swedish: English has the same templates and shorter words.
"""

import pytest

from portal.people.demo import STAFF
from tests.browser.places import PLACES
from tests.browser.test_accessibility import COLOURS, violations
from tests.browser.test_layout import DRAWN_WRONG, TORN, WINDOWS, overflows

READERS = [
    (person, language)
    for person in PLACES
    for language in ("sv", "ar")
    if language == "sv" or person not in STAFF
]


@pytest.mark.parametrize(("person", "language"), READERS)
def test_every_page_is_accessible_and_fits(visit, person, language):
    """In the dark a page has other colours and nothing else, so only they are looked at again."""
    visitor = visit(person, language)
    tool = visitor.context.new_cdp_session(visitor.page)
    tool.send("Page.enable")
    found = {}
    for path in PLACES[person]:
        page = visitor.open(path)
        wrong = violations(page) + page.evaluate(TORN) + page.evaluate(DRAWN_WRONG)
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        wrong += [f"dark: {each}" for each in violations(page, COLOURS)]
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        wrong += overflows(page, tool, WINDOWS)
        tool.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
        if wrong:
            found[path] = wrong
    assert found == {}
