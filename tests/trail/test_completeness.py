"""Nothing of a person's is shown to staff that is not on her trail: no trace, no data."""

import re

import pytest
from sqlalchemy import select, text

from portal.audience import Audience, audiences_of
from portal.people.demo import demo_id
from portal.trail import service
from portal.trail.models import Act, Trace
from tests.contracts.addresses import ids_of
from tests.contracts.test_access import concrete
from tests.databases import as_owner

# Staff's own lists. Each shows only people whom the reader works with (a coordinator: her team),
# a name, whose turn it is, since when, and the subject of a typed message; see portal.trail.service.
NOT_TRACED = {"/staff", "/staff/board", "/staff/inbox", "/staff/identity-changes"}
OWN = {"/sign-ins", "/sign-ins/stay"}  # about whoever reads, and nobody else
STAFF = {Audience.CASEWORKER, Audience.COORDINATOR}


def pages_for_staff(app) -> set[str]:
    """Every address that staff can open and the public cannot; "/" only leads them on."""
    return {
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods
        and STAFF & (audiences := audiences_of(app.view_functions[rule.endpoint]))
        and Audience.PUBLIC not in audiences
        and rule.rule not in {"/", *OWN}
    }


def looks(database) -> list[tuple]:
    with database.reading() as db:
        return db.execute(
            select(Trace.participant_id, Trace.staff_id, Trace.subject).where(
                Trace.act == Act.LOOKED
            )
        ).all()


def test_every_page_with_a_persons_content_leaves_a_trace_in_the_same_request(
    app, reader, database
):
    """Also for whoever adds a page: what is neither traced nor named above fails here."""
    lena, ids = reader("lena", "sv"), ids_of(database, "rim")
    untraced, before = set(), looks(database)
    for path in pages_for_staff(app):
        answer = lena.client.get(concrete(path, ids))
        assert answer.status_code == 200, path
        after = looks(database)
        if len(after) != len(before) + 1:
            untraced.add(path)
        else:
            [new] = set(after) - set(before) or {after[-1]}
            assert (new.participant_id, new.staff_id) == (demo_id("rim"), demo_id("lena")), path
        before = after
    assert untraced == NOT_TRACED


def test_parts_of_a_page_are_traced_like_the_whole(reader, database):
    lena = reader("lena", "sv")
    path = f"/staff/participants/{demo_id('rim')}/post"
    before = len(looks(database))
    assert lena.client.get(path, headers={"HX-Request": "true"}).status_code == 200
    assert len(looks(database)) == before + 1


@pytest.fixture
def full_trail(app, database):
    """A trail that takes nothing any more, as when the disk is full."""
    with as_owner(database) as connection:
        if database.is_sqlite:
            connection.execute(
                text(
                    "CREATE TRIGGER full_trail BEFORE INSERT ON trace"
                    " BEGIN SELECT RAISE(ABORT, 'the trail is full'); END"
                )
            )
        else:
            connection.execute(
                text(
                    "CREATE FUNCTION full_trail() RETURNS trigger LANGUAGE plpgsql AS"
                    " $$ BEGIN RAISE EXCEPTION 'the trail is full'; END $$"
                )
            )
            connection.execute(
                text(
                    "CREATE TRIGGER full_trail BEFORE INSERT ON trace"
                    " FOR EACH ROW EXECUTE FUNCTION full_trail()"
                )
            )
    app.testing = False  # so that failures are answered, not raised
    yield
    app.testing = True


@pytest.mark.usefixtures("full_trail")
def test_where_no_trace_can_be_left_nothing_is_shown(app, reader, database):
    lena, ids = reader("lena", "sv"), ids_of(database, "rim")
    for path in pages_for_staff(app) - NOT_TRACED:
        answer = lena.client.get(concrete(path, ids))
        assert answer.status_code in (500, 503), path
        assert not re.search(r"Rim|\+46701|Övningsson", answer.text), path
        assert "participants" not in answer.text, path


@pytest.mark.usefixtures("full_trail")
def test_where_no_trace_can_be_left_nothing_is_changed(reader):
    lena = reader("lena", "sv")
    token = lena.get("/sign-in").form("/language")["csrf_token"]
    fields = {"csrf_token": token, "what": "message", "body": "Hej", "phrase": "K01"}
    answer = lena.client.post(f"/staff/participants/{demo_id('rim')}/post", data=fields)
    assert answer.status_code in (500, 503)


def test_the_exceptions_show_nobody_else(reader):
    """Those lists are not traced since they hold only whom the reader works with."""
    kerstin = reader("kerstin", "sv")
    for path in NOT_TRACED:
        answer = kerstin.client.get(path)
        assert answer.status_code in (200, 403)
        assert str(demo_id("farhad")) not in answer.text


def test_what_is_not_traced_and_why_is_written_down():
    assert all(f"`{path}`" in service.__doc__ for path in NOT_TRACED)
