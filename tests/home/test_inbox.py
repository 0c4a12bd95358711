"""The staff inbox: what waits for whom, a thread as staff see it, and what is told by word of mouth."""

from datetime import timedelta
from uuid import uuid5

from sqlalchemy import update

from portal import clock
from portal.messages import content, forwarding, scheduled, service
from portal.messages.models import Thread
from portal.messages.queries import conversation
from portal.messages.sending import put
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.people.models import Assignment, Participant
from portal.sharing.models import Consent
from portal.trail.models import Act
from tests.contracts.test_queries import add_many
from tests.moments import NOW
from tests.trails import traces


def listed(reader, person, show):
    return reader(person, "sv").get(f"/staff/inbox?show={show}").texts("main .rows .row")


def tabs(page):
    return {
        text.rsplit(" ", 1)[0]: int(text.rsplit(" ", 1)[1]) for text in page.texts(".chips .chip")
    }


def test_what_nobody_has_taken_is_new_to_the_whole_agency_and_to_no_other(reader, asks):
    asks("hodan", "amir")
    for person, new, mine in (("amir", 1, 1), ("maria", 1, 0), ("petra", 1, 0), ("lena", 0, 0)):
        rows = listed(reader, person, "new")
        assert len([row for row in rows if "Hodan" in row]) == new, person
        assert len([row for row in listed(reader, person, "mine") if "mina pengar" in row]) == mine
    [row] = [row for row in listed(reader, "maria", "new") if "Hodan" in row]
    assert "Deltagaren: En fråga om mina pengar" in row
    assert "Svara senast onsdag 25 november." in row
    assert "Till Amir Provström." in row
    assert "Malmö stad" in row


def test_what_was_sent_on_says_from_whom(reader, asks, do, actor):
    which = asks("rim", "lena")
    do(forwarding.forward, actor("lena"), which, Agency.FK, "pays")
    [row] = listed(reader, "hakan", "new")
    assert "Skickat vidare av Lena Övningsson på Arbetsförmedlingen. Ingen har tagit det." in row
    assert "Skickat vidare 1 gång." in row
    assert not [row for row in listed(reader, "lena", "agency") if "En fråga om mina pengar" in row]
    do(forwarding.take, actor("hakan"), which)
    assert listed(reader, "hakan", "new") == []
    [row] = [row for row in listed(reader, "hakan", "mine") if "Rim" in row and "pengar" in row]
    assert "Håkan Skissgren har tagit det." in row


def test_a_protected_person_stands_under_an_alias_without_a_word_of_what_was_said(reader):
    [row] = listed(reader, "nadia", "new")
    assert row.startswith("Deltagare 8")
    assert "tidigare tid" not in row
    page = reader("nadia", "sv").get(
        f"/staff/threads/{uuid5(demo_id('mikaela'), 'thread earlier')}"
    )
    assert page.heading == "Konversation med Deltagare 8"
    assert "Mikaela" not in page.soup.title.get_text()


def test_a_day_that_has_passed_is_said_plainly(reader, asks):
    asks("hodan", "amir")
    assert not [row for row in listed(reader, "amir", "late") if "En fråga om mina pengar" in row]
    clock.fix(NOW + timedelta(days=3))
    [row] = [row for row in listed(reader, "amir", "late") if "En fråga om mina pengar" in row]
    assert "Skulle ha besvarats senast onsdag 25 november." in row


def test_what_she_is_asked_waits_for_her(reader, asks, do, actor):
    which = asks("hodan", "amir")
    assert not [
        row for row in listed(reader, "amir", "waiting") if "Hodan" in row and "Amir" in row
    ]
    do(forwarding.forward, actor("amir"), which, Agency.AF, "decides")
    rows = listed(reader, "amir", "waiting")
    assert [row for row in rows if "Deltagaren får frågan om Arbetsförmedlingen får svara." in row]
    assert [row for row in rows if "Väntar på svar från deltagaren." in row]  # Maria's K07
    assert (
        "Deltagaren har inte svarat än." in reader("amir", "sv").get(f"/staff/threads/{which}").text
    )


def test_the_counts_say_what_the_tabs_list(reader, asks):
    asks("hodan", "amir")
    amir = reader("amir", "sv")
    counts = tabs(amir.get("/staff/inbox"))
    assert list(counts) == [
        "Nya", "Mina", "Min myndighet", "Väntar på deltagaren", "Svarsdagen har passerat",
        "Berätta när ni ses",
    ]  # fmt: skip
    shows = ("new", "mine", "agency", "waiting", "late")
    assert list(counts.values())[:5] == [len(listed(reader, "amir", show)) for show in shows]
    amir.get("/staff/inbox?show=everything", status=404)


def test_without_a_tab_the_first_that_lists_something_is_open(reader, asks, do, actor):
    which = asks("hodan", "amir")
    page = reader("amir", "sv").get("/staff/inbox")
    assert page.texts(".chips [aria-current]")[0].startswith("Nya ")
    do(forwarding.take, actor("amir"), which)
    page = reader("amir", "sv").get("/staff/inbox")
    counted = tabs(page)
    assert not counted["Nya"]
    assert page.texts(".chips [aria-current]")[0].startswith("Mina ")


def test_a_long_inbox_shows_sixty_and_the_rest_on_request(reader, database):
    add_many(database)
    lena = reader("lena", "sv")
    page = lena.get("/staff/inbox?show=agency")
    assert len(page.texts("main .rows .row")) == 60
    number = tabs(page)["Min myndighet"]
    assert number > 200
    assert f"Visa alla ({number})" in page.text
    assert len(lena.get("/staff/inbox?show=agency&all=1").texts("main .rows .row")) == number


def test_who_does_not_work_with_her_any_more_sees_nothing_and_the_try_is_noted(
    reader, database, asks
):
    which = asks("hodan", "amir")
    amir, path = reader("amir", "sv"), f"/staff/threads/{which}"
    amir.get(path)
    form = amir.get(path).form(f"{path}/take")
    with database.writing() as db, db.begin():
        db.execute(
            update(Assignment)
            .where(Assignment.participant_id == demo_id("hodan"))
            .values(ended=NOW)
        )
    amir.get(path, status=404)
    amir.post(f"{path}/take", form, status=404)
    assert "Hodan" not in amir.get("/staff/inbox?show=agency").text
    assert traces(database, "thread")[-2:] == [(Act.REFUSED, demo_id("amir"), which)] * 2
    assert (Act.LOOKED, demo_id("amir"), which) in traces(database, "thread")


def test_another_agency_reads_only_with_consent_and_acts_never(reader, database):
    of_lena = uuid5(demo_id("rim"), "thread lena")
    path = f"/staff/threads/{of_lena}"
    page = reader("hakan", "sv").get(path)  # Rim lets Försäkringskassan read
    assert "En annan myndighet har det." in page.text
    assert [form["action"] for form in page.soup.select("main form")] == []
    token = page.soup.select_one("input[name=csrf_token]")["value"]
    hakan = reader("hakan", "sv")
    for what, reason in (("take", ""), ("forward", "pays"), ("back", "mistake")):
        fields = {"csrf_token": token, "to": "malmo", "reason": reason}
        hakan.get("/staff")
        fields["csrf_token"] = hakan.get("/staff").form("/sign-out")["csrf_token"]
        hakan.post(f"{path}/{what}", fields, status=404)
    reader("nadia", "sv").get(path, status=404)
    with database.writing() as db, db.begin():
        db.execute(update(Consent).where(Consent.withdrawn.is_(None)).values(withdrawn=NOW))
    hakan.get(path, status=404)


def test_taking_over_needs_a_yes_and_a_stale_page_is_told_who_was_first(reader, asks):
    path = f"/staff/threads/{asks('hodan', 'amir')}"
    maria, petra = reader("maria", "sv"), reader("petra", "sv")
    stale = petra.get(path).form(f"{path}/take")
    page = maria.send(f"{path}/take", maria.get(path).form(f"{path}/take"))
    assert page.notices == ["Du har det nu. Deltagaren ser det."]
    page = petra.post(f"{path}/take", stale, status=409)
    assert "Maria Demodal har tagit det." in page.texts(".faults")[0]
    fields = page.form(f"{path}/take", instead_of=str(demo_id("maria")))
    page = petra.send(f"{path}/take", fields)
    assert "Petra Testlund har tagit det." in page.texts("main")[0]


def test_the_form_says_before_it_is_pressed_whether_she_is_asked(reader, asks):
    path = f"/staff/threads/{asks('rim', 'lena')}"
    lena = reader("lena", "sv")
    page = lena.get(path)
    assert page.texts("#to .choice") == [
        "Försäkringskassan: går direkt, det finns samtycke",
        "Malmö stad: går direkt, det finns samtycke",
        "Vårdcentralen: deltagaren får frågan först",
    ]
    form = page.form(f"{path}/forward")
    wrong = lena.post(f"{path}/forward", form | {"to": "skane"}, status=422)
    assert wrong.faults == ["Välj en anledning. Deltagaren läser den."]
    assert wrong.form(f"{path}/forward")["to"] == "skane"  # what was chosen is kept
    lena.post(f"{path}/forward", form | {"to": "af", "reason": "pays"}, status=422)
    page = lena.send(f"{path}/forward", form | {"to": "skane", "reason": "decides"})
    assert page.notices == ["Deltagaren får frågan om Vårdcentralen får svara."]
    again = lena.send(f"{path}/forward", form | {"to": "fk", "reason": "pays", "form_key": "x"})
    assert again.notices == ["Det är redan skickat vidare. Här ser du vad som gäller."]


def test_sending_on_and_back_by_the_forms(reader, asks):
    path = f"/staff/threads/{asks('rim', 'lena')}"
    lena, hakan = reader("lena", "sv"), reader("hakan", "sv")
    form = lena.get(path).form(f"{path}/forward") | {"to": "fk", "reason": "pays"}
    assert lena.send(f"{path}/forward", form).notices == [
        "Skickat vidare till Försäkringskassan. Deltagaren ser det."
    ]
    form = hakan.get(path).form(f"{path}/back")
    assert hakan.post(f"{path}/back", form, status=422).faults
    assert hakan.send(f"{path}/back", form | {"reason": "mistake"}).notices == [
        "Skickat tillbaka till Arbetsförmedlingen. Deltagaren ser det."
    ]
    page = lena.get(path)
    assert "Skickat vidare 2 gånger." in page.text
    assert not page.soup.select("#back")
    said = reader("rim", "sv").get(path.replace("/staff/threads", "/messages")).texts(".way p")
    on, back = said
    assert on == (
        "Lena Övningsson på Arbetsförmedlingen har skickat det här vidare till Försäkringskassan. "
        "En annan myndighet betalar de här pengarna. Försäkringskassan har skickat tillbaka det."
    )
    assert back == (
        "Håkan Skissgren på Försäkringskassan har skickat det här vidare till Arbetsförmedlingen. "
        "Vi skickade det till fel ställe. Det var vårt misstag. "
        "Arbetsförmedlingen har det nu. Ingen där har tagit emot det än."
    )


def test_a_message_put_meanwhile_is_seen_by_its_stored_last_one(database, asks, do, actor, reader):
    which = asks("hodan", "amir")

    def more(db):
        row = db.get_one(Thread, which)
        put(db, row, [content.text("Och en sak till", "sv")], sender=None)

    do(more)
    # A text is read where its reading leaves a trace, so the list says only that there is one.
    [row] = [row for row in listed(reader, "amir", "new") if "Hodan" in row]
    assert "Deltagaren: Ett meddelande. Öppna för att läsa det." in row
    assert "Och en sak till" not in row
    with database.reading() as db:
        seen = conversation(db, actor("amir"), which)
        assert db.get_one(Participant, seen.participant_id).id == demo_id("hodan")


def test_what_was_written_before_her_question_does_not_answer_it(database, do, actor, asks):
    thread = asks("oksana", "petra")
    said = [content.phrase("K18")]
    do(
        service.post, actor("petra"), demo_id("oksana"), contents=said, thread=thread,
        written=NOW - timedelta(hours=1),
    )  # fmt: skip
    with database.reading() as db:
        assert db.get_one(Thread, thread).answer_by is not None
    do(service.post, actor("petra"), demo_id("oksana"), contents=said, thread=thread)
    with database.reading() as db:
        assert db.get_one(Thread, thread).answer_by is None


def test_the_title_of_a_thread_that_nobody_has_names_no_agency(reader, do, actor, asks):
    thread = asks("rim", "lena")
    do(forwarding.forward, actor("lena"), thread, Agency.MALMO, "pays")
    page = reader("rim", "sv").get(f"/messages/{thread}")
    assert "Malmö stad" not in page.soup.title.get_text()


def test_a_protected_persons_lists_show_no_text(reader, do, actor):
    when = "2026-12-01T10:30:00+01:00"
    said = [content.sentences((("S001", {"when": when}),))]
    nadia = actor("nadia")
    do(service.post, nadia, demo_id("mikaela"), contents=said, reply_by=NOW.date())
    mikaela = reader("mikaela", "sv")
    for path in ("/", "/messages"):
        assert "10:30" not in mikaela.get(path).soup.main.get_text(), path


def test_a_thread_says_that_an_answer_waits_to_be_sent(reader, asks, do, actor):
    which = asks("rim", "lena")
    at = NOW + timedelta(days=1)
    do(
        scheduled.schedule, actor("lena"), demo_id("rim"), contents=[content.phrase("K18")],
        send_at=at, thread=which,
    )  # fmt: skip
    said = "Ett svar är skrivet och väntar: det skickas"
    assert said in reader("lena", "sv").get(f"/staff/threads/{which}").text
    assert said not in reader("maria", "sv").get(f"/staff/threads/{which}").text
