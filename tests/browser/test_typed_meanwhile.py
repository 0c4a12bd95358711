"""Staff type on while the server answers slowly: nothing typed is lost, and nothing is judged early."""

import re

import pytest
from playwright.sync_api import expect

from portal.people.demo import demo_id

POST = f"/staff/participants/{demo_id('rim')}/post"
LATENCY = 800  # milliseconds


@pytest.fixture
def far_away(visit):
    """Lena at her desk, with every answer to a form `LATENCY` away."""
    visitor = visit("lena", "sv", width=1280, height=900)

    def open_slowly(path):
        page = visitor.open(path)
        network = visitor.context.new_cdp_session(page)
        far = {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": -1,
            "uploadThroughput": -1,
        }
        network.send("Network.enable")
        network.send("Network.emulateNetworkConditions", far)
        return page

    return open_slowly


def renewed(page) -> None:
    expect(page.locator(".htmx-request")).to_have_count(0)


def test_letters_typed_while_the_form_is_renewed_stay(far_away):
    page = far_away(f"{POST}?what=message")
    with page.expect_response(re.compile("/post$")):
        page.locator("#phrase").select_option("free")
        page.locator("#body").press_sequentially(
            "Hej Rim, det här skriver jag under tiden.", delay=40
        )
        page.locator("#reply_by").fill("2026-12-04")
    renewed(page)
    expect(page.locator("#phrase")).to_have_value("free")
    expect(page.locator("#body")).to_have_value("Hej Rim, det här skriver jag under tiden.")
    expect(page.locator("#reply_by")).to_have_value("2026-12-04")


def test_a_day_typed_while_other_fields_come_stays(far_away):
    page = far_away(f"{POST}?what=appointment")
    kind = page.locator("#kind")
    values = kind.evaluate("list => [...list.options].map(each => each.value)")
    with page.expect_response(re.compile("/post$")):
        kind.select_option(values[-1])
        page.locator("#day").fill("2026-12-09")
    renewed(page)
    expect(kind).to_have_value(values[-1])
    expect(page.locator("#day")).to_have_value("2026-12-09")


def test_a_choice_alone_judges_nothing_and_moves_nothing(far_away):
    page = far_away(f"{POST}?what=appointment")
    page.locator("#kind").focus()
    with page.expect_response(re.compile("/post$")):
        page.keyboard.press("ArrowDown")
    renewed(page)
    expect(page.locator("#kind")).to_be_focused()
    assert page.locator(".fault, .faults, [aria-invalid]").count() == 0


def test_a_list_can_be_walked_with_the_arrow_keys(far_away):
    page = far_away(f"{POST}?what=appointment")
    kind = page.locator("#kind")
    kind.focus()
    start = kind.evaluate("list => list.selectedIndex")
    for _each in range(3):
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(300)
    renewed(page)
    page.keyboard.press("ArrowDown")
    renewed(page)
    expect(kind).to_be_focused()
    assert kind.evaluate("list => list.selectedIndex") == start + 4


def test_a_fault_goes_when_its_field_is_mended(visit):
    page = visit("lena", "sv", width=1280, height=900).open(f"{POST}?what=message&phrase=free")
    page.get_by_role("button", name="Publicera").click()
    expect(page.locator(".faults")).to_be_visible()
    page.locator("#body").press_sequentially("H")
    expect(page.locator(".faults, .fault")).to_have_count(0)
    expect(page.locator("#body")).not_to_have_attribute("aria-invalid", "true")


def test_the_preview_and_the_number_of_hits_are_said(visit):
    visitor = visit("lena", "sv", width=1280, height=900)
    told = visitor.page.locator("#told")
    page = visitor.open(f"{POST}?what=message&phrase=free")
    page.locator("#body").press_sequentially("Hej")
    expect(told).to_have_text(re.compile("Förhandsvisningen har ändrats"))
    page = visitor.open("/staff")
    page.locator("#q").press_sequentially("Rim")
    expect(told).to_have_text(re.compile(r"\d+ träff"))
    assert told.get_attribute("role") == "status"
