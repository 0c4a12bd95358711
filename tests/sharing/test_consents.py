"""Consents are given, withdrawn and kept: by the service, and by the database when that is forgotten."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import IntegrityError, NoResultFound

from portal import clock
from portal.config import ROOT
from portal.db import ChangedMeanwhile
from portal.i18n.languages import BY_TAG, SWEDISH, Status
from portal.i18n.text import Translators
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.plan.queries import plan_of
from portal.sharing import consents, wording
from portal.sharing.consents import Change, ticked, until
from portal.sharing.kinds import ShareKind
from portal.sharing.models import Consent, ConsentWording, GivenHow
from portal.sharing.occasions import occasions
from portal.sharing.queries import consents_of, history_of, mark_of, readers_of
from portal.trail.models import Act
from tests.moments import NOW
from tests.trails import traces

AF, MALMO, FK, SKANE = Agency
PLAN, TIMES, MESSAGES, HEALTH = ShareKind
RIM = demo_id("rim")
ARABIC = BY_TAG["ar"]


def held(database, actor, source, person=RIM):
    with database.reading() as db:
        return {
            (row.reader, row.kind): row
            for row in consents_of(db, actor, person)
            if row.source is source
        }


def wish(database, actor, source=AF, *, given=(), stopped=(), months=12, person=RIM):
    mark = mark_of(row.id for row in held(database, actor, source, person).values())
    return Change(source, given, stopped, months, ARABIC, mark)


def test_it_is_given_with_its_words_and_holds_from_the_same_day(database, actor, do):
    rim, nadia = actor("rim"), actor("nadia")
    do(consents.change, rim, RIM, wish(database, rim, given=[(SKANE, MESSAGES)], months=3))
    row = held(database, nadia, AF)[SKANE, MESSAGES]
    assert row.ends == date(2027, 2, 23)
    with database.reading() as db:
        past = next(each for each in history_of(db, rim, RIM) if each.id == row.id)
    assert (past.status, past.given, past.language, past.given_at) == (
        "holds", GivenHow.SELF, "ar", NOW,
    )  # fmt: skip
    assert past.swedish.startswith("Vårdcentralen får läsa mina meddelanden och papper hos Arb")
    assert "قراءة رسائلي" in past.shown
    assert "Jag får samma hjälp om jag säger nej." in past.swedish
    assert traces(database, "consent") == [(Act.ADDED, None, row.id)]


def test_the_words_stay_as_they_stood_that_day(database, actor, do, monkeypatch):
    rim = actor("rim")
    do(consents.change, rim, RIM, wish(database, rim, given=[(SKANE, MESSAGES)]))
    with database.reading() as db:
        before = history_of(db, rim, RIM)
    monkeypatch.setattr(wording, "sentence", lambda *_rest: "Något helt annat")
    do(consents.change, rim, RIM, wish(database, rim, given=[(SKANE, HEALTH)]))
    with database.reading() as db:
        after = {row.id: row for row in history_of(db, rim, RIM)}
    assert all(after[row.id].swedish == row.swedish for row in before)
    assert after.keys() - {row.id for row in before} == {
        row.id for row in after.values() if row.swedish.startswith("Något helt annat")
    }


def test_the_same_words_are_kept_once(database, actor, do):
    rim = actor("rim")
    count = select(func.count()).select_from(ConsentWording)
    sizes = []
    for _time in range(2):
        do(consents.change, rim, RIM, wish(database, rim, given=[(SKANE, MESSAGES)]))
        sizes.append(do(lambda db: db.scalar(count)))
    assert sizes[0] == sizes[1]


def test_whoever_changes_the_swedish_words_changes_their_version():
    """What was agreed to under a version is one text; a new text needs a new `TEXT_VERSION`."""
    swedish = Translators(ROOT / "translations")[SWEDISH]
    said = "\n".join(wording.sentence(AF, FK, kind, swedish) for kind in ShareKind)
    whole = f"{wording.TEXT_VERSION}\n{said}\n{wording.terms(swedish)}"
    assert hashlib.sha256(whole.encode()).hexdigest()[:16] == "7830f13e4b145a3a"


def test_a_language_without_texts_is_given_in_swedish(monkeypatch):
    draft = replace(BY_TAG["so"], status=Status.DRAFT)
    monkeypatch.setattr(wording, "BY_TAG", {**BY_TAG, "so": draft})
    assert wording.readable("so") is wording.readable("tlh") is SWEDISH
    assert wording.readable("ar") is ARABIC


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 11, 23), 1, date(2026, 12, 23)), (date(2026, 11, 23), 12, date(2027, 11, 23)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)), (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)  # fmt: skip
def test_months_end_in_the_right_month(day, months, end):
    assert until(day, months) == end


def test_boxes_say_what_is_given_and_stopped_and_health_is_never_stopped_by_one():
    kept = [(FK, PLAN), (FK, TIMES), (SKANE, HEALTH)]
    assert ticked(kept, [(FK, PLAN)], renew=False) == ([], [(FK, TIMES)])
    assert ticked(kept, [(FK, PLAN), (FK, TIMES), (MALMO, HEALTH)], renew=False) == (
        [(MALMO, HEALTH)], [],
    )  # fmt: skip
    assert ticked(kept, [(FK, PLAN), (FK, TIMES)], renew=True) == ([(FK, PLAN), (FK, TIMES)], [])
    assert ticked(kept, [(FK, PLAN), (FK, TIMES), (SKANE, HEALTH)], renew=False) == (
        [(SKANE, HEALTH)], [],
    )  # fmt: skip


def test_a_new_one_closes_the_one_before_and_names_it(database, actor, do):
    rim = actor("rim")
    before = held(database, rim, AF)[FK, PLAN]
    do(consents.change, rim, RIM, wish(database, rim, given=[(FK, PLAN)], months=1))
    after = held(database, rim, AF)[FK, PLAN]
    assert (after.id != before.id, after.ends) == (True, date(2026, 12, 23))
    with database.reading() as db:
        status = {row.id: row.status for row in history_of(db, rim, RIM)}
    assert (status[before.id], status[after.id]) == ("replaced", "holds")


def test_one_that_has_ended_can_be_given_again_and_was_never_withdrawn(database, actor, do):
    oksana, person = actor("oksana"), demo_id("oksana")
    clock.fix(NOW + timedelta(days=20))
    assert held(database, oksana, AF, person) == {}
    with database.reading() as db:
        assert {row.status for row in history_of(db, oksana, person)} == {"ended"}
    do(consents.change, oksana, person, wish(database, oksana, given=[(FK, PLAN)], person=person))
    assert list(held(database, oksana, AF, person)) == [(FK, PLAN)]
    with database.reading() as db:
        statuses = [row.status for row in history_of(db, oksana, person)]
    assert sorted(set(statuses)) == ["ended", "holds"]
    assert statuses.count("holds") == 1


def test_an_ended_consent_opens_nothing(database, actor):
    lena, person = actor("lena"), demo_id("oksana")
    with database.reading() as db:
        owners = {step.agency for step in plan_of(db, lena, person).steps}
    assert len(owners) > 1
    clock.fix(NOW + timedelta(days=14))
    with database.reading() as db:
        assert {step.agency for step in plan_of(db, lena, person).steps} == {AF}


def test_withdrawal_counts_at_once_and_only_once(database, actor, do):
    rim, lena = actor("rim"), actor("lena")
    with database.reading() as db:
        assert SKANE in {step.agency for step in plan_of(db, lena, RIM).steps}
    which = held(database, rim, SKANE)[AF, PLAN].id
    do(consents.withdraw, rim, RIM, which)
    with database.reading() as db:
        assert SKANE not in {step.agency for step in plan_of(db, lena, RIM).steps}
        first = db.get(Consent, which).withdrawn
    clock.fix(NOW + timedelta(hours=1))
    do(consents.withdraw, rim, RIM, which)
    with database.reading() as db:
        assert db.get(Consent, which).withdrawn == first
    assert [act for act, _by, _which in traces(database, "consent")] == [Act.CHANGED]


def test_everything_from_one_agency_stops_and_nothing_else(database, actor, do):
    rim = actor("rim")
    others = {source: held(database, rim, source) for source in (MALMO, FK, SKANE)}
    do(consents.withdraw_all, rim, RIM, AF)
    assert held(database, rim, AF) == {}
    assert {source: held(database, rim, source) for source in (MALMO, FK, SKANE)} == others
    with pytest.raises(NoResultFound):
        do(consents.withdraw_all, actor("lena"), RIM, AF)


def test_what_changed_meanwhile_is_not_overwritten(database, actor, do):
    rim = actor("rim")
    stale = wish(database, rim, given=[(SKANE, MESSAGES)])
    do(consents.withdraw_all, rim, RIM, AF)
    with pytest.raises(ChangedMeanwhile):
        do(consents.change, rim, RIM, stale)
    assert held(database, rim, AF) == {}


def test_of_two_phones_at_once_one_gives_and_the_other_is_told(database, actor, do):
    rim = actor("rim")
    new = wish(database, rim, given=[(SKANE, MESSAGES), (FK, PLAN)])

    def attempt(_phone):
        try:
            do(consents.change, rim, RIM, new)
        except ChangedMeanwhile:
            return False
        return True

    with ThreadPoolExecutor(max_workers=2) as pool:
        assert sorted(pool.map(attempt, range(2))) == [False, True]
    with database.reading() as db:
        current = db.execute(
            select(func.count()).where(
                Consent.participant_id == RIM, Consent.from_agency == AF,
                Consent.to_agency == SKANE, Consent.kind == MESSAGES,
            )
        ).scalar_one()  # fmt: skip
    assert current == 1


def test_the_second_waits_until_the_first_is_stored(database, actor, do):
    rim = actor("rim")
    new = wish(database, rim, given=[(SKANE, MESSAGES)])
    with ThreadPoolExecutor(max_workers=1) as pool:
        with database.writing() as first, first.begin():
            consents.change(first, rim, RIM, new)
            second = pool.submit(do, consents.change, rim, RIM, new)
            with pytest.raises(TimeoutError):
                second.result(timeout=0.5)
        with pytest.raises(ChangedMeanwhile):
            second.result(timeout=10)


def test_the_database_allows_one_open_consent_for_each(db):
    row = db.scalars(select(Consent).where(Consent.participant_id == RIM)).first()
    values = {c.key: getattr(row, c.key) for c in Consent.__table__.columns}
    db.add(Consent(**values | {"id": uuid4()}))
    with pytest.raises(IntegrityError, match=r"ix_consent_current|UNIQUE"):
        db.flush()


@pytest.mark.parametrize(
    "change",
    [
        {"ends": date(2030, 1, 1)}, {"starts": date(2026, 1, 1)}, {"kind": HEALTH},
        {"to_agency": SKANE}, {"from_agency": SKANE}, {"language": "sv"},
        {"text_version": "1"}, {"given_at": NOW}, {"wording": None},
        {"given": GivenHow.ORAL, "by_staff_id": demo_id("lena")},
        {"participant_id": demo_id("hodan")}, {"replaces_id": demo_id("x")},
    ],
)  # fmt: skip
def test_the_database_keeps_a_consent_as_it_was_given(db, change):
    one = select(Consent.id).where(
        Consent.participant_id == RIM, Consent.from_agency == AF, Consent.to_agency == FK,
        Consent.kind == PLAN,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="never changes"):
        db.execute(update(Consent).where(Consent.id == db.scalar(one)).values(change))


@pytest.mark.parametrize(
    "change", [{"withdrawn": None}, {"withdrawn": NOW}, {"withdrawn_by_id": demo_id("lena")}]
)
def test_the_database_lets_it_be_withdrawn_once(db, change):
    farhads = update(Consent).where(Consent.withdrawn.is_not(None))
    with pytest.raises(IntegrityError, match="withdrawn once"):
        db.execute(farhads.values(change))


@pytest.mark.parametrize("statement", [
    delete(Consent), delete(ConsentWording), update(ConsentWording).values(swedish="x"),
    update(ConsentWording).values(shown="x"),
])  # fmt: skip
def test_the_database_keeps_every_consent_and_every_word(db, statement):
    with pytest.raises(IntegrityError):
        db.execute(statement)


@pytest.mark.parametrize(
    "columns",
    [
        {"given": GivenHow.ORAL}, {"by_staff_id": demo_id("lena")}, {"interpreter": "Någon"},
        {"withdrawn_by_id": demo_id("lena")},
    ],
)  # fmt: skip
def test_the_database_wants_to_know_who_noted_it(db, columns):
    row = Consent(
        participant_id=RIM, from_agency=SKANE, to_agency=AF, kind=HEALTH, text_version="1",
        language="sv", starts=NOW.date(), ends=NOW.date() + timedelta(days=1), given_at=NOW,
        **{"given": GivenHow.SELF, **columns},
    )  # fmt: skip
    db.add(row)
    with pytest.raises(IntegrityError, match="ck_consent"):
        db.flush()


@pytest.mark.parametrize(("months", "reader"), [(2, FK), (0, FK), (24, FK), (12, AF)])
def test_no_other_length_and_no_agency_to_itself(database, actor, do, months, reader):
    rim = actor("rim")
    with pytest.raises(ValueError, match="Change"):
        do(consents.change, rim, RIM, wish(database, rim, given=[(reader, PLAN)], months=months))


def test_who_reads_an_agencys_things(database, actor):
    rim = actor("rim")
    with database.reading() as db:
        assert readers_of(db, rim, AF, PLAN) == (MALMO, FK, SKANE)
        assert readers_of(db, rim, AF, MESSAGES) == (MALMO, FK)
        assert readers_of(db, rim, AF, HEALTH) == ()


def test_the_history_tells_what_was_said_at_one_time_together(database, actor, do):
    rim = actor("rim")
    given = [(SKANE, MESSAGES), (SKANE, HEALTH), (FK, HEALTH)]
    do(consents.change, rim, RIM, wish(database, rim, given=given))
    with database.reading() as db:
        latest = occasions(history_of(db, rim, RIM))[0]
    assert [(line.reader, line.kinds) for line in latest.lines] == [
        (FK, (HEALTH,)), (SKANE, (MESSAGES, HEALTH)),
    ]  # fmt: skip
    assert len(latest.swedish) == len(latest.shown) == 4  # three sentences, and the terms once


def test_nobody_in_the_cast_shares_health(db):
    assert db.scalar(select(func.count()).where(Consent.kind == HEALTH)) == 0
    assert db.scalar(text("SELECT count(*) FROM consent")) > 0
