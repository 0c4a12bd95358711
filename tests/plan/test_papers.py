"""Papers: asked for, written or declined, handed in once and used again with a yes."""

from uuid import uuid5

import pytest
from sqlalchemy import update
from sqlalchemy.exc import NoResultFound

from portal.people.demo import demo_id
from portal.people.models import Assignment
from portal.plan import papers
from portal.plan.models import Holder, Paper, Stage, Step, Turn
from portal.plan.turns import NotYourTurn
from portal.sharing.kinds import ShareKind
from tests.moments import NOW
from tests.plan.test_service import step


def path(person: str, kind: str) -> str:
    return f"/plan/steps/{uuid5(demo_id(person), f'step {kind}')}"


def holder(db, of: Step) -> Holder:
    return db.get(Turn, of.turn_id).holder


def test_its_course_is_told_to_the_participant(reader):
    page = reader("dragan", "sv").get(path("dragan", "V04"))
    assert "Försäkringskassan har bett om det" in page.texts("section .small")
    assert [text.split(" ")[0] for text in page.texts(".ticks li")] == [
        "Någon", "Ska", "Skrivet", "Skickat", "Framme",
    ]  # fmt: skip
    assert page.soup.select_one(".ticks [aria-current=step]").get_text(strip=True).startswith("Ska")


def test_sent_it_goes_to_the_agency_that_asked_if_that_one_may_see_the_step(db, actor):
    nadia, lena = actor("nadia"), actor("lena")
    of = step(db, "dragan", "V04")
    papers.move(db, nadia, of.id, version=of.version, stage=Stage.SENT)
    # Nobody shares health papers, so the turn stays with the health centre, which hands it in.
    assert holder(db, of) is Holder.SKANE
    mine = step(db, "farhad", "A14")
    with pytest.raises(NoResultFound):  # it is about no paper
        papers.move(db, lena, mine.id, version=mine.version, stage=Stage.SENT)


def test_declined_is_a_stage_and_gives_the_turn_to_whoever_asked(db, actor):
    maria, hodan = actor("maria"), actor("hodan")
    of = step(db, "hodan", "M02")
    papers.move(db, maria, of.id, version=of.version, stage=Stage.DECLINED)
    db.flush()
    assert (of.reason, holder(db, of)) == ("declined", Holder.MALMO)
    assert papers.paper_of(db, of.id).stage is Stage.DECLINED
    with pytest.raises(NotYourTurn):
        papers.move(db, hodan, of.id, version=of.version, stage=Stage.ASKED)
    papers.move(db, maria, of.id, version=of.version, stage=Stage.ASKED)
    assert holder(db, of) is Holder.PARTICIPANT


def test_a_stage_that_cannot_follow_is_refused(db, actor):
    maria, of = actor("maria"), step(db, "hodan", "M02")
    papers.move(db, maria, of.id, version=of.version, stage=Stage.SENT)
    with pytest.raises(NotYourTurn):
        papers.move(db, maria, of.id, version=of.version, stage=Stage.ACCEPTED)


def test_handed_in_elsewhere_it_is_used_with_one_tap(reader, database):
    hodan, amir = reader("hodan", "sv"), reader("amir", "sv")
    where = path("hodan", "M02")
    page = hodan.get(where)
    asked = page.texts(".offer p")[0]
    assert asked.startswith(
        "Du har redan lämnat in det här till Arbetsförmedlingen den 3 november."
    )
    assert asked.endswith("Får Malmö stad använda det?")
    page = hodan.send(where, page.form(where, do="use_earlier"))
    assert page.notices == ["Tack! Du behöver inte lämna in det igen."]
    assert "Väntar på Malmö stad" in page.texts(".pill")[0]
    seen = amir.get(f"/staff/participants/{demo_id('hodan')}").text
    assert "Deltagaren säger att det får hämtas från" in seen
    with database.reading() as session:
        assert session.get(Paper, uuid5(demo_id("hodan"), "step M02")).reuses_id == uuid5(
            demo_id("hodan"), "step G11"
        )


def test_nobody_else_is_told_where_it_has_been_handed_in(reader):
    page = reader("amir", "sv").get(f"/staff/participants/{demo_id('hodan')}/post?what=paper")
    assert "redan lämnat in" not in page.text
    assert "får hämtas" not in page.text


def test_there_is_nothing_to_use_where_nothing_was_handed_in(reader):
    rim, where = reader("rim", "sv"), path("rim", "M14")
    fields = rim.get(where).form(where, do="finish") | {"do": "use_earlier"}
    assert rim.send(where, fields).notices == ["Det här steget är inte ditt just nu. Så är det nu."]


def test_i_am_done_with_a_paper_means_that_it_is_sent(reader, database):
    hodan, where = reader("hodan", "sv"), path("hodan", "M02")
    hodan.send(where, hodan.get(where).form(where, do="finish"))
    with database.reading() as session:
        assert session.get(Paper, uuid5(demo_id("hodan"), "step M02")).stage is Stage.SENT


@pytest.mark.parametrize(
    ("staff", "person"),
    [("lena", "rim"), ("maria", "rim"), ("hakan", "rim"), ("nadia", "rim")],
)
def test_staff_of_every_agency_ask_for_a_paper_and_follow_it(reader, staff, person):
    worker, post = reader(staff, "sv"), f"/staff/participants/{demo_id(person)}/post"
    form = worker.get(f"{post}?what=step&kind=G11").form(post)
    worker.send(post, form | {"kind": "G11", "value_paper": "school"})
    page = reader(person, "sv").get("/plan")
    assert "Lämna in ett papper: dina betyg" in " ".join(page.texts(".tl h3"))
    page = worker.get(f"{post}?what=paper")
    form = page.form(post)
    titles = {each["value"]: each.get_text() for each in page.soup.select("#step option")}
    mine = next(value for value, title in titles.items() if "betyg" in title)
    worker.send(post, form | {"step": mine, "stage": "arrived", "summary": "Vi har det nu."})
    page = worker.get(f"/staff/participants/{demo_id(person)}")
    assert any("Framme" in text and "betyg" in text for text in page.texts(".tl li"))


def test_where_nobody_who_asked_works_with_her_the_owner_has_the_turn(db, actor):
    nadia = actor("nadia")
    of = step(db, "dragan", "V04")
    db.execute(update(Step).where(Step.id == of.id).values(shares=ShareKind.PLAN))
    db.execute(
        update(Assignment)
        .where(
            Assignment.participant_id == of.participant_id,
            Assignment.staff_id == demo_id("hakan"),
        )
        .values(ended=NOW)
    )
    db.refresh(of)
    papers.move(db, nadia, of.id, version=of.version, stage=Stage.SENT)
    assert holder(db, of) is Holder.SKANE


def test_where_someone_does_it_is_theirs_with_a_day(db, actor):
    nadia = actor("nadia")
    of = step(db, "dragan", "V04")
    db.execute(update(Step).where(Step.id == of.id).values(shares=ShareKind.PLAN))
    db.refresh(of)
    papers.move(db, nadia, of.id, version=of.version, stage=Stage.SENT)
    assert holder(db, of) is Holder.FK
    assert db.get(Turn, of.turn_id).promised_by is not None
