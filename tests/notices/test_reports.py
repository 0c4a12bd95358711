"""What the SMS provider reports later, walked over real sockets, on both engines."""

from collections.abc import Iterator
from threading import Event
from uuid import uuid4

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from portal.config import from_environment
from portal.notices import outbox, worker
from portal.notices.channels.report_address import report_address, signature_of
from portal.notices.models import NoticeState, Reach
from portal.people.demo import demo_id
from tests.contracts.test_settings import CHANNELS, GOOD
from tests.moments import NOW
from tests.notices.people import PHONE, RIM, add_notice, delivery_of, notice, reachable, settings_of
from tests.notices.provider import PASSWORD, TWICE, USER, serving

KEY = "0" * 32  # what the portal of the tests signs with


@pytest.fixture
def served(app) -> Iterator[str]:
    """The portal, where the provider can reach it."""
    with serving(make_server("127.0.0.1", 0, app, threaded=True)) as server:
        yield f"http://127.0.0.1:{server.server_port}"


@pytest.fixture
def reporting(provider, served):
    """Settings that send SMS and ask for reports."""
    return settings_of(
        sms_url=provider.url, sms_user=USER, sms_password=PASSWORD, report_base=served,
        report_key=KEY,
    )  # fmt: skip


def send(database, settings, **rest):
    made = add_notice(database, **rest)
    worker.run(delivery_of(database, settings), Event(), once=True)
    return made


def dead_since(database):
    with database.reading() as db:
        return db.scalar(select(Reach.phone_dead).where(Reach.participant_id == RIM))


def test_what_never_came_on_is_for_staff_to_tell(database, provider, reporting, reader):
    reachable(database)
    made = send(database, reporting)
    assert notice(database, made).state is NoticeState.SENT
    lena = reader("lena", "sv")
    page = f"/staff/participants/{demo_id('rim')}"
    assert "Gick inte att nå" not in lena.get(page).texts("h2")
    assert "Rim" not in lena.get("/staff?show=unreached").text
    assert provider.report(provider.done[0], "failed") == 204
    row = notice(database, made)
    assert (row.state, row.sent, row.fault) == (NoticeState.UNREACHED, None, "sms_failed")
    assert dead_since(database) == NOW
    assert "Gick inte att nå" in lena.get(page).texts("h2")
    assert "Rim" in lena.get("/staff?show=unreached").text


def test_the_same_report_again_undoes_nothing_that_staff_have_done(database, provider, reporting):
    reachable(database)
    made = send(database, reporting)
    provider.report(provider.done[0], "failed")
    with database.writing() as db, db.begin():
        outbox.told_by_staff(db, RIM)
        db.get_one(Reach, RIM).phone_dead = None
    assert provider.report(provider.done[0], "failed") == 204
    assert notice(database, made).state is NoticeState.UNSENT
    assert dead_since(database) is None


@pytest.mark.parametrize("status", ["delivered", "sent", "created", ""])
def test_every_other_report_changes_nothing(database, provider, reporting, status):
    reachable(database)
    made = send(database, reporting)
    assert provider.report(provider.done[0], status) == 204
    row = notice(database, made)
    assert (row.state, row.sent) == (NoticeState.SENT, NOW)
    assert dead_since(database) is None


def test_a_report_about_the_number_before_leaves_the_new_one_alone(database, provider, reporting):
    reachable(database)
    made = send(database, reporting)
    reachable(database, phone="+46701740606")
    assert provider.report(provider.done[0], "failed") == 204
    assert notice(database, made).state is NoticeState.UNREACHED
    assert dead_since(database) is None


def test_of_two_messages_only_the_one_that_counts_is_heard(database, provider, reporting):
    """The answer to the first was lost, and the provider made two of it."""
    reachable(database)
    provider.behave = [TWICE]
    made = send(database, reporting)
    other = {**provider.done[1]}
    with database.writing() as db, db.begin():
        row = db.merge(notice(database, made))
        row.state, row.sent, row.channel = NoticeState.SENT, NOW, "sms"
        row.provider_id = provider.done[0]["id"]
    assert provider.report(other, "failed") == 204
    assert notice(database, made).state is NoticeState.SENT


def test_a_report_that_comes_too_early_is_asked_for_again(database, provider, reporting):
    reachable(database)
    made = add_notice(database)
    delivery = delivery_of(database, reporting)
    early = []
    send_on = provider.act

    def act(form, key):
        record = send_on(form, key)
        early.append(provider.report(record, "failed"))
        return record

    provider.act = act
    worker.run(delivery, Event(), once=True)
    assert early == [503]
    assert provider.report(provider.done[0], "failed") == 204
    assert notice(database, made).state is NoticeState.UNREACHED


def test_only_an_address_of_our_own_making_is_answered(database, reporting, reader):
    reachable(database)
    made = send(database, reporting)
    nobody = reader(None).client
    good = signature_of(KEY, made, PHONE)
    other_key = signature_of("1" * 32, made, PHONE)
    other_notice = signature_of(KEY, uuid4(), PHONE)
    for wrong in (other_key, other_notice, good[1:], good[::-1], "x", "å" * 44):
        path = f"/notices/{made}/report/{wrong}"
        assert nobody.post(path, data={"status": "failed"}).status_code == 404, wrong
    gone = uuid4()
    unknown = f"/notices/{gone}/report/{signature_of(KEY, gone, PHONE)}"
    assert nobody.post(unknown, data={"status": "failed"}).status_code == 404
    assert nobody.get(f"/notices/{made}/report/{good}").status_code == 404
    assert notice(database, made).state is NoticeState.SENT
    # Half an address is enough to be heard, but never to call a number dead.
    half = f"/notices/{made}/report/{good[:22]}"
    assert nobody.post(half, data={"status": "failed"}).status_code == 204
    assert dead_since(database) is None


def test_no_report_is_asked_for_where_nobody_could_reach_us(database, provider, sms):
    reachable(database)
    send(database, sms)
    assert "whendelivered" not in provider.done[0]


def test_an_address_is_at_the_first_host_and_its_key_in_no_repr():
    channels = from_environment(GOOD | CHANNELS).channels
    assert channels.report_base == "https://plan.malmo.example"
    assert "horse" not in repr(channels)
    made = uuid4()
    address = report_address(channels.report_base, channels.report_key, made, PHONE)
    assert address.startswith(f"https://plan.malmo.example/notices/{made}/report/")
    assert PHONE[1:] not in address
    test = {
        "PORTAL_ENV": "test",
        "PORTAL_TRUSTED_HOSTS": "",
        "PORTAL_SMS_URL": "http://127.0.0.1:9/sms",
    }
    assert not from_environment(GOOD | CHANNELS | test).channels.report_base
