"""What she has not opened: a task for whoever meets her next, and nothing shown to anyone else."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal import clock, workdays
from portal.appointments.models import Appointment, Attendee
from portal.messages import content
from portal.messages.models import Message
from portal.messages.sending import begin
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.people.models import Assignment
from portal.sharing.models import Consent
from portal.trail.models import Act
from tests.moments import NOW
from tests.trails import traces


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


def test_what_the_reader_may_not_see_is_not_named_when_it_is_to_be_told(reader, database):
    with database.writing() as db, db.begin():
        db.execute(update(Consent).where(Consent.withdrawn.is_(None)).values(withdrawn=NOW))
    told = reader("lena", "sv").get("/staff/inbox?show=tell").soup.main.get_text()
    assert "Malmö stad" not in told
    assert "någon annan i teamet" in told
