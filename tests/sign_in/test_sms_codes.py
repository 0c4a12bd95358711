"""The second step after a letter: a code to the number that was tried, or a caseworker who sees her."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal import clock
from portal.notices.models import Channel, Notice, NoticeState
from portal.notices.worker import run
from portal.people.demo import demo_id
from portal.people.models import Participant, SignIn
from portal.people.sign_in_limits import Assurance
from portal.sign_in import codes
from portal.trail.models import Act
from tests.moments import NOW
from tests.notices.conftest import provider, sms  # noqa: F401 - a stand-in that SMS goes to
from tests.notices.people import delivery_of, reachable
from tests.sign_in.people import PHONE, RIM, codes_sent, enter_code, give_letter, open_with
from tests.trails import traces

PATH = f"/staff/participants/{RIM}/letter"
CODE = "/sign-in/letter/code"


@pytest.fixture
def lena(actor):
    return actor("lena")


@pytest.fixture
def opened(database, lena, reader):
    """Somebody's phone on which a letter has been opened."""

    def start(language="sv", **rest):
        nobody = reader(None, language)
        assert open_with(nobody, give_letter(database, lena, **rest)).location == CODE
        return nobody

    return start


def assurance(database):
    with database.reading() as db:
        return db.scalar(select(SignIn.assurance).where(SignIn.way == "letter"))


def test_the_code_lets_in_by_half_and_once(database, opened):
    nobody = opened()
    cookie = nobody.client.get_cookie("letter")
    assert (cookie.http_only, cookie.same_site, cookie.max_age) == (True, "Lax", 1800)
    [code] = codes_sent(database)
    answer = enter_code(nobody, code)
    assert answer.location == "/sign-ins/passkey"
    assert assurance(database) is Assurance.LIMITED
    assert nobody.client.get("/messages").status_code == 403
    assert codes_sent(database) == ["******"]
    nobody.client.set_cookie("letter", cookie.value)
    assert nobody.client.get(CODE).location == "/sign-in/letter"


def test_it_goes_at_once_at_night_to_the_number_that_was_tried_and_to_no_other(
    database, opened, sms, provider  # noqa: F811
):  # fmt: skip
    clock.fix(clock.at_wall(NOW.date(), 23))
    reachable(database, phone="+46701740699", channel=Channel.NONE, phone_dead=NOW)
    opened()
    [code] = codes_sent(database)
    run(delivery_of(database, sms), _never(), once=True)
    [message] = provider.done
    assert (message["to"], message["message"]) == (PHONE, f"Din kod är {code}")


def _never():
    from threading import Event

    return Event()


def test_nobody_gets_it_where_no_number_was_tried(database, opened):
    page = opened(phone=None).get(CODE)
    assert codes_sent(database) == []
    assert not page.soup.select("input#code")


def test_a_number_she_writes_herself_gets_no_code(database, opened):
    with database.writing() as db, db.begin():
        db.execute(update(Participant).where(Participant.id == RIM).values(phone="+46701740699"))
    assert opened(phone=None).client.post(CODE, data={}).status_code == 419
    assert codes_sent(database) == []


def test_three_tries_in_all_however_many_codes_are_sent(database, opened):
    nobody = opened()
    wrong = [enter_code(nobody, "000000").status_code for _each in range(2)]
    nobody.send(CODE, nobody.get(CODE).form(CODE, do="again"))
    first, last = codes_sent(database)
    assert first == "******"  # only the last one counts
    fields = nobody.get(CODE).form(CODE, do="code")
    wrong.append(enter_code(nobody, "000000").status_code)
    assert wrong == [422] * 3
    page = nobody.post(CODE, fields | {"code": last}, status=422)
    assert "Koden fungerar inte längre." in page.text
    assert not page.soup.select("input[name=do][value=again]")
    assert traces(database, "letter_code") == [(Act.REFUSED, None, _letter(database))] * 3


def _letter(database):
    with database.reading() as db:
        return db.scalars(select(Notice.subject_id).where(Notice.key.startswith("code:"))).first()


def test_a_code_is_too_old_after_ten_minutes(database, opened):
    nobody = opened()
    fields = nobody.get(CODE).form(CODE, do="code") | {"code": codes_sent(database)[0]}
    clock.fix(NOW + timedelta(minutes=10))
    nobody.post(CODE, fields, status=422)
    clock.fix(NOW + timedelta(minutes=30))
    assert nobody.client.post(CODE, data=fields).location == "/sign-in/letter"


def test_another_phone_gets_nowhere_with_the_code(database, opened, reader):
    nobody = opened()
    fields = nobody.get(CODE).form(CODE, do="code") | {"code": codes_sent(database)[0]}
    thief = reader(None, "sv")
    fields["csrf_token"] = thief.get("/sign-in/letter").form("/sign-in/letter")["csrf_token"]
    assert thief.client.post(CODE, data=fields).location == "/sign-in/letter"


def test_at_most_three_codes_are_sent(database, opened):
    nobody = opened()
    again = nobody.get(CODE).form(CODE, do="again")
    for _each in range(5):
        nobody.client.post(CODE, data=again)
    assert len(codes_sent(database)) == 3


@pytest.mark.parametrize("phone", [PHONE, None])
def test_a_caseworker_who_sees_her_opens_everything(database, opened, reader, phone):
    nobody, staff = opened("ar", phone=phone), reader("maria", "sv")
    page = nobody.get(CODE)
    early = nobody.post(CODE, page.form(CODE, do="confirmed"), status=409)
    assert early.texts(".faults")
    hers, theirs = page.texts(".letter-code"), staff.get(PATH).texts(".letter-code")
    assert hers == theirs
    assert len(hers[0]) == 4
    staff.send(PATH, staff.get(PATH).form(PATH, do="confirm"))
    answer = nobody.client.post(CODE, data=page.form(CODE, do="confirmed"))
    assert answer.location == "/sign-ins/passkey"
    assert assurance(database) is Assurance.FULL
    assert nobody.client.get("/messages").status_code == 200
    assert (Act.CHANGED, demo_id("maria"), _activated(database)) in traces(database, "letter_code")


def _activated(database):
    from portal.sign_in.letter_models import Activation

    with database.reading() as db:
        return db.scalar(select(Activation.letter_id))


def test_what_is_not_delivered_in_time_is_not_delivered(database, opened, sms, provider):  # noqa: F811
    opened()
    clock.fix(NOW + timedelta(minutes=11))
    run(delivery_of(database, sms), _never(), once=True)
    assert not any("kod" in each["message"] for each in provider.done)
    with database.reading() as db:
        kept = db.scalars(select(Notice).where(Notice.key.startswith("code:"))).one()
    assert kept.state is NoticeState.UNSENT


def test_the_code_is_kept_as_a_hash(database, opened):
    from portal.sign_in.letter_models import Activation

    opened()
    with database.reading() as db:
        kept = db.scalars(select(Activation)).one()
    assert codes.matches(kept.code_hash, codes_sent(database)[0])
