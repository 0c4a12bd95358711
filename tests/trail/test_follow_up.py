"""The agencies' own follow-up: what it finds, what it leaves out, and that it names no participant."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from click.testing import CliRunner
from sqlalchemy import insert, select, update

from portal.cli.main import portal
from portal.home.follow_up import Why, questions
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.people.models import Participant, Staff
from portal.sign_in.letter_models import Letter
from portal.trail.history import made_up
from portal.trail.models import Act, Trace
from tests.cli_settings import use_database
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture

MONDAY = date(2026, 11, 23)


def look(database, *looks) -> None:
    rows = [
        {
            "id": uuid4(), "at": NOW, "act": Act.LOOKED, "subject": "participant",
            "participant_id": demo_id("rim"), "staff_id": demo_id("lena"), "agency": Agency.AF, **each,
        }
        for each in looks
    ]  # fmt: skip
    with database.writing() as db, db.begin(), made_up(db):
        db.execute(insert(Trace), rows)


def found(database, first=MONDAY, last=MONDAY, agency=None) -> list[tuple]:
    with database.reading() as db:
        return [
            (each.why, each.employee_id, each.participant_id, each.number)
            for each in questions(db, first, last, agency)
        ]


@pytest.mark.parametrize(
    ("minutes", "opened_from", "asked"),
    [
        (5, "a.b", ["letter_at_once"]), (40, "a.b", []), (40, "x.b", ["letter_same_place"]),
        (40, "a.y", ["letter_same_place"]), (40, "a.z", ["letter_same_place"]), (40, None, []),
    ],
)  # fmt: skip
def test_a_letter_opened_at_once_or_where_staff_were_raises_a_question(
    database, lena, minutes, opened_from, asked
):
    later = NOW + timedelta(minutes=minutes)
    with database.writing() as db, db.begin():
        letter = Letter(
            participant_id=demo_id("rim"), reference="1", code_hash="", checked="passport", issued=NOW,
            issued_by_id=demo_id("lena"), expires=later, used=later, issued_from="x.y",
            opened_from=opened_from, confirmed_from="w.z",
        )  # fmt: skip
        db.add(letter)
        db.flush()
        which = letter.id
    confirmed = {"at": later, "act": Act.CHANGED, "subject": "letter_code", "subject_id": which}
    look(database, {**confirmed, "staff_id": demo_id("maria")})
    person = demo_id("rim")
    assert found(database) == [(each, lena, person, minutes) for each in asked]
    assert found(database, agency=Agency.SKANE) == []


@pytest.fixture
def lena(database) -> str:
    with database.reading() as db:
        return db.get(Staff, demo_id("lena")).employee_id


def test_an_ordinary_look_raises_no_question(database):
    look(database, {}, {"at": datetime(2026, 11, 23, 6, 0, tzinfo=UTC)})  # 07:00 in Malmö
    assert found(database) == []


@pytest.mark.parametrize(
    ("at", "asked"),
    [
        (datetime(2026, 11, 23, 5, 59, tzinfo=UTC), True),
        (datetime(2026, 11, 23, 17, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 23, 18, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 22, 10, 0, tzinfo=UTC), True),  # a Sunday
        (datetime(2026, 12, 24, 10, 0, tzinfo=UTC), True),  # Christmas Eve
    ],
)
def test_looks_outside_office_hours(database, lena, at, asked):
    look(database, {"at": at}, {"at": at})
    expected = [(Why.OUTSIDE_HOURS, lena, demo_id("rim"), 2)] if asked else []
    assert found(database, at.date(), at.date()) == expected


def test_looks_at_someone_without_contact(database, lena):
    with database.writing() as db, db.begin():
        like = db.get(Participant, demo_id("rim"))
        stranger = Participant(
            name="Anna Okänd", identity_cipher=b"x", identity_hash=b"stranger", language="sv",
            team_id=like.team_id, contact_id=like.contact_id,
        )  # fmt: skip
        db.add(stranger)
        db.flush()
        who = stranger.id
    look(database, {"participant_id": who})
    assert found(database) == [(Why.NO_CONTACT, lena, who, 1)]
    post = {"participant_id": who, "act": Act.ADDED, "subject": "step"}
    look(database, post | {"at": NOW - timedelta(days=91)}, post | {"agency": Agency.FK})
    assert found(database) == [(Why.NO_CONTACT, lena, who, 1)]
    look(database, post | {"at": NOW - timedelta(days=89)})
    assert found(database) == []


def test_looks_at_someone_of_the_same_surname(database, lena):
    with database.writing() as db, db.begin():
        db.execute(
            update(Participant)
            .where(Participant.id == demo_id("rim"))
            .values(name="Rim ÖVNINGSSON")
        )
    look(database, {})
    assert found(database) == [(Why.SAME_SURNAME, lena, demo_id("rim"), 1)]


def test_very_many_people_in_a_day(database, lena):
    with database.writing() as db, db.begin():
        like = db.get(Participant, demo_id("rim"))
        people = [
            Participant(
                id=uuid4(), name=f"Person {number}", identity_cipher=b"x",
                identity_hash=uuid4().bytes, language="sv", team_id=like.team_id,
                contact_id=like.contact_id,
            )
            for number in range(61)
        ]  # fmt: skip
        db.add_all(people)
    look(database, *({"participant_id": each.id} for each in people[:60]))
    assert not [each for each in found(database) if each[0] is Why.MANY_PEOPLE]
    look(database, {"participant_id": people[60].id})
    assert [each for each in found(database) if each[0] is Why.MANY_PEOPLE] == [
        (Why.MANY_PEOPLE, lena, None, 61)
    ]


def test_one_agency_and_some_days_alone(database):
    late = NOW + timedelta(hours=11)
    look(database, {"at": late}, {"at": late, "staff_id": demo_id("amir"), "agency": Agency.MALMO})
    assert len(found(database)) == 2
    assert len(found(database, agency=Agency.MALMO)) == 1
    assert found(database, MONDAY + timedelta(days=1), MONDAY + timedelta(days=9)) == []


def test_the_command_names_no_participant(database, monkeypatch):
    look(database, {"at": NOW + timedelta(hours=11)})
    use_database(monkeypatch, database.url)
    days = ("--from", "2026-11-01", "--to", "2026-11-30")
    as_csv = CliRunner().invoke(portal, ["trail", "report", *days, "--csv", "--agency", "af"])
    assert as_csv.exit_code == 0, as_csv.output
    [row] = [
        each for each in csv.DictReader(io.StringIO(as_csv.stdout)) if each["day"] == "2026-11-23"
    ]
    assert (row["why"], row["participant_id"], row["first"], row["number"]) == (
        "outside_hours", str(demo_id("rim")), "20:00", "1",
    )  # fmt: skip
    table = CliRunner().invoke(portal, ["trail", "report", *days]).stdout
    assert "no verdict" in table
    with database.reading() as db:
        for name in db.scalars(select(Participant.name)):
            assert name.split()[-1] not in as_csv.stdout + table
    wrong = CliRunner().invoke(
        portal, ["trail", "report", "--from", "2026-11-02", "--to", "2026-11-01"]
    )
    assert wrong.exit_code == 2
    assert "The last day is before the first." in wrong.stderr
