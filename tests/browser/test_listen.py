"""Reading aloud: offered only with a voice of the phone's own, in the language of the text.

The one stand-in of the browser suite: a Chromium without a screen has no voices at all, so the
voices and what speaks them are made up here. Which voices real phones have must be tried on phones.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.places import STEP, THREAD, TIME
from tests.browser.test_accessibility import violations

STUB = """(() => {
  const voice = (lang, localService) => ({ lang, localService, name: `${lang} ${localService}` });
  const target = new EventTarget();
  let voices = [];
  window.said = [];
  window.cancelled = 0;
  let queue = [];
  Object.defineProperty(window, 'SpeechSynthesisUtterance', {
    value: class { constructor(text) { this.text = text; } },
  });
  Object.defineProperty(window, 'speechSynthesis', { value: {
    getVoices: () => voices,
    addEventListener: (...rest) => target.addEventListener(...rest),
    speak: each => { window.said.push([each.text, each.lang, each.voice.localService]); queue.push(each); },
    cancel: () => { window.cancelled += 1; queue = []; },
  }});
  window.come = list => { voices = list.map(each => voice(...each)); target.dispatchEvent(new Event('voiceschanged')); };
  window.finish = () => { const all = queue; queue = []; for (const each of all) each.onend?.(); };
  window.come(VOICES);
})()"""
SWEDISH, ARABIC = ["sv_SE", True], ["ar-SA", True]


def with_voices(visitor, *voices):
    visitor.context.add_init_script(
        STUB.replace("VOICES", str(list(voices)).replace("T", "t").replace("F", "f"))
    )
    return visitor


def listen(where):
    """The buttons that are shown on a page or in a part of one."""
    page = getattr(where, "page", where)
    return where.locator(".btn:visible", has=page.locator("use[href$='#sound']"))


@pytest.mark.parametrize(
    "voices", [[], [["sv-SE", False]], [["en-US", True]]], ids=["none", "remote", "other"]
)
def test_without_a_voice_of_its_own_there_is_no_button(visit, voices):
    visitor = with_voices(visit("rim", "sv"), *voices)
    for path in ("/", STEP, TIME, THREAD):
        page = visitor.open(path)
        page.wait_for_load_state("networkidle")
        expect(listen(page)).to_have_count(0)
        assert page.locator("[data-listen]").count() >= 1
    assert page.evaluate("said") == []


def test_without_any_local_voice_nothing_is_fetched_for_it(visit):
    visitor = with_voices(visit("rim", "sv"), ["sv-SE", False])
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    visitor.open("/").wait_for_load_state("networkidle")
    assert len(asked) >= 3
    assert not [url for url in asked if "listen" in url]


@pytest.mark.parametrize(
    ("language", "voice"), [("sv", SWEDISH), ("sv-simple", SWEDISH), ("ar", ARABIC)]
)
@pytest.mark.parametrize("path", ["/", STEP, TIME])
def test_a_page_is_read_in_its_language_until_it_is_stopped(visit, path, language, voice):
    page = with_voices(visit("rim", language), voice, ["en-US", False]).open(path)
    button = listen(page)
    expect(button).to_have_count(1)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    said = page.evaluate("said")
    assert said[0][0] == page.locator("h1").inner_text()
    assert {tuple(each[1:]) for each in said} == {(voice[0], True)}
    whole = " ".join(each[0] for each in said)
    assert button.inner_text() not in whole
    assert violations(page) == []
    before = page.evaluate("cancelled")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("cancelled") > before
    assert page.evaluate("said") == said


def test_each_message_has_its_button_and_its_own_voice(visit):
    page = with_voices(visit("rim", "ar"), ARABIC, SWEDISH).open(THREAD)
    messages = page.locator("section.thread .msg")
    expect(listen(page)).to_have_count(messages.count())
    free = messages.filter(has_text="Det behövs inte").first
    listen(free).click()
    assert page.evaluate("said") == [
        [free.locator("p[lang=sv]").inner_text(), "sv_SE", True],
        [free.locator(".note").inner_text(), "ar-SA", True],
    ]
    typed = messages.filter(has=page.locator(".original")).last
    page.evaluate("said.length = 0")
    listen(typed).click()
    said = page.evaluate("said")
    assert {each[1] for each in said} == {"ar-SA"}
    assert said[0][0] == typed.locator("h3").inner_text()
    typed.locator("summary").click()
    page.evaluate("said.length = 0")
    listen(typed.locator(".original")).click()
    original = " ".join(typed.locator(".original p").inner_text().split())
    assert page.evaluate("said") == [[original, "sv_SE", True]]
    expect(listen(typed).first).to_have_attribute("aria-pressed", "true")
    expect(listen(typed).last).to_have_attribute("aria-pressed", "false")
    assert violations(page) == []


def test_a_message_without_a_voice_for_it_has_no_button(visit):
    page = with_voices(visit("rim", "ar"), SWEDISH).open(THREAD)
    free = page.locator(".msg", has_text="Det behövs inte").first
    expect(listen(free)).to_have_count(1)
    hers = page.locator(".msg.mine", has=page.locator("p[lang=ar]")).first
    expect(listen(hers)).to_have_count(0)
    typed = page.locator(".msg", has=page.locator(".original")).last
    expect(listen(typed)).to_have_count(0)
    typed.locator("summary").click()
    expect(listen(typed)).to_have_count(1)  # of the Swedish that is shown now


def test_swedish_inside_a_page_is_read_by_a_swedish_voice_or_left_out(visit):
    page = with_voices(visit("rim", "ar"), ARABIC, SWEDISH).open(TIME)
    listen(page).click()
    swedish = [each[0] for each in page.evaluate("said") if each[1] == "sv_SE"]
    assert page.locator(".head .sub[lang=sv]").inner_text() in swedish
    page = with_voices(visit("rim", "ar"), ARABIC).open(TIME)
    listen(page).click()
    said = page.evaluate("said")
    assert {each[1] for each in said} == {"ar-SA"}
    assert not any(text in swedish for text, _lang, _local in said)


def test_the_end_of_the_text_and_the_end_of_the_page_end_it(visit):
    page = with_voices(visit("rim", "sv"), SWEDISH).open("/")
    button = listen(page)
    button.click()
    page.evaluate("finish()")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    before = page.evaluate("cancelled")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert page.evaluate("cancelled") == before + 1
    expect(button).to_have_attribute("aria-pressed", "false")


def test_a_voice_that_comes_late_brings_the_button(visit):
    page = with_voices(visit("rim", "sv")).open("/")
    expect(listen(page)).to_have_count(0)
    page.evaluate("come([['sv-SE', true]])")
    expect(listen(page)).to_have_count(1)
    expect(listen(page)).to_have_text(re.compile("Lyssna"))
    page.evaluate("come([])")
    expect(listen(page)).to_have_count(0)
