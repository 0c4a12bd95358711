"""A code that signs in: readable in the database while it has to be sent, and no longer."""

from datetime import timedelta
from threading import Event
from uuid import uuid4

import pytest
from sqlalchemy import text

from portal import clock
from portal.notices import outbox, worker
from portal.notices.models import NoticeKind, NoticeState
from portal.people.demo import demo_id
from portal.people.verified_phone import verify_phone
from tests.moments import NOW
from tests.notices.people import (
    PHONE,
    RIM,
    add_notice,
    delivery_of,
    notice,
    settings_of,
)
from tests.notices.provider import FAIL, REJECT, SWALLOW

CODE = "739164"
VALID = timedelta(minutes=10)


@pytest.fixture
def code(database, actor):
    """A code that waits to go to Rim's verified number."""
    lena, made = actor("lena"), uuid4()
    with database.writing() as db, db.begin():
        verify_phone(db, lena, RIM, PHONE)
    return add_notice(
        database, NoticeKind.SIGN_IN_CODE, parameters={"code": CODE}, subject_id=made,
        not_after=clock.now() + VALID,
    )  # fmt: skip


@pytest.fixture
def deliver(database, sms):
    def run(settings=sms, **rest):
        return worker.run(delivery_of(database, settings, **rest), Event(), once=True)

    return run


def is_readable(database) -> bool:
    """Whether whoever reads the table finds the code in any of its columns."""
    with database.reader.connect() as connection:
        rows = connection.execute(text("SELECT * FROM notice")).all()
    return CODE in str(rows)


def test_it_is_wiped_when_it_has_gone_out(database, code, deliver, provider):
    assert is_readable(database)
    assert deliver() == 1
    assert provider.done[0]["message"].endswith(CODE)
    row = notice(database, code)
    assert (row.state, row.sent, row.provider_id) == (NoticeState.SENT, NOW, provider.done[0]["id"])
    assert row.parameters == {"code": "******"}
    assert not is_readable(database)


@pytest.mark.parametrize("mood", [FAIL, SWALLOW])
def test_it_is_kept_while_it_is_tried_again(database, code, deliver, provider, mood):
    provider.behave = [mood]
    assert deliver() == 0
    assert (notice(database, code).state, is_readable(database)) == (NoticeState.WAITING, True)
    clock.fix(NOW + timedelta(seconds=31))
    assert deliver() == 1
    assert {each["message"][-6:] for each in provider.done} == {CODE}
    assert not is_readable(database)


def test_it_is_wiped_when_it_cannot_go_out(database, code, deliver, provider):
    provider.behave = [REJECT]
    assert deliver() == 0
    row = notice(database, code)
    assert (row.state, row.fault) == (NoticeState.UNREACHED, "sms_http_400")
    assert not is_readable(database)


def test_it_is_wiped_when_it_is_too_late(database, code, deliver, provider):
    clock.fix(NOW + VALID)
    assert deliver() == 0
    assert provider.done == []
    assert (notice(database, code).state, is_readable(database)) == (NoticeState.UNSENT, False)


def test_it_is_wiped_where_no_channel_is(database, code, deliver):
    assert deliver(settings_of()) == 0
    assert (notice(database, code).state, is_readable(database)) == (NoticeState.UNSENT, False)


def test_a_demo_keeps_it_until_it_is_used(database, code, deliver, reader, tmp_path):
    """Its page of what would have been sent is the only phone that a demo has."""
    assert deliver(settings_of(outbox_file=tmp_path / "outbox.jsonl")) == 1
    assert CODE in reader(None, "en").get("/outbox").text
    with database.writing() as db, db.begin():
        outbox.forget_codes(db, notice(database, code).subject_id)
    assert CODE not in reader(None, "en").get("/outbox").text
    assert not is_readable(database)


def test_what_other_notices_say_stays(database, deliver, provider):
    made = add_notice(database, person=demo_id("rim"))
    before = notice(database, made).parameters
    assert deliver() == 1
    assert provider.done
    assert notice(database, made).parameters == before != {}
