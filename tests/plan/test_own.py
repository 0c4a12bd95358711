"""Steps of her own, and taking back what she has just said."""

from datetime import timedelta
from uuid import uuid5

import pytest
from sqlalchemy import update

from portal import clock
from portal.people.demo import demo_id
from portal.plan.models import Plan, Step
from tests.contracts.addresses import ids_of
from tests.moments import NOW

NEW = "/plan/steps/new"


@pytest.fixture(autouse=True)
def _clock():
    yield
    clock.fix(NOW)


def later(**time: int) -> None:
    clock.fix(NOW + timedelta(**time))


def add(person, title: str):
    page = person.send(NEW, person.get(NEW).form(NEW) | {"title": title})
    action = page.soup.select_one("form[action^='/plan/steps/']")["action"]
    return page, action


def test_her_own_step_is_in_the_plan_in_her_words_and_only_hers_to_tick(reader):
    rim = reader("rim", "ar")
    page, path = add(rim, "  أتدرب   على المقابلة ")
    assert page.heading == "أتدرب على المقابلة"
    assert page.soup.select_one("h1 [lang]")["lang"] == "ar"
    done = rim.send(path, rim.get(path).form(path, do="finish"))
    assert "أتدرب على المقابلة" in done.texts(".tl .done h3")


def test_her_contacts_agency_sees_it_as_hers(reader):
    add(reader("rim", "sv"), "Öva på intervju")
    page = reader("lena", "sv").get(f"/staff/participants/{demo_id('rim')}")
    box = next(text for text in page.texts(".tl li") if text.startswith("Öva på intervju"))
    assert "Det här har deltagaren lagt till själv." in box


def test_she_corrects_it_for_ten_minutes_and_removes_it_whenever_she_wants(reader):
    rim = reader("rim", "sv")
    _page, path = add(rim, "Öva pp intervju")
    later(minutes=9)
    page = rim.send(path, rim.get(path).form(path, do="rename") | {"title": "Öva på intervju"})
    assert page.heading == "Öva på intervju"
    fields = page.form(path, do="rename")
    later(minutes=11)
    page = rim.send(path, fields | {"title": "Något helt annat"})
    assert page.heading == "Öva på intervju"
    assert page.notices[0].startswith("Det är för sent att ångra här.")
    with pytest.raises(AssertionError, match="no form"):
        page.form(path, do="rename")
    assert rim.send(path, page.form(path, do="remove")).notices == ["Steget är borttaget."]


@pytest.mark.parametrize("title", ["", "   ", "x" * 121])
def test_a_title_that_does_not_fit_is_refused_and_kept(reader, title):
    rim = reader("rim", "sv")
    page = rim.post(NEW, rim.get(NEW).form(NEW) | {"title": title}, status=422)
    assert page.faults
    assert page.soup.select_one("#title")["value"] == title.strip()


def test_without_a_plan_there_is_nothing_to_add_to(reader, database):
    rim = reader("rim", "sv")
    fields = rim.get(NEW).form(NEW)
    with database.writing() as session, session.begin():
        session.execute(update(Plan).values(closed=NOW))
    assert rim.client.post(NEW, data=fields | {"title": "x"}).status_code == 404


def mine(database, person: str) -> str:
    return f"/plan/steps/{ids_of(database, person)['step_id']}"


@pytest.mark.parametrize(("person", "closes"), [("anneli", True), ("rim", False)])
def test_i_am_done_is_taken_back_within_ten_minutes(reader, database, person, closes):
    who, path = reader(person, "sv"), mine(database, person)
    due = who.get(path).texts(".body")[0].split("Senast")[1]
    who.send(path, who.get(path).form(path, do="finish"))
    page = who.get(path)
    assert ("Klar" in page.texts(".body")[0]) is closes
    later(minutes=9)
    page = who.send(path, who.get(path).form(path, do="take_back"))
    assert page.notices == ["Du har ångrat dig. Det är din tur igen."]
    assert page.texts(".body")[0].split("Senast")[1].startswith(due[:12])
    assert page.form(path, do="finish")


@pytest.mark.parametrize("person", ["anneli", "rim"])
def test_after_ten_minutes_it_stands(reader, database, person):
    who, path = reader(person, "sv"), mine(database, person)
    who.send(path, who.get(path).form(path, do="finish"))
    fields = who.get(path).form(path, do="take_back")
    later(minutes=11)
    assert who.send(path, fields).notices[0].startswith("Det är för sent")
    with pytest.raises(AssertionError, match="no form"):
        who.get(path).form(path, do="take_back")


def test_not_possible_is_taken_back_too(reader, database):
    rim, path = reader("rim", "sv"), mine(database, "rim")
    rim.send(path, rim.get(path).form(path, do="not_possible") | {"reason": "later"})
    page = rim.send(path, rim.get(path).form(path, do="take_back"))
    assert "Du ångrade det du hade sagt." in page.texts(".story li")[0]


def test_what_staff_have_closed_is_not_hers_to_take_back(reader, database):
    path = f"/plan/steps/{uuid5(demo_id('rim'), 'step A13')}"
    lena, rim = reader("lena", "sv"), reader("rim", "sv")
    post = f"/staff/participants/{demo_id('rim')}/post"
    lena.send(post, lena.get(f"{post}?what=done").form(post))
    with pytest.raises(AssertionError, match="no form"):
        rim.get(path).form(path, do="take_back")
    fields = rim.get("/plan").form(mine(database, "rim"), do="finish")
    with database.reading() as session:
        version = session.get(Step, uuid5(demo_id("rim"), "step A13")).version
    step = {"do": "take_back", "version": str(version)}
    assert rim.send(path, fields | step).notices[0].startswith("Det är för sent")


def test_once_someone_has_acted_it_is_too_late(reader, database):
    rim, lena, path = reader("rim", "sv"), reader("maria", "sv"), mine(database, "rim")
    rim.send(path, rim.get(path).form(path, do="finish"))
    fields = rim.get(path).form(path, do="take_back")
    post = f"/staff/participants/{demo_id('rim')}/post"
    step = path.rsplit("/", 1)[1]
    lena.send(post, lena.get(f"{post}?what=done&step={step}").form(post))
    assert rim.post(path, fields, status=409).texts(".faults h2") == ["Någon annan hann före"]


def test_nobody_renames_or_removes_what_is_not_her_own(reader, database):
    rim, path = reader("rim", "sv"), mine(database, "rim")
    for do in ("rename", "remove"):
        fields = rim.get(path).form(path, do="finish")
        page = rim.send(path, fields | {"do": do, "title": "Ett annat namn"})
        assert page.notices == ["Det här steget är inte ditt just nu. Så är det nu."]
        assert page.heading == "Barnomsorg före start"
