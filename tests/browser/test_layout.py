"""How a page fits the screen: what is too wide, the language menu, the focus, the size of targets."""

import pytest

from tests.browser.places import PLACES, TIME

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


# What the eye sees at once and no rule of accessibility names; measured in px.
DRAWN_WRONG = """() => {
  const wrong = [], box = e => e.getBoundingClientRect(), seen = e => e.offsetParent && box(e).height;
  const note = (what, e) => wrong.push(`${what}: ${e.outerHTML.slice(0, 160)}`);
  for (const link of document.querySelectorAll('main p > a'))
    if (seen(link) && link.textContent.trim() === link.parentElement.textContent.trim() && box(link).height < 44) note('low link', link);
  for (const field of document.querySelectorAll('.flow > .field, .flow > .pair')) {
    let above = field.previousElementSibling;
    while (above && !seen(above)) above = above.previousElementSibling;
    if (seen(field) && above && box(field).top - box(above).bottom < 8) note('glued label', field);
  }
  for (const below of document.querySelectorAll(':not(.flow, .head) > h1 + p:not(.note, .btns, .card)'))
    if (seen(below) && Math.abs(box(below).top - box(below.previousElementSibling).bottom - 4) > 1) note('line under h1', below);
  for (const list of document.querySelectorAll('.facts'))
    if (new Set([...list.children].filter(seen).map(e => Math.round(box(e).width))).size > 1) note('uneven lines', list);
  for (const name of document.querySelectorAll('.lang > span:last-child'))
    if (name.scrollWidth > name.clientWidth + 1 && getComputedStyle(name).display !== 'inline') note('cut name', name);
  for (const quiet of document.querySelectorAll('main .btn.quiet'))
    if (seen(quiet) && parseFloat(getComputedStyle(quiet).paddingInlineStart) > 0) note('indented', quiet);
  return wrong.slice(0, 5);
}"""


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
              .filter(e => e.offsetParent && !e.closest('p:not(.btns), .skip') && !e.matches('.vh'))
              .map(e => [e.innerText.slice(0, 30), Math.round(e.getBoundingClientRect().height)]).filter(([, h]) => h < 44)"""
        )
        if found:
            small[path] = found
    assert small == {}


@pytest.mark.parametrize("size", [16, 32])
@pytest.mark.parametrize("language", ["so", "uk", "bs"])
def test_the_bar_cuts_no_name_of_a_language_and_its_circle_is_round(visit, language, size):
    visitor = visit("rim", language)
    tool = visitor.context.new_cdp_session(visitor.page)
    tool.send("Page.enable")
    tool.send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size - 3}})
    page = visitor.open("/appointments")
    circle = page.locator(".top .me").bounding_box()
    assert circle["width"] == circle["height"]
    cut = "e => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1"
    assert not page.locator(".top .lang").evaluate(cut)


def test_a_phone_on_its_side_has_the_whole_window_for_the_page(visit):
    visitor = visit("rim", width=599, height=360)
    page = visitor.open("/plan")
    assert page.locator(".tabs").evaluate("e => getComputedStyle(e).position") == "static"


def test_on_paper_a_telephone_number_stands_once(visit):
    page = visit("rim").open("/plan/paper")
    page.emulate_media(media="print")
    after = "e => getComputedStyle(e, '::after').content"
    assert page.locator("main a.phone").first.evaluate(after) == "none"


def test_a_swedish_address_stands_where_the_rest_of_an_arabic_page_stands(visit):
    page = visit("rim", "ar").open(TIME)
    address = page.locator(".facts dd bdi[lang=sv]").first
    assert address.evaluate("e => getComputedStyle(e).textAlign") == "right"
    assert address.evaluate("e => getComputedStyle(e).direction") == "ltr"
