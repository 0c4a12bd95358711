"""Delivery against a real provider on this machine, on both engines."""

import logging
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.notices import queue, worker
from portal.notices.channels import Receipt
from portal.notices.models import Channel, Notice, NoticeKind, NoticeState, Reach
from portal.people.demo import demo_id
from tests.databases import as_owner
from tests.moments import NOW
from tests.notices.people import PHONE, RIM, add_notice, delivery_of, notice, reachable, settings_of
from tests.notices.provider import BUSY, FAIL, GARBAGE, REDIRECT, REJECT, STALL, SWALLOW, TWICE


def deliver(delivery, **rest):
    return worker.run(delivery, Event(), once=True, **rest)


def later(**by):
    """Moves the fixed clock."""
    clock.fix(clock.now() + timedelta(**by))


def test_a_notice_goes_out_once_in_her_language(database, provider, sms):
    reachable(database, language="en")
    made = add_notice(database)
    assert deliver(delivery_of(database, sms)) == 1
    assert deliver(delivery_of(database, sms)) == 0
    [sent] = provider.done
    assert (sent["from"], sent["to"]) == ("MinPlan", PHONE)
    assert sent["message"] == "You have a new time, on 27/11 at 09:00. Open your plan as usual."
    row = notice(database, made)
    assert (row.state, row.sent, row.lease) == (NoticeState.SENT, NOW, None)
    assert (row.channel, row.language, row.provider_id) == (Channel.SMS, "en", sent["id"])
    assert list(provider.keys) == [str(made)]


@pytest.mark.parametrize(
    ("mood", "fault"),
    [
        (FAIL, "sms_http_500"), (REDIRECT, "sms_redirect"), (SWALLOW, "sms_cut_off"),
        (GARBAGE, "sms_unreadable"), (STALL, "sms_timeout"), (TWICE, "sms_cut_off"),
    ],
)  # fmt: skip
def test_a_passing_fault_is_tried_again_and_never_doubled(database, provider, sms, mood, fault):
    reachable(database)
    made = add_notice(database)
    provider.stall_seconds = 1.0
    provider.behave = [mood]
    assert deliver(delivery_of(database, sms)) == 0
    row = notice(database, made)
    assert (row.state, row.fault, row.attempts, row.lease) == (NoticeState.WAITING, fault, 1, None)
    assert row.due <= clock.now() + timedelta(seconds=30)
    later(seconds=31)
    assert deliver(delivery_of(database, sms)) == 1
    row = notice(database, made)
    assert (row.state, row.attempts, row.fault) == (NoticeState.SENT, 2, None)
    assert row.provider_id in {each["id"] for each in provider.done}
    assert len(provider.done) == (2 if mood == TWICE else 1)  # its own doing
    assert (provider.looked_up, provider.elsewhere) == (1, 0)


def test_no_repeat_while_the_provider_cannot_say_whether_it_went_out(database, provider, sms):
    reachable(database)
    made = add_notice(database)
    provider.behave = [FAIL]
    deliver(delivery_of(database, sms))
    later(seconds=31)
    wrong = settings_of(sms_url=provider.url, sms_user="u-test", sms_password="changed")
    assert deliver(delivery_of(database, wrong)) == 0
    assert notice(database, made).fault == "sms_http_401"
    assert sum(provider.posts.values()) == 1


def test_a_look_up_does_not_take_another_notice_for_this_one(database, provider, sms):
    """Two notices may say the same to the same phone."""
    reachable(database)
    said = {"parameters": {}, "not_after": None}
    first = add_notice(database, "your_turn", **said)
    provider.behave = [FAIL]
    deliver(delivery_of(database, sms))
    second = add_notice(database, "your_turn", **said)
    deliver(delivery_of(database, sms))
    later(seconds=31)
    assert deliver(delivery_of(database, sms)) == 1
    assert provider.keys == {str(first): 1, str(second): 1}
    assert len({notice(database, each).provider_id for each in (first, second)}) == 2


def test_it_waits_as_long_as_the_provider_asks(database, provider, sms):
    reachable(database)
    made = add_notice(database)
    provider.behave = [BUSY]
    deliver(delivery_of(database, sms))
    assert notice(database, made).due == NOW + timedelta(seconds=120)


def test_a_dead_number_is_noted_and_the_other_address_is_used(database, provider, sms, tmp_path):
    reachable(database, email=None)
    made = add_notice(database)
    provider.behave = [REJECT]
    assert deliver(delivery_of(database, sms)) == 0
    row = notice(database, made)
    assert (row.state, row.fault) == (NoticeState.UNREACHED, "sms_http_400")
    with database.reading() as db:
        assert db.get_one(Reach, RIM).phone_dead == NOW
    again = add_notice(database)
    deliver(delivery_of(database, sms))
    assert notice(database, again).fault == "no_address"
    reachable(database)  # with an e-mail address
    third = add_notice(database)
    file = settings_of(outbox_file=tmp_path / "outbox.jsonl")
    assert deliver(delivery_of(database, file)) == 1
    assert notice(database, third).channel is Channel.EMAIL


def test_after_a_day_of_trying_staff_have_to_call(database, provider, sms):
    reachable(database)
    made = add_notice(database)
    provider.behave = [FAIL] * 99
    while notice(database, made).state is NoticeState.WAITING:
        deliver(delivery_of(database, sms))
        clock.fix(max(notice(database, made).due, clock.now() + timedelta(seconds=1)))
    row = notice(database, made)
    assert (row.state, row.fault) == (NoticeState.UNREACHED, "sms_http_500")
    assert clock.now() - row.first_attempt >= timedelta(hours=24)
    assert 10 < row.attempts < 60


def test_what_would_come_too_late_or_is_untrue_is_not_sent(database, provider, sms):
    reachable(database)
    late = add_notice(database, "five_days", not_after=NOW)
    missed = add_notice(database, "moved", not_after=NOW)
    untrue = add_notice(database, "tomorrow")
    true = add_notice(database, "five_days")
    asked = []

    def still_true(_db, row):
        asked.append(row.id)
        return row.id == true

    checks = dict.fromkeys((NoticeKind.TOMORROW, NoticeKind.FIVE_DAYS), still_true)
    assert deliver(delivery_of(database, sms, still_true=checks)) == 1
    assert (notice(database, late).state, notice(database, late).fault) == ("unsent", "too_late")
    assert notice(database, missed).state == "unreached"  # staff have to call
    assert notice(database, untrue).state is NoticeState.WITHDRAWN
    assert asked == [untrue, true] or asked == [true, untrue]
    assert len(provider.done) == 1


def test_her_wish_comes_first(database, tmp_path):
    reachable(database, channel=Channel.NONE)
    reachable(database, demo_id("hodan"), channel=Channel.EMAIL)
    reachable(database, demo_id("farhad"), phone=None, email=None)
    unwanted = add_notice(database)
    nowhere = add_notice(database, person=demo_id("farhad"))
    mail = add_notice(database, person=demo_id("hodan"))
    file = settings_of(outbox_file=tmp_path / "outbox.jsonl")
    assert deliver(delivery_of(database, file)) == 1
    assert (notice(database, unwanted).state, notice(database, unwanted).fault) == (
        "unsent", "unwanted",
    )  # fmt: skip
    assert notice(database, nowhere).fault == "no_address"
    assert notice(database, mail).channel is Channel.EMAIL
    assert (tmp_path / "outbox.jsonl").stat().st_mode & 0o777 == 0o600


def test_eight_a_day_and_the_rest_in_the_morning(database, sms):
    reachable(database)
    made = [add_notice(database) for _number in range(10)]
    assert deliver(delivery_of(database, sms)) == 8
    rest = [row for each in made if (row := notice(database, each)).state == "waiting"]
    morning = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)  # 08:00 in Malmö
    assert [(row.due, row.attempts, row.first_attempt) for row in rest] == [(morning, 0, None)] * 2
    clock.fix(morning)
    assert deliver(delivery_of(database, sms)) == 2


def test_no_phone_buzzes_at_night_save_for_a_change_before_noon(database, sms):
    reachable(database)
    clock.fix(datetime(2026, 11, 23, 21, 30, tzinfo=UTC))  # 22:30 in Malmö
    reminder = add_notice(database, "five_days")
    soon = clock.now() + timedelta(hours=10)
    change = add_notice(
        database, "moved", parameters={"was": soon.isoformat(), "starts": soon.isoformat()}
    )
    assert deliver(delivery_of(database, sms)) == 1
    assert notice(database, change).state is NoticeState.SENT
    assert notice(database, reminder).due == datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


def test_a_second_worker_takes_over_and_only_one_marks_it(database, provider, sms):
    reachable(database)
    made = add_notice(database)
    first, second = delivery_of(database, sms), delivery_of(database, sms)
    with database.writing() as db, db.begin():
        [held] = queue.claim(db, clock.now(), first.lease)
    with database.writing() as db, db.begin():
        assert queue.claim(db, clock.now(), second.lease) == []
    message = first._prepare(held)
    later(seconds=61)
    with database.writing() as db, db.begin():
        [taken] = queue.claim(db, clock.now(), second.lease)
    assert first._sent(held, message, Receipt("late")) is False
    assert first.deliver(held) is False  # no longer its own: nothing happens
    assert provider.done == []
    assert second.deliver(taken)
    row = notice(database, made)
    assert (row.state, row.attempts) == (NoticeState.SENT, 2)
    assert row.provider_id != "late"
    assert len(provider.done) == 1


def test_a_crash_of_one_never_stops_the_others_and_tells_nothing(database, sms, caplog):
    reachable(database)
    broken = add_notice(database, parameters={"starts": f"call {PHONE}"})
    whole = add_notice(database)
    with caplog.at_level(logging.DEBUG, logger="portal"):
        assert deliver(delivery_of(database, sms)) == 1
    assert notice(database, whole).state is NoticeState.SENT
    assert (notice(database, broken).state, notice(database, broken).fault) == (
        "waiting", "crash_ValueError",
    )  # fmt: skip
    assert str(broken) in caplog.text
    assert PHONE not in caplog.text


def test_a_database_that_is_away_is_waited_out(database, sms):
    reachable(database)
    add_notice(database)
    delivery = delivery_of(database, sms)
    rename(database, "notice", "elsewhere")

    class Watch(Event):
        """Brings the table back at the first pause, and ends at the next."""

        def wait(self, timeout=None):
            assert timeout
            try:
                rename(database, "elsewhere", "notice")
            except SQLAlchemyError:
                self.set()
            return self.is_set()

    assert worker.run(delivery, Watch(), idle=0.01) == 1


def rename(database, old, new):
    with as_owner(database) as db:
        db.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))


def test_a_worker_that_is_stopped_gives_back_what_it_has_not_begun(database, sms):
    reachable(database)
    made = {add_notice(database) for _number in range(3)}
    stop, delivery = Event(), delivery_of(database, sms)
    send = delivery.senders[Channel.SMS].send

    class Last:
        def send(self, message):
            stop.set()
            return send(message)

    stopping = delivery_of(database, sms)
    object.__setattr__(stopping, "senders", {Channel.SMS: Last()})
    assert worker.run(stopping, stop) == 1
    rest = [row for each in made if (row := notice(database, each)).state == "waiting"]
    assert [(row.attempts, row.first_attempt, row.lease) for row in rest] == [(0, None, None)] * 2


def test_looking_for_work_reads_the_index_of_what_is_open(database):
    if not database.is_sqlite:
        pytest.skip("PostgreSQL scans small tables on purpose")
    due = select(Notice.id).where(queue.OPEN, Notice.due <= NOW).order_by(Notice.due).limit(10)
    with database.reader.connect() as connection:
        asked = str(due.compile(connection, compile_kwargs={"render_postcompile": True}))
        plan = connection.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {asked}", (None,) * asked.count("?")
        ).all()
    assert [row[3] for row in plan] == ["SEARCH notice USING INDEX ix_notice_due (due<?)"]


def test_waiting_doubles_with_full_jitter_and_never_over_an_hour():
    for attempts, longest in ((1, 30), (2, 60), (5, 480), (8, 3600), (99, 3600)):
        drawn = [queue.back_off(attempts).total_seconds() for _draw in range(200)]
        assert 0 <= min(drawn) < longest / 4
        assert longest * 3 / 4 < max(drawn) <= longest
