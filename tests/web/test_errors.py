"""When something fails: a page in the reader's language that says what to do, with four numbers."""

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from tests.contracts.addresses import ids_of
from tests.one_database import templates  # noqa: F401 - a fixture

NUMBERS = ["tel:+46771416416", "tel:+4640341000", "tel:+46771524524", "tel:+46406280410"]


def numbers(page) -> list[str]:
    return [each["href"] for each in page.soup.select(".phones a")]


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("sv", "Vi hittar inte sidan"),
        ("en", "We cannot find this page"),
        ("ar", None),
        ("sv-simple", None),
    ],
)
def test_a_page_that_does_not_exist(reader, language, heading):
    page = reader("rim", language).get("/finns-inte", status=404)
    assert numbers(page) == NUMBERS
    assert page.soup.html["lang"] == language
    assert heading in (None, page.heading)


def test_a_page_for_someone_else(reader):
    assert reader("rim", "sv").get("/staff", status=403).heading == "Den här sidan är inte för dig"


def test_a_wrong_method_is_no_page(reader):
    reader("rim", "sv").get("/sign-out", status=404)


def test_an_expired_form_loses_no_text(reader, database):
    rim = reader("rim", "sv")
    path = f"/messages/{ids_of(database, 'rim')['thread_id']}"
    form = rim.get(path).form(path) | {
        "body": "Min långa text\növer två rader",
        "csrf_token": "old",
    }
    page = rim.post(path, form, status=419)
    assert (
        page.soup.select_one("textarea[name=body]").get_text() == "Min långa text\növer två rader"
    )
    assert rim.send(path, page.form(path)).notices == ["Skickat till Lena Övningsson."]


def test_a_post_after_the_sign_in_has_ended_loses_no_text(reader, database):
    rim = reader("rim", "sv")
    path = f"/messages/{ids_of(database, 'rim')['thread_id']}"
    form = rim.get(path).form(path) | {"body": "Min text"}
    rim.client.delete_cookie("portal")
    page = rim.post(path, form, status=419)
    assert page.soup.select_one("textarea[name=body]").get_text() == "Min text"
    assert "Skicka igen" not in page.text


def test_a_form_from_elsewhere_is_not_armed_with_a_token(reader):
    page = reader("rim", "sv").post(
        "/messages/new", {"body": "x"}, status=419, Referer="https://evil.example/"
    )
    assert "Skicka igen" not in page.text


def test_a_nul_is_refused(reader):
    rim = reader("rim", "sv")
    assert rim.client.get("/messages/new?about=%00").status_code == 400
    form = rim.get("/messages/new").form("/messages/new")
    assert rim.client.post("/messages/new", data=form | {"body": "a\0b"}).status_code == 400


def test_a_form_from_another_site_is_refused(reader):
    rim = reader("rim", "sv")
    form = rim.get("/messages/new").form("/messages/new") | {"body": "x"}
    rim.post("/messages/new", form, status=403, **{"Sec-Fetch-Site": "cross-site"})


@pytest.fixture
def breaking(app, monkeypatch):
    """Lets one page fail in a way, with error pages as in production."""
    monkeypatch.setattr(app, "testing", False)

    def break_with(error: Exception) -> None:
        def fail(*_args, **_kwargs):
            raise error

        monkeypatch.setattr("portal.home.routes.today_of", fail)

    return break_with


@pytest.mark.parametrize("language", ["sv", "sv-simple", "ar", "en"])
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RuntimeError("a programming error"), 500),
        (
            OperationalError(
                "SELECT secret", {"name": "Rim"}, type("OperationalError", (Exception,), {})()
            ),
            503,
        ),
        (PoolTimeout(), 503),
    ],
)
def test_a_failure_shows_a_page_that_depends_on_nothing(reader, breaking, language, error, status):
    rim = reader("rim", language)
    breaking(error)
    page = rim.get("/", status=status)
    assert page.soup.html["lang"] == language
    assert numbers(page) == NUMBERS
    assert "Rim" not in page.text
    assert "secret" not in page.text


def test_with_the_database_away_there_is_a_page_and_the_process_lives(app, reader, monkeypatch):
    from portal.db import Database

    nobody = reader(None, "ar")
    away = Database("postgresql://portal@127.0.0.1:9/portal")
    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setitem(app.extensions, "portal.database", away)
    nobody.client.set_cookie("portal", "pabc")
    assert numbers(nobody.get("/", status=503)) == NUMBERS
    assert nobody.client.get("/healthz").status_code == 200
    assert nobody.client.get("/readyz").status_code == 503
    away.dispose()


def test_foreign_hosts_are_refused(app, reader, monkeypatch):
    monkeypatch.setitem(app.config, "TRUSTED_HOSTS", ["plan.example"])
    assert reader(None).client.get("/about", headers={"Host": "evil.example"}).status_code == 400
