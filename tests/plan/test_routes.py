"""The participant's plan pages."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select, update

from portal.people.demo import demo_id
from portal.phrases.reasons import Ground
from portal.plan.models import Holder, Plan, Step, StepState, Turn
from tests.contracts.addresses import ids_of
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture


def mine(database) -> str:
    return f"/plan/steps/{ids_of(database, 'rim')['step_id']}"


def test_the_plan_shows_every_agencys_steps_in_one_line(reader):
    page = reader("rim", "sv").get("/plan")
    assert page.texts(".tl h3") == [
        "Gemensam kartläggning", "Studie- och yrkesvägledning", "Svenska för invandrare (SFI), kurs C",
        "Lokalt jobbspår: kök", "Ansökan om aktivitetsstöd", "Barnomsorg före start",
        "Besök på vårdcentralen", "Uppföljning av planen",
    ]  # fmt: skip
    assert {each["class"][1] for each in page.soup.select(".tl .ag")} == {
        "af",
        "malmo",
        "fk",
        "skane",
    }


def test_a_waiting_step_says_for_whom_how_long_and_that_there_is_nothing_to_do(reader):
    page = reader("rim", "sv").get("/plan")
    box = page.texts(".tl .wait .box")[0]
    for words in (
        "Väntar på Arbetsförmedlingen", "Har väntat 9 dagar.", "Du får svar senast måndag 30 november.",
        "Du behöver inte göra något.", "Det här har vi lovat dig.",
    ):  # fmt: skip
        assert words in box


def test_the_goal_stands_in_her_own_words_and_language(reader):
    goal = reader("rim", "sv").get("/plan").soup.select_one(".big [lang]")
    assert (goal["lang"], goal["dir"]) == ("ar", "auto")


def test_a_step_is_marked_done_with_one_tap(reader, database):
    anneli = reader("anneli", "sv")
    path = f"/plan/steps/{ids_of(database, 'anneli')['step_id']}"
    page = anneli.send(path, anneli.get("/plan").form(path, do="finish"))
    assert page.notices == ["Markerat som klart. Ditt team ser det."]
    assert "Cv och ansökan" in page.texts(".tl .done h3")
    assert "Steget blev klart." in anneli.get(path).texts(".story li")[0]


def test_a_step_that_someone_must_look_at_goes_on_to_its_owner(reader, database):
    rim = reader("rim", "sv")
    page = rim.send(mine(database), rim.get("/plan").form(mine(database), do="finish"))
    assert page.notices == ["Tack! Du har gjort din del. Nu tittar någon i ditt team på det."]
    box = page.texts(".tl .wait .box")[-1]
    assert "Barnomsorg före start" in box
    assert "Väntar på Malmö stad" in box


def test_a_double_tap_stores_once(reader, database):
    rim, path = reader("rim", "sv"), mine(database)
    fields = rim.get("/plan").form(path, do="finish")
    answers = [rim.client.post(path, data=fields) for _tap in range(2)]
    assert [(each.status_code, each.location) for each in answers] == [(303, "/plan")] * 2
    with database.reading() as session:
        turns = session.scalars(select(Turn).where(Turn.step_id == UUID(path.split("/")[3]))).all()
    assert sorted(turn.ended is not None for turn in turns) == [False, True]


def test_htmx_gets_the_list_alone_with_its_notice(reader, database):
    rim = reader("rim", "sv")
    fields = rim.get("/plan").form(mine(database), do="finish")
    page = rim.post(mine(database), fields, status=200, **{"HX-Request": "true"})
    assert "<html" not in page.text
    assert page.soup.select_one("#steps")
    assert page.soup.select_one('#notices[hx-swap-oob="innerHTML"]').get_text(strip=True)
    assert "HX-Request" in page.headers["Vary"]


def test_not_possible_needs_a_reason_and_keeps_what_was_typed(reader, database):
    rim = reader("rim", "sv")
    fields = rim.get(mine(database)).form(mine(database), do="not_possible")
    page = rim.post(mine(database), fields | {"text": "ลูก 👶 <x>"}, status=422)
    assert page.faults == ["Välj en anledning, så att vi kan hitta en annan väg."]
    assert page.soup.select_one("#text").get_text() == "ลูก 👶 <x>"
    page = rim.send(
        mine(database), page.form(mine(database), do="not_possible") | {"reason": "paper"}
    )
    assert page.notices == ["Tack för att du säger till. Vi hittar en annan väg."]
    assert page.texts(".quote") == ["ลูก 👶 <x>"]
    assert "Väntar på Malmö stad" in page.texts(".pill")[0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "invented"}, {"reason": "declined"}, {"reason": "paper", "text": "x" * 501},
        {"reason": ""},
    ],
)  # fmt: skip
def test_values_that_do_not_fit_are_refused_and_kept(reader, database, wrong):
    rim = reader("rim", "sv")
    fields = rim.get(mine(database)).form(mine(database), do="not_possible")
    page = rim.post(mine(database), fields | wrong, status=422)
    assert page.faults
    assert page.soup.select_one("#text").get_text() == wrong.get("text", "")


def test_a_stale_form_is_answered_409_with_both(reader, database):
    rim = reader("rim", "sv")
    fields = rim.get(mine(database)).form(mine(database), do="not_possible")
    with database.writing() as session, session.begin():
        session.execute(update(Step).where(Step.kind == "M14").values(version=7))
    fields |= {"reason": "paper", "text": "Finns ingen plats"}
    page = rim.post(mine(database), fields, status=409)
    assert "Någon annan hann före" in page.texts(".faults h2")
    assert page.soup.select_one("#text").get_text() == "Finns ingen plats"
    again = page.form(mine(database), do="not_possible")
    assert again["version"] == "7"
    assert rim.send(mine(database), again | {"reason": "paper"}).texts(".quote") == [
        "Finns ingen plats"
    ]


def test_a_step_that_is_done_elsewhere_is_explained(reader, database):
    rim = reader("rim", "sv")
    fields = rim.get("/plan").form(mine(database), do="finish")
    step_id = ids_of(database, "rim")["step_id"]
    with database.writing() as session, session.begin():
        step = session.get(Step, UUID(step_id))
        session.get(Turn, step.turn_id).ended = NOW
        session.flush()
        step.state, step.done_at, step.turn_id = StepState.DONE, step.added, None
        session.flush()
        session.execute(
            update(Step).where(Step.id == step.id).values(version=int(fields["version"]))
        )
    page = rim.send(mine(database), fields)
    assert page.notices == ["Det här steget är inte ditt just nu. Så är det nu."]


def test_a_declined_certificate_leads_to_the_other_route(reader):
    page = reader("farhad", "sv").get("/plan")
    box = next(text for text in page.texts(".tl li") if text.startswith("Medicinskt utlåtande"))
    assert "Vårdcentralen kan inte skriva det" in box
    assert "En annan väg: Samtal med Arbetsförmedlingens specialist" in box


def test_a_late_promise_is_said_plainly_and_blames_nobody(reader):
    box = next(
        t for t in reader("hodan", "sv").get("/plan").texts(".tl .wait") if "e-legitimation" in t
    )
    assert "Svaret var utlovat senast" in box
    assert "Det är försenat." in box


def test_a_coming_step_says_what_it_waits_for(reader):
    plan = " ".join(reader("hodan", "sv").get("/plan").texts(".tl li"))
    assert "Börjar när det här är klart: Svenska för invandrare (SFI), kurs A" in plan
    assert "Behöver inte vänta på något annat." in " ".join(
        reader("oksana", "sv").get("/plan").texts(".tl li")
    )


def test_without_a_plan_or_without_steps_the_page_says_what_happens_next(reader, database):
    rim = reader("rim", "sv")
    with database.writing() as session, session.begin():
        session.execute(
            update(Plan).where(Plan.participant_id == demo_id("rim")).values(closed=Plan.opened)
        )
    assert "Du har ingen plan än" in rim.get("/plan").text
    assert "Du har ingen plan än" in rim.get("/").text


def test_a_duty_is_ticked_and_unticked(reader, database):
    rim = reader("rim", "sv")
    path = f"/plan/duties/{ids_of(database, 'rim')['duty_id']}"
    page = rim.send(path, rim.get("/").form(path))
    assert (
        len([text for text in page.texts(".duty") if "Du har markerat det som klart." in text]) == 1
    )
    page = rim.send(path, page.form(path))
    assert "Du har markerat" not in page.text


@pytest.mark.parametrize(
    ("who", "by", "hers", "staffs"),
    [
        (Holder.PARTICIPANT, date(2026, 11, 9), "Dagen var måndag 9 november.", "Skulle göras senast måndag 9 november."),
        (Holder.PARTICIPANT, date(2026, 12, 7), "Senast måndag 7 december.", "Ska göras senast måndag 7 december."),
        (Holder.PARTICIPANT, None, "Ingen sista dag.", "Ingen sista dag."),
        (Holder.AF, date(2026, 11, 9), "utlovat senast måndag 9 november. Det är försenat.", "Utlovat senast måndag 9 november. Datumet har passerat."),
        (Holder.AF, None, "Inget datum är utlovat än.", "Inget datum är utlovat än."),
    ],
)  # fmt: skip
def test_the_day_and_that_it_has_passed_are_told_alike_to_her_and_to_staff(
    reader, database, who, by, hers, staffs
):
    """Whatever the step itself says of a day: the turn decides, and both read the same."""
    ground = Ground.ESTIMATE if by else None
    with database.writing() as session, session.begin():
        turn = session.scalars(
            select(Turn).join(Step, Step.id == Turn.step_id).where(
                Step.participant_id == demo_id("rim"), Step.state == StepState.WAITING,
                Turn.holder == who, Turn.ended.is_(None),
            )
        ).first()  # fmt: skip
        turn.promised_by, turn.ground = by, ground
        session.get(Step, turn.step_id).due = None
        step = turn.step_id
    for path in ("/", "/plan", f"/plan/steps/{step}"):
        assert hers in reader("rim", "sv").get(path).texts("main")[0], path
    page = reader("lena", "sv").get(f"/staff/participants/{demo_id('rim')}")
    assert staffs in page.texts("main")[0]
