"""After sign-out a shared phone shows nothing, neither by Back nor from what it has kept.

As in test_headers, each is tried without the header too: then it must go wrong.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ARGUMENTS, chromium
from tests.browser.places import THREAD
from tests.browser.test_headers import tries  # noqa: F401 - a fixture

FILL = """async () => { localStorage.a = sessionStorage.a = 'Rim'; document.cookie = 'a=Rim; path=/';
    await (await caches.open('a')).put('/a', new Response('Rim')); }"""
LEFT = "async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length, document.cookie]"


@pytest.fixture(scope="module")
def browser(browser):
    """As phones are: the page that was left stays alive for Back. Elsewhere in the suite it does not."""
    started = browser.browser_type.launch(
        executable_path=chromium(), args=ARGUMENTS,
        ignore_default_args=["--disable-back-forward-cache"],
    )  # fmt: skip
    yield started
    started.close()


@pytest.fixture
def rim(visit):
    visitor = visit("rim", "sv")
    yield visitor
    visitor.problems.clear()


def went_back(page):
    """The heading that Back leads to, and whether the page there had been kept alive."""
    page.evaluate("addEventListener('pageshow', e => 0)")
    page.go_back(wait_until="commit")
    page.wait_for_timeout(500)
    return page.locator("h1, #main-message h1").first.inner_text()


def test_no_cache_of_the_browser_holds_a_page(tries, rim):  # noqa: F811
    """The sign-in ended elsewhere, so nothing has told this browser to clear anything."""

    def back_offline():
        rim.open(THREAD)
        rim.open("/offline")
        rim.context.set_offline(True)
        rim.page.go_back(wait_until="commit")
        rim.page.wait_for_timeout(300)
        rim.context.set_offline(False)
        return rim.page.locator(".bubble").count() > 0

    assert tries(back_offline, "Cache-Control") == (False, True)
