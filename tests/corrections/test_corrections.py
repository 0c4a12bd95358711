"""A request with an answer: asked of the owner, answered by it alone, told of, and never an edit."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from portal import clock
from portal.corrections.models import Correction, CorrectionState
from portal.corrections.service import CorrectionRow
from portal.i18n.formats import Formats
from portal.i18n.languages import ENGLISH
from portal.i18n.text import Translator
from portal.notices.models import Notice, NoticeKind
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.trail.models import Act
from portal.trail.service import leave
from tests.contracts.addresses import ids_of
from tests.moments import NOW
from tests.trails import traces

RIM = demo_id("rim")
LIST = f"/staff/participants/{RIM}/corrections"
WRONG = "هذا التاريخ خاطئ"


@pytest.fixture
def asked(reader, do):
    """Rim says that something about herself is wrong; her contact is Lena's agency's."""
    rim = reader("rim", "en")
    form = rim.get("/me/corrections/new").form("/me/corrections/new")
    assert rim.send("/me/corrections/new", form | {"wrong": WRONG}).notices
    return do(lambda db: db.scalars(select(Correction)).one())


def answer(lena, which, **fields):
    form = lena.get(LIST).form(f"{LIST}/{which}")
    return lena.client.post(f"{LIST}/{which}", data=form | fields)


def test_she_sees_who_has_it_and_by_when(reader, database, asked):
    assert (asked.subject, asked.agency, asked.language) == ("participant", Agency.AF, "en")
    page = reader("rim", "en").get("/me/corrections")
    assert WRONG in page.text
    assert any("You get an answer by Wednesday 23 December." in text for text in page.texts("p"))
    assert traces(database, "correction") == [(Act.ADDED, None, asked.id)]


@pytest.mark.parametrize("kind", ["step", "appointment"])
def test_each_thing_has_a_way_to_say_it(reader, database, kind):
    ids, rim = ids_of(database, "rim"), reader("rim", "en")
    where = {"step": "/plan/steps", "appointment": "/appointments"}[kind]
    which = ids[f"{kind}_id"]
    links = [
        each["href"]
        for each in rim.get(f"{where}/{which}").soup.select("a[href^='/me/corrections/new']")
    ]
    assert links == [f"/me/corrections/new?about={kind}&id={which}"]
    form = rim.get(links[0]).form("/me/corrections/new")
    refused = rim.post("/me/corrections/new", form, status=422)
    assert refused.faults == ["Write what is wrong, so that we can put it right."]
    rim.post("/me/corrections/new", form | {"wrong": "No"})
    with database.reading() as db:
        row = db.scalars(select(Correction)).one()
    assert (row.subject, str(row.subject_id)) == (kind, which)


def test_nobody_says_it_of_somebody_elses_thing(reader, database):
    hodan = reader("hodan")
    for kind in ("step", "appointment", "thread"):
        which = ids_of(database, "rim")[f"{kind}_id"]
        assert hodan.client.get(f"/me/corrections/new?about={kind}&id={which}").status_code == 404
    assert hodan.client.get("/me/corrections/new?about=secret&id=1").status_code == 404


def test_a_refusal_needs_a_reason_and_says_how_to_appeal(reader, database, asked):
    lena = reader("lena", "en")
    assert (
        "The participant says that 1 thing is wrong." in lena.get(f"/staff/participants/{RIM}").text
    )
    assert answer(lena, asked.id, do="refused", answer=" ").status_code == 422
    assert answer(lena, asked.id, do="refused", answer="Datumet stämmer.").status_code == 303
    page = reader("rim", "en").get("/me/corrections")
    assert "Datumet stämmer." in page.text
    assert any(
        "You can appeal. Write to Arbetsförmedlingen within three weeks" in text
        for text in page.texts("p")
    )
    with database.reading() as db:
        kinds = db.scalars(select(Notice.kind).where(Notice.subject_id == asked.id)).all()
    assert kinds == [NoticeKind.ANSWER]
    assert traces(database, "correction")[-1] == (Act.CHANGED, demo_id("lena"), asked.id)


def test_it_is_answered_once(reader, database, asked):
    lena = reader("lena", "en")
    form = lena.get(LIST).form(f"{LIST}/{asked.id}")
    assert answer(lena, asked.id, do="corrected").status_code == 303
    again = lena.client.post(
        f"{LIST}/{asked.id}", data=form | {"do": "refused", "answer": "Nej", "form_key": "x"}
    )
    assert again.status_code == 409
    with database.reading() as db:
        assert db.scalars(select(Correction.state)).one() is CorrectionState.CORRECTED


def test_another_agency_neither_sees_nor_answers_it(reader, asked):
    maria = reader("maria", "en")
    if maria.client.get(LIST).status_code == 200:
        assert WRONG not in maria.get(LIST).text
    token = maria.get("/sign-in").form("/language")["csrf_token"]
    sent = maria.client.post(f"{LIST}/{asked.id}", data={"csrf_token": token, "do": "corrected"})
    assert sent.status_code == 404


@pytest.mark.parametrize(
    ("kind", "where"), [("step", "/plan/steps"), ("appointment", "/appointments")]
)
def test_what_staff_have_changed_says_when_and_by_whom(reader, database, do, actor, kind, where):
    which, rim, lena = ids_of(database, "rim")[f"{kind}_id"], reader("rim", "en"), actor("lena")
    said = f"Changed {Formats(Translator(ENGLISH, ())).day(NOW)} by Arbetsförmedlingen"
    assert said not in rim.get(f"{where}/{which}").texts("p.small")
    do(lambda db: leave(db, lena, Act.CHANGED, kind, participant=RIM, subject_id=UUID(which)))
    assert said in rim.get(f"{where}/{which}").texts("p.small")


@pytest.mark.parametrize(
    ("day", "by"),
    [(date(2027, 1, 31), date(2027, 2, 28)), (date(2026, 12, 5), date(2027, 1, 5)), (date(2028, 1, 30), date(2028, 2, 29))],
)  # fmt: skip
def test_a_month_is_a_calendar_month(day, by):
    row = CorrectionRow(
        RIM, Agency.AF, "participant", None, "x", "sv", clock.at_wall(day, 12),
        CorrectionState.ASKED, None, None, None,
    )  # fmt: skip
    assert row.answer_by == by


@pytest.mark.parametrize("kind", ["step", "appointment", "thread"])
def test_the_way_leads_back_to_what_it_is_about(reader, database, do, kind):
    """For her and for the one who answers, who has to put it right in its place."""
    which, rim = ids_of(database, "rim")[f"{kind}_id"], reader("rim", "en")
    address = f"/me/corrections/new?about={kind}&id={which}"
    asked = rim.get(address)
    form = asked.form("/me/corrections/new") | {"wrong": WRONG}
    [way] = rim.send("/me/corrections/new", form).soup.select("section h2 a")
    there = rim.get(way["href"])
    [name] = asked.texts("form p b")
    assert name in there.text or kind == "thread"
    owner = do(lambda db: db.scalars(select(Correction)).one()).agency
    staff = reader({Agency.AF: "lena", Agency.MALMO: "maria"}[owner], "sv")
    [way] = staff.get(LIST).soup.select("section h3 a")
    path, _, fragment = way["href"].partition("#")
    page = staff.get(path)
    assert len(page.soup.select(f"[id='{fragment}']")) == 1 or kind == "thread"
