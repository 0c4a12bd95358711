"""A write that fails for real gives back what was typed, in the language of who typed it."""

import io
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import event, func, select

from portal.messages.models import Message
from portal.people.demo import demo_id
from tests.contracts.addresses import ids_of
from tests.one_database import templates  # noqa: F401 - a fixture

# Longer than the room that is left on a page of the database.
WORDS = ("En rad och en till: <b>&amp;\n" * 60).strip()
# What can befall a disk after the page with the form has been shown.
FAILURES = {
    "the disk is full": "PRAGMA max_page_count = 1",
    "the disk cannot be written": "PRAGMA query_only = on",
}


@pytest.fixture(params=FAILURES.values(), ids=FAILURES)
def failing(request, app, database, monkeypatch) -> Iterator[Callable[[bool], None]]:
    """`failing(True)`: from now on every write fails. Error pages are those of production."""
    monkeypatch.setattr(app, "testing", False)
    now = False

    def refuse(connection, _record, _proxy):
        if now:
            connection.execute(request.param)

    def switch(on: bool) -> None:
        nonlocal now
        now = on
        database.writer.dispose()

    event.listen(database.writer, "checkout", refuse)
    yield switch
    event.remove(database.writer, "checkout", refuse)


def forms(database) -> dict[str, tuple[str, str, str, dict[str, str]]]:
    """Forms in which something is typed: who, where, by which field, and what else is chosen."""
    ids, rim = ids_of(database, "rim"), demo_id("rim")
    post = f"/staff/participants/{rim}/post"
    return {
        "an answer": ("rim", f"/messages/{ids['thread_id']}", "body", {}),
        "a message": ("rim", "/messages/new", "body", {}),
        "staff's message": ("lena", post, "body", {"what": "message", "phrase": "free"}),
    }  # fmt: skip


def count(database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Message))


@pytest.mark.parametrize("language", ["sv", "ar"])
@pytest.mark.parametrize("name", ["an answer", "a message", "staff's message"])
def test_what_was_typed_is_given_back_and_can_be_sent_when_it_works(
    reader, database, failing, name, language
):
    who, path, field, chosen = forms(database)[name]
    person = reader(who, language)
    person.get("/staff" if who == "lena" else "/")
    asked = {"what": "message", "phrase": "free"} if who == "lena" else {}
    page = person.get(f"{path}?{'&'.join('='.join(each) for each in asked.items())}")
    form = page.form(path) | chosen | {field: WORDS}
    before = count(database)
    failing(True)
    answer = person.client.post(path, data=form, headers={"Referer": f"http://localhost{path}"})
    page = person._taken_apart(answer, answer.status_code)
    assert answer.status_code in (500, 503)
    assert page.soup.html["lang"] == ("sv" if who == "lena" and language == "ar" else language)
    assert page.soup.select_one("form textarea").get_text() == WORDS
    failing(False)
    person.send(path, page.form(path))
    assert count(database) == before + 1


def test_her_own_language_is_known_without_a_cookie(reader, failing):
    rim = reader("rim", None)
    rim.get("/")  # a page of hers has been shown in this browser
    form = rim.get("/messages/new").form("/messages/new") | {"body": WORDS}
    failing(True)
    answer = rim.client.post("/messages/new", data=form)
    assert '<html lang="ar" dir="rtl">' in answer.text


def test_files_are_asked_for_again(reader, failing):
    rim, new = reader("rim", "sv"), "/messages/new"
    form = rim.get(new).form(new) | {"body": WORDS, "papers": (io.BytesIO(b"%PDF-"), "a.pdf")}
    failing(True)
    answer = rim.client.post(new, data=form, headers={"Referer": "http://localhost/"})
    page = rim._taken_apart(answer, answer.status_code)
    assert page.soup.select_one("form input[type=file][name=papers]")
    assert page.soup.select_one("form[enctype='multipart/form-data'] textarea").get_text() == WORDS


def test_a_form_from_elsewhere_gets_no_button(reader, failing):
    rim = reader("rim", "sv")
    form = rim.get("/messages/new").form("/messages/new") | {"body": WORDS}
    failing(True)
    answer = rim.client.post(
        "/messages/new", data=form, headers={"Referer": "https://evil.example/"}
    )
    assert "Skicka igen" not in answer.text
