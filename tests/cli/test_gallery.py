"""The gallery's demo: whatever is said from a catalogue stands on one of its pages, and is marked there."""

import re
from uuid import UUID

import pytest
from werkzeug.test import Client

from portal.audience import Audience
from portal.cli.gallery.marking import Unmarking, marking
from portal.cli.gallery.scenes.walks import starts_for
from portal.cli.gallery.specimens.notices import PROTECTED
from portal.cli.gallery.specimens.plan import steps
from portal.cli.gallery.specimens.story import NEWCOMER, OWNER
from portal.cli.gallery.studio import Studio, open_demo
from portal.config import ROOT
from portal.i18n.languages import BY_TAG
from portal.i18n.text import Translators
from portal.people.demo import demo_id
from portal.translate.marks import ANY
from portal.translate.reading import Shelf

ARABIC = BY_TAG["ar"]
SAID = ("portal/phrases/", "portal/trail/words.py", "portal/notices/wording.py")
# Staff choose it; a participant is told the place instead.
NOT_HERS = {("mode", "Meet in person")}
LINK = re.compile(r'href="([/?][^"#]*)')
OWNERS = re.compile(
    r"/(?:messages|appointments)/[0-9a-f-]{36}$|/me/log\?|/me/corrections/new$|cannot=1"
)


@pytest.fixture(scope="module")
def studio(tmp_path_factory) -> Studio:
    return open_demo(tmp_path_factory.mktemp("gallery"), ARABIC)


@pytest.fixture(scope="module")
def pages(studio) -> dict[str, str]:
    """The pages of the one who has one of everything."""
    client = visitor(studio, demo_id(OWNER))
    waiting = [
        *starts_for(studio, Audience.PARTICIPANT),
        *starts_for(studio, Audience.PUBLIC),
        *steps(),
    ]
    seen, found = set(waiting), {}
    while waiting:
        path = waiting.pop(0)
        answer = client.get(path, follow_redirects=path != "/sign-ins/stay")
        found[path] = answer.get_data(as_text=True)
        for each in LINK.findall(found[path].replace("&amp;", "&")):
            link = f"{path.partition('?')[0]}{each}" if each.startswith("?") else each
            if link not in seen and OWNERS.search(link):
                seen.add(link)
                waiting.append(link)
    # A duty that is ticked does not say where; who wants no notices or is protected is another.
    found["rim"] = visitor(studio, demo_id("rim")).get("/").get_data(as_text=True)
    for person in (NEWCOMER, demo_id(PROTECTED)):
        found[str(person)] = visitor(studio, person).get("/me/export").get_data(as_text=True)
    return found


def visitor(studio: Studio, person: UUID) -> Client:
    client = Client(studio.app.wsgi_app)
    for each in studio.cookies(studio.token(person)):
        client.set_cookie(each["name"], each["value"])
    return client


def test_every_catalogued_text_stands_on_a_page(pages):
    met = {name for page in pages.values() for name in re.findall(r"[0-9a-f]{10}", page)}
    rows = [
        row for row in Shelf(ROOT / "translations").rows(ARABIC)
        if row.domain == "participant" and any(each.startswith(SAID) for each in row.entry.places)
    ]  # fmt: skip
    unmet = {row.entry.key for row in rows if row.name not in met}
    assert len(rows) > 600
    assert unmet == NOT_HERS


def test_no_mark_leaves_and_files_are_shown_as_their_text(pages):
    assert not [path for path, page in pages.items() if ANY.search(page)]
    assert 'data-i18n="' in pages["/me/export.ics"]
    assert "<pre>BEGIN:VCALENDAR" in pages["/me/export.ics"]


def test_only_the_language_asked_for_is_marked():
    made = marking(ARABIC)(ROOT / "translations")
    assert ANY.search(made[ARABIC].gettext("Your plan"))
    assert made[ARABIC] is made[ARABIC]
    assert not ANY.search(made[BY_TAG["sv"]].gettext("Your plan"))
    plain: Translators = Translators(ROOT / "translations")
    assert not ANY.search(plain[ARABIC].gettext("Your plan"))


def test_a_broken_line_of_a_calendar_is_whole_again():
    mark = marking(ARABIC)(ROOT / "translations")[ARABIC].pgettext("calendar", "Appointment")
    folded = f"SUMMARY:{mark[:5]}\r\n {mark[5:]}\r\n".encode()

    def app(_environ, start):
        start("200 OK", [("Content-Type", "text/calendar; charset=utf-8")])
        return [folded]

    assert 'data-i18n="' in Client(Unmarking(app)).get("/x.ics").get_data(as_text=True)
