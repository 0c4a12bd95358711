"""One session a request: a GET writes nothing but traces, a failure stores nothing."""

import pytest
from sqlalchemy import text, update

from portal.audience import Audience, audience
from portal.people.demo import demo_id
from portal.people.models import Participant
from portal.web.session import WritingWhileReading, db


@pytest.fixture
def greedy(app):
    """A view that writes on GET, in either way."""

    def by_entity() -> str:
        db().get(Participant, demo_id("rim")).name = "X"
        db().flush()
        return "written"

    def by_statement() -> str:
        db().execute(update(Participant).values(name="X"))
        return "written"

    views = {"staff.desk": app.view_functions["staff.desk"]}
    yield {"entity": by_entity, "statement": by_statement}
    app.view_functions.update(views)


@pytest.mark.parametrize("way", ["entity", "statement"])
def test_a_get_that_writes_is_refused(app, reader, greedy, way):
    lena = reader("lena")
    app.view_functions["staff.desk"] = audience(Audience.CASEWORKER)(greedy[way])
    with pytest.raises(WritingWhileReading):
        lena.client.get("/staff")


def test_a_refused_request_stores_nothing(reader, database):
    rim = reader("rim", "sv")
    form = rim.get("/messages/new").form("/messages/new")
    rim.post("/messages/new", form | {"topic": "money", "about": "0" * 32}, status=404)
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM form_key")).scalar() == 0


def test_headers_are_on_every_answer(reader):
    for path in ("/", "/about", "/healthz", "/nowhere"):
        headers = reader("rim").client.get(path).headers
        assert headers["Content-Security-Policy"].startswith(
            "default-src 'none'; script-src 'self'"
        )
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "same-origin"


def test_cookies_are_kept_from_scripts_and_other_sites(reader):
    nobody = reader(None)
    token = nobody.get("/sign-in").form("/sign-in/demo")["csrf_token"]
    answer = nobody.client.post("/sign-in/demo", data={"person": "rim", "csrf_token": token})
    cookie = next(
        each for each in answer.headers.getlist("Set-Cookie") if each.startswith("portal=")
    )
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie  # gone when a shared browser is closed
