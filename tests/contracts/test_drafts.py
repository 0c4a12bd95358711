"""What a participant has not sent is out of staff's reach: no module, no page and no form of theirs."""

import ast
import re
from collections.abc import Iterator

import pytest

from portal.config import ROOT
from tests.contracts.addresses import ids_of
from tests.contracts.crawl import START, crawl
from tests.contracts.test_access import POSTS, concrete
from tests.one_database import templates  # noqa: F401 - a fixture

OWNER = "portal.messages.drafts"
# Who may ask for drafts: the participant's own pages, what is handed to her, and the list of all tables.
MAY_IMPORT = {
    "portal.messages.routes", "portal.messages.draft_routes", "portal.messages.export",
    "portal.retention.statements", "portal.schema",
}  # fmt: skip
# Who may keep one through those pages: the application, and the gate for a sign-in grown too old.
MAY_KEEP = {"portal.app", "portal.messages.rescue"}
IN_SQL = re.compile(r"\b(?:from|join|into|update|table)\s+\"?draft\b", re.IGNORECASE)
ANOTHER_MEANING = {"portal.i18n.languages"}  # a language that is not offered yet
SECRET = "Det här har jag inte skickat"
STAFF = ("lena", "maria", "yusuf", "layla")


def modules() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "portal").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if name != OWNER and ".migrations.versions." not in name:
            yield name, path.read_text()


def imported(source: str) -> set[str]:
    """Everything a module imports, modules and names alike."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{each.name}" for each in node.names}
    return found


def named(source: str) -> set[str]:
    """Where a module names the model or its table."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr == "Draft":
            found.add("the model, as an attribute")
        elif isinstance(node, ast.alias) and node.name == "Draft":
            found.add("the model, by import")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value == "draft":
                found.add("the table, by its name")
            elif IN_SQL.search(node.value):
                found.add("the table, in SQL")
    return found


def test_no_other_module_names_the_model_or_the_table():
    found = {name: named(source) for name, source in modules() if name not in ANOTHER_MEANING}
    assert {name: where for name, where in found.items() if where} == {}


def test_only_the_participants_own_pages_ask_for_drafts():
    found = {name: imported(source) for name, source in modules()}
    assert {name for name, names in found.items() if OWNER in names} == MAY_IMPORT
    keep = {name for name, names in found.items() if "portal.messages.draft_routes" in names}
    assert keep == MAY_KEEP


@pytest.mark.parametrize(
    "source",
    [
        "from portal.messages.drafts import Draft",
        "from portal.messages import drafts\ndrafts.Draft",
        "text('SELECT body FROM draft')",
        "text('delete from \"draft\" where true')",
        "METADATA.tables['draft']",
    ],
)
def test_a_module_that_names_them_is_found(source):
    assert named(source)


@pytest.mark.parametrize(
    "source",
    [
        "import portal.messages.drafts",
        "from portal.messages import drafts",
        "from portal.messages.drafts import keep",
    ],
)
def test_a_module_that_asks_is_found(source):
    assert OWNER in imported(source)


def naming_drafts(statements: list[str]) -> list[str]:
    return [each for each in statements if re.search(r"\bdraft\b", each)]


@pytest.fixture
def written(reader, database) -> dict[str, str]:
    """Rim has something unsent at every kind of place; the ids of her things."""
    ids = ids_of(database, "rim")
    rim = reader("rim", "sv")
    for place in (
        "new", f"thread:{ids['thread_id']}", f"step:{ids['step_id']}", f"appointment:{ids['appointment_id']}",
    ):  # fmt: skip
        token = rim.get("/messages/new").form("/messages/new")["csrf_token"]
        rim.post(
            "/messages/drafts", {"csrf_token": token, "place": place, "body": SECRET}, status=204
        )
    return ids


@pytest.mark.parametrize("person", STAFF)
@pytest.mark.usefixtures("written")
def test_no_page_of_staff_reads_a_draft(reader, count_queries, person):
    asking = reader(person, "sv")
    texts: list[str] = []
    asked = count_queries(
        lambda: texts.extend(
            page.text for _path, page in crawl(asking, *START.get(person, ("/", "/about")))
        )
    )
    assert texts
    assert len(asked) > 50 or person == "layla"
    assert naming_drafts(asked) == []
    assert not any(SECRET in text for text in texts)


@pytest.mark.parametrize("person", STAFF)
def test_no_form_of_staff_touches_a_draft(reader, count_queries, written, person):
    written = {**written, "signature": "guessed"}
    for path in POSTS:
        asking = reader(person, "sv")
        token = asking.get("/sign-in").form("/language")["csrf_token"]
        fields = {
            "csrf_token": token, "place": f"thread:{written['thread_id']}", "body": "x", "text": "x",
            "what": "message", "language": "sv",
        }  # fmt: skip
        asked = count_queries(
            lambda asking=asking, path=path, fields=fields: asking.client.post(
                concrete(path, written), data=fields
            )
        )
        assert naming_drafts(asked) == [], path


@pytest.mark.usefixtures("written")
def test_a_statement_that_reads_one_is_found(reader, count_queries):
    """The same look at the one who wrote them."""
    rim = reader("rim", "sv")
    texts: list[str] = []
    asked = count_queries(lambda: texts.append(rim.get("/messages/new").text))
    assert len(naming_drafts(asked)) == 1
    assert SECRET in texts[0]
