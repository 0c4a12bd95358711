"""Sending a thread on to another agency: with consent at once, else by her one tap; taken by one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import cache
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import NoResultFound

from portal import clock
from portal.messages import content, forwarding, service
from portal.messages.destinations import NobodyThere, destinations
from portal.messages.measures import PairMeasure, measure
from portal.messages.models import Forward, ForwardState, Message, Thread
from portal.messages.queries import conversation
from portal.messages.routing import receivers
from portal.notices.models import Notice, NoticeKind
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.people.models import Assignment, Participant
from portal.sharing.kinds import ShareKind
from portal.sharing.models import Consent, GivenHow
from portal.trail.models import Act
from tests.moments import NOW
from tests.trails import traces

AF, MALMO, FK, SKANE = Agency.AF, Agency.MALMO, Agency.FK, Agency.SKANE
PROMISED = date(2026, 11, 25)


@pytest.fixture
def who(actor):
    return cache(actor)


@pytest.fixture
def asks(do, who):
    """`asks("rim", "lena")`: a new thread of hers with a question to someone; its id."""

    def ask(slug, staff):
        def write(db):
            team = receivers(db, who(slug))
            to = next(each for each in team if each.id == demo_id(staff))
            thread, _messages = service.write_to_team(
                db, who(slug), phrase=None, body="Pengar?", language="sv", to=to
            )
            return thread.id

        return do(write)

    return ask


def thread(database, which):
    with database.reading() as db:
        return db.get_one(Thread, which)


def way(database, which):
    with database.reading() as db:
        found = db.scalars(
            select(Forward).where(Forward.thread_id == which).order_by(Forward.begun)
        )
        return [(each.from_agency, each.to_agency, each.state.value) for each in found]


@pytest.mark.parametrize(
    ("slug", "by", "to", "state", "meant_for"),
    [
        ("rim", "lena", MALMO, "sent", "maria"),
        ("rim", "lena", FK, "sent", "hakan"),
        ("rim", "lena", SKANE, "asking", "lena"),
        ("rim", "maria", AF, "sent", "lena"),
        ("rim", "hakan", MALMO, "sent", "maria"),
        ("rim", "nadia", FK, "asking", "nadia"),
        ("hodan", "amir", AF, "asking", "amir"),
        ("dragan", "hakan", SKANE, "asking", "hakan"),
        ("mikaela", "amir", SKANE, "asking", "amir"),
    ],
)
def test_with_a_consent_it_goes_at_once_else_she_is_asked(
    database, who, do, asks, slug, by, to, state, meant_for
):
    which = asks(slug, by)
    before = thread(database, which)
    do(forwarding.forward, who(by), which, to, "pays")
    after = thread(database, which)
    assert way(database, which) == [(before.agency, to, state)]
    assert after.agency is (to if state == "sent" else before.agency)
    assert (after.staff_id, after.taken) == (demo_id(meant_for), None)
    assert after.answer_by == before.answer_by == PROMISED
    assert [each[:2] for each in traces(database, "forward")] == [(Act.ADDED, demo_id(by))]


def test_of_several_at_an_agency_nobody_is_meant(database, who, do, asks):
    which = asks("dragan", "hakan")
    do(forwarding.forward, who("hakan"), which, SKANE, "knows")
    do(forwarding.agree, who("dragan"), which, yes=True)
    row = thread(database, which)
    assert (row.agency, row.staff_id, row.taken) == (SKANE, None, None)


def test_a_withdrawn_consent_and_one_that_has_ended_open_nothing(database, who, do, asks):
    which = asks("rim", "lena")
    of_rim = update(Consent).where(Consent.participant_id == demo_id("rim"))
    do(
        lambda db: db.execute(
            of_rim.where(Consent.to_agency.in_((FK, MALMO))).values(withdrawn=NOW)
        )
    )
    ended = Consent(
        participant_id=demo_id("rim"), from_agency=AF, to_agency=MALMO, kind=ShareKind.MESSAGES,
        text_version="2026-10", language="sv", given=GivenHow.SELF, given_at=NOW - timedelta(days=30),
        starts=NOW.date() - timedelta(days=30), ends=NOW.date(),
    )  # fmt: skip
    do(lambda db: db.add(ended))
    with database.reading() as db:
        found = destinations(db, demo_id("rim"), AF)
    assert [(each.agency, each.opened) for each in found] == [
        (FK, False), (MALMO, False), (SKANE, False),
    ]  # fmt: skip
    do(forwarding.forward, who("lena"), which, FK, "pays")
    assert way(database, which)[-1][2] == "asking"


def test_she_is_asked_by_a_message_that_keeps_the_promise_and_is_told_of_it(
    database, who, do, asks
):
    which = asks("hodan", "amir")
    do(lambda db: db.execute(delete(Notice)))
    do(forwarding.forward, who("amir"), which, AF, "decides")
    with database.reading() as db:
        asked = conversation(db, who("hodan"), which).latest
        notice = db.scalars(select(Notice)).one()
    assert (asked.phrase, asked.parameters, asked.reply_by) == (
        "forward:ask",
        {"agency": "af"},
        PROMISED,
    )
    assert (notice.kind, notice.due) == (NoticeKind.MESSAGE, NOW + timedelta(minutes=10))
    assert notice.subject_id == asked.id
    assert "Arbetsförmedlingen" in asked.swedish


@pytest.mark.parametrize(("yes", "agency"), [(True, AF), (False, MALMO)])
def test_her_one_tap_decides_about_this_thread_alone(database, who, do, asks, yes, agency):
    which, other = asks("hodan", "amir"), asks("hodan", "amir")
    do(forwarding.forward, who("amir"), which, AF, "decides")
    consents = select(func.count()).select_from(Consent)
    before = do(lambda db: db.scalar(consents))
    passing = do(forwarding.agree, who("hodan"), which, yes=yes)
    assert passing.state is (ForwardState.SENT if yes else ForwardState.REFUSED)
    assert passing.answered == NOW
    assert thread(database, which).agency is agency
    assert thread(database, other).agency is MALMO
    assert do(lambda db: db.scalar(consents)) == before
    assert traces(database, "forward")[-1][:2] == (Act.CHANGED, None)
    with database.reading() as db:
        assert not conversation(db, who("hodan"), which).latest.awaits_answer
    with pytest.raises(forwarding.NotAsked):
        do(forwarding.agree, who("hodan"), which, yes=not yes)
    assert thread(database, which).agency is agency


def test_nobody_else_can_answer_for_her(who, do, asks):
    which = asks("hodan", "amir")
    do(forwarding.forward, who("amir"), which, AF, "decides")
    with pytest.raises(NoResultFound):
        do(forwarding.agree, who("rim"), which, yes=True)


def test_what_cannot_be_sent_on(database, who, do, asks):
    which = asks("hodan", "amir")
    for slug in ("lena", "hakan", "nadia"):  # not with her agency, or not with her at all
        with pytest.raises(NoResultFound):
            do(forwarding.forward, who(slug), which, FK, "pays")
    with pytest.raises(forwarding.OwnAgency):
        do(forwarding.forward, who("amir"), which, MALMO, "pays")
    with pytest.raises(NobodyThere):
        do(forwarding.forward, who("amir"), which, FK, "pays")
    with pytest.raises(KeyError):
        do(forwarding.forward, who("amir"), which, AF, "because")
    assert way(database, which) == []
    do(forwarding.forward, who("amir"), which, AF, "pays")
    with pytest.raises(forwarding.UnderWay):
        do(forwarding.forward, who("amir"), which, AF, "pays")
    assert len(way(database, which)) == 1


def test_an_assignment_that_ended_meanwhile_closes_the_way(database, who, do, asks):
    which = asks("hodan", "amir")
    do(forwarding.forward, who("amir"), which, AF, "pays")
    ended = update(Assignment).where(Assignment.participant_id == demo_id("hodan"))
    do(lambda db: db.execute(ended.where(Assignment.staff_id == demo_id("lena")).values(ended=NOW)))
    with pytest.raises(NobodyThere):
        do(forwarding.agree, who("hodan"), which, yes=True)
    assert thread(database, which).agency is MALMO
    do(lambda db: db.execute(ended.where(Assignment.staff_id == demo_id("amir")).values(ended=NOW)))
    for call in (
        forwarding.take,
        lambda db, actor, it: forwarding.send_back(db, actor, it, "pays"),
    ):
        with pytest.raises(NoResultFound):
            do(call, who("amir"), which)


def test_taking_accepts_what_was_sent_on(database, who, do, asks):
    which = asks("rim", "lena")
    do(forwarding.forward, who("lena"), which, FK, "pays")
    do(forwarding.take, who("hakan"), which)
    row = thread(database, which)
    assert (row.staff_id, row.taken, row.answer_by) == (demo_id("hakan"), NOW, PROMISED)
    assert way(database, which) == [(AF, FK, "accepted")]
    before = traces(database, "forward")
    do(forwarding.take, who("hakan"), which)  # a double tap
    assert traces(database, "forward") == before
    with pytest.raises(NoResultFound):
        do(forwarding.take, who("lena"), which)


def test_an_answer_takes_it_too(database, who, do, asks):
    which = asks("rim", "lena")
    do(forwarding.forward, who("lena"), which, FK, "pays")
    do(
        service.post, who("hakan"), demo_id("rim"), contents=[content.text("I morgon.", "sv")],
        thread=which,
    )  # fmt: skip
    assert way(database, which) == [(AF, FK, "accepted")]
    assert (thread(database, which).staff_id, thread(database, which).answer_by) == (
        demo_id("hakan"), None,
    )  # fmt: skip


def test_from_a_colleague_it_is_taken_only_knowingly(database, who, do, asks):
    which = asks("hodan", "amir")
    do(forwarding.take, who("amir"), which)
    with pytest.raises(forwarding.TakenBy) as refused:
        do(forwarding.take, who("maria"), which)
    assert (refused.value.name, refused.value.staff) == ("Amir Provström", demo_id("amir"))
    do(forwarding.take, who("maria"), which, instead_of=demo_id("amir"))
    with pytest.raises(forwarding.TakenBy):  # seen as Amir's, but it is Maria's now
        do(forwarding.take, who("petra"), which, instead_of=demo_id("amir"))
    assert thread(database, which).staff_id == demo_id("maria")


def test_of_two_at_once_one_gets_it_and_the_other_is_told_who(database, who, do, asks):
    which = asks("hodan", "amir")
    people = [who("maria"), who("petra")]

    def take(actor):
        try:
            return do(forwarding.take, actor, which).staff_id
        except forwarding.TakenBy as error:
            return error

    with ThreadPoolExecutor(max_workers=2) as pool:
        got = list(pool.map(take, people))
    winner = thread(database, which).staff_id
    assert [each for each in got if each == winner] == [winner]
    [told] = [each for each in got if isinstance(each, forwarding.TakenBy)]
    assert told.staff == winner
    assert len(traces(database, "forward")) == 1


def test_who_comes_second_waits_and_is_told_who_was_first(database, who, do, asks):
    which = asks("hodan", "amir")
    maria, petra = who("maria"), who("petra")
    with ThreadPoolExecutor(max_workers=1) as pool:
        with database.writing() as first, first.begin():
            forwarding.take(first, maria, which)
            second = pool.submit(do, forwarding.take, petra, which)
            with pytest.raises(TimeoutError):  # it waits for the first to be stored
                second.result(timeout=0.5)
        with pytest.raises(forwarding.TakenBy) as refused:
            second.result(timeout=10)
    assert refused.value.staff == maria.id
    assert thread(database, which).staff_id == maria.id


def test_of_taking_and_sending_back_at_once_one_holds(database, who, do, asks):
    which = asks("rim", "lena")
    do(forwarding.forward, who("lena"), which, FK, "pays")
    hakan = who("hakan")

    def attempt(call):
        try:
            return bool(do(*call))
        except (forwarding.NotSentOn, NoResultFound):
            return False

    calls = [
        (forwarding.take, hakan, which),
        (forwarding.send_back, hakan, which, "mistake"),
    ]
    with ThreadPoolExecutor(max_workers=2) as pool:
        done = list(pool.map(attempt, calls))
    assert sorted(done) == [False, True]
    assert way(database, which)[0][2] == ("accepted" if done[0] else "returned")


def test_what_nobody_has_taken_goes_back_to_who_sent_it_and_is_counted_twice(
    database, who, do, asks
):
    which = asks("rim", "lena")
    do(forwarding.forward, who("lena"), which, FK, "pays")
    do(forwarding.send_back, who("hakan"), which, "mistake")
    assert way(database, which) == [(AF, FK, "returned"), (FK, AF, "sent")]
    row = thread(database, which)
    assert (row.agency, row.staff_id, row.taken, row.answer_by) == (
        AF, demo_id("lena"), None, PROMISED,
    )  # fmt: skip
    with pytest.raises(forwarding.NotSentOn):  # it ends with the one who sent it first
        do(forwarding.send_back, who("lena"), which, "mistake")
    do(forwarding.take, who("lena"), which)
    assert way(database, which)[-1] == (FK, AF, "accepted")
    with pytest.raises(forwarding.NotSentOn):
        do(forwarding.send_back, who("lena"), which, "mistake")


def test_what_she_has_written_to_the_other_agency_does_not_go_back_unasked(database, who, do, asks):
    which = asks("hodan", "amir")
    do(forwarding.forward, who("amir"), which, AF, "decides")
    do(forwarding.agree, who("hodan"), which, yes=True)

    def write(db):
        seen = conversation(db, who("hodan"), which)
        service.reply(db, who("hodan"), seen, quick=None, body="Bara till er", language="sv")

    do(write)
    with pytest.raises(forwarding.WrittenSince):
        do(forwarding.send_back, who("lena"), which, "mistake")
    assert thread(database, which).agency is AF
    do(forwarding.take, who("lena"), which)
    assert do(forwarding.forward, who("lena"), which, MALMO, "knows").state is ForwardState.ASKING


def test_forwards_are_measured_by_pair_and_never_for_few(database, who, do, asks):
    which = asks("hodan", "amir")
    do(forwarding.forward, who("amir"), which, AF, "decides")
    do(forwarding.agree, who("hodan"), which, yes=False)
    with database.reading() as db:
        assert PairMeasure(MALMO, AF) in measure(db)
    with database.writing() as db, db.begin():
        like = db.get_one(Participant, demo_id("rim"))
        for number in range(9):
            person = Participant(
                id=uuid4(), name=f"Person {number}", identity_cipher=b"x", identity_hash=uuid4().bytes,
                language="sv", team_id=like.team_id, contact_id=like.contact_id,
            )  # fmt: skip
            db.add(person)
            db.flush()
            db.add(
                Forward(
                    thread_id=which, participant_id=person.id, from_agency=MALMO, to_agency=AF,
                    by_staff_id=demo_id("amir"), reason="pays", state=ForwardState.RETURNED, begun=NOW,
                    sent=NOW, decided=NOW, decided_by=demo_id("lena"),
                )
            )  # fmt: skip
    with database.reading() as db:
        assert PairMeasure(MALMO, AF, 11, 11, 2, 1, 9) in measure(db)


def test_the_question_is_a_form_of_its_own_and_a_double_tap_counts_once(
    reader, database, do, who, asks
):
    which = asks("hodan", "amir")
    do(forwarding.forward, who("amir"), which, AF, "decides")
    hodan, path = reader("hodan", "sv"), f"/messages/{which}"
    assert hodan.get("/").texts("#my-turn + ul .t")
    page = hodan.get(path)
    form = page.form(f"{path}/forward")
    assert "Arbetsförmedlingen" in page.texts("#forward h2")[0]
    hodan.post(f"{path}/forward", form | {"do": "perhaps"}, status=400)
    said = [hodan.send(f"{path}/forward", form | {"do": "yes"}).notices for _tap in range(2)]
    assert [len(each) for each in said] == [1, 0]
    page = hodan.get(path)
    assert not page.soup.select("#forward")
    assert "Amir Provström" in page.texts(".way")[0]
    assert way(database, which) == [(MALMO, AF, "sent")]
    late = hodan.send(f"{path}/forward", form | {"do": "no", "form_key": "another"})
    assert late.notices
    assert way(database, which) == [(MALMO, AF, "sent")]


def test_time_goes_forward_even_within_one_moment(database, who, do, asks):
    which = asks("rim", "lena")
    for by, to in (("lena", FK), ("hakan", MALMO), ("maria", AF)):
        do(forwarding.take, who(by), which)
        do(forwarding.forward, who(by), which, to, "decides")
    assert way(database, which) == [
        (AF, FK, "accepted"), (FK, MALMO, "accepted"), (MALMO, AF, "sent"),
    ]  # fmt: skip
    assert clock.now() == NOW
    with database.reading() as db:
        assert db.scalar(select(func.count()).where(Message.thread_id == which)) == 1
