"""In languages that run right to left, what is not of that script is seen in the order it is read in."""

import pytest

from portal.i18n.languages import BY_TAG
from portal.notices import wording
from portal.people.demo import STAFF
from tests.browser.places import PLACES
from tests.notices.test_wording import CASES, TRANSLATORS

RIGHT_TO_LEFT = ["ar", "fa", "fa-AF", "ps"]

# Every letter's own box. A value is in order when, on each line, every letter stands to the right
# of the one before, and a later line holds later letters.
LOOK = r"""() => {
  const VALUES = {
    phone: /(?<![\d:])(?:\+46|0)[\d\u00a0\u2011\u2060 -]{6,}\d/g, range: /\d\d:\d\d\s?[–-]\s?\d\d:\d\d/g,
    iso: /\d{4}-\d\d-\d\d(?: \d\d:\d\d)?/g, postcode: /\d{3} \d\d [A-ZÅÄÖ][a-zåäö]+/g,
    amount: /\d[\d\u00a0 ]*\s?(?:kr|kB|MB|%)/g, clock: /(?<!\d)\d\d:\d\d(?!\d)/g, day: /(?<!\d)\d{1,2}\/\d{1,2}(?!\d)/g,
    grouped: /\d{1,3}(?:\u00a0\d{3})+/g, latin: /[A-Za-zÅÄÖåäöé](?:[\w\s.,:;'’&()@\/–-]|[À-ÿ])*[\wÀ-ÿ]/g,
  };
  const RTL = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;
  const seen = {}, wrong = [];
  const boxes = (node, from, to) => {
    const found = [], range = document.createRange();
    for (let at = from; at < to; at++) {
      range.setStart(node, at); range.setEnd(node, at + 1);
      const box = [...range.getClientRects()].find(each => each.width > 0);
      if (box && node.data[at].trim()) found.push({at, box});
    }
    return found;
  };
  const check = (kind, node, from, to) => {
    const found = boxes(node, from, to);
    if (!found.length) return;
    seen[kind] = (seen[kind] || 0) + 1;
    for (let next = 1; next < found.length; next++) {
      const [a, b] = [found[next - 1].box, found[next].box];
      const sameLine = Math.abs((a.top + a.bottom) / 2 - (b.top + b.bottom) / 2) < Math.min(a.height, b.height) / 2;
      if (sameLine ? b.left + 0.5 < a.right - 1 && b.left <= a.left : b.top < a.top) {
        wrong.push(`${kind}: ${node.data.slice(from, to)} in ${node.parentElement.outerHTML.slice(0, 90)}`);
        return;
      }
    }
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest('script, style, textarea, option, details:not([open]) > :not(summary)')) continue;
    for (const [kind, pattern] of Object.entries(VALUES))
      for (const found of node.data.matchAll(pattern)) check(kind, node, found.index, found.index + found[0].length);
    const language = parent.closest('[lang]').lang;
    const whole = !RTL.test(node.data) && /[A-Za-zÅÄÖåäö]/.test(node.data);
    if (whole && language.startsWith('sv')) check('swedish', node, 0, node.data.length);
    else if (whole && parent.closest('bdi')) check('name', node, 0, node.data.length);
  }
  return {seen, wrong};
}"""
PLAIN = """texts => {
  const main = document.querySelector('main');
  main.dir = 'rtl';
  main.replaceChildren(...texts.map(text => Object.assign(document.createElement('p'), {textContent: text})));
}"""
READERS = [(person, pages) for person, pages in PLACES.items() if person not in STAFF]
OPEN_ALL = "() => document.querySelectorAll('details').forEach(each => { each.open = true; })"


@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
def test_what_is_seen_is_in_the_order_it_is_read_in(visit, language):
    seen, wrong = {}, {}
    for person, pages in READERS:
        visitor = visit(person, language)
        for path in pages:
            page = visitor.open(path)
            page.evaluate(OPEN_ALL)
            found = page.evaluate(LOOK)
            if found["wrong"]:
                wrong[path] = found["wrong"]
            for kind, count in found["seen"].items():
                seen[kind] = seen.get(kind, 0) + count
        visitor.context.close()

    assert wrong == {}
    # It did look at something of every kind that these pages show.
    assert {"phone", "clock", "iso", "name", "swedish", "latin", "amount"} <= seen.keys(), seen
    assert min(seen[kind] for kind in ("phone", "name", "swedish")) > 20, seen


def test_plain_texts_are_in_order_without_any_markup(visit):
    """SMS, mail and calendar text: days, times and codes hold by themselves, so no mark is paid for."""
    page, wrong = visit().open("/about"), {}
    for language in map(BY_TAG.__getitem__, RIGHT_TO_LEFT):
        translator = TRANSLATORS[language]
        texts = {
            wording.text_of(kind, parameters, translator, protected=protected, on=on)
            for kind, parameters, on in (case.values for case in CASES)
            for protected in (False, True)
        }
        page.evaluate(PLAIN, [wording.subject_of(translator), *sorted(texts)])
        found = page.evaluate(LOOK)
        assert found["seen"]["clock"] >= 10
        if found["wrong"]:
            wrong[language.tag] = found["wrong"]
    assert wrong == {}


def test_the_check_sees_what_is_out_of_order(visit):
    page = visit("rim", "ar").open("/")
    loose = (
        "<p>رقم 040-34 50 00</p><p>14:30–15:15</p><p>عنوان 214 22 Malmö.</p><p>3 500 kr</p><p>يوم 2026-12-03</p>"
        '<p lang="sv">Hej, kom hit.</p><bdi dir="rtl">Lena Åberg.</bdi>'
    )
    put = "html => { document.querySelector('main').innerHTML = html; }"
    page.evaluate(put, loose)
    found = {each.split(":")[0] for each in page.evaluate(LOOK)["wrong"]}
    assert found >= {"phone", "range", "postcode", "amount", "iso", "swedish", "name"}
    helped = loose.replace("<p>", '<p dir="ltr">').replace('"sv"', '"sv" dir="ltr"')
    helped = helped.replace("رقم ", "").replace("عنوان ", "").replace("يوم ", "")
    page.evaluate(put, helped.replace('dir="rtl"', ""))
    assert page.evaluate(LOOK)["wrong"] == []
