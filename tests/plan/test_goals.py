"""The goal: her words, the agreed Swedish text, and what it has been."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from portal.people.demo import demo_id
from portal.plan.models import Goal, Plan

PATH = "/plan/goal"
POST = f"/staff/participants/{demo_id('rim')}/post"


def forget(database, person: str) -> None:
    with database.writing() as session, session.begin():
        session.execute(
            update(Plan)
            .where(Plan.participant_id == demo_id(person))
            .values(goal=None, goal_swedish=None, horizon=None)
        )


def test_she_writes_it_in_her_language_and_the_old_one_is_kept(reader):
    rim = reader("rim", "ar")
    page = rim.send(
        PATH, rim.get(PATH).form(PATH) | {"text": "أريد أن أطبخ", "horizon": "2027-03-01"}
    )
    goal = page.soup.select_one(".goal .big [lang]")
    assert (goal["lang"], goal.get_text()) == ("ar", "أريد أن أطبخ")
    assert "مارس" in page.texts(".goal")[0] or "آذار" in page.texts(".goal")[0]
    history = rim.get(PATH).texts(".story li")
    assert "أريد أن أطبخ" in history[0]
    assert "Jobba i ett skolkök till våren" in history[1]


def test_a_new_text_of_hers_is_not_agreed_in_swedish_until_staff_say_so(reader):
    rim, lena = reader("rim", "sv"), reader("lena", "sv")
    rim.send(PATH, rim.get(PATH).form(PATH) | {"text": "Laga mat"})
    assert "Det finns ingen svensk text än" in rim.get(PATH).text
    page = lena.get(f"/staff/participants/{demo_id('rim')}")
    assert "Ni har inte kommit överens om en svensk text än." in page.text
    form = lena.get(f"{POST}?what=goal").form(POST)
    lena.send(POST, form | {"swedish": "Laga mat i skolkök", "kind": "work"})
    assert "Laga mat i skolkök" in rim.get("/plan").texts(".goal .d")[0]
    assert "Lena Övningsson" in rim.get(PATH).texts(".story li")[0]


def test_the_horizon_alone_keeps_what_was_agreed(reader):
    rim = reader("rim", "sv")
    page = rim.send(PATH, rim.get(PATH).form(PATH) | {"horizon": "2027-06-01"})
    assert "Jobba i ett skolkök till våren" in page.texts(".goal .d")[0]


@pytest.mark.parametrize(
    "wrong", [{"text": " "}, {"text": "x" * 501}, {"horizon": "snart"}, {"horizon": "9999-01-01"}]
)
def test_what_does_not_fit_is_refused_and_kept(reader, wrong):
    rim = reader("rim", "sv")
    page = rim.post(PATH, rim.get(PATH).form(PATH) | {"text": "Laga mat"} | wrong, status=422)
    assert page.faults
    kept = {"text": "Laga mat"} | wrong | {"text": wrong.get("text", "Laga mat").strip()}
    assert page.soup.select_one("#text").get_text() == kept["text"]


def test_an_empty_goal_is_the_first_task_for_both(reader, database):
    forget(database, "rim")
    rim, lena = reader("rim", "sv"), reader("lena", "sv")
    first = rim.get("/").soup.select_one("section[aria-labelledby=my-turn] .row")
    assert first["href"] == PATH
    assert "Skriv ditt mål" in first.get_text()
    assert "Inget mål än" in " ".join(lena.get("/staff?q=rim").texts(".row"))
    assert "Rim Mithal" in " ".join(lena.get("/staff/board").texts("[aria-labelledby=goalless]"))
    form = lena.get(f"{POST}?what=goal").form(POST)
    lena.send(POST, form | {"swedish": "Jobba i kök"})
    assert rim.get("/plan").soup.select_one(".goal .big [lang]").get_text() == "Jobba i kök"


def test_two_at_once_lose_nothing_and_the_second_sees_both(reader):
    rim, lena = reader("rim", "sv"), reader("lena", "sv")
    hers, theirs = rim.get(PATH).form(PATH), lena.get(f"{POST}?what=goal").form(POST)
    lena.send(POST, theirs | {"swedish": "Kock i skola"})
    page = rim.post(PATH, hers | {"text": "Mitt eget mål"}, status=409)
    assert page.soup.select_one("#text").get_text() == "Mitt eget mål"
    assert "Kock i skola" in page.texts("form .card")[0]
    assert rim.send(PATH, page.form(PATH)).notices == ["Ditt mål är sparat. Ditt team ser det."]
    page = lena.post(POST, theirs | {"swedish": "Lenas text", "form_key": "x"}, status=409)
    assert page.soup.select_one("#swedish").get_text() == "Lenas text"
    assert page.texts(".stands .quote") == ["–"]
    lena.send(POST, page.form(POST))


def test_the_goal_needs_a_plan_and_a_consent_to_be_read_by_others(reader, database):
    with database.writing() as session, session.begin():
        session.execute(update(Plan).values(closed=Plan.opened))
    reader("rim", "sv").get(PATH, status=404)


def test_what_a_goal_has_been_never_changes(db):
    db.scalars(select(Goal)).first().text = "Something else"
    with pytest.raises(IntegrityError):
        db.flush()
