"""What the marks of a cookie do, in a real browser; over TLS too, with the settings of production."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error

from portal import clock
from portal.people.demo import demo_id
from portal.people.sign_in import load, start
from tests.browser.conftest import chromium
from tests.browser.elsewhere import without
from tests.browser.over_tls import HOST, Certificate, serving
from tests.browser.test_headers import SUBMIT, _site, elsewhere, tries  # noqa: F401 - fixtures
from tests.sign_in.people import codes_sent, give_letter

SEEN = "document.cookie.includes('portal=')"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return Certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def browser(browser, certificate):
    """That finds the host on this machine, and trusts its certificate."""
    started = browser.browser_type.launch(executable_path=chromium(), args=certificate.arguments)
    yield started
    started.close()


def test_no_script_reads_the_sign_in(tries, visit):  # noqa: F811
    rim = visit(None, "sv")
    assert tries(
        lambda: rim.sign_in("rim").open("/me").evaluate(SEEN), "Set-Cookie", "HttpOnly; "
    ) == (False, True)


def test_another_site_sends_nothing_in_her_name(tries, visit, elsewhere):  # noqa: F811
    """Nor would it help: what another site sends is refused, whatever comes with it."""
    rim, answers = visit(None, "sv"), []

    def send():
        rim.sign_in("rim")
        rim.open("/me")
        rim.page.goto(f"{elsewhere.address}/")
        with (
            rim.page.expect_request(f"{rim.address}/sign-out") as asked,
            rim.page.expect_response(f"{rim.address}/sign-out") as answer,
        ):
            rim.page.evaluate(SUBMIT, f"{rim.address}/sign-out")
        answers.append(answer.value.status)
        rim.page.wait_for_url("**/sign-out")
        return "portal=" in asked.value.all_headers().get("cookie", "")

    # Chromium's own default lets a cookie of the last two minutes through.
    assert tries(send, "Set-Cookie", "; SameSite=Lax") == (False, True)
    assert answers == [403, 403]


@pytest.fixture
def secure(sqlite_templates, certificate, tmp_path):
    with serving(sqlite_templates.copy, certificate, tmp_path) as portal:
        yield portal


@pytest.fixture
def phone(browser, secure, monkeypatch):
    """One that can come in clear too."""
    monkeypatch.setattr(secure.app, "wsgi_app", without(secure.app, "Strict-Transport-Security"))
    address, database = secure.address, secure.database
    clock.fix(None)
    context = browser.new_context(locale="sv-SE")
    context.set_default_timeout(10_000)
    page = context.new_page()
    with database.writing() as db, db.begin():
        lena = load(db, start(db, staff=demo_id("lena")))
    letter = give_letter(database, lena)
    page.goto(f"{address}/sign-in/letter?reference={letter.reference}")
    page.locator("#code").fill(letter.code)
    page.locator("form:has(#code) button").click()
    page.wait_for_url("**/code")
    assert cookies(page) == {"__Host-form", "__Host-letter"}
    page.locator("#code").fill(codes_sent(database)[-1])
    page.locator("form:has(#code) button").click()
    page.wait_for_url("**/sign-ins/passkey")
    yield page
    context.close()


def cookies(page):
    """The names of what the browser keeps; each is bound to this host and sent over TLS alone."""
    kept = page.context.cookies()
    assert all(each["secure"] and each["httpOnly"] and each["path"] == "/" for each in kept)
    assert all(each["sameSite"] == "Lax" for each in kept)
    return {each["name"] for each in kept}


def test_over_tls_every_cookie_is_bound_to_this_host_alone(phone, secure, portal):
    assert cookies(phone) == {"__Host-form", "__Host-portal", "__Host-last-language"}
    answer = phone.goto(f"{secure.address}/sign-ins")
    assert "__Host-portal=" in answer.request.all_headers()["cookie"]
    in_clear = phone.goto(portal.address.replace("127.0.0.1", HOST)).request
    assert "cookie" not in in_clear.all_headers()


def test_over_tls_signing_out_takes_them_back_from_every_browser(phone, secure, monkeypatch):
    """Also from one that knows nothing of Clear-Site-Data."""
    monkeypatch.setattr(secure.app, "wsgi_app", without(secure.app, "Clear-Site-Data"))
    phone.goto(f"{secure.address}/sign-ins")
    phone.locator("form[action^='/sign-ins/'][action$='/end'] button").first.click()
    phone.wait_for_url("**/signed-out**")
    assert "__Host-portal" not in cookies(phone)


@pytest.mark.parametrize("name", ["", "old."])
def test_who_came_over_tls_once_never_comes_in_clear_again(browser, secure, monkeypatch, name):
    """Also where she types or follows an address without the s, or one under another name of the host.

    Strict-Transport-Security, RFC 6797 section 8.3; Chromium heeds it from a host it trusts alone.
    """

    def come_back():
        context = browser.new_context(locale="sv-SE")
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{secure.address}/sign-in")
        try:
            page.goto(f"http://{name}{secure.host}/healthz")
            return page.url
        except Error:  # in clear: the port speaks TLS and hangs up
            [way] = {urlsplit(each).scheme for each in asked if each.endswith("/healthz")}
            return way
        finally:
            context.close()

    assert come_back() == f"https://{name}{secure.host}/healthz"
    monkeypatch.setattr(secure.app, "wsgi_app", without(secure.app, "Strict-Transport-Security"))
    assert come_back() == "http"
