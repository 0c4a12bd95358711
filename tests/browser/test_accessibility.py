"""axe, and the states of a page that opening it does not show. Every page: test_every_page.py."""

from pathlib import Path

import axe_playwright_python
import pytest

from tests.browser.places import THREAD, TIME

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
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return [
        f"{found['id']}: {node['html'][:120]} {node['failureSummary'][:160]}"
        for found in page.evaluate(RUN, only)
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_no_violation_in_the_list_of_languages_or_with_a_form_refused(visit, language):
    visitor = visit("rim", language)
    page = visitor.open("/plan")
    page.locator("a.lang").click()
    page.wait_for_url("**/language?next=/plan")
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
