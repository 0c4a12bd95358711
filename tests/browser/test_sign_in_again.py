"""Signing in once more in a real browser: with a passkey, and from a page that was open too long."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal import clock
from tests.browser.test_accessibility import violations
from tests.browser.test_passkeys import KNOW_ME, SIGN_IN, known, phone  # noqa: F401 - fixtures
from tests.moments import NOW

LATE = NOW + timedelta(minutes=16)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("person", "path"), [("rim", "/me/export"), ("lena", "/staff/again")])
@pytest.mark.parametrize("language", ["sv", "ar"])
def test_everyone_can_read_it(visit, person, path, language, dark):
    visitor = visit(person, language)
    visitor.page.emulate_media(color_scheme="dark" if dark else "light")
    clock.fix(LATE)
    page = visitor.open(f"/sign-in/again?next={path}")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_a_passkey_is_enough_and_leads_back(known):  # noqa: F811
    visitor = known()
    page = visitor.open("/sign-in")
    page.get_by_role("button", name=SIGN_IN).click()
    expect(page.locator(".tabs")).to_be_visible()
    clock.fix(LATE)
    page = visitor.open("/me/export")
    expect(page).to_have_url(f"{visitor.address}/sign-in/again?next=%2Fme%2Fexport")
    page.locator("form[data-passkey] button").click()
    expect(page).to_have_url(f"{visitor.address}/me/export")


def test_a_page_that_was_open_too_long_leads_there_by_itself(phone):  # noqa: F811
    visitor = phone("rim")
    page = visitor.open("/sign-ins/passkey")
    clock.fix(LATE)
    page.get_by_role("button", name=KNOW_ME).click()
    expect(page).to_have_url(f"{visitor.address}/sign-in/again?next=%2Fsign-ins%2Fpasskey")
