"""Every word outside data goes through gettext: the whole portal, read in a made-up language."""

import re

import pytest
from bs4 import Comment, NavigableString

from portal.cli.cast.people import PARTICIPANTS, STAFF
from portal.people.demo import demo_id
from tests.contracts.addresses import ids_of
from tests.contracts.crawl import START, crawl
from tests.one_database import templates  # noqa: F401 - a fixture

LETTER = re.compile(r"[^\W\d_]")
ATTRIBUTES = ("aria-label", "placeholder", "title", "alt", "content")
# What may stand without translation: data (isolated, in its own language or marked as not to be
# translated) and, since dates come from CLDR, the names of days and months.
DATES = re.compile(
    r"(?<![A-Za-z])(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?<![A-Za-z])(?:January|February|March|April|May|June|July"
    r"|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b"
)


NAMES = re.compile(
    "|".join(
        word
        for person in (*PARTICIPANTS.values(), *STAFF.values())
        for word in (person[0], person[0].split()[0])
    )
    + "|Malmökraften|Deltagare 8"
)


def outside_brackets(text: str) -> str:
    """What is left of a text when everything in (nested) brackets is taken out."""
    left, depth = [], 0
    for character in text:
        depth += character == "⟦"
        if not depth:
            left.append(character)
        depth -= character == "⟧"
    return "".join(left)


def is_data(node: NavigableString) -> bool:
    for parent in node.parents:
        if parent.name in ("bdi", "script", "style") or parent.get("translate") == "no":
            return True
        if parent.get("lang") and parent.name != "html":
            return True
    return False


def unmarked(page) -> list[str]:
    found = []
    # A text is often in pieces, with data in the middle, so pieces are joined block by block.
    for block in page.soup.select(
        "title, p, h1, h2, h3, li, dt, dd, a, button, summary, label, legend, span, option"
    ):
        text = "".join(
            str(node) if not is_data(node) else " "
            for node in block.descendants
            if isinstance(node, NavigableString) and not isinstance(node, Comment)
        )
        left = NAMES.sub("", DATES.sub("", outside_brackets(text)))
        if LETTER.search(left):
            found.append(f"<{block.name}> {' '.join(left.split())[:80]}")
    for element in page.soup.find_all(True):
        for name in ATTRIBUTES:
            value = str(element.get(name) or "")
            if element.name == "meta" and element.get("name") != "description":
                continue
            if LETTER.search(NAMES.sub("", outside_brackets(value))):
                found.append(f"{element.name}[{name}] {value[:80]}")
    return found


def test_the_check_finds_a_word_that_is_not_marked(reader):
    page = reader("rim", "en").get("/")
    assert unmarked(page)


@pytest.mark.parametrize(
    "person", ["nobody", "rim", "farhad", "dragan", "mikaela", "lena", "yusuf"]
)
def test_no_page_has_a_word_outside_gettext(reader, person):
    asking = reader(None if person == "nobody" else person, "en-XA")
    found = {}
    for path, page in crawl(asking, *START[person]):
        if left := unmarked(page):
            found[path] = left
    assert not found


def test_no_error_or_refused_form_has_a_word_outside_gettext(reader, database):
    rim, lena = reader("rim", "en-XA"), reader("lena", "en-XA")
    ids = ids_of(database, "rim")
    step, time = f"/plan/steps/{ids['step_id']}", f"/appointments/{ids['appointment_id']}"
    thread, post = f"/messages/{ids['thread_id']}", f"/staff/participants/{demo_id('rim')}/post"
    token = rim.get(step).form(step, do="finish")["csrf_token"]
    staff = lena.get(post).form(post)["csrf_token"]
    pages = [
        rim.get("/nowhere", status=404),
        rim.get("/staff", status=403),
        rim.post(thread, {"body": "x"}, status=419),
        rim.post(step, {"csrf_token": token, "do": "not_possible", "text": "1" * 501}, status=422),
        rim.post(time, {"csrf_token": token, "do": "cannot", "version": "1"}, status=422),
        rim.post(time, {"csrf_token": token, "do": "coming", "version": "99"}, status=409),
        rim.post(thread, {"csrf_token": token}, status=422),
        rim.post("/messages/new", {"csrf_token": token}, status=422),
    ]
    pages += [
        lena.post(post, {"csrf_token": staff, "what": what}, status=422)
        for what in ("turn", "done", "step", "appointment", "message")
    ]
    calendar = rim.get("/me/calendar").form("/me/calendar", do="start")
    pages.append(rim.post("/me/calendar", calendar, status=200))
    pages.append(rim.send("/me/calendar", calendar | {"do": "stop"}))
    for page in pages:
        assert not unmarked(page), page.heading


def test_the_calendar_file_has_no_word_outside_gettext(reader, database):
    path = f"/appointments/{ids_of(database, 'rim')['appointment_id']}.ics"
    text = reader("rim", "en-XA").client.get(path).text
    assert re.search(r"SUMMARY;LANGUAGE=en-XA:⟦", text)
