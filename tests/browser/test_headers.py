"""What each header does, in a real browser: with it nothing happens; without it the harm is done.

Every test tries twice. The second time the header is taken from the answers, and what it prevents
must happen, or the first try has shown nothing.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ARGUMENTS, chromium
from tests.browser.elsewhere import Elsewhere, without
from tests.browser.places import THREAD, TIME

POLICY = "Content-Security-Policy"
LOAD = """([tag, address]) => new Promise(done => {
    const made = document.createElement(tag); made.src = address;
    made.onload = () => done('loaded'); made.onerror = () => done('refused'); document.body.append(made); })"""
FETCH = "address => fetch(address, {mode: 'no-cors'}).then(() => 'loaded', () => 'refused')"
WHERE = "() => new Promise(done => navigator.geolocation.getCurrentPosition(() => done('told'), e => done(e.code)))"
RECORD = (
    "kind => navigator.mediaDevices.getUserMedia({[kind]: true}).then(() => 'given', e => e.name)"
)
SUBMIT = """address => { const made = document.createElement('form'); made.action = address; made.method = 'post';
    document.body.append(made); made.submit(); }"""
FOLLOW = """address => { const made = document.createElement('a'); made.href = address; made.textContent = 'x';
    document.body.prepend(made); made.click(); }"""
PUT = "([tag, address]) => { const made = document.createElement(tag); made.src = address; document.body.append(made); }"
WRITE = """() => { const script = document.createElement('script'); script.textContent = 'window.ran = 1';
    const button = document.createElement('button'); button.setAttribute('onclick', 'window.tapped = 1');
    const red = document.createElement('p'); red.setAttribute('style', 'color: rgb(255, 0, 0)');
    document.body.append(script, button, red); button.click();
    return [window.ran ?? null, window.tapped ?? null, getComputedStyle(red).color == 'rgb(255, 0, 0)']; }"""
TAGS = ("script", "img", "iframe", "video")
BASE = "address => { const made = document.createElement('base'); made.href = address; document.head.append(made); return document.baseURI; }"


@pytest.fixture(scope="module")
def browser(browser):
    """With a camera and a microphone that are made up."""
    started = browser.browser_type.launch(
        executable_path=chromium(), args=[*ARGUMENTS, "--use-fake-device-for-media-stream"]
    )
    yield started
    started.close()


@pytest.fixture(scope="module")
def _site():
    site = Elsewhere()
    yield site
    site.close()


@pytest.fixture
def elsewhere(_site):
    _site.forget()
    return _site


@pytest.fixture
def tries(portal, monkeypatch):
    """`tries(attempt, header, part)`: what comes of it with the header, and without."""

    def run(attempt, header, part=""):
        found = attempt()
        with monkeypatch.context() as patch:
            patch.setattr(portal.app, "wsgi_app", without(portal.app, header, part))
            return found, attempt()

    return run


@pytest.fixture
def rim(visit):
    """Someone signed in, in whose browser things go wrong on purpose."""
    visitor = visit("rim", "sv")
    yield visitor
    visitor.problems.clear()


def test_nobody_can_frame_a_page(tries, rim, elsewhere):
    elsewhere.pages["/"] = f"<iframe src='{rim.address}/sign-in'></iframe>"

    def framed():
        rim.page.goto(f"{elsewhere.address}/", wait_until="load")
        return rim.page.frames[1].locator("h1").all_inner_texts()

    refused, shown = tries(framed, POLICY, "frame-ancestors 'none'")
    assert "Logga in" not in " ".join(refused)
    assert shown == ["Logga in"]


@pytest.mark.parametrize("address", ["/healthz", f"{TIME}.ics", "/me/export.json"])
def test_what_is_no_script_never_runs_as_one(tries, rim, address):
    tried = tries(
        lambda: rim.open("/me").evaluate(LOAD, ["script", address]), "X-Content-Type-Options"
    )
    assert tried == ("refused", "loaded")


def test_another_site_does_not_learn_from_where_someone_comes(tries, rim, elsewhere):
    elsewhere.pages["/"] = "<h1>Elsewhere</h1>"

    def follow():
        page = rim.open(THREAD)
        page.evaluate(FOLLOW, f"{elsewhere.address}/")
        expect(page.locator("h1")).to_have_text("Elsewhere")
        return elsewhere.heard("/")[-1].get("HTTP_REFERER")

    # Without it Chromium's own default still tells whose portal someone uses.
    assert tries(follow, "Referrer-Policy") == (None, f"{rim.address}/")


def test_the_portal_itself_learns_it_for_the_forms_it_gets_back(rim):
    page = rim.open("/me")
    with page.expect_request(f"{rim.address}/sign-ins") as asked:
        page.locator("a[href='/sign-ins']").click()
    assert asked.value.all_headers()["referer"] == f"{rim.address}/me"


def test_who_opened_a_window_has_no_hold_on_it(tries, rim, elsewhere):
    def open_one():
        rim.page.goto(f"{elsewhere.address}/")
        with rim.page.expect_popup() as opened:
            rim.page.evaluate("to => { window.held = open(to); }", f"{rim.address}/")
        expect(opened.value.locator("h1")).to_have_text("I dag")
        return opened.value.evaluate("opener !== null"), rim.page.evaluate("!held.closed")

    assert tries(open_one, "Cross-Origin-Opener-Policy") == ((False, False), (True, True))


@pytest.mark.parametrize(
    ("address", "tag"),
    [("/static/icons/mark.svg", "img"), ("/service-worker.js", "script"), ("/sign-in", "")],
)
def test_no_other_site_can_load_anything_of_ours(tries, rim, elsewhere, address, tag):
    asked = f"{rim.address}{address}"

    def load():
        rim.page.goto(f"{elsewhere.address}/")
        fetched = rim.page.evaluate(FETCH, asked)
        return {fetched, rim.page.evaluate(LOAD, [tag, f"{asked}?tag"]) if tag else fetched}

    assert tries(load, "Cross-Origin-Resource-Policy") == ({"refused"}, {"loaded"})


def test_nothing_on_a_page_learns_where_she_is_or_listens(tries, rim):
    allowed = ["geolocation", "camera", "microphone"]
    rim.context.grant_permissions(allowed, origin=rim.address)
    rim.context.set_geolocation({"latitude": 55.6, "longitude": 13.0})

    def ask():
        page = rim.open("/me")
        return [page.evaluate(WHERE), *(page.evaluate(RECORD, each) for each in ("video", "audio"))]

    refused = [1, "NotAllowedError", "NotAllowedError"]  # 1: permission denied
    assert tries(ask, "Permissions-Policy") == (refused, ["told", "given", "given"])


def test_a_form_put_into_a_page_sends_nothing_elsewhere(tries, rim, elsewhere):
    def submit():
        page = rim.open("/me")
        page.evaluate(SUBMIT, f"{elsewhere.address}/taken")
        page.wait_for_timeout(300)
        return [each["REQUEST_METHOD"] for each in elsewhere.heard("/taken")]

    assert tries(submit, POLICY, "form-action 'self'") == ([], ["POST"])


def test_no_address_of_a_page_can_be_turned_elsewhere(tries, rim, elsewhere):
    tried = tries(
        lambda: rim.open("/me").evaluate(BASE, f"{elsewhere.address}/"), POLICY, "base-uri 'none'"
    )
    assert tried == (f"{rim.address}/me", f"{elsewhere.address}/")


def test_nothing_on_a_page_speaks_with_another_site(tries, rim, elsewhere):
    def ask():
        page = rim.open("/me")
        for tag in TAGS:
            page.evaluate(PUT, [tag, f"{elsewhere.address}/{tag}"])
        page.evaluate(FETCH, f"{elsewhere.address}/fetch")
        page.wait_for_timeout(300)
        return {tag for tag in (*TAGS, "fetch") if elsewhere.heard(f"/{tag}")}

    assert tries(ask, POLICY) == (set(), {*TAGS, "fetch"})


def test_nothing_written_into_a_page_runs(tries, rim):
    written, dull = tries(lambda: rim.open("/me").evaluate(WRITE), POLICY), [None, None]
    assert written == ([*dull, False], [1, 1, True])
