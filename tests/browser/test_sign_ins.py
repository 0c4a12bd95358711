"""Before a sign-in ends by itself: it is said two minutes ahead, and one tap or typing puts it off."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import violations

IDLE = re.compile(r"/signed-out\?idle$")


@pytest.fixture
def waiting(visit):
    """Someone on a page whose clock can be moved."""

    def open_at(person, path, language="sv"):
        visitor = visit(person, language)
        visitor.page.clock.install()
        return visitor.open(path)

    return open_at


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_it_is_said_and_one_tap_puts_it_off(waiting, language):
    page = waiting("rim", "/plan", language)
    page.clock.run_for("27:40")
    expect(page.locator("dialog")).to_have_count(0)
    page.clock.run_for("00:30")
    expect(page.locator("dialog")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    page.clock.run_for("27:40")
    expect(page.locator("dialog")).to_have_count(0)


def test_escape_stays_too(waiting):
    page = waiting("lena", "/staff")
    page.clock.run_for("28:30")
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.clock.run_for("05:00")
    expect(page.locator("h1")).to_have_text("Mina deltagare")


def test_without_an_answer_nothing_private_stays_on_the_screen(waiting):
    page = waiting("rim", "/plan")
    page.clock.run_for("31:00")
    expect(page).to_have_url(IDLE)
    expect(page.locator("main")).to_contain_text("portalen har loggat ut dig")


def test_what_is_typed_stays_on_her_own_phone_and_typing_counts(waiting):
    page = waiting("rim", "/plan/goal")
    page.locator("textarea").first.fill("Jag vill arbeta i kök")
    for _each in range(5):
        page.clock.run_for("08:00")
        with page.expect_response("**/sign-ins/stay"):
            page.locator("textarea").first.press_sequentially(".")
    expect(page.locator("dialog")).to_have_count(0)
    page.clock.run_for("31:00")
    expect(page.locator("textarea").first).to_have_value("Jag vill arbeta i kök.....")


def test_on_anothers_phone_the_end_comes_sooner_and_takes_what_was_typed(waiting):
    page = waiting("rim", "/sign-ins")
    page.get_by_role("button", name="Det här är inte min telefon").click()
    page.goto(page.url.replace("/sign-ins", "/plan/goal"))
    page.locator("textarea").first.fill("Jag vill arbeta i kök")
    page.clock.run_for("10:30")
    expect(page).to_have_url(IDLE)
