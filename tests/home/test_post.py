"""Posting: staff of any of the four, typed fields, a preview, and what the participant then reads."""

from uuid import uuid5

import pytest
from sqlalchemy import func, select, update

from portal.appointments.models import Appointment
from portal.people.demo import demo_id
from portal.plan.models import Step
from portal.sharing.models import Consent
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture

RIM = f"/staff/participants/{demo_id('rim')}"
POST = f"{RIM}/post"


def opened(staff, what: str, **more: str):
    query = "&".join([f"what={what}", *(f"{name}={value}" for name, value in more.items())])
    page = staff.get(f"{POST}?{query}")
    return page, page.form(POST)


def test_a_turn_takes_few_taps_and_is_read_at_once_in_arabic(reader):
    lena, rim = reader("lena", "sv"), reader("rim", "ar")
    page, form = opened(lena, "turn")
    assert form["holder"] == "participant"
    assert form["promised_by"] == "2026-12-07"
    page = lena.send(POST, form | {"holder": "malmo", "summary": "Maria tar över."})
    assert page.notices == ["Publicerat. Rim ser det nu."]
    waiting = rim.get("/plan").texts(".tl .wait")[0]
    assert "Malmö stad" in waiting
    assert "الاثنين 7 كانون الأول" in waiting


@pytest.mark.parametrize("staff", ["lena", "maria", "hakan", "nadia"])
def test_staff_of_every_agency_post_a_step_a_time_and_a_message(reader, staff):
    worker, rim = reader(staff, "sv"), reader("rim", "en")
    _page, form = opened(worker, "step", kind="G06")
    worker.send(POST, form | {"kind": "G06"})
    assert "Plan check-up" in rim.get("/plan").texts(".tl h3")
    _page, form = opened(worker, "appointment", kind="B06")
    times = {
        "kind": "B06",
        "day": "2026-12-09",
        "start": "15:15",
        "place": "Provgatan 8",
        "interpreter": "ordered",
    }
    worker.send(POST, form | times)
    assert "at 15:15–16:00" in " ".join(rim.get("/appointments").texts(".row"))
    _page, form = opened(worker, "message", phrase="K18")
    worker.send(POST, form | {"phrase": "K18"})
    assert "Your plan has changed" in rim.get("/messages").texts(".row")[0]


def test_a_step_is_marked_done_by_its_owner(reader):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "done")
    lena.send(POST, form)
    assert "Lokalt jobbspår: kök" in reader("rim", "sv").get("/plan").texts(".tl .done h3")


def test_the_preview_shows_her_language_and_swedish_and_stores_nothing(reader):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "message", phrase="K17")
    filled = form | {"value_place": "Exempelskolan", "value_by": "2026-12-01", "preview": "1"}
    page = lena.post(POST, filled, status=200)
    arabic, swedish = (page.soup.select_one(f"#preview [lang={tag}][dir]") for tag in ("ar", "sv"))
    assert arabic["dir"] == "rtl"
    assert "Exempelskolan" in arabic.get_text()
    assert "Vi har hittat en praktikplats på Exempelskolan." in swedish.get_text()
    assert page.form(POST)["value_place"] == "Exempelskolan"
    lena.send(POST, {key: value for key, value in filled.items() if key != "preview"})
    rim = reader("rim", "sv")
    thread = rim.get("/messages").soup.select_one(".rows a")["href"].split("#")[0]
    assert "Exempelskolan" in rim.get(thread).texts(".msg")[-1]


def test_htmx_gets_the_form_and_preview_alone(reader):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "turn")
    page = lena.post(
        POST, form | {"preview": "1", "holder": "fk"}, status=200, **{"HX-Request": "true"}
    )
    assert page.text.lstrip().startswith('<div id="posting"')
    assert "Väntar på Försäkringskassan" in page.texts("#preview")[0]


def test_choosing_another_kind_brings_its_fields(reader):
    lena = reader("lena", "sv")
    page, form = opened(lena, "step")
    page = lena.post(POST, form | {"kind": "A08", "preview": "1"}, status=200)
    assert page.soup.select_one("select[name=value_trade]")
    page = lena.post(POST, page.form(POST) | {"kind": "A08"}, status=422)
    assert page.faults == ["Fyll i typ av arbete."]


@pytest.mark.parametrize(
    ("what", "wrong", "fault"),
    [
        ("turn", {"holder": "skv"}, "Välj vem som har turen nu."),
        ("turn", {"holder": "outside"}, "Skriv vem det är, till exempel CSN."),
        ("turn", {"promised_by": "2026-11-01"}, "Datumet har passerat. Välj i dag eller senare."),
        (
            "turn",
            {"promised_by": "snart"},
            "Skriv datumet som år-månad-dag, till exempel 2026-12-04.",
        ),
        ("turn", {"step": "x"}, "Välj ett av stegen i listan."),
        (
            "turn",
            {"summary": "å" * 301},
            "Texten är för lång. Korta den till 300 tecken. Inget är borta.",
        ),
        ("turn", {"ground": ""}, "Välj vad datumet bygger på."),
        ("step", {"kind": "V02"}, "Välj en typ i listan."),
        ("appointment", {}, "Skriv datumet."),
        (
            "appointment",
            {"day": "2026-12-01", "start": "25:99"},
            "Skriv tiden som timmar:minuter, till exempel 13:30.",
        ),
        (
            "appointment",
            {"day": "9999-12-31", "start": "23:59"},
            "Datumet ligger för långt fram. Kontrollera året.",
        ),
        ("turn", {"step": "x:" + "9" * 5000}, "Välj ett av stegen i listan."),
        ("message", {"phrase": "K99"}, "Välj ett av meddelandena i listan."),
        ("message", {"phrase": "free"}, "Skriv meddelandet, eller välj ett i listan."),
        ("message", {"phrase": "K02"}, "Fyll i när."),
    ],
)
def test_wrong_input_names_the_field_and_keeps_the_rest(reader, what, wrong, fault):
    lena = reader("lena", "sv")
    _page, form = opened(lena, what)
    page = lena.post(POST, form | wrong, status=422)
    assert fault in page.faults
    for name, value in wrong.items():
        if name in ("promised_by", "summary", "start"):
            assert page.form(POST)[name] == value


def test_a_person_who_needs_an_interpreter_gets_no_time_without_an_answer(reader):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "appointment")
    times = {"kind": "B06", "day": "2026-12-09", "start": "15:15", "place": "Provgatan 8"}
    for answer in ({}, {"interpreter": "not_needed"}):
        page = lena.post(POST, form | times | answer, status=422)
        assert "Säg hur det är med tolken: beställd, bokad, på telefon eller saknas." in page.faults


def test_the_turn_is_not_handed_where_consent_is_missing(reader):
    nadia = reader("nadia", "sv")
    path = f"/staff/participants/{demo_id('farhad')}/post"
    form = nadia.get(f"{path}?what=turn").form(path)
    page = nadia.post(path, form | {"holder": "af"}, status=422)
    assert page.faults == [
        "Den myndigheten får inte se steget. Be om samtycke först, eller välj någon annan."
    ]


def test_a_change_by_someone_else_is_shown_and_nothing_typed_is_lost(reader, database):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "turn")
    with database.writing() as session, session.begin():
        session.execute(update(Step).where(Step.kind == "A13").values(version=12))
    page = lena.post(POST, form | {"summary": "Min mening"}, status=409)
    again = page.form(POST)
    assert again["summary"] == "Min mening"
    assert again["step"].endswith(":12")
    lena.send(POST, again)


def test_a_double_tap_publishes_once(reader, database):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "appointment")
    filled = form | {
        "kind": "B06",
        "day": "2026-12-09",
        "start": "15:15",
        "place": "Provgatan 8",
        "interpreter": "missing",
    }

    def count() -> int:
        with database.reading() as session:
            return session.scalar(select(func.count()).select_from(Appointment))

    before = count()
    for _tap in range(3):
        assert lena.client.post(POST, data=filled).location == RIM
    assert count() == before + 1


def test_nothing_is_published_by_an_empty_form(reader):
    lena = reader("lena", "sv")
    token = lena.get(POST).form(POST)["csrf_token"]
    for what in ("turn", "done", "step", "appointment", "message"):
        lena.post(POST, {"csrf_token": token, "what": what}, status=422)
    lena.post(POST, {"csrf_token": token, "what": "everything"}, status=404)


def test_free_text_is_sent_as_swedish(reader):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "message", phrase="free")
    lena.send(POST, form | {"phrase": "free", "body": "Vi ses på fredag. <b>Ta med</b> kaffe."})
    rim = reader("rim", "ar")
    thread = rim.get("/messages").soup.select_one(".rows a")["href"].split("#")[0]
    latest = rim.get(thread).soup.select(".msg")[-1]
    assert latest.select_one("p[lang=sv]").get_text() == "Vi ses på fredag. <b>Ta med</b> kaffe."
    assert latest.select_one(".note")


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_mistyped_year_is_refused_before_it_can_break_a_page(reader, year):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "message", phrase="K03")
    page = lena.post(
        POST, form | {"phrase": "K03", "value_when": f"{year}-01-01T00:00"}, status=422
    )
    assert page.faults == ["Fyll i när."]


def test_spaces_around_a_date_do_no_harm(reader):
    lena = reader("lena", "sv")
    _page, form = opened(lena, "turn")
    lena.send(POST, form | {"promised_by": " 2026-12-04 "})


def test_only_the_owner_marks_a_step_done(reader):
    lena, maria = reader("lena", "sv"), reader("maria", "sv")
    _page, form = opened(lena, "turn")
    lena.send(POST, form | {"holder": "malmo"})
    page = maria.post(POST, opened(maria, "done")[1] | {"step": form["step"]}, status=422)
    assert page.faults == ["Välj ett av stegen i listan."]


def test_why_someone_cannot_come_is_for_those_she_was_to_meet(reader):
    rim = reader("rim", "sv")
    path = "/appointments/" + str(uuid5(demo_id("rim"), "time B17"))
    form = rim.get(f"{path}?cannot=1").form(path, do="cannot")
    rim.send(path, form | {"reason": "sick", "text": "Känsligt"})
    assert "Känsligt" in reader("nadia", "sv").get(RIM).text
    assert "Känsligt" not in reader("lena", "sv").get(RIM).text


def test_the_goal_is_shared_like_the_plan(reader, database):
    assert "مطبخ" in reader("maria", "sv").get(RIM).text
    with database.writing() as session, session.begin():
        session.execute(update(Consent).where(Consent.withdrawn.is_(None)).values(withdrawn=NOW))
    assert "مطبخ" not in reader("maria", "sv").get(RIM).text
    assert "مطبخ" in reader("lena", "sv").get(RIM).text  # the contact's own agency
