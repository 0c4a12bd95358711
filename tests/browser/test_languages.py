"""A handful of pages in every language: accessible, nothing too wide, no letter missing, and a picture.

The whole matrix of pages stands in test_every_page.py, in Swedish and in Arabic.
"""

import pytest

from portal.i18n.languages import OFFERED
from tests.browser.places import STEP, THREAD
from tests.browser.test_accessibility import violations
from tests.browser.test_layout import overflows

BEFORE_SIGN_IN = ("/sign-in", "/nowhere")
SIGNED_IN = ("/", STEP, THREAD, "/me/log")
WINDOWS = [(320, 640, 16), (320, 640, 32)]

# A letter that no font has is drawn as the same box as one that no font can have.
MISSING = r"""() => {
  const letters = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (!node.parentElement.closest('script, style')) for (const letter of node.data) letters.add(letter);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 48;
  const pen = canvas.getContext('2d', {willReadFrequently: true});
  pen.font = `24px ${getComputedStyle(document.body).fontFamily}`;
  pen.textBaseline = 'top';
  const drawn = letter => {
    pen.clearRect(0, 0, 48, 48);
    pen.fillText(letter, 12, 8);
    return String(pen.getImageData(0, 0, 48, 48).data);
  };
  const boxes = new Set(['\u{10fffe}', '\u0378', '\ue123'].map(drawn));
  const looked = [...letters].filter(letter => !/[\s\p{M}\p{Cf}\p{Cc}]/u.test(letter));
  return {looked: looked.length, missing: looked.filter(letter => boxes.has(drawn(letter)))};
}"""


def missing(page) -> list[str]:
    found = page.evaluate(MISSING)
    assert found["looked"] > 20
    return found["missing"]


@pytest.mark.parametrize("language", OFFERED, ids=lambda each: each.tag)
def test_a_handful_of_pages(visit, language, tmp_path_factory):
    folder = tmp_path_factory.getbasetemp() / "languages"
    folder.mkdir(exist_ok=True)
    found = {}
    visitor = visit(None, language.tag)
    tool = visitor.context.new_cdp_session(visitor.page)
    tool.send("Page.enable")
    for number, path in enumerate((*BEFORE_SIGN_IN, *SIGNED_IN)):
        if path == SIGNED_IN[0]:
            visitor.sign_in("rim")
        page = visitor.open(path)
        html = page.locator("html")
        assert html.get_attribute("lang") == language.tag
        assert html.get_attribute("dir") == language.direction
        wrong = [*missing(page), *violations(page)]
        page.screenshot(path=folder / f"{language.tag}-{number}.png")
        wrong += overflows(page, tool, WINDOWS)
        tool.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
        page.set_viewport_size({"width": 360, "height": 740})
        if wrong:
            found[path] = wrong
    assert found == {}
    assert len(list(folder.glob(f"{language.tag}-[0-9].png"))) == len(BEFORE_SIGN_IN + SIGNED_IN)


def test_the_check_sees_a_letter_that_no_font_has(visit):
    page = visit("rim").open("/")
    assert missing(page) == []
    page.evaluate("document.querySelector('h1').append('\\ue456 \\u0379')")
    assert set(missing(page)) == {"\ue456", "\u0379"}
