"""A translator changes a text where it stands, by mouse, by keyboard and with a finger."""

import shutil
import time

import pytest

from portal.config import ROOT
from portal.i18n.po import parse
from portal.translate.reading import Shelf
from portal.translations.entries import name_of

YOUR_PLAN = name_of((None, "Your plan"))


@pytest.fixture
def catalogs(served, tmp_path):
    """The served portal's texts, copied."""
    root = tmp_path / "translations"
    shutil.copytree(ROOT / "translations", root)
    found = served.app.extensions
    translators, shelf = found["portal.translators"], found["portal.shelf"]
    translators.root, found["portal.shelf"] = root, Shelf(root)
    yield root
    translators.root, found["portal.shelf"] = ROOT / "translations", shelf
    translators.look_again()


def on_rims_plan(visit, **kind):
    """The translator on Rim's plan in Arabic, by the way of a text's own page."""
    visitor = visit("layla", "sv", **kind)
    page = visitor.open(f"/translate/ar/{YOUR_PLAN}")
    page.locator("form[action='/translate/here'] button").first.click()
    page.wait_for_load_state("load")
    visitor.open("/plan")
    return visitor


def save(page, text):
    """Types into the editor over the page and saves; how long until the page says so, in seconds."""
    box = page.locator("dialog #entry textarea")
    box.fill(text)
    page.locator("dialog #checked .pill.ok").wait_for()
    begin = time.monotonic()
    page.locator("dialog button[name=do][value=save]").click()
    page.locator(f"h1 [data-i18n='{YOUR_PLAN}']", has_text=text).wait_for()
    page.locator("dialog").wait_for(state="hidden")
    return time.monotonic() - begin


def said(catalogs):
    path = catalogs / "ar" / "LC_MESSAGES" / "participant.po"
    return parse(path.read_bytes()).find((None, "Your plan")).texts[0]


def test_a_text_is_changed_where_it_stands_without_a_new_page(visit, catalogs):
    page = on_rims_plan(visit, width=1280, height=800).page
    page.evaluate("window.same = true")
    page.locator("h1 [data-i18n]").click(modifiers=["Alt"])
    assert page.locator("dialog #entry textarea").get_attribute("dir") == "rtl"
    assert save(page, "خطة بالفأرة") < 2
    assert page.evaluate("window.same")
    assert "خطة بالفأرة" in page.title()
    assert said(catalogs) == "خطة بالفأرة"


def test_a_text_is_changed_by_keyboard_alone(visit, catalogs):
    page = on_rims_plan(visit, width=1280, height=800).page
    page.locator(".translating summary").focus()
    page.keyboard.press("Enter")
    listed = page.locator(f".translating [data-open='{YOUR_PLAN}']")
    listed.focus()
    page.keyboard.press("Enter")
    page.locator("dialog #entry textarea").wait_for()
    page.keyboard.press("Control+A")
    page.keyboard.type("خطة بالمفاتيح")
    page.locator("dialog #checked .pill.ok").wait_for()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "save":
            break
    page.keyboard.press("Enter")
    page.locator(f"h1 [data-i18n='{YOUR_PLAN}']", has_text="خطة بالمفاتيح").wait_for()
    page.locator("dialog").wait_for(state="hidden")
    assert said(catalogs) == "خطة بالمفاتيح"
    link = page.locator("nav a:has([data-i18n])").first
    link.focus()
    page.keyboard.press("Alt+Enter")
    page.locator("dialog #entry textarea").wait_for()
    page.keyboard.press("Escape")
    assert link.evaluate("link => link === document.activeElement")
    assert page.url.endswith("/plan")


@pytest.mark.usefixtures("catalogs")
def test_a_finger_that_stays_opens_the_text(visit):
    page = on_rims_plan(visit).page
    text = page.locator("nav a [data-i18n]").first
    text.evaluate(
        """text => {
          const at = new Touch({ identifier: 1, target: text, clientX: 5, clientY: 5 });
          text.dispatchEvent(new TouchEvent("touchstart", { bubbles: true, touches: [at], changedTouches: [at] }));
        }"""
    )
    page.locator("dialog #entry textarea").wait_for()
    text.evaluate("text => text.click()")  # the finger is lifted
    assert page.url.endswith("/plan")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360
    assert page.locator("dialog").evaluate("each => each.getBoundingClientRect().right") <= 360


def test_a_refused_text_stays_in_the_box(visit, catalogs):
    stood = said(catalogs)
    page = on_rims_plan(visit, width=1280, height=800).page
    page.locator("h1 [data-i18n]").click(modifiers=["Alt"])
    page.locator("dialog #entry textarea").fill("%(nobody)s")
    page.locator("dialog #checked .fault").wait_for()
    page.locator("dialog button[name=do][value=save]").click()
    page.locator("dialog .faults").wait_for()
    assert page.locator("dialog textarea").input_value() == "%(nobody)s"
    assert said(catalogs) == stood


def test_control_and_enter_save_and_lead_to_the_next_text(visit, catalogs):
    page = visit("layla", "sv", width=1280, height=800).open(
        f"/translate/ar/{YOUR_PLAN}?place=plan"
    )
    page.locator("#form-0").fill("خطة")
    page.keyboard.press("Control+Enter")
    page.locator("a[rel=prev]").wait_for()
    page.locator(".notice").wait_for()
    assert said(catalogs) == "خطة"
    assert YOUR_PLAN in page.locator("a[rel=prev]").get_attribute("href")


def test_a_double_tap_on_save_saves_once(visit, catalogs):
    page = visit("layla", "sv").open(f"/translate/ar/{YOUR_PLAN}?place=plan")
    page.locator("#form-0").fill("خطة")
    page.locator("#entry button[value=save]").dblclick()
    page.wait_for_url(lambda url: YOUR_PLAN not in url)
    page.wait_for_load_state()
    assert page.locator(".notice").count() == 1
    assert page.locator(".faults").count() == 0
    assert said(catalogs) == "خطة"


def test_what_is_wrong_stays_in_sight_of_a_long_text(visit, catalogs):
    stood = said(catalogs)
    page = visit("layla", "sv").open(
        f"/translate/ar/{name_of((None, 'Has waited %(count)s day.'))}"
    )
    page.locator("#form-3").fill("<b>")
    page.locator("#checked .fault").first.wait_for()
    page.locator("#form-3").scroll_into_view_if_needed()
    box = page.locator("#checked").bounding_box()
    assert 0 < box["y"] < box["y"] + box["height"] <= 740
    assert "saknar" in page.locator("#checked").inner_text()
    assert said(catalogs) == stood


@pytest.mark.usefixtures("catalogs")
def test_texts_stay_readable_at_twice_the_size(visit):
    page = visit("layla", "sv").open("/translate?language=ar")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    width = "each => each.getBoundingClientRect().width"
    assert page.locator(".text-row .d").first.evaluate(width) > 200
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_workshop_works_without_script(visit, catalogs):
    visitor = visit("layla", "sv", script=False)
    page = visitor.open(f"/translate/ar/{YOUR_PLAN}")
    page.locator("#form-0").fill("خطة")
    page.locator("button[name=do][value=save]").click()
    assert said(catalogs) == "خطة"
    assert page.locator(".notice").inner_text().startswith("Sparat")
