"""The way in with a letter, page by page, as axe sees it; and the letter as it is printed."""

import io

import pikepdf
import pytest

from portal.people.demo import demo_id
from portal.people.sign_in import load, start
from tests.browser.test_accessibility import violations
from tests.sign_in.people import codes_sent, give_letter

LETTER = f"/staff/participants/{demo_id('rim')}/letter"


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_no_violation_from_the_letter_to_the_limited_view(visit, portal, language):
    database = portal.app.extensions["portal.database"]
    with database.writing() as db, db.begin():
        lena = load(db, start(db, staff=demo_id("lena")))
    letter = give_letter(database, lena)
    visitor = visit(None, language)
    page = visitor.open(f"/sign-in/letter?reference={letter.reference}")
    found = [violations(page)]
    for code in ("AAAAAAAA", letter.code):
        page.locator("#code").fill(code)
        page.locator("form:has(#code) button").click()
        page.wait_for_load_state("load")
        found.append(violations(page))
    page.locator("#code").fill(codes_sent(database)[0])
    page.locator("form:has(#code) button").click()
    page.wait_for_load_state("load")
    found.append(violations(page))
    found += [violations(visitor.open(path)) for path in ("/", "/plan", "/sign-ins")]
    assert found == [[]] * 7


def test_the_letter_fits_on_one_page_and_nothing_else_is_printed(visit):
    page = visit("lena", "sv", width=1280, height=900).open(LETTER)
    page.locator("label:has(input[value=passport])").click()
    page.locator("#seen").check()
    page.locator("form#letter button").click()
    page.wait_for_selector(".letter")
    assert violations(page) == []
    page.emulate_media(media="print")
    printed = [".letter", ".letter .qr", ".letter-codes"]
    assert all(page.locator(each).first.is_visible() for each in printed)
    assert not any(page.locator(each).first.is_visible() for each in (".top", "h1", ".no-print"))
    with pikepdf.open(io.BytesIO(page.pdf(format="A4"))) as paper:
        assert len(paper.pages) == 1
