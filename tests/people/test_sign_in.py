"""Signing in and out, and the language."""

import pytest
from sqlalchemy import func, select

from portal.i18n.languages import OFFERED
from portal.people.demo import PARTICIPANTS, STAFF
from portal.people.models import SignIn
from tests.one_database import templates  # noqa: F401 - a fixture


@pytest.mark.parametrize("person", PARTICIPANTS)
def test_every_participant_of_the_cast_can_sign_in(reader, person):
    page = reader(person, "en").get("/")
    assert page.heading == "Today"


@pytest.mark.parametrize("person", [each for each in STAFF if each != "layla"])
def test_every_member_of_staff_lands_on_the_desk(reader, person):
    assert reader(person, "en").get("/staff").heading == "My participants"


def test_the_page_lists_the_cast_as_buttons(reader):
    page = reader(None, "sv").get("/sign-in")
    people = [each["value"] for each in page.soup.select("button[name=person]")]
    assert people == [*PARTICIPANTS, *STAFF]


def test_a_copied_cookie_is_dead_after_sign_out(reader):
    rim = reader("rim", "sv")
    stolen = rim.client.get_cookie("portal").value
    token = rim.get("/me").form("/sign-out")["csrf_token"]
    assert rim.send("/sign-out", {"csrf_token": token}).heading == "Du är utloggad"
    thief = reader(None, "sv")
    thief.client.set_cookie("portal", stolen)
    assert thief.client.get("/").status_code == 303


def test_signing_out_clears_the_browser_and_the_form_session(reader):
    rim = reader("rim", "sv")
    token = rim.get("/me").form("/sign-out")["csrf_token"]
    answer = rim.client.post("/sign-out", data={"csrf_token": token})
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert rim.client.get_cookie("form") is None
    assert "Clear-Site-Data" not in rim.get("/signed-out").headers


def test_the_next_person_on_the_phone_gets_no_notice_of_the_one_before(reader):
    rim = reader("rim", "sv")
    rim.client.post(
        "/messages/new", data=rim.get("/messages/new").form("/messages/new") | {"body": "Hej"}
    )
    assert rim.sign_in_on_the_page("hodan").get("/").notices == []


def test_private_pages_are_never_kept_by_the_browser(reader):
    assert reader("rim").get("/plan").headers["Cache-Control"] == "no-store"


def test_signing_in_as_another_ends_the_first(reader, database):
    rim = reader("rim")
    rim.sign_in_on_the_page("hodan")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignIn)) == 1


@pytest.mark.parametrize("token", ["", "p", "s", "pxyz", "☃", "p" + "a" * 3000])
def test_a_made_up_token_is_nobody(reader, token):
    anyone = reader(None)
    anyone.client.set_cookie("portal", token)
    assert anyone.client.get("/").status_code == 303


def test_an_unknown_person_is_answered_404(reader):
    anyone = reader(None)
    token = anyone.get("/sign-in").form("/sign-in/demo")["csrf_token"]
    for person in ("", "nobody", "rim'--"):
        anyone.post("/sign-in/demo", {"person": person, "csrf_token": token}, status=404)


def test_a_language_change_lands_on_the_same_page_and_on_the_profile(reader):
    rim = reader("rim", None)
    page = rim.get("/plan")
    assert page.soup.html["lang"] == "ar"
    assert page.soup.select_one("a.lang")["href"] == "/language?next=/plan"
    token = rim.get("/language?next=/plan").form("/language")["csrf_token"]
    after = rim.send("/language?next=/plan", {"language": "en", "csrf_token": token})
    assert after.heading == "Your plan"
    rim.client.delete_cookie("language")
    assert rim.get("/plan").soup.html["lang"] == "en"


def test_the_list_of_languages_brings_back_what_was_typed(reader):
    rim = reader("rim", "sv")
    page = rim.get("/messages/new")
    [globe] = page.soup.select("button.lang")
    fields = page.form("/messages/new") | {"body": "Hej! Jag undrar en sak", "topic": "money"}
    listed = rim.send(globe["formaction"], fields | {"language": ""})
    assert len(listed.soup.select(".page button.pick")) == len(OFFERED)
    after = rim.send("/language", listed.form("/language") | {"language": "ar"})
    assert after.soup.html["lang"] == "ar"
    assert after.soup.select_one("textarea[name=body]").get_text(strip=True) == fields["body"]


def test_the_list_of_languages_leads_nowhere_else(reader):
    page = reader(None, "sv").get("/language?next=https://evil.example/")
    assert {each["value"] for each in page.soup.select("input[name=next]")} == {"/"}
    assert page.soup.select_one(".btns a")["href"] == "/"


def test_a_language_change_keeps_what_was_typed(reader):
    rim = reader("rim", "sv")
    page = rim.get("/messages/new")
    fields = page.form("/messages/new") | {
        "body": "Hej! <b>Jag</b> undrar\nen sak",
        "topic": "money",
    }
    after = rim.send("/language?next=/messages/new", fields | {"language": "ar"})
    assert after.soup.html["lang"] == "ar"
    assert after.soup.select_one("textarea").get_text() == "Hej! <b>Jag</b> undrar\nen sak"
    assert after.soup.select_one("input[name=topic][checked]")["value"] == "money"
    again = rim.send(
        "/language?next="
        + after.soup.select_one("button[name=language]")["formaction"].split("next=")[1],
        after.form("/messages/new") | {"language": "sv"},
    )
    assert again.soup.select_one("textarea").get_text() == "Hej! <b>Jag</b> undrar\nen sak"


def test_nobody_else_sees_what_was_typed(reader):
    rim = reader("rim", "sv")
    fields = rim.get("/messages/new").form("/messages/new") | {"body": "Hemligt"}
    answer = rim.client.post("/language?next=/messages/new", data=fields | {"language": "en"})
    assert "kept=" in answer.location
    assert "Hemligt" not in reader("hodan", "sv").get(answer.location).text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil",
        "javascript:alert(1)",
        "/x\n",
        "",
    ],
)
def test_a_language_change_never_leads_off_the_portal(reader, target):
    anyone = reader(None)
    token = anyone.get("/sign-in").form("/language")["csrf_token"]
    answer = anyone.client.post(
        "/language", data={"language": "en", "next": target, "csrf_token": token}
    )
    assert answer.status_code == 303
    assert answer.location == "/"


def test_only_offered_languages_can_be_chosen(reader):
    anyone = reader(None)
    token = anyone.get("/sign-in").form("/language")["csrf_token"]
    for tag in ("de", "xx"):
        anyone.post("/language", {"language": tag, "csrf_token": token}, status=404)


def test_me_names_contact_team_and_every_offered_language(reader):
    page = reader("rim", "sv").get("/me")
    assert page.texts(".page .pick bdi")[:2] == ["Svenska", "Lätt svenska"]
    listed = page.soup.select(".page .pick bdi")
    assert [each["lang"] for each in listed] == [each.tag for each in OFFERED]
    # Each language says itself, in its own words, that nobody has checked it yet.
    notes = {each["lang"]: each.select_one(".preview-note") for each in listed}
    assert [tag for tag, note in notes.items() if note] == [e.tag for e in OFFERED if e.preview]
    assert notes["fi"].get_text() == "ei vielä ihmisen tarkistama"
    assert page.texts(".contact .big") == ["Lena Övningsson"]
    assert len(page.soup.select("#team + ul li")) == 4


PLANTED = "p" + "A" * 43


@pytest.mark.parametrize("person", ["rim", "lena"])
@pytest.mark.parametrize("known", [False, True])
def test_what_was_planted_before_signing_in_is_not_kept(reader, person, known):
    """Session fixation: whoever knew the cookies before knows none afterwards (ASVS 5.0, 7.2.4)."""
    thief, victim = reader("hodan", "en"), reader(None, "en")
    thief.get("/me")
    planted = thief.client.get_cookie("portal").value if known else PLANTED
    form = thief.client.get_cookie("form").value
    victim.client.set_cookie("portal", planted)
    victim.client.set_cookie("form", form)
    page = victim.get("/sign-in")
    victim.post("/sign-in/demo", page.form("/sign-in/demo") | {"person": person})
    victim.get("/me" if person == "rim" else "/staff")
    assert victim.client.get_cookie("portal").value != planted
    assert victim.client.get_cookie("form").value != form
    stranger = reader(None, "en")
    stranger.client.set_cookie("portal", planted)
    assert stranger.client.get("/me").status_code == 303  # it opens nothing at all now
    token = thief.get("/sign-in").soup.select_one("input[name=csrf_token]")["value"]
    stale = {"csrf_token": token, "language": "sv"}
    assert victim.client.post("/language", data=stale).status_code == 419
