"""Signing in and out at a certified provider in a real browser: cookies, redirects and CSP as they are."""

from tests.browser.conftest import WATCH
from tests.sign_in import conftest as providers

_real, real, client_key = providers._real, providers.real, providers.client_key


def phone(browser, real, language):
    """A phone with the portal open; what its browser complains of."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="sv-SE")
    context.set_default_timeout(10_000)
    context.add_cookies([{"name": "language", "value": language, "url": real.address}])
    problems: list[str] = []
    context.expose_function("reportViolation", lambda text: problems.append(text))  # noqa: PLW0108 - a builtin cannot be exposed
    context.add_init_script(WATCH)
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    return context, page, problems


def test_in_and_out_by_way_of_the_provider(browser, real):
    context, page, problems = phone(browser, real, "sv")
    page.goto(f"{real.address}/sign-in")
    page.get_by_role("link", name="Logga in med BankID", exact=True).click()
    assert page.url.startswith(real.issuer)
    page.get_by_label("Name").fill("rim")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{real.address}/")
    assert page.locator("h1").inner_text() == "I dag"
    page.goto(f"{real.address}/me")
    page.locator("form[action='/sign-out'] button").first.click()
    page.wait_for_url(f"{real.issuer}/session/end**")  # no tap: the page leads on by itself
    page.get_by_role("button", name="Out").click()
    page.wait_for_url(f"{real.address}/signed-out?state=**")
    assert page.locator("h1").inner_text() == "Du är utloggad"
    assert context.cookies(real.address) == []
    page.goto(f"{real.address}/plan")
    assert page.url == f"{real.address}/sign-in?next=%2Fplan"
    assert problems == []
    context.close()


def test_a_refusal_changes_language_without_sending_the_answer_again(browser, real):
    context, page, problems = phone(browser, real, "ar")
    page.goto(f"{real.address}/sign-in")
    page.locator("a[href='/sign-in/with/bankid']").click()
    page.get_by_label("Name").fill("stranger")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{real.address}/sign-in/callback/**")
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.locator("a.lang").click()
    page.locator("button[value=sv]").click()
    page.wait_for_url(f"{real.address}/sign-in/refused/unknown")
    assert page.locator("h1").inner_text() == "Vi känner inte till dig här än"
    assert page.locator(".phones li").count() == 4
    assert problems == []
    context.close()
