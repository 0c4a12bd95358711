"""A write that fails for real gives back what was typed, in the language of who typed it."""

import io

import pytest
from sqlalchemy import event, func, select

from portal.messages.models import Message
from portal.people.demo import demo_id
from portal.plan.models import Step
from tests.contracts.addresses import ids_of
from tests.one_database import templates  # noqa: F401 - a fixture

WORDS = "  En rad.\nOch en till: <b>&</b>"
# What the disk, or who looks after it, can do to a database that could be written a moment ago.
FAILURES = {
    "the disk is full": "PRAGMA max_page_count = 1",
    "the disk cannot be written": "PRAGMA query_only = on",
}


@pytest.fixture(params=FAILURES.values(), ids=FAILURES)
def failing(request, app, database, monkeypatch):
    """Error pages as in production, and a database that refuses every write until it is let go."""
    monkeypatch.setattr(app, "testing", False)
    failing = True

    def refuse(connection, _record, _proxy):
        if failing:
            connection.execute(request.param)
            if "page_count" in request.param:  # no page is left over either
                connection.execute("PRAGMA journal_size_limit = 0")

    def heal():
        nonlocal failing
        failing = False
        database.writer.dispose()

    database.writer.dispose()
    event.listen(database.writer, "checkout", refuse)
    yield heal
    event.remove(database.writer, "checkout", refuse)


def given_back(page) -> str:
    return page.soup.select_one("form textarea").get_text()


@pytest.mark.parametrize("language", ["sv", "ar", "en"])
def test_a_message_is_given_back_and_sent_when_it_works_again(reader, database, failing, language):
    rim = reader("rim", language)
    rim.client.delete_cookie("language")
    with database.reading() as session:
        before = session.scalar(select(func.count()).select_from(Message))
    path = f"/messages/{ids_of(database, 'rim')['thread_id']}"
    rim.client.set_cookie("language", language)
    long = WORDS * 400
    form = rim.get(path).form(path) | {"body": long[:1990]}
    answer = rim.client.post(path, data=form, headers={"Referer": f"http://localhost{path}"})
    assert answer.status_code in (500, 503)
    page = rim._taken_apart(answer, answer.status_code)
    assert page.soup.html["lang"] == language
    assert given_back(page) == long[:1990]
    failing()
    rim.send(path, page.form(path))
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Message)) == before + 1
