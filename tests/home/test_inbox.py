"""The staff inbox: what waits for whom, a thread as staff see it, and what is told by word of mouth."""

from datetime import timedelta
from uuid import uuid5

import pytest
from sqlalchemy import select, update

from portal import clock, workdays
from portal.appointments.models import Appointment, Attendee
from portal.messages import content, forwarding, service
from portal.messages.models import Message, Thread
from portal.messages.queries import conversation
from portal.messages.routing import receivers
from portal.messages.sending import begin, put
from portal.messages.withdrawing import take_back
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.people.models import Assignment, Participant
from portal.sharing.models import Consent
from portal.trail.models import Act, Trace
from tests.contracts.test_queries import add_many
from tests.moments import NOW

SECRET = "Det här skulle ingen annan läsa"
BACK = "Meddelandet är tillbakataget"


@pytest.fixture
def do(database):
    """Runs something in a transaction of its own, as a request does."""

    def run(call, *args, **named):
        with database.writing() as db, db.begin():
            return call(db, *args, **named)

    return run


@pytest.fixture
def asks(do, actor):
    """`asks("hodan", "amir")`: a new thread of hers to someone, about money; its id."""

    def ask(slug, staff, body=""):
        def write(db):
            her = actor(slug)
            to = next(each for each in receivers(db, her) if each.id == demo_id(staff))
            phrase = None if body else "topic:money"
            said = {"phrase": phrase, "body": body, "language": "sv", "to": to}
            return service.write_to_team(db, her, **said)[0].id

        return do(write)

    return ask


@pytest.fixture
def posts(do, actor):
    """`posts("lena", "rim", "Hej")`: free text from staff; the message."""

    def post(staff, slug, body=SECRET, **rest):
        said = [content.text(body, "sv")]
        return do(service.post, actor(staff), demo_id(slug), contents=said, **rest)

    return post


def listed(reader, person, show):
    return reader(person, "sv").get(f"/staff/inbox?show={show}").texts("main .rows .row")


def tabs(page):
    return {
        text.rsplit(" ", 1)[0]: int(text.rsplit(" ", 1)[1]) for text in page.texts(".chips .chip")
    }


def traces(database, subject):
    with database.reading() as db:
        found = db.scalars(select(Trace).where(Trace.subject == subject).order_by(Trace.at))
        return [(each.act, each.staff_id, each.subject_id) for each in found]


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
        db.execute(update(Consent).values(withdrawn=NOW))
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


def test_undo_within_ten_minutes_by_the_sender_alone(reader, database, posts, asks):
    which = asks("hodan", "amir")
    message = posts("amir", "hodan", thread=which)
    path = f"/staff/threads/{which}"
    amir, petra = reader("amir", "sv"), reader("petra", "sv")
    form = amir.get(path).form(f"{path}/withdraw", message=str(message.id))
    assert not petra.get(path).soup.select(f"form[action='{path}/withdraw']")
    fields = petra.get(path).form("/sign-out") | {"message": str(message.id)}
    said = petra.send(f"{path}/withdraw", fields).notices
    assert said == ["Det går inte att ta tillbaka längre."]
    reader("hodan", "sv").get(f"/messages/{which}")  # whether she has read it is never told
    clock.fix(NOW + timedelta(minutes=9, seconds=59))
    page = amir.send(f"{path}/withdraw", form)
    assert page.notices == ["Tillbakataget. Ingen kan läsa det mer."]
    with database.reading() as db:
        row = db.get_one(Message, message.id)
        assert (row.withdrawn_by, row.body) == (demo_id("amir"), SECRET)  # kept, shown to nobody
        assert db.get_one(Thread, which).answer_by.isoformat() == "2026-11-25"  # owed again
    assert traces(database, "withdrawal") == [(Act.CHANGED, demo_id("amir"), message.id)]
    assert amir.send(f"{path}/withdraw", form | {"form_key": "y"}).notices == said


def test_after_ten_minutes_only_whom_the_agency_has_named(reader, posts):
    message = posts("petra", "hodan")
    path = f"/staff/threads/{message.thread_id}"
    clock.fix(NOW + timedelta(minutes=10))
    petra, maria = reader("petra", "sv"), reader("maria", "sv")
    page = petra.get(path)
    assert not page.soup.select(f"form[action='{path}/withdraw']")
    fields = page.form("/sign-out") | {"message": str(message.id)}
    assert petra.send(f"{path}/withdraw", fields).notices == [
        "Det går inte att ta tillbaka längre."
    ]
    assert not petra.get(f"{path}?withdraw={message.id}").soup.select("#withdraw")
    link = maria.get(path).soup.select("a[href*=withdraw]")[-1]["href"]
    page = maria.get(path + link.split("#")[0])  # a step of its own, to confirm
    assert SECRET in page.texts("#withdraw")[0]
    page = maria.send(f"{path}/withdraw", page.form(f"{path}/withdraw", do="withdraw"))
    assert page.notices == ["Tillbakataget. Ingen kan läsa det mer."]
    assert SECRET not in page.text


def test_another_agencys_message_is_not_theirs_to_withdraw(reader, posts):
    message = posts("lena", "rim")
    path = f"/staff/threads/{message.thread_id}"
    hakan = reader("hakan", "sv")  # named at Försäkringskassan, and Rim lets it read
    page = hakan.get(path)
    assert SECRET in page.text
    fields = page.form("/sign-out") | {"message": str(message.id)}
    hakan.post(f"{path}/withdraw", fields, status=404)
    fields["message"] = "nonsense"
    hakan.post(f"{path}/withdraw", fields, status=404)


def test_what_was_taken_back_is_gone_from_every_page(reader, do, actor):
    step = uuid5(demo_id("rim"), "step M14")
    lena = actor("lena")

    def write(db):
        said = [content.text(SECRET, "sv")]
        thread, [message] = begin(
            db, demo_id("rim"), said, agency=Agency.AF, holder=lena.id, sender=lena.id,
            reply_by=clock.days_from_today(3), step=step,
        )  # fmt: skip
        return thread.id, message.id

    which, message = do(write)
    pages = {
        "rim": ("/", "/plan", f"/plan/steps/{step}", "/messages", f"/messages/{which}"),
        "lena": (
            "/staff", "/staff/inbox?show=mine", "/staff/inbox?show=agency", f"/staff/threads/{which}",
            f"/staff/participants/{demo_id('rim')}",
        ),
        "hakan": (f"/staff/participants/{demo_id('rim')}", f"/staff/threads/{which}"),
    }  # fmt: skip

    def showing():
        return {
            (person, path)
            for person, paths in pages.items()
            for path in paths
            if SECRET in reader(person, "sv").get(path).text
        }

    assert len(showing()) >= 6
    path = f"/staff/threads/{which}"
    named = reader("lena", "sv")
    form = named.get(path).form(f"{path}/withdraw", message=str(message))
    named.send(f"{path}/withdraw", form)
    assert showing() == set()
    assert BACK in reader("rim", "sv").get(f"/messages/{which}").text
    assert BACK in reader("rim", "sv").get("/messages").text
    assert BACK in named.get(path).text


def test_a_question_that_is_taken_back_is_asked_no_more(reader, asks, do, actor):
    which = asks("hodan", "amir")
    do(forwarding.forward, actor("amir"), which, Agency.AF, "decides")
    path, amir = f"/staff/threads/{which}", reader("amir", "sv")
    amir.send(f"{path}/withdraw", amir.get(path).form(f"{path}/withdraw"))
    assert not reader("hodan", "sv").get(f"/messages/{which}").soup.select("#forward")
    assert amir.get(path).soup.select("#forward")
    with pytest.raises(forwarding.NotAsked):
        do(forwarding.agree, actor("hodan"), which, yes=True)


def test_an_answer_taken_back_owes_only_what_nothing_else_answers(database, asks, posts, do, actor):
    which = asks("hodan", "amir")
    first = posts("amir", "hodan", "Ja.", thread=which)
    second = posts("amir", "hodan", "Nej!", thread=which)

    def owed():
        with database.reading() as db:
            return db.get_one(Thread, which).answer_by

    do(take_back, actor("amir"), which, second.id)
    assert owed() is None
    do(take_back, actor("amir"), which, first.id)
    assert owed().isoformat() == "2026-11-25"


# What she has not opened


def unopened(database, slug, sent, *, staff="lena", agency=Agency.AF, said="K18"):
    """A message sent at an instant and not opened; everything else of hers is."""
    with database.writing() as db, db.begin():
        db.execute(update(Message).where(Message.staff_id.is_not(None)).values(read=NOW))
        clock.fix(sent)
        _thread, [message] = begin(
            db, demo_id(slug), [content.phrase(said)], agency=agency, holder=demo_id(staff),
            sender=demo_id(staff),
        )  # fmt: skip
        which = message.id
    clock.fix(NOW)
    return which


def meets(database, slug, staff, days):
    """Her next appointment is with someone, in some days; there is no other."""
    with database.writing() as db, db.begin():
        person = demo_id(slug)
        times = select(Appointment.id).where(Appointment.participant_id == person)
        db.execute(
            update(Appointment)
            .where(Appointment.participant_id == person)
            .values(starts=NOW - timedelta(days=9), ends=NOW - timedelta(days=9, hours=-1))
        )
        if staff is None:
            return
        one = db.scalars(times.limit(1)).one()
        row = db.get_one(Appointment, one)
        row.starts, row.ends = NOW + timedelta(days=days), NOW + timedelta(days=days, hours=1)
        for each in db.scalars(select(Attendee).where(Attendee.appointment_id == one)).all():
            db.delete(each)
        db.flush()
        db.add(Attendee(appointment_id=one, staff_id=demo_id(staff)))


def tells(reader, slugs=("lena", "maria", "hakan", "nadia")):
    return {
        slug
        for slug in slugs
        if reader(slug, "sv").get("/staff/inbox?show=tell").soup.select("main section")
    }


def test_three_working_days_are_counted_without_weekends():
    monday = NOW.date()
    assert workdays.before(monday, 3) == monday - timedelta(days=5)
    assert workdays.before(monday - timedelta(days=1), 3) == monday - timedelta(days=6)


@pytest.mark.parametrize(("days", "told"), [(4, set()), (5, {"hakan"})])
def test_whoever_meets_her_next_tells_her(reader, database, days, told):
    meets(database, "rim", "hakan", 10)
    unopened(database, "rim", NOW - timedelta(days=days))
    assert tells(reader) == told


@pytest.mark.parametrize(("staff", "days"), [(None, 0), ("hakan", 15)])
def test_without_an_appointment_soon_it_is_the_contact(reader, database, staff, days):
    meets(database, "rim", staff, days)
    unopened(database, "rim", NOW - timedelta(days=9))
    assert tells(reader) == {"lena"}


def test_an_attendee_who_left_is_nobody_to_wait_for(reader, database):
    meets(database, "rim", "hakan", 3)
    unopened(database, "rim", NOW - timedelta(days=9))
    with database.writing() as db, db.begin():
        db.execute(
            update(Assignment).where(Assignment.staff_id == demo_id("hakan")).values(ended=NOW)
        )
    assert tells(reader) == {"lena"}


def test_the_subject_only_where_the_policy_lets_it_be_seen(reader, database):
    meets(database, "rim", "nadia", 3)
    unopened(database, "rim", NOW - timedelta(days=9))
    page = reader("nadia", "sv").get("/staff/inbox?show=tell")
    assert page.texts("main li") == [
        "Ett meddelande från någon annan i teamet. Be deltagaren öppna det."
    ]
    assert "Din plan är ändrad" not in page.text
    assert "/staff/threads/" not in page.text
    meets(database, "rim", "hakan", 3)
    page = reader("hakan", "sv").get("/staff/inbox?show=tell")
    assert "Din plan är ändrad" in page.text
    assert "Ni träffas torsdag 26 november klockan 09:00." in page.texts("main")[0]


def test_a_protected_person_to_tell_has_an_alias_and_no_time(reader, database):
    meets(database, "mikaela", "nadia", 3)
    unopened(database, "mikaela", NOW - timedelta(days=9), staff="nadia", agency=Agency.SKANE)
    page = reader("nadia", "sv").get("/staff/inbox?show=tell")
    assert "Deltagare 8" in page.texts("main h2")[0]
    assert "Ni träffas" not in page.text


def test_told_once_it_is_noted_and_asked_no_more(reader, database):
    meets(database, "rim", "hakan", 3)
    which = unopened(database, "rim", NOW - timedelta(days=9))
    hakan, action = reader("hakan", "sv"), f"/staff/participants/{demo_id('rim')}/tell"
    person = hakan.get(f"/staff/participants/{demo_id('rim')}")
    assert "1 meddelande har inte öppnats på tre arbetsdagar." in person.text
    form = hakan.get("/staff/inbox?show=tell").form(action)
    for _tap in range(2):
        page = hakan.send(action, form)
    assert "Det finns inget att berätta nu." in page.text
    assert traces(database, "telling") == [(Act.CHANGED, demo_id("hakan"), which)]
    with database.reading() as db:
        row = db.get_one(Message, which)
    assert (row.told_by, row.read) == (demo_id("hakan"), None)
    assert "har inte öppnats" not in hakan.get(f"/staff/participants/{demo_id('rim')}").text
    assert reader("rim", "sv").get("/messages").texts(".rows .pill") == ["1 oläst"]  # hers to open


def test_only_of_hers_and_only_by_who_works_with_her(reader, database):
    which = unopened(database, "rim", NOW - timedelta(days=9))
    hers = f"/staff/participants/{demo_id('rim')}/tell"
    hodans = f"/staff/participants/{demo_id('hodan')}/tell"
    lena, petra = reader("lena", "sv"), reader("petra", "sv")
    form = {"csrf_token": lena.get("/staff").form("/sign-out")["csrf_token"], "message": str(which)}
    lena.post(hodans, form, status=404)
    lena.post(hers, form | {"message": "nonsense"}, status=400)
    with database.reading() as db:
        own = db.scalars(
            select(Message.id).where(
                Message.participant_id == demo_id("rim"), Message.staff_id.is_(None)
            )
        ).first()
    lena.post(hers, form | {"message": str(own)}, status=404)
    form["csrf_token"] = petra.get("/staff").form("/sign-out")["csrf_token"]
    petra.post(hers, form, status=404)
    assert traces(database, "telling") == []


def test_nobody_is_shown_elsewhere_that_it_was_not_opened(reader, database):
    meets(database, "rim", "hakan", 3)
    unopened(database, "rim", NOW - timedelta(days=9))
    for slug in ("lena", "maria", "nadia"):
        page = reader(slug, "sv").get(f"/staff/participants/{demo_id('rim')}")
        assert "öppnats" not in page.text


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


def test_a_question_that_is_taken_back_cannot_be_answered_any_more(database, do, actor, asks):
    thread = asks("oksana", "petra")
    do(forwarding.forward, actor("petra"), thread, Agency.AF, "decides")
    with database.reading() as db:
        found = conversation(db, actor("oksana"), thread)
    said = {"quick": None, "body": "Vad betyder det?", "language": "uk"}
    do(service.reply, actor("oksana"), found, **said)
    do(take_back, actor("petra"), thread, found.latest.id)
    with pytest.raises(forwarding.NotAsked):
        do(forwarding.agree, actor("oksana"), thread, yes=True)


def test_after_a_forward_the_named_one_who_has_it_can_take_back(database, do, actor, asks):
    thread = asks("oksana", "petra")
    with database.reading() as db:
        found = conversation(db, actor("oksana"), thread)
    said = [content.text(SECRET, "sv")]
    wrong = do(service.post, actor("petra"), demo_id("oksana"), contents=said, thread=found.id)
    do(forwarding.forward, actor("petra"), thread, Agency.AF, "decides")
    do(forwarding.agree, actor("oksana"), thread, yes=True)
    assert do(take_back, actor("lena"), thread, wrong.id).withdrawn


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


def test_what_the_reader_may_not_see_is_not_named_when_it_is_to_be_told(reader, database):
    with database.writing() as db, db.begin():
        db.execute(update(Consent).values(withdrawn=NOW))
    told = reader("lena", "sv").get("/staff/inbox?show=tell").soup.main.get_text()
    assert "Malmö stad" not in told
    assert "någon annan i teamet" in told
