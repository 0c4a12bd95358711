"""Every member of staff has an employer and a title that can be said; the database holds both."""

from uuid import uuid4

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError

from portal.audience import Audience
from portal.db import Database
from portal.migrations import commands
from portal.migrations.online import Undecided
from portal.people.agencies import Agency
from portal.people.demo import STAFF, demo_id
from portal.people.models import Staff
from portal.people.roles import TITLES

BEFORE = "0019"


@pytest.mark.parametrize(
    "change",
    [{"title": "chef"}, {"title": ""}, {"title": None}, {"agency": None}, {"title": "Vagledare"}],
)
def test_the_database_refuses_staff_without_either(do, change):
    with pytest.raises(IntegrityError):
        do(lambda db: db.execute(update(Staff).where(Staff.id == demo_id("layla")).values(change)))


@pytest.mark.parametrize("role", [Audience.ADMINISTRATOR, Audience.TRANSLATOR])
def test_no_role_goes_without_an_employer(do, role):
    values = {
        "id": uuid4(), "employee_id": "new@x.example", "name": "N", "role": role, "agency": None,
        "title": "oversattare", "phone": "+46701740601", "language": "sv", "withdraws": False,
    }  # fmt: skip
    with pytest.raises(IntegrityError):
        do(lambda db: db.execute(insert(Staff), [values]))


def test_every_title_is_allowed_and_everyone_of_the_cast_employed(do):
    def give_each(db):
        for title in TITLES:
            db.execute(update(Staff).where(Staff.id == demo_id("lena")).values(title=title))

    do(give_each)
    agencies = do(lambda db: db.execute(select(Staff.id, Staff.agency)).all())
    assert len(agencies) == len(STAFF)
    assert all(isinstance(agency, Agency) for _id, agency in agencies)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def old(request, tmp_path):
    """A database of the version before, with a translator whom nobody employs."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'old.db'}")
        yield from _filled(database)
        return
    with request.getfixturevalue("postgres_templates").empty() as url:
        yield from _filled(Database(url))


def _filled(database):
    commands.upgrade(database, BEFORE)
    with database.writer.begin() as connection:
        for name, title in (("anna", "oversattare"), ("bo", "chef")):
            connection.execute(
                text(
                    "INSERT INTO staff (id, employee_id, name, role, title, phone, language, withdraws)"
                    " VALUES (:id, :employee, :employee, 'translator', :title, '+46', 'sv', false)"
                ),
                {"id": uuid4().hex, "employee": f"{name}@x.example", "title": title},
            )
    yield database
    database.dispose()


def test_the_migration_asks_for_those_without_and_takes_the_answers(old):
    with pytest.raises(Undecided) as asked:
        commands.upgrade(old)
    assert asked.value.rows == ["anna@x.example (none)", "bo@x.example (none)"]
    assert "--employer" in asked.value.what_to_do
    employers = {"anna@x.example": "malmo", "bo@x.example": "af"}
    with pytest.raises(Undecided) as asked:
        commands.upgrade(old, answers={"employer": employers})
    assert asked.value.rows == ["bo@x.example (chef)"]
    with pytest.raises(Undecided):
        commands.upgrade(
            old, answers={"employer": employers, "title": {"bo@x.example": "director"}}
        )
    commands.upgrade(old, answers={"employer": employers, "title": {"bo@x.example": "handlaggare"}})
    with old.reader.connect() as connection:
        rows = connection.execute(select(Staff.employee_id, Staff.agency, Staff.title)).all()
    assert {tuple(row) for row in rows} == {
        ("anna@x.example", Agency.MALMO, "oversattare"), ("bo@x.example", Agency.AF, "handlaggare"),
    }  # fmt: skip
    commands.downgrade(old, BEFORE)
    commands.upgrade(old)


def test_what_the_migration_remade_on_sqlite_is_whole(old):
    if not old.is_sqlite:
        pytest.skip("PostgreSQL changes a table where it stands")
    schema = "SELECT type, name, replace(sql, '\"', '') FROM sqlite_master WHERE tbl_name = 'staff'"

    def parts():
        with old.reader.connect() as connection:
            return set(connection.exec_driver_sql(schema).all())

    before = parts()
    answers = {
        "employer": {"anna@x.example": "malmo", "bo@x.example": "af"},
        "title": {"bo@x.example": "handlaggare"},
    }
    commands.upgrade(old, "0021", answers=answers)
    assert {each[:2] for each in parts()} == {each[:2] for each in before}
    commands.downgrade(old, BEFORE)
    assert {each[:2] for each in parts()} == {each[:2] for each in before}
    [made] = [each[2] for each in parts() if each[0] == "table"]
    assert made == next(each[2] for each in before if each[0] == "table").replace(
        "staff (", "staff (", 1
    )
