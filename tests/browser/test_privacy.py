"""What stays on a shared phone, and what the strict policy stops."""

import re

from playwright.sync_api import expect

from tests.browser.places import THREAD


def test_after_sign_out_nothing_is_left_and_back_leads_to_sign_in(visit):
    visitor = visit("rim", "sv")
    visitor.open(THREAD)
    page = visitor.open("/me")
    page.get_by_role("button", name="Logga ut", exact=True).click()
    expect(page.locator("h1")).to_have_text("Du är utloggad")
    left = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length]"
    )
    assert left == [0, 0, 0]
    assert "portal" not in {each["name"] for each in visitor.context.cookies()}
    page.go_back()
    expect(page.locator("h1")).to_have_text(re.compile("Logga in|Sign in"))


def test_titles_and_names_in_the_history_are_neutral(visit):
    visitor = visit("rim", "sv")
    for path in ("/", "/plan", "/appointments", "/messages"):
        assert not re.search("Arbets|Malmö stad|kassan|ård", visitor.open(path).title())


def test_the_policy_stops_inline_script_style_and_foreign_sources(visit):
    visitor = visit("rim", "sv")
    page = visitor.open("/")
    page.evaluate(
        """() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s);
        const d = document.createElement('p'); d.setAttribute('style', 'color:red'); document.body.append(d);
        const i = document.createElement('img'); i.src = 'https://evil.example/x.png'; document.body.append(i); }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None
    assert len(visitor.problems) >= 3
    visitor.problems.clear()
