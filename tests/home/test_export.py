"""Everything about me: complete, hers alone, the same number of questions for any number of rows."""

import hashlib
import json
import re

import pytest
from sqlalchemy import func, select

from portal.home.export import EXPORTS, NOTHING, WITHHELD
from portal.home.export_page import SECTIONS
from portal.messages.models import Message
from portal.people.demo import demo_id
from portal.people.models import Participant
from portal.schema import METADATA
from portal.trail.models import Act
from tests.contracts.test_queries import add_many
from tests.trails import traces

SECRET = re.compile(r"hash|token|cipher|secret|endpoint|p256dh|^auth$|^content$|lease")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")


def file_of(reader, slug, language="sv"):
    answer = reader(slug, language).client.get("/me/export.json")
    assert answer.status_code == 200
    return json.loads(answer.data)


def test_every_table_has_a_rule_or_a_written_reason():
    ruled = [each.name for each in EXPORTS]
    assert len(ruled) == len(set(ruled))
    reasoned = {**NOTHING, **WITHHELD}
    assert all(len(why) > 20 for why in reasoned.values())
    assert set(ruled) & set(reasoned) == set()
    assert {*ruled, *reasoned} == set(METADATA.tables)


def test_no_secret_is_handed_out_and_every_column_left_out_has_a_reason():
    for each in EXPORTS:
        columns = set(METADATA.tables[each.name].columns.keys())
        assert set(each.leaves_out) <= columns
        assert {*each.texts, *each.guarded, *each.instead} <= columns | {
            "from_starts"
        } or each.guarded
        handed_out = columns - set(each.leaves_out)
        assert not [name for name in handed_out if SECRET.search(name)], each.name
        assert all(len(why) > 15 for why in each.leaves_out.values())


def test_every_exported_table_is_on_the_page_with_columns_that_exist():
    shown = {table.table: table for section in SECTIONS for table in section.tables}
    assert set(shown) == {each.name for each in EXPORTS}
    for each in EXPORTS:
        handed_out = {
            column.removesuffix("_id"): column
            for column in METADATA.tables[each.name].columns.keys()  # noqa: SIM118
            if column not in each.leaves_out
        }
        columns = {*handed_out, *handed_out.values()}
        assert {fact.column for fact in shown[each.name].facts} <= columns, each.name


def test_the_file_has_every_row_about_her_and_nothing_of_anybody_else(reader, database):
    mine, hers = file_of(reader, "rim"), file_of(reader, "hodan")
    with database.reading() as db:
        messages = select(func.count()).where(Message.participant_id == demo_id("rim"))
        assert len(mine["data"]["message"]) == db.scalar(messages) > 0
        others = set(db.scalars(select(Participant.name).where(Participant.id != demo_id("rim"))))
    text = json.dumps(mine, ensure_ascii=False)
    assert not [name for name in others if name in text]
    for table, rows in mine["data"].items():
        ids = {row["id"] for row in rows if "id" in row}
        assert not ids & {row["id"] for row in hers["data"][table] if "id" in row}, table
        if table != "participant":
            assert {row.get("participant_id", str(demo_id("rim"))) for row in rows} <= {
                str(demo_id("rim"))
            }


def test_instants_texts_and_staff_are_written_so_that_programs_can_read_them(reader):
    made = file_of(reader, "rim", "ar")
    assert (made["format"], made["version"], made["language"]) == ("malmokraften-export", 1, "ar")
    assert INSTANT.fullmatch(made["made"])
    step = next(row for row in made["data"]["step"] if row["kind"])
    assert INSTANT.fullmatch(step["added"])
    assert set(step["said"]) == {"ar", "sv"}
    assert step["said"]["ar"] != step["said"]["sv"]
    free = next(row for row in made["data"]["message"] if row["body"])
    assert set(free["body"]) == {"text", "language"}
    from_staff = next(row for row in made["data"]["message"] if row["staff"])
    assert set(from_staff["staff"]) == {"name", "agency", "title"}
    assert {each["what"] for each in made["not_included"]} >= {
        "participant.identity_cipher", "sign_in.token_hash", "scheduled_message", "attachment.content",
    }  # fmt: skip


def test_files_are_listed_with_a_checksum_that_holds(reader):
    rim = reader("rim", "sv")
    paper = json.loads(rim.client.get("/me/export.json").data)["data"]["attachment"][0]
    content = rim.client.get(paper["address"]).data
    assert (len(content), hashlib.sha256(content).hexdigest()) == (paper["size"], paper["sha256"])


def test_what_was_sent_by_mistake_is_not_handed_out(reader, database):
    with database.writing() as db, db.begin():
        message = db.scalars(
            select(Message).where(
                Message.participant_id == demo_id("rim"), Message.staff_id.is_not(None)
            )
        ).first()
        message.withdrawn, message.withdrawn_by = message.sent, message.staff_id
        which, said = str(message.id), message.swedish or message.body
    made = file_of(reader, "rim")
    row = next(row for row in made["data"]["message"] if row["id"] == which)
    assert (row["body"], row["phrase"], row["swedish"]) == (None, None, None)
    assert said
    assert "said" not in row or not row["said"]


def test_no_place_and_no_clock_time_of_a_protected_person_leaves(reader):
    for row in file_of(reader, "mikaela")["data"]["appointment"]:
        assert (row["place"], row["entrance"], row["landmark"], row["wall"]) == (None,) * 4
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["starts"])
    mikaela = reader("mikaela", "sv")
    assert "DTSTART;VALUE=DATE:" in mikaela.client.get("/me/export.ics").text
    assert "LOCATION" not in mikaela.client.get("/me/export.ics").text
    assert any(row["place"] for row in file_of(reader, "rim")["data"]["appointment"])


@pytest.mark.parametrize(("path", "subject", "name"), [
    ("/me/export.json", "export_file", "data.json"),
    ("/me/export.ics", "export_calendar", "calendar.ics"),
])  # fmt: skip
def test_a_file_has_a_neutral_name_and_leaves_a_trace(reader, database, path, subject, name):
    answer = reader("rim", "sv").client.get(path)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert traces(database, subject) == [(Act.LOOKED, None, None)]


@pytest.mark.parametrize("path", ["/me/export", "/me/export.json", "/me/export.ics"])
def test_two_hundred_rows_cost_no_further_question(reader, count_queries, database, path):
    rim = reader("rim", "sv").client
    few = len(count_queries(lambda: rim.get(path)))
    add_many(database)
    assert len(count_queries(lambda: rim.get(path))) == few


@pytest.mark.parametrize(
    "slug", ["rim", "hodan", "farhad", "dragan", "anneli", "tesfay", "oksana", "mikaela"]
)
@pytest.mark.parametrize("language", ["sv", "ar"])
def test_the_page_can_be_read_by_everyone(reader, slug, language):
    page = reader(slug, language).get("/me/export")
    assert len(page.soup.select("section")) >= len(SECTIONS)
    assert len(page.soup.select("details li")) > 10
