"""Times and notices in a real browser: with and without JavaScript, by keyboard, and as a push."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.places import PERSON, TIME

NEW_TIME = f"{PERSON}/post?what=appointment"


@pytest.fixture(params=[False, True], ids=["without-script", "with-script"])
def script(request) -> bool:
    return request.param


@pytest.fixture
def push(portal):
    portal.app.config["PORTAL_PUSH_KEY"] = "BJ" + "A" * 85
    yield
    portal.app.config["PORTAL_PUSH_KEY"] = ""


def test_what_clashes_shows_while_a_time_is_typed_and_the_focus_stays(visit):
    page = visit("lena", "sv", width=1280).open(NEW_TIME)
    page.locator("#day").fill("2026-11-27")
    page.locator("#start").fill("13:45")
    expect(page.locator("#held .stands")).to_contain_text("Deltagaren är upptagen 13:30–14:15.")
    reason = page.locator("#accepted input").first
    reason.focus()
    page.keyboard.press("Space")
    page.wait_for_load_state("networkidle")  # the preview is being drawn anew beside it
    expect(reason).to_be_focused()
    expect(reason).to_be_checked()


def test_a_time_free_for_everyone_is_found_and_published(visit, script):
    page = visit("lena", "sv", script=script, width=1280).open(NEW_TIME)
    page.locator("label.choice", has_text="Maria Demodal").click()
    page.locator("#place").fill("Provgatan 8")
    page.get_by_role("button", name="Hitta en tid").click()
    page.locator("#held button[value^='slot:']").first.click()
    expect(page.locator("#day")).to_have_value(re.compile(r"2026-1\d-\d\d"))
    expect(page.locator("#held .stands")).to_have_count(0)
    page.locator("label.choice", has_text="Tolk beställd").click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Publicera").click()
    expect(page.locator("#notices")).to_contain_text("Publicerat.")


def test_enter_publishes_and_does_not_search(visit):
    page = visit("lena", "sv", width=1280).open(NEW_TIME)
    page.locator("#place").fill("Provgatan 8")
    page.locator("#place").press("Enter")
    expect(page.locator(".faults li").first).to_have_text("Skriv datumet.")


def test_the_wrong_language_is_one_tap(visit, script):
    page = visit("rim", "sv", script=script).open(TIME)
    page.get_by_role("button", name="Fel språk?").click()
    expect(page.locator("main")).to_contain_text("Du har sagt att språket är fel.")


def test_fixed_hours_are_added_and_removed(visit, script):
    page = visit("rim", "ar", script=script).open("/appointments/fixed-hours")
    page.locator("label.choice", has_text="SFI").click()
    page.locator("#weekdays label.choice").first.click()
    page.locator("#since").fill("08:30")
    page.locator("#until").fill("12:00")
    page.locator("#hours button.btn[type=submit]").click()
    expect(page.locator(".rows .row")).to_contain_text("08:30–12:00")
    page.locator(".rows form button").click()
    expect(page.locator(".rows .row")).to_have_count(0)


def test_a_push_is_shown_and_leads_to_the_plan(visit, portal):
    """The service worker gets what our worker sends; Chromium's own protocol plays the push service."""
    visitor = visit("rim", "sv")
    visitor.context.grant_permissions(["notifications"], origin=visitor.address)
    page = visitor.open("/me/reminders")
    registrations = []
    protocol = visitor.context.new_cdp_session(page)
    protocol.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(event["registrations"]),
    )
    protocol.send("ServiceWorker.enable")
    page.evaluate(
        "navigator.serviceWorker.register('/service-worker.js').then(() => navigator.serviceWorker.ready).then(() => null)"
    )
    told = {"title": "Något nytt i din plan", "body": "Du har en tid i morgon.", "lang": "sv",
            "dir": "ltr", "tag": "a1"}  # fmt: skip
    for _time in range(2):  # the same notice twice replaces itself
        protocol.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": portal.address,
                "registrationId": registrations[0]["registrationId"],
                "data": json.dumps(told),
            },
        )
    shown = """navigator.serviceWorker.ready.then(each => each.getNotifications())
        .then(all => all.map(({title, body, lang, tag}) => ({title, body, lang, tag})))"""
    for _try in range(50):
        found = page.evaluate(shown)
        if found:
            break
        page.wait_for_timeout(100)
    assert found == [{key: told[key] for key in ("title", "body", "lang", "tag")}]


@pytest.mark.usefixtures("push")
def test_a_phone_that_does_not_allow_push_says_what_to_do(visit):
    """There is no push service here, so the browser refuses."""
    visitor = visit("rim", "sv")
    page = visitor.open("/me/reminders")
    page.get_by_role("button", name="Slå på för den här telefonen").click()
    expect(page.locator("[data-refused]")).to_be_visible()
    visitor.problems = [each for each in visitor.problems if "Push API" not in each]


def test_without_push_set_up_nothing_of_it_is_offered(visit):
    page = visit("rim", "sv").open("/me/reminders")
    expect(page.locator("[data-push]")).to_have_count(0)
