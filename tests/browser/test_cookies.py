"""What the marks of a cookie do, in a real browser; over TLS too, with the settings of production."""

import threading
from dataclasses import replace

import pytest
from werkzeug.serving import make_server

from portal import clock
from portal.app import create_app
from portal.config import Environment
from portal.db import Database
from portal.migrations import commands as migrations
from portal.people.demo import demo_id
from portal.people.sign_in import load, start
from tests.browser.conftest import ARGUMENTS, chromium
from tests.browser.elsewhere import without
from tests.browser.test_headers import SUBMIT, _site, elsewhere, tries  # noqa: F401 - fixtures
from tests.conftest import settings
from tests.sign_in.people import codes_sent, give_letter

HOST = "plan.example"  # by its own name: browsers trust what they know to be this machine
SEEN = "document.cookie.includes('portal=')"


@pytest.fixture(scope="module")
def browser(browser):
    """That finds the host on this machine."""
    started = browser.browser_type.launch(
        executable_path=chromium(),
        args=[*ARGUMENTS, f"--host-resolver-rules=MAP {HOST} 127.0.0.1"],
    )
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
def secure(sqlite_templates, tmp_path):
    """The portal as in production, behind a certificate of its own."""
    empty = f"sqlite:///{tmp_path / 'empty.db'}"
    made = Database(empty)
    migrations.upgrade(made)
    made.dispose()
    app = create_app(
        replace(
            settings(empty), environment=Environment.PRODUCTION, sqlite_in_production=True, now=None,
            trusted_hosts=(HOST,), secret_key="b7Qk2v9XzL4mT8sR1wY6cE3nH5jD0pFa",
            identity_key=bytes(range(7, 39)),
        )
    )  # fmt: skip
    with sqlite_templates.copy() as url:
        database = Database(url)
        app.extensions["portal.database"] = database
        server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context="adhoc")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield app, f"https://{HOST}:{server.port}", database
        server.shutdown()
        database.dispose()


@pytest.fixture
def phone(browser, secure):
    _app, address, database = secure
    clock.fix(None)
    context = browser.new_context(ignore_https_errors=True, locale="sv-SE")
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
    _app, address, _database = secure
    assert cookies(phone) == {"__Host-form", "__Host-portal"}
    answer = phone.goto(f"{address}/sign-ins")
    assert answer.headers["strict-transport-security"] == "max-age=63072000; includeSubDomains"
    assert "__Host-portal=" in answer.request.all_headers()["cookie"]
    in_clear = phone.goto(portal.address.replace("127.0.0.1", HOST)).request
    assert "cookie" not in in_clear.all_headers()


def test_over_tls_signing_out_takes_them_back_from_every_browser(phone, secure, monkeypatch):
    """Also from one that knows nothing of Clear-Site-Data."""
    app, address, _database = secure
    monkeypatch.setattr(app, "wsgi_app", without(app, "Clear-Site-Data"))
    phone.goto(f"{address}/sign-ins")
    phone.locator("form[action^='/sign-ins/'][action$='/end'] button").first.click()
    phone.wait_for_url("**/signed-out")
    assert "__Host-portal" not in cookies(phone)
