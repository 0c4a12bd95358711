"""Translating on the page itself: marks in every kind of place, and none that leaves."""

import re

import pytest
from bs4 import BeautifulSoup

from portal.i18n.languages import BY_TAG, Status
from portal.translate.marks import ANY, marked
from portal.translate.unmarking import unmark
from portal.translations.entries import name_of
from tests.contracts.addresses import ids_of
from tests.contracts.crawl import START, crawl
from tests.one_database import templates  # noqa: F401 - a fixture

A, B = name_of((None, "A")), name_of((None, "B"))
YOUR_PLAN = name_of((None, "Your plan"))
PEOPLE = ("nobody", "rim", "lena", "yusuf")


def switched_on(reader, person, language):
    """Someone with a translator's switch on."""
    layla = reader("layla", language)
    token = layla.get("/translate").form("/language")["csrf_token"]
    asked = {"csrf_token": token, "do": "on", "next": "/about"}
    assert layla.client.post("/translate/here", data=asked).status_code == 303
    asking = reader(None if person == "nobody" else person, language)
    asking.client.set_cookie("translate", layla.client.get_cookie("translate").value)
    return asking


def test_marks_become_elements_in_a_text():
    page = unmark("<p>" + marked(A, f"Hej {marked(B, 'du')} där") + "</p>")
    assert (
        page.html == f'<p><span data-i18n="{A}">Hej <span data-i18n="{B}">du</span> där</span></p>'
    )
    assert (list(page.seen), page.visible) == ([A, B], {A, B})


def test_marks_in_attributes_are_noted_on_the_element():
    page = unmark(
        f'<input placeholder="{marked(A, "Namn")}" title=\'{marked(B, "x > y")}\' value="1">'
    )
    assert page.html == (
        f'<input placeholder="Namn" title=\'x > y\' value="1" data-i18n-attrs="placeholder:{A} title:{B}">'
    )
    assert (list(page.seen), page.visible) == ([A, B], set())


@pytest.mark.parametrize("tag", ["title", "option", "textarea"])
def test_where_only_characters_may_stand_marks_go(tag):
    page = unmark(f"<{tag}>{marked(A, 'Plan')}</{tag}><p>{marked(B, 'x')}</p>")
    assert page.html == f'<{tag}>Plan</{tag}><p><span data-i18n="{B}">x</span></p>'
    assert (list(page.seen), page.visible) == ([A, B], {B})


@pytest.mark.parametrize("cut", range(1, 15))
def test_a_text_cut_short_leaves_no_mark_behind(cut):
    whole = marked(A, "Plan")
    for part in (whole[:cut], whole[cut:]):
        assert not ANY.search(unmark(f"<p title='{part}'>{part}</p>").html)


def plain_text(page) -> list[str]:
    """What a page says without what translating adds."""
    soup = BeautifulSoup(page.text, "lxml")
    for added in soup.select(".translating, link[href*='translate.css']"):
        added.decompose()
    for text in soup.select("[data-i18n]"):
        text.unwrap()
    soup.smooth()
    seen = [" ".join(soup.get_text().split())]
    for element in soup.find_all(True):
        for name, value in element.attrs.items():
            if name not in ("data-i18n-attrs", "value", "href", "src", "action", "class"):
                seen.append(f"{name}={value}")
    return [
        each for each in seen if not each.startswith(("defer", "content={", "name=htmx-config"))
    ]


@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_says_the_same_as_without_marks_and_none_leaves(reader, person):
    language = "sv" if person in ("lena", "yusuf") else "ar"
    asking = switched_on(reader, person, language)
    switch = asking.client.get_cookie("translate").value
    asking.client.delete_cookie("translate")
    paths = []
    for path, plain in crawl(asking, *START[person]):
        asking.client.set_cookie("translate", switch)
        page = asking.get(path)
        asking.client.delete_cookie("translate")
        paths.append(path)
        assert not ANY.search(page.text), path
        assert not ANY.search(str(page.headers)), path
        assert page.soup.select("[data-i18n]"), path
        assert page.soup.select(".translating a[data-open]"), path
        if "log" not in path and "export" not in path:  # which tell of the looks in between
            left, right = plain_text(page), plain_text(plain)
            if left != right:  # a look may change what it says: a message is read now
                right = plain_text(asking.get(path))
            assert [pair for pair in zip(left, right, strict=True) if pair[0] != pair[1]] == [], (
                path
            )
    assert len(paths) > 5
    for path in paths[:12]:  # nothing of it is remembered for those who do not translate
        after = asking.get(path)
        assert "data-i18n" not in after.text
        assert not ANY.search(after.text)
        assert "translate.js" not in after.text
        assert "translate.css" not in after.text


def test_what_is_no_page_carries_no_mark(reader, database):
    rim = switched_on(reader, "rim", "ar")
    ids = ids_of(database, "rim")
    plain = reader("rim", "ar")
    for path in (
        f"/appointments/{ids['appointment_id']}.ics", "/me/export.json", "/me/export.ics",
        "/service-worker.js", "/healthz",
    ):  # fmt: skip
        answer, wanted = rim.client.get(path), plain.client.get(path)
        assert answer.status_code == 200
        assert not ANY.search(answer.text)
        assert "data-i18n" not in answer.text
        assert not ANY.search(str(answer.headers))
        assert answer.mimetype == wanted.mimetype != "text/html"


def test_errors_refused_forms_and_fragments_are_marked_too(reader, database):
    rim = switched_on(reader, "rim", "ar")
    step = f"/plan/steps/{ids_of(database, 'rim')['step_id']}"
    pages = [
        rim.get("/nowhere", status=404),
        rim.get("/staff", status=403),
        rim.post(
            "/messages/new",
            {"csrf_token": rim.get(step).form(step, do="finish")["csrf_token"]},
            status=422,
        ),
    ]
    fragment = switched_on(reader, "lena", "sv").get("/staff", **{"HX-Request": "true"})
    assert not fragment.soup.select(".translating")
    for page in [*pages, fragment]:
        assert page.soup.select("[data-i18n]")
        assert not ANY.search(page.text)


def test_titles_counts_and_labels_are_on_the_list(reader):
    page = switched_on(reader, "rim", "sv").get("/plan")
    listed = {each["data-open"]: each for each in page.soup.select(".translating [data-open]")}
    assert page.soup.title.get_text().startswith("Din plan")
    assert YOUR_PLAN in listed
    assert name_of((None, "%(count)s unread")) in listed
    assert name_of(("navigation", "Today")) in listed
    assert page.soup.select("nav [data-i18n]")
    hidden = [each for each in listed.values() if each.select(".pill")]
    assert hidden
    assert len(hidden) < len(listed) / 2


@pytest.mark.usefixtures("catalogs")
def test_a_text_saved_from_a_page_is_there_at_once(reader):
    rim = switched_on(reader, "rim", "ar")
    here = f"/translate/ar/{YOUR_PLAN}"
    opened = rim.get(here, **{"HX-Request": "true"})
    assert (opened.soup.form["lang"], opened.soup.form["dir"]) == ("sv", "ltr")
    form = opened.form(here) | {"form-0": "خطة الصفحة", "do": "save"}
    saved = rim.post(here, form, status=200, **{"HX-Request": "true"})
    assert saved.soup.select_one("[data-saved]")["data-saved"] == YOUR_PLAN
    assert "خطة الصفحة" in [
        each.get_text() for each in rim.get("/plan").soup.select(f"[data-i18n='{YOUR_PLAN}']")
    ]
    stale = rim.post(here, form | {"form-0": "other"}, status=409, **{"HX-Request": "true"})
    assert stale.soup.textarea.get_text().strip() == "other"


@pytest.fixture
def draft():
    """A language that no menu offers."""
    language = BY_TAG["so"]
    status = language.status
    object.__setattr__(language, "status", Status.DRAFT)
    yield language
    object.__setattr__(language, "status", status)


@pytest.mark.usefixtures("draft")
def test_a_language_that_no_menu_offers_is_seen_by_who_translates_it(reader):
    layla = reader("layla", "sv")
    token = layla.get("/translate").form("/language")["csrf_token"]
    on = {"csrf_token": token, "do": "on", "language": "so", "next": "/plan", "person": "rim"}
    page = layla.send("/translate/here", on)
    assert page.soup.html["lang"] == "so"
    assert page.soup.select_one(".translating")["data-translating"] == "so"
    off = page.form("/translate/here") | {"do": "off", "next": "/plan"}
    assert layla.send("/translate/here", off).soup.html["lang"] != "so"
    assert reader("rim", "so").get("/plan").soup.html["lang"] != "so"


def test_the_switch_makes_one_of_the_cast_and_nobody(reader):
    layla = reader("layla", "sv")
    token = layla.get("/translate").form("/language")["csrf_token"]
    on = {"csrf_token": token, "do": "on", "language": "ar", "next": "/plan"}
    page = layla.send("/translate/here", on | {"person": "rim"})
    assert (page.soup.html["lang"], bool(page.soup.select("[data-i18n]"))) == ("ar", True)
    off = page.form("/translate/here") | {"do": "off", "next": "/plan"}
    assert "data-i18n" not in layla.send("/translate/here", off).text
    assert layla.get("/translate").status == 200  # still a translator, whoever she is signed in as
    token = layla.get("/translate").form("/language")["csrf_token"]
    out = layla.send(
        "/translate/here", on | {"csrf_token": token, "person": "", "next": "/sign-in"}
    )
    assert out.soup.select("[data-i18n]")
    assert layla.client.get("/plan").status_code == 303
    assert layla.client.post(
        "/translate/here", data={"csrf_token": token, "person": "x"}
    ).status_code in (404, 419)


def test_the_switch_is_known_by_no_other_page(reader):
    """Who carries it can read no more than before."""
    marking, plain = switched_on(reader, "rim", "sv"), reader("rim", "sv")
    for path in ("/staff", "/staff/board", "/staff/inbox"):
        assert marking.client.get(path).status_code == plain.client.get(path).status_code == 403
    assert re.fullmatch(r"[\w.\-]+", marking.client.get_cookie("translate").value)
