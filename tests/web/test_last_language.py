"""Her language stays hers: after she has signed out, and on the pages of a failure."""

import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeout

from portal.people.demo import demo_id
from portal.people.models import Participant


def language(page) -> tuple[str, str]:
    return page.soup.html["lang"], page.soup.html["dir"]


@pytest.fixture
def amina(reader, database):
    """Whose account is in Arabic, in a browser that asks for nothing and has no cookie of it."""
    someone = reader("rim", "ar")
    someone.client.delete_cookie("language")
    with database.writing() as db, db.begin():
        db.get(Participant, demo_id("rim")).language = "ar"
    return someone


def test_after_sign_out_the_page_is_in_her_language(amina):
    page = amina.get("/me")
    assert language(page) == ("ar", "rtl")
    left = amina.client.post("/sign-out", data=page.form("/sign-out"))
    assert left.location == "/signed-out?in=ar"
    for name in ("portal", "form", "last-language"):  # as Clear-Site-Data does in a browser
        amina.client.delete_cookie(name)
    assert language(amina.get(left.location)) == ("ar", "rtl")
    assert language(amina.get("/sign-in")) == ("ar", "rtl")


def test_the_next_one_on_the_same_phone_has_her_own(amina, reader):
    amina.get("/me")
    cookie = amina.client.get_cookie("last-language")
    assert cookie.value == "ar"
    assert cookie.expires is None  # gone with the browser
    other = reader("anneli", "fi")
    other.client.delete_cookie("language")
    other.client.set_cookie("last-language", "ar")
    assert language(other.get("/me"))[0] == "fi"


@pytest.mark.parametrize("tag", ["xx", "<b>", "en-XA"])
def test_only_an_offered_language_is_kept(amina, tag):
    page = amina.get(f"/about?in={tag}")
    assert page.soup.html["lang"] == "ar"
    nobody = amina.client.application.test_client()
    answer = nobody.get(f"/about?in={tag}")
    assert "last-language" not in "".join(answer.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize(("error", "status"), [(RuntimeError("x"), 500), (PoolTimeout(), 503)])
def test_a_page_of_a_failure_is_in_the_language_of_her_account(
    amina, app, monkeypatch, error, status
):
    def fail(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setattr("portal.home.routes.today_of", fail)
    page = amina.get("/", status=status)
    assert language(page) == ("ar", "rtl")


def test_while_no_database_can_say_who_she_is_it_stays_as_it_was(amina, app, monkeypatch):
    amina.get("/me")

    def fail(*_args, **_kwargs):
        raise PoolTimeout

    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setattr("portal.people.sign_in.load", fail)
    assert language(amina.get("/", status=503)) == ("ar", "rtl")
