"""After sign-out a shared phone shows nothing, neither by Back nor from what it has kept.

As in test_headers, each is tried without the header too: then it must go wrong.
"""

from contextlib import suppress

import pytest
from playwright.sync_api import Error

from tests.browser.conftest import ARGUMENTS, chromium
from tests.browser.elsewhere import without
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


def back_offline(visitor, steps):
    """Whether going back, with no network, comes by a page with the conversation."""
    visitor.context.set_offline(True)
    shown = False
    for _step in range(steps):
        with suppress(Error):  # the browser has kept nothing
            visitor.page.go_back(wait_until="commit")
        visitor.page.wait_for_timeout(400)
        shown = shown or visitor.page.locator(".msg").count() > 0
    visitor.context.set_offline(False)
    return shown


def test_no_page_is_kept_on_the_disk(tries, rim):  # noqa: F811
    """She is still signed in, so nothing has told this browser to clear anything."""

    def leave():
        rim.open(THREAD)
        rim.open("/about")
        return back_offline(rim, 1)

    assert tries(leave, "Cache-Control") == (False, True)


def test_no_page_is_kept_alive_after_sign_out(tries, visit, portal, monkeypatch):  # noqa: F811
    """Without script no page can look after itself, and an old browser clears nothing when told."""
    monkeypatch.setattr(portal.app, "wsgi_app", without(portal.app, "Clear-Site-Data"))
    rim = visit(None, "sv", script=False)

    def leave():
        rim.sign_in("rim")
        rim.open(THREAD)
        rim.open("/me").locator("main form[action='/sign-out'] button").click()
        rim.page.wait_for_url("**/signed-out**")
        return back_offline(rim, 2)

    assert tries(leave, "Cache-Control") == (False, True)
    rim.problems.clear()


def test_signing_out_empties_what_scripts_have_kept(tries, rim):  # noqa: F811
    def sign_out():
        rim.sign_in("rim")
        page = rim.open("/me")
        page.evaluate(FILL)
        page.locator("main form[action='/sign-out'] button").click()
        page.wait_for_url("**/signed-out**")
        return page.evaluate(LEFT)

    emptied, left = tries(sign_out, "Clear-Site-Data")
    assert emptied == [0, 0, 0, ""]
    assert left == [1, 0, 1, "a=Rim"]  # the portal's own script has emptied what the tab keeps
