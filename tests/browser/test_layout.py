"""How a page fits the screen: what is too wide, the language menu, the focus, the size of targets."""

import pytest

from tests.browser.places import PLACES

WINDOWS = [
    (320, 640, 16),
    (320, 640, 24),
    (320, 640, 32),
    (360, 740, 16),
    (360, 740, 24),
    (360, 740, 32),
    (640, 360, 16),
]
OVERFLOW = """() => {
  const root = document.documentElement, wide = [];
  if (root.scrollWidth > root.clientWidth) wide.push(`page ${root.scrollWidth} > ${root.clientWidth}`);
  for (const element of document.querySelectorAll('main *, header *, nav *')) {
    const box = element.getBoundingClientRect();
    if (!box.width || element.closest('.vh, .skip, [hidden], details:not([open]) > :not(summary)') || getComputedStyle(element).position === 'absolute') continue;
    if (box.right > root.clientWidth + 1 || box.left < -1) wide.push(`${element.tagName}.${element.getAttribute('class')} ${Math.round(box.left)}..${Math.round(box.right)}`);
  }
  return wide.slice(0, 5);
}"""

# A flex box makes columns of the parts of a sentence, and drops the spaces between them.
TORN = """() => [...document.querySelectorAll('bdi')].filter(part => {
    const box = part.parentElement;
    return /flex|grid/.test(getComputedStyle(box).display) && [...box.childNodes].some(e => e.nodeType === 3 && e.data.trim());
  }).map(part => `torn: ${part.parentElement.outerHTML.slice(0, 200)}`).slice(0, 5)"""


def overflows(page, tool, windows) -> list[str]:
    """What is too wide for a window, each of a width, a height and a size of text in px."""
    found = []
    for width, height, size in windows:
        tool.send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size - 3}})
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width} px, text {size}: {each}" for each in page.evaluate(OVERFLOW)]
    return found


@pytest.mark.parametrize(("person", "path"), [("lena", "/staff"), ("lena", "/about")])
@pytest.mark.parametrize("language", ["sv", "ar"])
def test_the_open_language_menu_stays_on_the_screen(visit, person, path, language):
    visitor = visit(person, language, width=320)
    page = visitor.open(path)
    page.locator("summary.lang").click()
    box = page.locator(".language-panel").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320


def test_the_check_finds_what_is_too_wide(visit):
    page = visit("rim").open("/")
    row = "<table><tr>" + "<td>wordwordword</td>" * 30 + "</tr></table>"
    page.evaluate(
        "html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", row
    )
    assert page.evaluate(OVERFLOW)


@pytest.mark.parametrize("path", ["/", "/plan", "/messages/new"])
def test_focus_by_keyboard_is_visible_and_never_under_the_bar(visit, path):
    visitor = visit("rim", "sv", height=640)
    page = visitor.open(path)
    seen = set()
    for _step in range(60):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => { const e = document.activeElement, b = e.getBoundingClientRect(), bar = document.querySelector('.tabs');
              const top = bar.getBoundingClientRect().top, s = getComputedStyle(e.matches('.choice input') ? e.nextElementSibling : e);
              return {tag: e.tagName, name: (e.innerText || e.value || e.name || '').slice(0, 40), covered: !bar.contains(e) && b.top >= top && b.height > 0,
                      outlined: s.outlineStyle !== 'none' || s.boxShadow !== 'none'}; }"""
        )
        if state["tag"] == "BODY":
            break
        assert not state["covered"], state
        assert state["outlined"], state
        seen.add(state["name"])
    assert len(seen) > 8


def test_targets_are_at_least_44_pixels(visit):
    visitor = visit("rim")
    small = {}
    for path in PLACES["rim"]:
        page = visitor.open(path)
        found = page.evaluate(
            """() => [...document.querySelectorAll('main a, main button, main summary, nav a, header a, header summary, textarea')]
              .filter(e => e.offsetParent && !e.closest('p:not(.btns), .skip, h3') && !e.matches('.vh'))
              .map(e => [e.innerText.slice(0, 30), Math.round(e.getBoundingClientRect().height)]).filter(([, h]) => h < 44)"""
        )
        if found:
            small[path] = found
    assert small == {}
