"""Taking back what was sent: undo by the sender, withdrawal by a named colleague, and what stays."""

from datetime import timedelta
from uuid import uuid5

import pytest

from portal import clock
from portal.messages import content, forwarding, service
from portal.messages.models import Message, Thread
from portal.messages.queries import conversation
from portal.messages.sending import begin
from portal.messages.withdrawing import take_back
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.trail.models import Act
from tests.moments import NOW
from tests.trails import traces

SECRET = "Det här skulle ingen annan läsa"
BACK = "Meddelandet är tillbakataget"


def test_undo_within_ten_minutes_by_the_sender_alone(reader, database, posts, asks):
    which = asks("hodan", "amir")
    message = posts("amir", "hodan", SECRET, thread=which)
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
    message = posts("petra", "hodan", SECRET)
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
    message = posts("lena", "rim", SECRET)
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
