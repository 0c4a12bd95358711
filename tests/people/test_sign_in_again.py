"""Signing in once more: the page, the way back, and all that was typed is still there."""

from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.people.demo import demo_id
from portal.people.models import Participant, SignIn
from portal.people.sign_in_limits import STAFF
from portal.web.models import KeptForm
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture

RIM = f"/staff/participants/{demo_id('rim')}"
LATE = timedelta(minutes=16)


@pytest.fixture
def old(reader):
    """Someone whose sign-in is too old for some things."""

    def make(person="rim", language="en"):
        clock.fix(NOW)
        made = reader(person, language).leave_alone()
        clock.fix(NOW + LATE)
        return made

    return make


def once_more(someone, answer):
    """Signs in on the page that an answer leads to, and goes where that leads."""
    asked = someone.get(answer.headers["Location"])
    then = someone.post("/sign-in/demo", _pick(asked))
    return someone.get(then.headers["Location"])


def _pick(page):
    button = page.soup.select_one("form[action='/sign-in/demo'] button[name=person]")
    return page.form("/sign-in/demo") | {"person": button["value"]}


def kept(database, table=KeptForm):
    with database.reading() as db:
        return db.scalars(select(table)).all()


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("sv", "Logga in en gång till"), ("sv-simple", "Logga in en gång till"),
        ("en", "Sign in once more"), ("ar", "تسجيل الدخول مرة أخرى"),
    ],
)  # fmt: skip
def test_she_is_told_why_and_led_back(old, database, language, heading):
    rim = old(language=language)
    asked = rim.get(rim.get("/me/export", status=303).headers["Location"])
    assert (asked.heading, asked.soup.html["lang"]) == (heading, language)
    assert len(asked.texts("main p")[0]) > 60
    assert [each["value"] for each in asked.soup.select("button[name=person]")] == ["rim"]
    page = once_more(rim, rim.get("/me/export", status=303))
    assert page.soup.select("a[href='/me/export.json']")
    [row] = kept(database, SignIn)
    assert (row.created, row.participant_id) == (clock.now(), demo_id("rim"))
    assert rim.client.get("/me/export.json").status_code == 200


def test_the_page_in_another_language_leads_to_the_same_place(old):
    rim = old()
    address = rim.get("/me/export", status=303).headers["Location"]
    listed = rim.get(rim.get(address).soup.select_one("a.lang")["href"])
    chosen = rim.post("/language", listed.form("/language") | {"language": "ar"})
    arabic = rim.get(chosen.headers["Location"])
    assert arabic.soup.html["lang"] == "ar"
    assert arabic.form("/sign-in/demo")["next"] == "/me/export"


def test_whoever_is_not_signed_in_signs_in_first_and_comes_back(reader):
    nobody = reader(None, "en")
    answer = nobody.get("/sign-in/again?next=/me/export", status=303)
    assert answer.headers["Location"] == "/sign-in?next=%2Fme%2Fexport"
    fresh = reader("rim", "en").get("/sign-in/again?next=/me/export", status=303)
    assert fresh.headers["Location"] == "/me/export"


@pytest.mark.parametrize("wanted", ["https://x.example", "//x", "/\\x", "javascript:alert(1)", ""])
def test_it_leads_nowhere_else(reader, old, wanted):
    fresh = reader("rim", "en").client.get("/sign-in/again", query_string={"next": wanted})
    assert fresh.location == "/"
    rim = old()
    asked = rim.client.get("/sign-in/again", query_string={"next": wanted})
    assert 'name="next" value="/"' in asked.text
    asked = rim.get("/sign-in/again?next=/me/export")
    answer = rim.post("/sign-in/demo", _pick(asked) | {"next": wanted})
    assert answer.headers["Location"] == "/"


def test_staff_are_led_back_to_pages_of_theirs_only(old):
    lena = old("lena")
    asked = lena.get("/sign-in/again?next=/me/export")
    assert lena.post("/sign-in/demo", _pick(asked)).headers["Location"] == "/staff"


def test_a_new_contact_is_asked_for_before_anything_is_typed(old):
    lena = old("lena")
    page = once_more(lena, lena.get(f"{RIM}/contact", status=303))
    assert page.soup.select("form#change-contact")


def test_a_summary_that_comes_too_late_is_there_when_she_comes_back(reader, database):
    lena = reader("lena", "en").leave_alone()
    path = f"{RIM}/contact"
    page = lena.get(path)
    other = page.soup.select("select[name=successor] option")[1]["value"]
    typed = {"successor": other, "reason": "team", "summary": "Likes mornings.\nCalls first."}
    fields = page.form(path) | typed
    clock.fix(NOW + LATE)
    answer = lena.post(path, fields)
    assert "kept for one hour" in lena.get(answer.headers["Location"]).text
    back = once_more(lena, answer)
    assert back.soup.select_one("textarea[name=summary]").get_text() == typed["summary"]
    assert back.soup.select_one("select[name=successor] option[selected]")["value"] == other
    with database.reading() as db:
        before = db.scalar(select(Participant.contact_id).where(Participant.id == demo_id("rim")))
    assert str(before) == str(demo_id("lena"))
    reason = back.soup.select_one("input[name=reason]")["value"]
    lena.post(path, back.form(path) | {"reason": reason})
    with database.reading() as db:
        after = db.scalar(select(Participant.contact_id).where(Participant.id == demo_id("rim")))
    assert str(after) == other


def test_an_oral_consent_goes_on_where_the_words_were_read_out(reader):
    lena = reader("lena", "en").leave_alone()
    path = f"{RIM}/sharing"
    form = lena.get(path).form(path, version=lena.get(path).form(path)["version"])
    chosen = {"shares": "malmo.plan", "months": "6", "preview": "1"}
    words = lena.post(path, form | chosen, status=200)
    fields = words.form(path) | {"interpreted": "yes", "interpreter": "Zahra Ali", "said": "1"}
    clock.fix(NOW + LATE)
    back = once_more(lena, lena.post(path, fields))
    assert back.soup.select_one("input[name=interpreter]")["value"] == "Zahra Ali"
    assert back.form(path, shares="malmo.plan")["said"] == "1"
    assert lena.send(path, back.form(path, shares="malmo.plan")).notices


def test_a_number_tried_for_a_letter_is_still_there(reader):
    lena = reader("lena", "en").leave_alone()
    path = f"{RIM}/letter"
    fields = lena.get(path).form(path, do="issue") | {
        "checked": "passport",
        "phone": "070-174 06 05",
    }
    clock.fix(NOW + LATE)
    back = once_more(lena, lena.post(path, fields))
    assert back.soup.select_one("input[name=phone]")["value"] == "070-174 06 05"
    assert back.form(path, do="issue")["checked"] == "passport"


def test_forms_are_shown_only_where_they_will_be_taken(old):
    lena, waits = old("lena"), "during the last 15 minutes"
    for path in (f"{RIM}/letter", f"{RIM}/sharing"):
        page = lena.get(path)
        assert waits in page.text
        assert not page.soup.select("form#letter, form#consent")
        assert page.soup.select_one(f"a[href='/sign-in/again?next={path}']")
    rim = old("rim")
    for path in ("/me/close", "/sign-ins/passkey"):
        page = rim.get(path)
        assert waits in page.text
        assert not page.soup.select(f"form[action^='{path}']")


def test_what_someone_else_had_typed_is_not_hers(reader, database):
    lena = reader("lena", "en").leave_alone()
    path = f"{RIM}/contact"
    fields = lena.get(path).form(path) | {"summary": "A secret of Lena's."}
    clock.fix(NOW + LATE)
    answer = lena.post(path, fields)
    [row] = kept(database)
    assert row.actor_id == demo_id("lena")
    asked = lena.get(answer.headers["Location"])
    then = lena.post("/sign-in/demo", _pick(asked) | {"person": "amir"}).headers["Location"]
    assert "kept=" in then
    assert "A secret" not in lena.client.get(then).text
    assert kept(database) == []  # as at every change of who is signed in


def test_on_a_phone_that_is_not_hers_it_stays_so_and_what_is_new_stays_new(old, database):
    rim = old()
    with database.writing() as db, db.begin():
        db.execute(update(SignIn).values(shared=True, seen=clock.now()))
        before = db.scalar(select(Participant.visited).where(Participant.id == demo_id("rim")))
    once_more(rim, rim.get("/me/export", status=303))
    [row] = kept(database, SignIn)
    assert row.shared
    with database.reading() as db:
        after = db.scalar(select(Participant.visited).where(Participant.id == demo_id("rim")))
    assert after == before


def test_nothing_typed_leaves_nothing_behind(reader, database):
    rim = reader("rim", "en").leave_alone()
    fields = rim.get("/me/close").form("/me/close")
    clock.fix(NOW + LATE)
    answer = rim.post("/me/close", fields)
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["next"] == ["/me/close"]
    assert kept(database) == []


def returning(lena, answer):
    """Back to where the sign-in had ended, by way of the page to sign in."""
    page = lena.get(answer.headers["Location"])
    assert page.notices == [
        "Du har blivit utloggad, men din text är sparad. Logga in, så finns den där."
    ]
    return lena.send("/sign-in/demo", page.form("/sign-in/demo") | {"person": "lena"})


@pytest.mark.parametrize("what", ["message", "step", "turn"])
def test_staff_whose_sign_in_ended_come_back_to_what_they_had_typed(reader, what):
    lena = reader("lena", "sv")
    post = f"/staff/participants/{demo_id('rim')}/post"
    form = lena.get(f"{post}?what={what}").form(post, what=what)
    words = {name: "Mina ord" for name in ("body", "title", "summary") if name in form}
    lena.leave_alone()
    clock.fix(NOW + STAFF.idle)
    answer = lena.post(post, form | words)
    page = returning(lena, answer)
    assert page.soup.select_one("input[name=what]")["value"] == what
    for name in words:
        assert "Mina ord" in str(page.soup.select_one(f"[name={name}]"))


def test_a_page_of_staffs_is_come_back_to_and_a_part_of_it_too(reader):
    lena = reader("lena", "sv").leave_alone()
    path = f"/staff/participants/{demo_id('rim')}"
    clock.fix(NOW + STAFF.idle)
    way = f"/sign-in?{urlencode({'next': path})}"
    assert lena.get(path, status=303).headers["Location"] == way
    part = lena.client.get(path, headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Redirect"]) == (401, way)


def test_nobody_elses_words_come_back(reader):
    lena, post = reader("lena", "sv"), f"/staff/participants/{demo_id('rim')}/post"
    form = lena.get(f"{post}?what=message").form(post, what="message")
    lena.leave_alone()
    clock.fix(NOW + STAFF.idle)
    page = lena.get(lena.post(post, form | {"body": "Mina ord"}).headers["Location"])
    other = lena.send("/sign-in/demo", page.form("/sign-in/demo") | {"person": "maria"})
    assert "Mina ord" not in other.text
