"""What a participant has typed and not sent: kept, found again, and gone when it is sent."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.messages import drafts
from portal.messages.drafts import Draft
from portal.messages.models import Message
from portal.people.demo import demo_id
from portal.people.sign_in_limits import PARTICIPANT, REMEMBERED
from tests.contracts.addresses import ids_of
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture

TEXT = "Hej!\nJag undrar <en> sak ☂"
KINDS = ("new", "thread", "step", "appointment", "trace")


def places(database, slug: str = "rim") -> dict[str, tuple[str, str]]:
    """Each kind of place as it is written, and the address of its page."""
    ids = ids_of(database, slug)
    return {
        "new": ("new", "/messages/new"),
        "thread": (f"thread:{ids['thread_id']}", f"/messages/{ids['thread_id']}"),
        "trace": (
            f"trace:{ids['trace_id']}",
            f"/messages/new?topic=wrong&trace={ids['trace_id']}",
        ),
        "step": (f"step:{ids['step_id']}", f"/messages/new?about={ids['step_id']}"),
        "appointment": (
            f"appointment:{ids['appointment_id']}",
            f"/messages/new?appointment={ids['appointment_id']}",
        ),
    }


def keep(person, place: str, body: str, status: int = 204, **more: str):
    token = person.get("/messages/new").form("/messages/new")["csrf_token"]
    fields = {"csrf_token": token, "place": place, "body": body} | more
    return person.post("/messages/drafts", fields, status=status)


def kept(database, slug: str = "rim") -> dict[str, str]:
    with database.reading() as session:
        wanted = select(Draft.place, Draft.body).where(Draft.participant_id == demo_id(slug))
        return {row.place: row.body for row in session.execute(wanted)}


def sent(database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Message))


def typed(page) -> str:
    # A browser sends line ends its own way; they read the same.
    return page.soup.select_one("textarea[name=body]").get_text().replace("\r\n", "\n")


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_typed_is_there_again_and_gone_when_it_is_sent(reader, database, kind):
    rim = reader("rim", "sv")
    place, path = places(database)[kind]
    before = typed(rim.get(path))
    assert bool(before) == (kind == "trace")  # there is something to begin with
    keep(rim, place, TEXT)
    assert typed(reader("rim", "ar").get(path)) == TEXT  # on another phone as well
    page = rim.get(path)
    action = path.split("?")[0]
    rim.send(action, page.form(action))
    assert kept(database) == {}
    assert typed(rim.get(path)) == before


def test_the_topic_is_kept_with_the_text(reader):
    rim = reader("rim", "sv")
    keep(rim, "new", TEXT, topic="money")
    assert rim.get("/messages/new").soup.select_one("input[checked]")["value"] == "money"
    keep(rim, "new", TEXT, topic="invented" * 9)
    assert rim.get("/messages/new").soup.select("input[checked]") == []


def test_the_latest_text_is_kept_and_an_empty_one_forgets(reader, database):
    rim = reader("rim", "sv")
    keep(rim, "new", "Hej")
    keep(rim, "new", "Hej på")
    assert kept(database) == {"new": "Hej på"}
    keep(rim, "new", " \n ")
    assert kept(database) == {}


def test_a_text_that_is_too_long_to_send_is_kept_as_typed(reader, database):
    rim = reader("rim", "ar")
    keep(rim, "new", "ش" * 20_000)
    assert kept(database) == {"new": "ش" * 20_000}
    form = rim.get("/messages/new").form("/messages/new")
    page = rim.post("/messages/new", form, status=422)
    assert len(typed(page)) == 20_000
    assert kept(database) == {"new": "ش" * 20_000}


@pytest.mark.parametrize("kind", ["thread", "step", "appointment"])
def test_a_place_that_is_not_hers_is_no_place(reader, database, kind):
    foreign = places(database, "rim")[kind][0]
    keep(reader("hodan", "sv"), foreign, TEXT, status=404)
    keep(reader("hodan", "sv"), f"{kind}:{demo_id('nobody')}", TEXT, status=404)
    assert kept(database, "hodan") == {}


@pytest.mark.parametrize(
    "place", ["", "nowhere", "new:", "thread", "thread:", "thread:x", "duty:1", "x" * 500]
)
def test_nonsense_is_no_place(reader, database, place):
    keep(reader("rim", "sv"), place, TEXT, status=404)
    assert kept(database) == {}


def test_a_tap_without_a_text_leaves_what_was_typed_elsewhere(reader, database):
    rim = reader("rim", "sv")
    place, path = places(database)["thread"]
    form = rim.get(path).form(path)
    keep(reader("rim", "sv"), place, TEXT)
    rim.send(path, form | {"quick": "thanks"})
    assert kept(database) == {place: TEXT}


def test_the_button_keeps_and_says_so_without_a_script(reader, database):
    rim = reader("rim", "sv")
    place, path = places(database)["thread"]
    page = rim.get(path)
    button = page.soup.select_one("#reply button[name=place]")
    assert button["value"] == place
    after = rim.send(button["formaction"], page.form(path) | {"place": place, "body": TEXT})
    assert after.notices == ["Din text är sparad som utkast."]
    assert typed(after) == TEXT
    assert "Bara du ser det här tills du trycker på Skicka." in after.texts("#reply .hint")


def test_the_list_says_where_something_waits(reader, database):
    rim = reader("rim", "sv")
    page = rim.get("/messages")
    assert page.texts(".rows .pill") == ["2 olästa"]
    at = places(database)
    for kind in KINDS:
        keep(rim, at[kind][0], TEXT)
    page = rim.get("/messages")
    assert "Utkast" in page.soup.select_one(f".row[href^='{at['thread'][1]}']").get_text()
    assert page.texts(".rows .pill").count("Utkast") == 1
    ways = {each["href"].split("#")[0] for each in page.soup.select(".note a")}
    assert ways == {at[kind][1] for kind in KINDS if kind != "thread"}
    assert TEXT[:3] not in " ".join(page.texts(".note"))
    for way in ways:
        assert typed(rim.get(way)) == TEXT


def change_language(rim, typed_text: str) -> str:
    """The address after a change of language with something typed."""
    token = rim.get("/messages/new").form("/messages/new")["csrf_token"]
    fields = {"csrf_token": token, "language": "ar", "body": typed_text}
    return rim.post("/language?next=/messages/new", fields).headers["Location"]


def test_after_a_change_of_language_the_newer_text_wins(reader):
    rim = reader("rim", "sv")
    keep(rim, "new", "older")
    clock.fix(NOW + timedelta(seconds=5))
    back = change_language(rim, "newer")
    assert typed(rim.get(back)) == "newer"
    clock.fix(NOW + timedelta(seconds=10))
    keep(rim, "new", "newest")
    assert typed(rim.get(back)) == "newest"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("way", "after"),
    [("send", PARTICIPANT.idle), ("keep", PARTICIPANT.idle + REMEMBERED - timedelta(seconds=1))],
)
def test_a_sign_in_grown_too_old_loses_no_text(reader, database, kind, way, after):
    rim = reader("rim", "sv")
    place, path = places(database)[kind]
    action = path.split("?")[0]
    form = rim.get(path).form(action) | {"body": TEXT}
    before = sent(database)
    rim.leave_alone()
    clock.fix(NOW + after)
    where = action if way == "send" else "/messages/drafts"
    answer = rim.post(where, form | {"place": place})
    assert sent(database) == before
    assert kept(database) == {place: TEXT}
    way_in = urlsplit(answer.headers["Location"])
    assert (way_in.path, parse_qs(way_in.query)) == ("/sign-in", {"next": [path]})
    page = rim.get(answer.headers["Location"])
    assert page.notices == [
        "Du har blivit utloggad, men din text är sparad. Logga in, så finns den där."
    ]
    after = rim.send("/sign-in/demo", page.form("/sign-in/demo") | {"person": "rim"})
    assert typed(after) == TEXT


def refused_rescue(person, database, path, form) -> None:
    """The text comes back on a page to be copied; nothing is stored and nothing sent."""
    before = sent(database)
    page = person.post(path, form, status=419)
    assert typed(page) == TEXT
    assert kept(database) == {}
    assert sent(database) == before


def test_a_sign_in_that_was_ended_rescues_nothing(reader, database):
    rim, elsewhere = reader("rim", "sv"), reader("rim", "sv")
    path = places(database)["thread"][1]
    form = rim.get(path).form(path) | {"body": TEXT}
    everywhere = elsewhere.get("/sign-ins").form("/sign-ins/everywhere")
    elsewhere.post("/sign-ins/everywhere", everywhere)
    refused_rescue(rim, database, path, form)
    clock.fix(NOW + PARTICIPANT.whole)
    refused_rescue(rim, database, path, form)


def test_a_sign_in_from_long_ago_rescues_nothing(reader, database):
    rim = reader("rim", "sv")
    path = places(database)["thread"][1]
    form = rim.get(path).form(path) | {"body": TEXT}
    rim.leave_alone()
    clock.fix(NOW + PARTICIPANT.idle + REMEMBERED)
    refused_rescue(rim, database, path, form)
    assert timedelta(hours=1) >= REMEMBERED


def test_it_rescues_once(reader, database):
    rim = reader("rim", "sv")
    place, path = places(database)["thread"]
    form = rim.get(path).form(path) | {"body": TEXT}
    rim.leave_alone()
    clock.fix(NOW + PARTICIPANT.idle)
    rim.post(path, form)
    again = rim.post(path, form | {"body": "Planted by a copied cookie"}, status=419)
    assert typed(again) == "Planted by a copied cookie"
    assert kept(database) == {place: TEXT}


def test_a_form_without_its_token_plants_nothing(reader, database):
    rim = reader("rim", "sv")
    path = places(database)["thread"][1]
    form = rim.get(path).form(path) | {"body": TEXT, "csrf_token": "forged"}
    rim.leave_alone()
    clock.fix(NOW + PARTICIPANT.whole)
    refused_rescue(rim, database, path, form)
    refused_rescue(rim, database, "/messages/drafts", form | {"place": "new"})


@pytest.mark.parametrize("where", ["somebody's", "nobody's", "nonsense"])
def test_a_text_for_a_place_that_is_not_hers_is_not_rescued(reader, database, where):
    hodan = reader("hodan", "sv")
    form = hodan.get("/messages/new").form("/messages/new") | {"body": TEXT}
    hodan.leave_alone()
    clock.fix(NOW + PARTICIPANT.idle)
    place = {
        "somebody's": places(database)["thread"][0],
        "nobody's": f"thread:{demo_id('nobody')}",
        "nonsense": "thread:x",
    }[where]
    page = hodan.post("/messages/drafts", form | {"place": place}, status=419)
    assert typed(page) == TEXT
    assert kept(database, "hodan") == {}


def test_an_old_sign_in_of_staff_rescues_nothing(reader, database):
    lena = reader("lena", "sv")
    token = lena.get("/staff").form("/sign-out")["csrf_token"]
    lena.leave_alone()
    clock.fix(NOW + PARTICIPANT.whole)
    lena.post("/messages/drafts", {"csrf_token": token, "place": "new", "body": TEXT}, status=419)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Draft)) == 0


def test_an_old_sign_in_reads_nothing(reader):
    rim = reader("rim", "sv")
    keep(rim, "new", TEXT)
    clock.fix(NOW + PARTICIPANT.whole)
    assert rim.client.get("/messages/new").status_code == 303


def test_the_form_session_outlives_the_sign_in(app):
    """Else the token of a form could not be checked when it is needed most."""
    assert app.permanent_session_lifetime >= PARTICIPANT.whole + REMEMBERED


def test_signing_out_everywhere_keeps_what_is_hers(reader):
    rim = reader("rim", "sv")
    keep(rim, "new", TEXT)
    rim.post("/sign-ins/everywhere", rim.get("/sign-ins").form("/sign-ins/everywhere"))
    assert typed(reader("rim", "sv").get("/messages/new")) == TEXT


def test_all_can_be_forgotten_and_only_her_own(reader, database, actor):
    for slug in ("rim", "hodan"):
        keep(reader(slug, "sv"), "new", TEXT)
    keep(reader("rim", "sv"), places(database)["thread"][0], TEXT)
    with database.writing() as session, session.begin():
        drafts.forget_all(session, actor("rim"))
    assert kept(database) == {}
    assert kept(database, "hodan") == {"new": TEXT}


@pytest.mark.parametrize("then", ["//evil.example", "https://evil.example/", "/\\evil.example", ""])
def test_after_signing_in_the_way_leads_nowhere_else(reader, then):
    anyone = reader(None, "sv")
    form = anyone.get(f"/sign-in?next={then}").form("/sign-in/demo")
    assert "next" not in form
    answer = anyone.post("/sign-in/demo", form | {"person": "rim", "next": then})
    assert answer.headers["Location"] == "/"


def test_staff_are_led_to_their_desk_whatever_was_asked(reader):
    anyone = reader(None, "sv")
    form = anyone.get("/sign-in?next=/messages/new").form("/sign-in/demo")
    answer = anyone.post("/sign-in/demo", form | {"person": "lena"})
    assert answer.headers["Location"] == "/staff"
