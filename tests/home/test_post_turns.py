"""When a turn does not go as planned: not ours, later, not possible, several at once, two at once."""

from uuid import uuid5

import pytest
from sqlalchemy import select, update
from werkzeug.datastructures import MultiDict

from portal.people.demo import demo_id
from portal.plan.models import Delay, Handover, Step, Turn, Why
from portal.sharing.models import Consent
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture


def post_of(person: str) -> str:
    return f"/staff/participants/{demo_id(person)}/post"


def step_id(person: str, kind: str) -> str:
    return str(uuid5(demo_id(person), f"step {kind}"))


def opened(staff, person: str, what: str, kind: str | None = None, **more: str) -> dict[str, str]:
    step = f"&step={step_id(person, kind)}" if kind else ""
    query = "".join(f"&{name}={value}" for name, value in more.items())
    return staff.get(f"{post_of(person)}?what={what}{step}{query}").form(post_of(person))


def hand(reader, person: str, kind: str, staff: str, to: str) -> None:
    worker = reader(staff, "sv")
    form = opened(worker, person, "turn", kind)
    worker.send(post_of(person), form | {"holder": to})


@pytest.mark.parametrize(
    ("receiver", "agency", "name"),
    [("maria", "malmo", "Malmö stad"), ("hakan", "fk", "Försäkringskassan"), ("nadia", "skane", "Vårdcentralen")],
)  # fmt: skip
def test_not_ours_routes_it_on_is_told_in_plain_words_and_counts(
    reader, database, receiver, agency, name
):
    hand(reader, "rim", "A13", "lena", agency)
    worker, rim = reader(receiver, "sv"), reader("rim", "sv")
    assert "Rim Mithal Väntar på oss" in " ".join(worker.get("/staff?show=ours").texts(".row"))
    form = opened(worker, "rim", "not_ours", "A13")
    assert form["holder"] == "af"
    worker.send(post_of("rim"), form | {"reason": "other_agency", "summary": "Lena vet mer."})
    story = rim.get(f"/plan/steps/{step_id('rim', 'A13')}").texts(".story li")[0]
    assert f"{name} svarade att det inte är deras: En annan myndighet bestämmer det här." in story
    assert "Turen gick till Arbetsförmedlingen." in story
    page = reader("lena", "sv").get(f"/staff/participants/{demo_id('rim')}")
    box = next(text for text in page.texts(".tl li") if text.startswith("Lokalt jobbspår"))
    assert "Skickat vidare, inte deras: En annan myndighet bestämmer det här." in box
    assert "Lena vet mer." in box
    with database.reading() as session:
        assert len(session.scalars(
            select(Handover).where(Handover.participant_id == demo_id("rim"), Handover.why == Why.NOT_OURS)
        ).all()) == 1  # fmt: skip
    pills = reader("yusuf", "sv").get(f"/staff/participants/{demo_id('rim')}").texts(".pills")[1]
    assert "Skickad vidare 1 gång" in pills


def test_arbetsformedlingen_says_not_ours_too(reader):
    hand(reader, "rim", "F01", "hakan", "af")
    lena = reader("lena", "sv")
    form = opened(lena, "rim", "not_ours", "F01")
    lena.send(post_of("rim"), form | {"reason": "no_right", "holder": "malmo"})
    assert "Väntar på Malmö stad" in " ".join(reader("rim", "sv").get("/plan").texts(".tl .wait"))


def test_our_own_step_is_not_sent_away_as_not_ours(reader):
    page = reader("lena", "sv").get(f"{post_of('rim')}?what=not_ours")
    assert "Det finns inget öppet steg som det här passar på." in page.text


def test_not_ours_needs_a_reason_and_stays_within_consent(reader, database):
    hand(reader, "rim", "A13", "lena", "malmo")
    maria = reader("maria", "sv")
    form = opened(maria, "rim", "not_ours", "A13")
    page = maria.post(post_of("rim"), form | {"summary": "Inte vi"}, status=422)
    assert page.faults == ["Välj en anledning. Deltagaren läser den."]
    with database.writing() as session, session.begin():
        session.execute(
            update(Consent)
            .where(Consent.participant_id == demo_id("rim"), Consent.to_agency == "fk")
            .values(withdrawn=NOW)
        )
    page = maria.post(
        post_of("rim"), page.form(post_of("rim")) | {"reason": "done", "holder": "fk"}, status=422
    )
    assert page.faults[0].startswith("Den myndigheten får inte se steget.")
    assert page.soup.select_one("#summary").get_text() == "Inte vi"


def test_a_passed_promise_has_its_notice_ready_and_one_tap_sends_it(reader, database):
    amir, hodan = reader("amir", "sv"), reader("hodan", "sv")
    assert "Hodan" in " ".join(amir.get("/staff?show=late").texts(".row"))
    page = amir.get(f"/staff/participants/{demo_id('hodan')}")
    draft = page.form(post_of("hodan"), what="delay")
    amir.send(post_of("hodan"), draft)
    with database.reading() as session:
        delay = session.scalars(select(Delay)).one()
        turn = session.get(Turn, delay.turn_id)
    assert (turn.first_promised_by, turn.promised_by) == (delay.promised_before, delay.promised_by)
    assert "Det här tar längre tid" in hodan.get("/messages").texts(".row")[0]
    page = hodan.get(f"/plan/steps/{step_id('hodan', 'M15')}")
    assert "Du får svar senast måndag 7 december." in page.texts(".body")[0]
    assert "Först var det utlovat" in page.texts(".story li")[0]
    assert "Hodan" not in " ".join(amir.get("/staff?show=late").texts(".row"))
    with pytest.raises(AssertionError, match="no form"):
        amir.get(f"/staff/participants/{demo_id('hodan')}").form(post_of("hodan"), what="delay")


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"promised_by": "2026-11-20"}, "Välj en dag som inte har varit."),
        ({"promised_by": ""}, "Skriv den nya dagen."), ({"reason": "x"}, "Välj en anledning. Deltagaren läser den."),
    ],
)  # fmt: skip
def test_a_notice_says_what_is_wrong(reader, wrong, fault):
    amir = reader("amir", "sv")
    form = opened(amir, "hodan", "delay", "M15")
    assert amir.post(post_of("hodan"), form | wrong, status=422).faults == [fault]


def test_a_promise_only_moves_on(reader):
    lena = reader("lena", "sv")
    form = opened(lena, "rim", "delay", "A13") | {"promised_by": "2026-11-24"}
    page = lena.post(post_of("rim"), form, status=422)
    assert page.faults == ["Välj en dag efter den som var utlovad."]


@pytest.mark.parametrize(
    ("staff", "kind", "route"),
    [("lena", "A13", "A14"), ("maria", "M14", "M08"), ("hakan", "F01", "F03"), ("nadia", "V02", "V01")],
)  # fmt: skip
def test_what_is_not_possible_leads_to_another_way(reader, staff, kind, route):
    worker, rim = reader(staff, "sv"), reader("rim", "sv")
    form = opened(worker, "rim", "not_possible", kind)
    worker.post(
        post_of("rim"), form | {"reason": "no_place", "kind": route, "preview": "1"}, status=200
    )
    page = worker.post(post_of("rim"), form | {"reason": "no_place", "kind": route}, status=422)
    form = page.form(post_of("rim"))
    assert (form["reason"], form["kind"]) == ("no_place", route)
    worker.send(post_of("rim"), form | {"holder": "participant", "ground": "promise"})
    page = rim.get(f"/plan/steps/{step_id('rim', kind)}")
    body = page.texts(".body")[0]
    assert "Det finns ingen plats." in body
    assert "En annan väg:" in body
    assert rim.get(page.soup.select_one(".body a")["href"]).form  # it is a step of its own


def test_without_another_way_it_only_ends(reader):
    lena, rim = reader("lena", "sv"), reader("rim", "sv")
    form = opened(lena, "rim", "not_possible", "A13")
    lena.send(post_of("rim"), form | {"reason": "requirements"})
    assert "Ett krav" in rim.get(f"/plan/steps/{step_id('rim', 'A13')}").texts(".body")[0]


@pytest.mark.parametrize("staff", ["lena", "maria", "hakan", "nadia"])
@pytest.mark.parametrize("chosen", ["kitchen", "sick", "swedish"])
def test_a_ready_set_is_added_with_one_post(reader, staff, chosen):
    worker, rim = reader(staff, "sv"), reader("rim", "sv")
    page = worker.get(f"{post_of('rim')}?what=set&set={chosen}")
    form = MultiDict(page.form(post_of("rim")))
    kept = [each["value"] for each in page.soup.select("input[name=keep]")]
    form.setlist("keep", kept[1:])
    assert page.soup.select("#preview .card")
    assert "%(" not in page.text
    before = len(rim.get("/plan").texts(".tl h3"))
    worker.send(post_of("rim"), form)
    assert len(rim.get("/plan").texts(".tl h3")) == before + len(kept) - 1


def test_a_step_of_a_set_waits_for_the_one_before_it(reader, database):
    lena, rim = reader("lena", "sv"), reader("rim", "sv")
    page = lena.get(f"{post_of('rim')}?what=set&set=kitchen")
    form = MultiDict(page.form(post_of("rim")))
    form.setlist("keep", ["A01", "A13"])
    lena.send(post_of("rim"), form)
    plan = rim.get("/plan")
    assert "Börjar när det här är klart: Planeringssamtal" in plan.texts(".tl li")[-1]
    with database.reading() as session:
        talk = session.scalar(
            select(Step.id).where(Step.kind == "A01", Step.participant_id == demo_id("rim"))
        )
    form = lena.get(f"{post_of('rim')}?what=done&step={talk}").form(post_of("rim"))
    lena.send(post_of("rim"), form)
    last = rim.get("/plan").texts(".tl li")[-1]
    assert "Väntar på Arbetsförmedlingen" in last
    assert "Väntar sedan i dag." in last


def test_what_was_not_looked_through_is_not_published(reader):
    lena = reader("lena", "sv")
    form = lena.get(f"{post_of('rim')}?what=set&set=kitchen").form(post_of("rim"))
    page = lena.post(post_of("rim"), form | {"set": "sick"}, status=422)
    assert page.faults == ["Titta igenom stegen i den här starten och publicera sedan."]
    assert page.soup.select_one("input[name=keep][value=A14]").has_attr("checked")
    form = MultiDict(page.form(post_of("rim")))
    form.setlist("keep", [])
    page = lena.post(post_of("rim"), form, status=422)
    assert page.faults == ["Markera minst ett steg."]


def test_the_second_of_two_sees_both_texts_and_chooses(reader):
    hand(reader, "rim", "A13", "lena", "malmo")
    lena, maria = reader("lena", "sv"), reader("maria", "sv")
    first, second = opened(maria, "rim", "turn", "A13"), opened(lena, "rim", "turn", "A13")
    maria.send(post_of("rim"), first | {"holder": "participant", "summary": "Marias ord."})
    page = lena.post(post_of("rim"), second | {"holder": "fk", "summary": "Lenas ord."}, status=409)
    stands = page.texts(".stands")[0]
    assert "Marias ord." in stands
    assert "Maria Demodal" in stands
    assert "Deltagarens tur" in stands
    assert page.soup.select_one("#summary").get_text() == "Lenas ord."
    assert page.soup.find("a", string="Låt det vara som det är")
    lena.send(post_of("rim"), page.form(post_of("rim")))
    story = reader("rim", "sv").get(f"/plan/steps/{step_id('rim', 'A13')}").texts(".story li")
    assert ["Lenas ord." in story[0], "Marias ord." in story[1]] == [True, True]


def test_an_answer_lands_on_the_step_it_is_about(reader):
    rim, lena = reader("rim", "sv"), reader("lena", "sv")
    step = step_id("rim", "A13")
    form = rim.get(f"/messages/new?about={step}").form("/messages/new")
    rim.send("/messages/new", form | {"body": "När börjar det?"})
    page = lena.get(f"/staff/participants/{demo_id('rim')}")
    talk = page.soup.select_one("a[href^='/staff/threads/']")["href"].split("#")[0]
    answer = lena.get(talk).soup.select_one("a[href*='thread=']")["href"]
    form = lena.get(answer).form(post_of("rim"))
    lena.send(post_of("rim"), form | {"phrase": "free", "body": "I januari."})
    talk = rim.get(f"/plan/steps/{step}").texts(".thread .msg")
    assert ["När börjar det?" in talk[0], "I januari." in talk[1]] == [True, True]
    assert not reader("rim", "sv").get(f"/plan/steps/{step_id('rim', 'F01')}").texts(".thread")


def test_since_you_were_here_tells_what_all_agencies_changed(reader):
    rim = reader("rim", "sv")
    before = rim.get("/plan").texts("#since .row")
    hand(reader, "rim", "F01", "hakan", "participant")
    page = rim.get("/plan")
    row = page.texts("#since .row")[0]
    assert "Ansökan om aktivitetsstöd" in row
    assert "Håkan Skissgren" in row
    assert len(page.texts("#since .row")) == len(before) + 1
    assert "Nytt sedan du var här." in " ".join(rim.get("/").texts(".row"))
    again = reader("rim", "sv")  # signed in anew: she has seen it by then
    assert again.get("/plan").texts("#since .row") == []


# What a second pair of eyes found.


def test_the_turn_does_not_lie_where_nobody_works_with_the_participant(reader):
    amir = reader("amir", "sv")
    form = opened(amir, "mikaela", "turn", "G05")
    page = amir.post(post_of("mikaela"), form | {"holder": "fk"}, status=422)
    assert page.faults == ["Ingen på den myndigheten arbetar med deltagaren. Välj någon annan."]


def test_the_same_holder_does_not_start_the_clock_anew(reader):
    maria = reader("maria", "sv")
    form = opened(maria, "hodan", "turn", "M15") | {"holder": "malmo"}
    page = maria.post(post_of("hodan"), form, status=422)
    assert page.faults[0].startswith("Den har turen redan.")
    assert "Det är försenat." in reader("hodan", "sv").get("/plan").text


def test_not_ours_can_go_to_someone_outside_and_the_owner_answers(reader, database):
    hand(reader, "rim", "A13", "lena", "malmo")
    maria = reader("maria", "sv")
    form = opened(maria, "rim", "not_ours", "A13")
    maria.send(
        post_of("rim"), form | {"reason": "outside", "holder": "outside", "outside_name": "CSN"}
    )
    assert "Väntar på CSN" in " ".join(reader("rim", "sv").get("/plan").texts(".pill"))
    lena = reader("lena", "sv")
    assert "Rim Mithal" in " ".join(lena.get("/staff?show=ours").texts(".row"))
    assert opened(lena, "rim", "turn", "A13")["step"].startswith(step_id("rim", "A13"))
    with database.reading() as session:
        step = session.get(Step, uuid5(demo_id("rim"), "step A13"))
        assert session.get(Turn, step.turn_id).answers == "af"


def test_who_may_not_see_the_goal_does_not_write_it(reader, database):
    with database.writing() as session, session.begin():
        session.execute(update(Consent).where(Consent.to_agency == "fk").values(withdrawn=NOW))
    hakan = reader("hakan", "sv")
    page = hakan.get(f"/staff/participants/{demo_id('rim')}")
    assert "Deltagaren har inte låtit dig se målet." in page.text
    form = hakan.get(f"{post_of('rim')}?what=goal").form(post_of("rim"))
    assert (form["swedish"], form["kind"], form["horizon"]) == ("", "", "")
    page = hakan.post(post_of("rim"), form | {"swedish": "FK skrev"}, status=422)
    assert page.faults == ["Deltagaren har inte låtit dig se målet."]
    assert "FK skrev" not in reader("rim", "sv").get("/plan").text


def test_an_unknown_kind_of_goal_is_a_fault_and_no_failure(reader):
    lena = reader("lena", "sv")
    form = lena.get(f"{post_of('rim')}?what=goal").form(post_of("rim"))
    assert lena.post(post_of("rim"), form | {"kind": "x"}, status=422).faults


def test_taking_back_takes_the_paper_back_too(reader):
    hodan, amir = reader("hodan", "sv"), reader("amir", "sv")
    where = f"/plan/steps/{step_id('hodan', 'M02')}"
    hodan.send(where, hodan.get(where).form(where, do="use_earlier"))
    page = hodan.send(where, hodan.get(where).form(where, do="take_back"))
    assert page.form(where, do="use_earlier")
    assert "får hämtas" not in amir.get(f"/staff/participants/{demo_id('hodan')}").text


def test_a_stage_that_moves_no_turn_is_still_a_change(reader):
    maria, petra = reader("maria", "sv"), reader("petra", "sv")
    forms = [opened(each, "hodan", "paper", "M02") for each in (maria, petra)]
    maria.send(post_of("hodan"), forms[0] | {"stage": "accepted"})
    page = petra.post(post_of("hodan"), forms[1] | {"stage": "declined"}, status=409)
    assert page.texts(".faults h2") == ["Någon annan hann före"]


def test_what_waits_for_her_own_step_begins_when_she_removes_it(reader, database):
    lena, oksana = reader("lena", "sv"), reader("oksana", "sv")
    own = uuid5(demo_id("oksana"), "own Прочитати про бухгалтерію у Швеції")
    form = opened(lena, "oksana", "step", kind=None) | {"before": str(own), "kind": "A01"}
    lena.send(post_of("oksana"), form)
    with database.reading() as session:
        first = select(Step.state).where(Step.waits_for_id == own)
        assert session.scalar(first) == "planned"
    where = f"/plan/steps/{own}"
    oksana.send(where, oksana.get(where).form(where, do="remove"))
    with database.reading() as session:
        assert session.scalar(first) == "waiting"


def test_a_step_that_has_not_begun_is_not_done(reader):
    lena, rim = reader("lena", "sv"), reader("rim", "sv")
    form = opened(lena, "rim", "step", kind=None) | {
        "kind": "A05", "holder": "participant", "before": step_id("rim", "A13"),
    }  # fmt: skip
    lena.send(post_of("rim"), form)
    box = rim.get("/plan").texts(".tl li")[-1]
    assert "Sedan är det din tur." in box
    path = rim.get("/plan").soup.select(".tl h3 a")[-1]["href"]
    fields = rim.get(f"/plan/steps/{step_id('rim', 'M14')}").form(
        f"/plan/steps/{step_id('rim', 'M14')}", do="finish"
    )
    page = rim.send(path, fields | {"version": "1"})
    assert page.notices == ["Det här steget är inte ditt just nu. Så är det nu."]


def test_two_drafts_on_one_page_are_both_sent(reader, database):
    with database.writing() as session, session.begin():
        late = session.get(Turn, session.get(Step, uuid5(demo_id("hodan"), "step M15")).turn_id)
        other = session.get(Step, uuid5(demo_id("hodan"), "step M09"))
        turn = session.get(Turn, other.turn_id)
        turn.promised_by, turn.ground = late.promised_by, late.ground
        other.state = "waiting"
    amir = reader("amir", "sv")
    page = amir.get(f"/staff/participants/{demo_id('hodan')}")
    drafts = list(page.soup.select("form.draft"))
    assert len(drafts) == 2
    keys = {form.select_one("[name=form_key]")["value"] for form in drafts}
    assert len(keys) == 1
    for form in drafts:
        fields = {each["name"]: each["value"] for each in form.select("input")}
        amir.send(post_of("hodan"), fields)
    with database.reading() as session:
        assert len(session.scalars(select(Delay)).all()) == 2
