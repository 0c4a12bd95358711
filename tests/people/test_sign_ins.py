"""How long a sign-in lasts, where someone is signed in, and a phone that is not her own."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.people.browser_name import browser_name
from portal.people.demo import demo_id
from portal.people.models import SignIn, Staff
from portal.people.sign_in import load, start
from portal.people.sign_in_limits import Assurance
from tests.databases import as_owner
from tests.moments import NOW

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36"


def signed_in(database, slug="rim", **rest) -> str:
    kind = "participant" if slug in ("rim", "hodan") else "staff"
    with database.writing() as db, db.begin():
        return start(db, **{kind: demo_id(slug)}, **rest)


def is_there(database, token, after: timedelta) -> bool:
    clock.fix(NOW + after)
    with database.reading() as db:
        return load(db, token) is not None


LIMITED, SHARED = {"assurance": Assurance.LIMITED}, {"shared": True}


@pytest.mark.parametrize(
    ("slug", "rest", "idle", "whole"),
    [
        ("rim", {}, 30, 12), ("rim", SHARED, 10, 1), ("rim", LIMITED, 10, 1),
        ("lena", {}, 30, 10), ("lena", SHARED, 10, 1), ("yusuf", {}, 30, 10),
    ],
)  # fmt: skip
def test_it_ends_without_anything_done_and_in_all(database, slug, rest, idle, whole):
    token = signed_in(database, slug, **rest)
    minute = timedelta(minutes=1)
    assert is_there(database, token, idle * minute - minute)  # and this counts as something done
    assert is_there(database, token, 2 * (idle * minute - minute))
    assert not is_there(database, token, 2 * (idle * minute - minute) + idle * minute)
    token = signed_in(database, slug, **rest)  # begins where the clock stands now
    begun = clock.now() - NOW
    while clock.now() < NOW + begun + timedelta(hours=whole) - 9 * minute:
        assert is_there(database, token, clock.now() - NOW + 9 * minute)
    assert not is_there(database, token, begun + timedelta(hours=whole))


def test_an_administrators_is_shorter(database):
    with database.writing() as db, db.begin():
        db.execute(update(Staff).where(Staff.id == demo_id("lena")).values(role="administrator"))
    token = signed_in(database, "lena")
    assert is_there(database, token, timedelta(minutes=14))
    assert not is_there(database, token, timedelta(minutes=29))


def test_that_she_is_there_is_written_once_a_minute(count_queries, reader):
    rim = reader("rim", "sv")

    def writes(seconds):
        clock.fix(NOW + timedelta(seconds=seconds))
        found = count_queries(lambda: rim.client.get("/me"))
        return sum("UPDATE sign_in" in each for each in found)

    assert [writes(each) for each in (0, 59, 60, 61, 119, 120)] == [0, 0, 1, 0, 0, 1]


def test_a_page_is_shown_also_when_it_cannot_be_noted(database, reader):
    rim = reader("rim", "sv")
    with as_owner(database) as db:
        if database.is_sqlite:
            db.execute(
                text("CREATE TRIGGER full BEFORE UPDATE ON sign_in BEGIN SELECT no_such(); END")
            )
        else:
            db.execute(
                text(
                    "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
                    "$$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$"
                )
            )
            db.execute(
                text(
                    "CREATE TRIGGER full_disk BEFORE UPDATE ON sign_in FOR EACH ROW EXECUTE FUNCTION full_disk()"
                )
            )
    clock.fix(NOW + timedelta(minutes=5))
    assert rim.client.get("/me").status_code == 200


def test_the_list_names_each_phone_and_ends_it(reader, database):
    rim, elsewhere = reader("rim", "sv"), reader("rim", "sv")
    with database.writing() as db, db.begin():
        there = db.scalars(select(SignIn).order_by(SignIn.token_hash)).all()
        assert len(there) == 2
    page = rim.get("/sign-ins")
    assert len(page.texts("main .rows .row")) == 2
    assert "Den här" in page.texts("main .rows .row")[0]
    forms = [each["action"] for each in page.soup.select("main .rows form")]
    after = rim.send(forms[1], page.form(forms[1]))
    assert after.notices == ["Utloggad där."]
    assert elsewhere.client.get("/me").status_code == 303
    assert rim.client.get("/me").status_code == 200
    left = rim.client.post(forms[0], data=after.form(forms[0]))
    assert (left.location, "Clear-Site-Data" in left.headers) == ("/signed-out", True)
    assert rim.client.get("/me").status_code == 303


def test_nobody_ends_anothers(reader):
    rim, hodan = reader("rim", "sv"), reader("hodan", "sv")
    hers = hodan.get("/sign-ins").soup.select("main .rows form")[0]["action"]
    token = rim.get("/sign-ins").form("/sign-ins/shared")
    rim.post(hers, token, status=404)
    assert hodan.client.get("/me").status_code == 200


@pytest.mark.parametrize("slug", ["hodan", "lena", "yusuf", "layla"])
def test_everyone_has_the_list_and_can_leave_everywhere(reader, slug):
    here, there = reader(slug, "sv"), reader(slug, "sv")
    page = here.get("/sign-ins")
    here.post("/sign-ins/everywhere", page.form("/sign-ins/everywhere"))
    for each in (here, there):
        assert each.client.get("/sign-ins").status_code == 303


def test_a_phone_that_is_not_hers_is_said_so_before_or_after(reader):
    nobody = reader(None, "sv")
    fields = nobody.get("/sign-in").form("/sign-in/demo") | {"person": "rim", "shared": "1"}
    answer = nobody.client.post("/sign-in/demo", data=fields, headers={"User-Agent": PHONE})
    assert answer.status_code == 303
    row = nobody.get("/sign-ins").texts("main .rows .row")[0]
    assert "Chrome, Android" in row
    assert "Någon annans telefon eller dator" in row
    rim = reader("rim", "sv")
    page = rim.get("/sign-ins")
    said = rim.send("/sign-ins/shared", page.form("/sign-ins/shared"))
    assert said.notices == ["Noterat. Du loggas ut efter tio minuter när du inte gör något."]
    clock.fix(NOW + timedelta(minutes=10))
    assert rim.client.get("/me").status_code == 303


def test_what_has_ended_leads_back_to_the_same_page(reader):
    rim = reader("rim", "sv")
    clock.fix(NOW + timedelta(hours=1))
    answer = rim.client.get("/plan?all=1")
    assert answer.location == "/sign-in?next=%2Fplan"
    page = reader(None, "sv").get(answer.location)
    assert page.form("/sign-in/demo")["next"] == "/plan"


def test_a_limited_sign_in_opens_nothing_that_is_not_marked_for_it(reader, database):
    rim = reader("rim", "sv")
    with database.writing() as db, db.begin():
        db.execute(update(SignIn).values(assurance=Assurance.LIMITED))
    page = rim.get("/messages", status=403)
    assert page.heading == "Du ser bara en del nu"
    assert rim.client.get("/sign-ins").status_code == 200


def test_staff_are_never_signed_in_by_half(database):
    with pytest.raises(IntegrityError):
        signed_in(database, "lena", assurance=Assurance.LIMITED)


def test_old_rows_go_when_she_signs_in_again(database):
    signed_in(database)
    clock.fix(NOW + timedelta(days=8))
    signed_in(database)
    with database.reading() as db:
        assert len(db.scalars(select(SignIn)).all()) == 1


def test_the_warning_is_in_her_language_and_puts_nothing_off(reader):
    rim = reader("rim", "sv")
    clock.fix(NOW + timedelta(minutes=28))
    page = rim.client.get("/sign-ins/ending?language=ar")
    assert "تسجيل" in page.text
    clock.fix(NOW + timedelta(minutes=30))
    assert rim.client.get("/me").status_code == 303


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "Chrome, Android"), ("", ""), ("curl/8", ""),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537.36 Edg/120", "Edge, Windows"),
    ],
)  # fmt: skip
def test_a_browser_is_named_in_two_words(agent, name):
    assert browser_name(agent) == name
