"""axe on every page, as every kind of reader, in every offered language, light and dark."""

from pathlib import Path

import axe_playwright_python
import pytest

from portal.i18n.languages import OFFERED
from portal.people.demo import STAFF
from tests.browser.places import PLACES, THREAD, TIME

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "async only => (await axe.run(document, {runOnly: only})).violations"
EVERYTHING = {"type": "tag", "values": TAGS}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


def violations(page, only=EVERYTHING) -> list[str]:
    # Taller than the page, so that nothing merely lies under the bar at the bottom.
    height = page.evaluate("document.documentElement.scrollHeight")
    width = page.viewport_size["width"]
    page.set_viewport_size({"width": width, "height": max(740, height + 200)})
    page.evaluate(AXE)
    return [
        f"{found['id']}: {node['html'][:120]} {node['failureSummary'][:160]}"
        for found in page.evaluate(RUN, only)
        for node in found["nodes"]
    ]


# Staff pages are in Swedish and English: in another language they are the Swedish ones again.
READERS = [
    (person, each.tag)
    for person in PLACES
    for each in OFFERED
    if person not in STAFF or each.tag in ("sv", "en")
]


@pytest.mark.parametrize(("person", "language"), READERS)
def test_no_violation_on_any_page(visit, person, language):
    """In the dark a page has other colours and nothing else, so only they are looked at again."""
    visitor = visit(person, language)
    found = {}
    for path in PLACES[person]:
        page = visitor.open(path)
        if wrong := violations(page):
            found[path] = wrong
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        if wrong := violations(page, COLOURS):
            found[path, "dark"] = wrong
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
    assert found == {}


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_no_violation_with_the_menu_open_or_a_form_refused(visit, language):
    visitor = visit("rim", language)
    page = visitor.open("/plan")
    page.locator("summary.lang").click()
    assert violations(page) == []
    page = visitor.open(f"{TIME}?cannot=1")
    page.locator("#cannot-come button[type=submit]").click()
    page.wait_for_selector(".faults")
    assert page.evaluate("document.activeElement.className") == "faults"
    assert violations(page) == []
    page = visitor.open(THREAD)
    page.locator("#reply button[type=submit]:not(.line, .quiet)").click()
    page.wait_for_selector(".faults")
    assert violations(page) == []


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_no_violation_where_a_calendar_address_is_shown(visit, language):
    page = visit("rim", language).open("/me/calendar")
    page.locator("form[action='/me/calendar'] button[type=submit]").click()
    page.wait_for_selector("#address")
    assert page.evaluate("document.activeElement.getAttribute('aria-labelledby')") == "made"
    assert violations(page) == []


def test_the_check_finds_what_is_wrong(visit):
    page = visit("rim").open("/")
    page.evaluate(
        "document.querySelector('h1').insertAdjacentHTML('afterend', '<button></button><img src>')"
    )
    assert {each.split(":")[0] for each in violations(page)} >= {"button-name", "image-alt"}
