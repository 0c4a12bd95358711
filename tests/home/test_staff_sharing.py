"""Consents as staff see and note them: their own agency's, said at a meeting, with traces."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.i18n.languages import BY_TAG, Status
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.sharing import wording
from portal.sharing.kinds import ShareKind
from portal.sharing.models import Consent, GivenHow
from portal.trail.models import Act
from tests.trails import traces

RIM = demo_id("rim")
PATH = f"/staff/participants/{RIM}/sharing"
SAID = {"interpreted": "yes", "interpreter": "Samir Tolksson", "said": "1"}


def asks(worker, *boxes, path=PATH, months="12"):
    """The words to read out for some boxes, and the form that notes them."""
    fields = worker.get(path).form(path)
    page = worker.post(
        path, {**fields, "shares": list(boxes), "months": months, "preview": "1"}, status=200
    )
    form = page.form(path)
    form["shares"] = [each["value"] for each in page.soup.select("#consent input[name=shares]")]
    return page, form


def noted(database, person=RIM):
    with database.reading() as db:
        return db.scalars(
            select(Consent).where(
                Consent.participant_id == person, Consent.by_staff_id.is_not(None)
            )
        ).all()


def test_the_page_of_a_participant_tells_in_short(reader):
    page = reader("lena", "sv").get(f"/staff/participants/{RIM}")
    [told] = [each for each in page.texts("section.card") if each.startswith("Samtycken")]
    assert "Vi får läsa från 3 andra myndigheter." in told
    assert "3 andra myndigheter får läsa vårt." in told
    assert page.soup.select_one(f"a[href='{PATH}']")


def test_only_what_concerns_ones_own_agency_is_shown(reader):
    page = reader("lena", "sv").get(PATH)
    assert len(page.soup.select("section ul.rows li")) == 16
    rows = page.texts("section:has(> #gets) .row")
    assert any("Vårdcentralen Plan · Gäller till och med" in row for row in rows)
    assert not any("Meddelanden" in row for row in rows if row.startswith("Vårdcentralen"))
    assert "Arbetsförmedlingen" not in " ".join(rows)


def test_the_words_are_shown_side_by_side_before_anything_is_noted(reader, database):
    lena = reader("lena", "sv")
    assert not lena.get(PATH).soup.select("#consent input[name=shares][checked]")
    page, _form = asks(lena, "skane.health")
    assert (
        "Vårdcentralen får läsa om min hälsa"
        in page.soup.select_one(".preview [lang=sv]").get_text()
    )
    assert page.soup.select_one(".preview [lang=ar]")["dir"] == "rtl"
    assert "Jag får samma hjälp om jag säger nej." in page.text
    assert noted(database) == []


def test_it_is_noted_with_interpreter_and_trace_and_she_sees_by_whom(reader, database):
    lena, rim = reader("lena", "sv"), reader("rim", "sv")
    _page, form = asks(lena, "skane.health", months="1")
    page = lena.send(PATH, form | SAID)
    assert page.notices == ["Antecknat. Rim ser det, och att du har antecknat det."]
    [row] = noted(database)
    assert (row.from_agency, row.to_agency, row.kind, row.given, row.interpreter, row.language) == (
        Agency.AF, Agency.SKANE, ShareKind.HEALTH, GivenHow.ORAL, "Samir Tolksson", "ar",
    )  # fmt: skip
    assert traces(database, "consent") == [(Act.ADDED, demo_id("lena"), row.id)]
    history = rim.get("/me/sharing/history").texts("main .card")[0]
    assert "Lena Övningsson antecknade det. Arbetsförmedlingen." in history
    assert "Tolk: Samir Tolksson" in history
    assert "Vem får läsa vad" in rim.get("/plan").texts("#since")[0]


@pytest.mark.parametrize(
    ("missing", "fault"),
    [
        ({"said": ""}, "Läs upp orden och kryssa i här. Annars finns det inget samtycke."),
        ({"interpreter": " "}, "Skriv tolkens namn."),
        ({"interpreted": ""}, "Välj om någon tolkade."),
    ],
)
def test_without_the_words_or_the_interpreter_there_is_no_consent(reader, database, missing, fault):
    lena = reader("lena", "sv")
    _page, form = asks(lena, "skane.health")
    page = lena.post(PATH, form | SAID | missing, status=422)
    assert page.faults == [fault]
    assert page.soup.select_one(".preview [lang=ar]")
    assert noted(database) == []


def test_nothing_chosen_is_no_consent(reader):
    lena = reader("lena", "sv")
    fields = lena.get(PATH).form(PATH)
    page = lena.post(PATH, {**fields, "preview": "1"}, status=422)
    assert page.faults == ["Inget har ändrats än. Kryssa i eller ur en ruta först."]


def test_no_interpreter_needed_is_noted_as_none(reader, database):
    lena = reader("lena", "sv")
    _page, form = asks(lena, "skane.messages")
    lena.send(PATH, form | {"interpreted": "no", "interpreter": "ignored", "said": "1"})
    assert [row.interpreter for row in noted(database)] == [None]


def test_another_agencys_things_are_not_among_the_boxes_and_are_refused(reader, database):
    lena = reader("lena", "sv")
    values = {each["value"] for each in lena.get(PATH).soup.select("input[name=shares]")}
    assert not any(each.startswith("af.") for each in values)
    fields = lena.get(PATH).form(PATH)
    page = lena.post(PATH, {**fields, **SAID, "shares": ["af.health"], "from": "skane"}, status=422)
    assert page.faults == ["Välj bland rutorna på sidan."]
    assert noted(database) == []


def test_who_does_not_work_with_her_gets_no_page(reader):
    for slug in ("petra", "amir"):
        reader(slug, "sv").get(PATH, status=404)
    reader("yusuf", "sv").get(PATH, status=403)
    for slug in ("lena", "hakan", "maria"):
        reader(slug, "sv").get(f"/staff/participants/{demo_id('mikaela')}/sharing", status=404)


def test_a_protected_person_is_called_by_her_alias(reader):
    page = reader("nadia", "sv").get(f"/staff/participants/{demo_id('mikaela')}/sharing")
    assert page.heading == "Samtycken från Deltagare 8"
    assert "Mikaela" not in page.soup.title.get_text()


def test_staff_note_that_it_was_withdrawn_and_it_counts_at_once(reader, database):
    lena, rim = reader("lena", "sv"), reader("rim", "sv")
    page = lena.get(PATH)
    which = page.soup.select_one("section:has(> #gets) input[name=consent]")["value"]
    page = lena.send(PATH, page.form(PATH, do="stop", consent=which))
    assert page.notices == ["Samtycket är tillbakataget. Det gäller från och med nu."]
    assert not page.soup.select(f"input[value='{which}']")
    [(act, by, subject)] = traces(database, "consent")
    assert (act, by, str(subject)) == (Act.CHANGED, demo_id("lena"), which)
    told = " ".join(rim.get("/me/sharing/history").texts("main .card"))
    assert "Lena Övningsson antecknade att det upphörde." in told


def test_others_consents_cannot_be_withdrawn_by_staff(reader, database):
    lena = reader("lena", "sv")
    with database.reading() as db:
        other = db.scalar(select(Consent.id).where(
            Consent.participant_id == RIM, Consent.from_agency == "fk", Consent.to_agency == "malmo",
        ))  # fmt: skip
    token = lena.get(PATH).form(PATH)["csrf_token"]
    lena.post(PATH, {"csrf_token": token, "do": "stop", "consent": str(other)}, status=404)
    lena.post(PATH, {"csrf_token": token, "do": "stop", "consent": "x"}, status=400)


def test_a_change_in_between_is_told(reader, database):
    lena, rim = reader("lena", "sv"), reader("rim", "sv")
    _page, form = asks(lena, "skane.health")
    rim.send("/me/sharing/af", rim.get("/me/sharing/af").form("/me/sharing/af", do="stop_all"))
    page = lena.post(PATH, form | SAID, status=409)
    assert page.soup.select(".faults")
    assert noted(database) == []


def test_where_there_is_no_text_in_her_language_the_swedish_is_read(reader, database, monkeypatch):
    path = f"/staff/participants/{demo_id('hodan')}/sharing"
    draft = replace(BY_TAG["so"], status=Status.DRAFT)
    monkeypatch.setattr(wording, "BY_TAG", {**BY_TAG, "so": draft})
    amir = reader("amir", "sv")
    page, form = asks(amir, "skane.health", path=path)
    assert "Tolken översätter från svenskan." in page.text
    before = {row.id for row in noted(database, demo_id("hodan"))}
    amir.send(path, form | SAID)
    new = [row for row in noted(database, demo_id("hodan")) if row.id not in before]
    assert {row.language for row in new} == {"sv"}
