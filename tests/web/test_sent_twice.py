"""The same words to the same place are stored once an hour; nothing else is taken for a repetition."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.messages.drafts import Draft
from portal.messages.models import Message
from portal.people.demo import demo_id
from tests.contracts.addresses import ids_of
from tests.moments import NOW

NEW = "/messages/new"
WORDS = "Hej, jag undrar en sak."
SENT_ALREADY = "Det här är redan skickat"


def stored(database, words: str = WORDS) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).where(Message.body == words))


def written(reader, path: str = NEW, body: str = WORDS, **fields: str) -> dict[str, str]:
    """A form just shown, with words in it: it has a key of its own."""
    return reader.get(path).form(path) | {"body": body, **fields}


def test_going_back_and_sending_again_stores_nothing_and_shows_the_receipt(reader, database):
    rim = reader("rim", "sv")
    rim.send(NEW, written(rim))
    told = rim.post(NEW, written(rim), status=409)
    assert told.heading == SENT_ALREADY
    assert WORDS in told.text
    assert stored(database) == 1
    receipt = next(
        each["href"] for each in told.soup.select("main a") if "receipts" in each["href"]
    )
    assert WORDS in rim.get(receipt).text


def test_it_can_be_sent_again_on_purpose(reader, database):
    rim = reader("rim", "sv")
    rim.send(NEW, written(rim))
    told = rim.post(NEW, written(rim), status=409)
    rim.send(NEW, told.form(NEW))
    assert stored(database) == 2
    rim.post(NEW, told.form(NEW))  # the purpose holds once: a second tap is a second tap
    assert stored(database) == 2


@pytest.mark.parametrize(("later", "times"), [(timedelta(minutes=59), 1), (timedelta(hours=1), 2)])
def test_it_is_the_same_for_an_hour(reader, database, later, times):
    rim = reader("rim", "sv")
    rim.send(NEW, written(rim))
    clock.fix(NOW + later)
    rim.post(NEW, written(rim), status=409 if times == 1 else 303)
    assert stored(database) == times


def test_also_when_something_else_was_sent_in_between(reader, database):
    rim = reader("rim", "sv")
    for words in (WORDS, "Något annat."):
        rim.send(NEW, written(rim, body=words))
    rim.post(NEW, written(rim), status=409)
    assert stored(database) == 1


def test_the_same_words_to_another_place_are_another_message(reader, database):
    rim = reader("rim", "sv")
    rim.send(NEW, written(rim))
    thread = f"/messages/{ids_of(database, 'rim')['thread_id']}"
    rim.send(thread, written(rim, thread))
    assert stored(database) == 2


def test_other_words_under_a_key_that_was_used_are_shown_and_not_dropped(reader, database):
    rim = reader("rim", "sv")
    form = written(rim)
    rim.send(NEW, form)
    shown = rim.post(NEW, form | {"body": "Nu med mera i."}, status=409)
    assert shown.soup.select_one("form input[name=body], textarea[name=body]") is not None
    assert stored(database, "Nu med mera i.") == 0
    rim.send(NEW, shown.form(NEW))
    assert stored(database, "Nu med mera i.") == 1


def test_staff_are_told_too(reader, database):
    lena, path = reader("lena", "sv"), f"/staff/participants/{demo_id('rim')}/post"

    def free() -> dict[str, str]:
        return lena.get(f"{path}?what=message&phrase=free").form(path) | {
            "phrase": "free", "body": WORDS,
        }  # fmt: skip

    lena.send(path, free())
    told = lena.post(path, free(), status=409)
    assert told.heading == SENT_ALREADY
    assert stored(database) == 1
    lena.send(path, told.form(path))
    assert stored(database) == 2


def test_what_was_sent_is_no_draft_again(reader, database):
    rim = reader("rim", "sv")
    thread = f"/messages/{ids_of(database, 'rim')['thread_id']}"
    for path, place in ((NEW, "new"), (thread, f"thread:{thread[-36:]}")):
        rim.send(path, written(rim, path))
        again = written(rim, path) | {"place": place}
        rim.post("/messages/drafts", again, status=204)
        assert rim.get(path).soup.select_one("#body").get_text() == ""
        rim.post("/messages/drafts", again | {"body": f"{WORDS} Och en till."}, status=204)
        assert rim.get(path).soup.select_one("#body").get_text() == f"{WORDS} Och en till."
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Draft)) == 2


def test_a_day_later_the_same_words_may_be_a_draft(reader):
    rim = reader("rim", "sv")
    rim.send(NEW, written(rim))
    clock.fix(NOW + timedelta(hours=2))
    rim.post("/messages/drafts", written(rim) | {"place": "new"}, status=204)
    assert rim.get(NEW).soup.select_one("#body").get_text() == WORDS
