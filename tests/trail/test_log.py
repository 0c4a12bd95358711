"""The log a participant reads: in her language, whole sentences, counted, paged and filtered."""

from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from portal import clock
from portal.i18n.languages import OFFERED
from portal.messages.models import Message, Thread
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.people.models import Staff
from portal.trail import log
from portal.trail.history import made_up
from portal.trail.log import Show, Who, log_of
from portal.trail.models import Act, Trace
from portal.trail.words import (
    BY_HERSELF,
    BY_STAFF,
    NOT_SHOWN,
    SHE_DID_SOMETHING,
    STAFF_DID_SOMETHING,
    words_for,
)
from tests.moments import NOW
from tests.one_database import templates  # noqa: F401 - a fixture
from tests.trail.sources import Unreadable, traced

# What only one of the two can do.
ONLY_STAFF = {
    *((act, subject) for act in (Act.LOOKED, Act.REFUSED) for subject in ("participant", "thread", "attachment")),
    (Act.CHANGED, "contact"), (Act.CHANGED, "withdrawal"), (Act.CHANGED, "telling"),
    (Act.ADDED, "forward"), (Act.ADDED, "appointment"), (Act.CHANGED, "correction"), (Act.CHANGED, "identity"),
    (Act.ADDED, "letter"), (Act.CHANGED, "passkey_lost"), (Act.CHANGED, "passkey_unknown"),
}  # fmt: skip
ONLY_HERSELF = {
    (Act.ADDED, "thread"), (Act.ADDED, "calendar_feed"), (Act.CHANGED, "calendar_feed"),
    (Act.CHANGED, "reach"), (Act.ADDED, "correction"),
    (Act.REFUSED, "letter"), (Act.REFUSED, "letter_code"), (Act.ADDED, "passkey"), (Act.CHANGED, "passkey"), (Act.CHANGED, "passkey_used"),
    (Act.REFUSED, "passkey_used"),
    *((Act.LOOKED, subject) for subject in ("export", "export_file", "export_calendar")),
}  # fmt: skip


def test_every_trace_that_can_be_left_has_its_words():
    left = {each for each in traced() if each[1] != NOT_SHOWN}
    assert len(left) > 20
    assert left - ONLY_HERSELF == set(BY_STAFF)
    assert left - ONLY_STAFF == set(BY_HERSELF)
    said = [each.text for words in (BY_STAFF, BY_HERSELF) for each in words.values()]
    assert len(said) == len(set(said))


def test_a_trace_without_words_is_found_in_the_source(tmp_path):
    (tmp_path / "new.py").write_text(
        'def look(db):\n    which = "a" if db else "b"\n    leave(db, me, Act.LOOKED, which, participant=1)\n'
        'def changed(db, act=Act.CHANGED):\n    leave(db, me, act, "c")\n'
        "def use(db):\n    x.changed(db, Act.ADDED)\n"
    )
    assert traced(tmp_path) == {
        (Act.LOOKED, "a"), (Act.LOOKED, "b"), (Act.ADDED, "c"), (Act.CHANGED, "c"),
    }  # fmt: skip
    (tmp_path / "new.py").write_text("def f(db, what):\n    leave(db, me, Act.LOOKED, what)\n")
    with pytest.raises(Unreadable):
        traced(tmp_path)


def test_what_has_no_words_can_be_shown_all_the_same():
    assert words_for(Act.LOOKED, "a novelty", by_staff=True) is STAFF_DID_SOMETHING
    assert words_for(Act.LOOKED, "a novelty", by_staff=False) is SHE_DID_SOMETHING


def add(database, *traces) -> list:
    rows = [
        {
            "id": uuid4(), "at": NOW, "act": Act.LOOKED, "subject": "participant", "subject_id": None,
            "participant_id": demo_id("rim"), "staff_id": demo_id("lena"), "agency": Agency.AF, **each,
        }
        for each in traces
    ]  # fmt: skip
    with database.writing() as db, db.begin(), made_up(db):
        db.execute(insert(Trace), rows)
    return [row["id"] for row in rows]


def lines(page) -> list[str]:
    return page.texts(".rows .row")


def test_she_reads_who_looked_when_from_where_and_what(reader, database):
    reader("lena").get(f"/staff/participants/{demo_id('rim')}")
    page = reader("rim", "en").get("/me/log")
    assert page.heading == "Who has looked"
    assert page.texts("h2")[0] == "Monday 23 November"
    with database.reading() as db:
        name = db.get(Staff, demo_id("lena")).name
    first = lines(page)[0]
    assert first.startswith(
        f"{name} from Arbetsförmedlingen opened your page. employment officer · Team "
    )
    assert "At 09:00" in first
    assert reader("rim", "sv").get("/me").soup.select_one("a[href='/me/log']")


@pytest.mark.parametrize("language", [each.tag for each in OFFERED])
def test_it_reads_in_every_public_language(reader, database, language):
    add(
        database,
        *(
            {"act": act, "subject": subject, "at": NOW + timedelta(seconds=1)}
            for act, subject in BY_STAFF
        ),
    )
    page = reader("rim", language).get("/me/log")
    name = "Lena Övningsson"
    assert sum(name in each and "Arbetsförmedlingen" in each for each in lines(page)) >= len(
        BY_STAFF
    )


def test_equal_looks_of_one_person_on_one_day_are_one_line(reader, database):
    add(
        database, *({"at": NOW - timedelta(minutes=each)} for each in range(5)),
        {"at": NOW - timedelta(hours=10)},  # before midnight in Malmö
        {"staff_id": demo_id("amir"), "agency": Agency.MALMO}, {"act": Act.CHANGED, "subject": "goal"},
    )  # fmt: skip
    page = reader("rim", "en").get("/me/log?show=looked")
    assert page.texts("h2")[:2] == ["Monday 23 November", "Sunday 22 November"]
    counted = [each for each in lines(page) if "5 times this day, the last at 09:00" in each]
    assert len(counted) == 1
    assert len(lines(page)) == 3


def test_filters_by_agency_by_act_and_by_who(reader, database):
    add(
        database, {}, {"staff_id": demo_id("amir"), "agency": Agency.MALMO, "act": Act.CHANGED, "subject": "goal"},
        {"staff_id": None, "agency": None, "act": Act.CHANGED, "subject": "reach"}, {"act": Act.REFUSED},
    )  # fmt: skip
    rim = reader("rim", "en")

    def said(query: str) -> str:
        today = rim.get(f"/me/log?{query}").soup.select_one(
            "section[aria-labelledby='d2026-11-23']"
        )
        return today.get_text(" ", strip=True) if today else ""

    assert "You changed how we tell you." in said("")
    assert "You changed" not in said("who=staff")
    assert "opened" not in said("who=me")
    assert "changed the goal" in said("who=malmo")
    assert "opened" not in said("who=malmo")
    assert "opened your page" in said("show=looked")
    assert "Nothing was shown" in said("show=looked")
    assert "goal" not in said("show=looked")
    assert "goal" in said("show=changed")
    assert "opened" not in said("show=changed")
    assert said("who=fk") == ""
    for unknown in ("who=nobody", "show=nothing", "after=x"):
        rim.get(f"/me/log?{unknown}", status=404)


def test_what_is_to_be_sent_later_is_not_shown(database):
    with database.reading() as db:
        before = log_of(db, demo_id("rim"))
        add(
            database,
            {"act": Act.ADDED, "subject": NOT_SHOWN},
            {"act": Act.CHANGED, "subject": NOT_SHOWN},
        )
        assert log_of(db, demo_id("rim")) == before


def everything(db, *filters) -> list[list[tuple]]:
    """Every page, to the last."""
    pages, after = [], None
    while True:
        page = log_of(db, demo_id("rim"), *filters, after=after)
        pages.append([line for _day, lines in page.days for line in lines])
        if page.after is None:
            return pages
        after = page.after


@pytest.mark.parametrize("filters", [(), (Show.LOOKED, Who.STAFF), (Show.ALL, Agency.AF)])
def test_pages_hold_whole_days_and_together_everything_once(database, monkeypatch, filters):
    add(
        database,
        *({"at": NOW - timedelta(hours=each), "subject": f"s{each % 7}"} for each in range(400)),
    )
    with database.reading() as db:
        found = everything(db, *filters)
        monkeypatch.setattr(log, "LINES", 100_000)
        [whole] = everything(db, *filters)
    assert len(found) > 2
    assert [line for page in found for line in page] == whole
    days = [{clock.local(line.at).date() for line in page} for page in found]
    assert all(not first & second for first, second in pairwise(days))


def test_a_day_with_more_than_is_read_at_once_loses_nothing(database, monkeypatch):
    log._listed.cache_clear()
    monkeypatch.setattr(log, "TRACES", 5)
    add(database, *({} for _each in range(17)), {"at": NOW - timedelta(days=1)})
    with database.reading() as db:
        found = everything(db, Show.LOOKED)
    log._listed.cache_clear()
    counts = [line.times for page in found for line in page if line.at == NOW]
    assert sum(counts) == 17
    assert sum(line.at == NOW - timedelta(days=1) for page in found for line in page) == 1


def test_nobody_reads_on_in_somebody_elses_log(reader, database):
    [hers] = add(database, {"participant_id": demo_id("hodan")})
    page = reader("rim", "en").get(f"/me/log?after={hers}")
    assert lines(page) == []
    reader("rim", "en").get(f"/messages/new?trace={hers}", status=404)


def test_i_think_this_is_wrong_begins_a_message_to_that_agency(reader, database):
    [which] = add(database, {"staff_id": demo_id("amir"), "agency": Agency.MALMO})
    rim = reader("rim", "en")
    link = next(
        each["href"]
        for each in rim.get("/me/log").soup.select(".row a")
        if str(which) in each["href"]
    )
    page = rim.get(link)
    fields = page.form("/messages/new")
    assert fields["topic"] == "wrong"
    assert fields["body"].startswith("This stands in my log: 2026-11-23 09:00, Amir ")
    assert "Malmö stad" in fields["body"]
    answered = rim.send("/messages/new", fields | {"body": fields["body"] + " jag var där."})
    assert answered.notices[0].startswith("Sent to Maria ")  # who works with her there
    with database.reading() as db:
        thread = db.scalars(
            select(Thread).join(Message, Message.thread_id == Thread.id)
            .where(Message.body.contains("jag var där"))
        ).one()  # fmt: skip
    assert thread.agency is Agency.MALMO


def test_her_own_line_goes_to_her_contact(reader, database):
    [which] = add(
        database, {"staff_id": None, "agency": None, "act": Act.CHANGED, "subject": "reach"}
    )
    page = reader("rim", "en").get(f"/messages/new?topic=wrong&trace={which}")
    assert page.form("/messages/new")["body"].startswith(
        "This stands in my log: 2026-11-23 09:00. "
    )


def test_a_text_with_nothing_sent_is_kept_by_its_line(reader, database):
    [which] = add(database, {})
    rim = reader("rim", "en")
    path = f"/messages/new?topic=wrong&trace={which}"
    token = rim.get(path).form("/messages/new")["csrf_token"]
    rim.post(
        "/messages/drafts",
        {"csrf_token": token, "place": f"trace:{which}", "body": "Min text"},
        status=204,
    )
    assert rim.get(path).form("/messages/new")["body"] == "Min text"
    assert rim.get("/messages/new").form("/messages/new")["body"] == ""


def test_a_protected_person_reads_the_same(reader, database):
    add(
        database,
        {
            "participant_id": demo_id("mikaela"),
            "staff_id": demo_id("nadia"),
            "agency": Agency.SKANE,
        },
    )
    assert "Nadia" in lines(reader("mikaela", "sv").get("/me/log"))[0]
