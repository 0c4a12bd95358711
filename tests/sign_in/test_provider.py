"""Signing in and out at a certified provider, over real HTTP, as a browser without script does."""

import re
from datetime import timedelta
from urllib.parse import urljoin

import pytest
import requests
from bs4 import BeautifulSoup
from sqlalchemy import func, select, update

from portal import clock
from portal.people.demo import demo_id
from portal.people.models import SignIn
from portal.sign_in.models import IdentityChange, ProviderSignIn
from tests.sign_in.conftest import PEOPLE, WEAK, Real, query
from tests.sign_in.hostile import NUMBER


class Phone:
    """A browser that follows what it is told, one step at a time."""

    def __init__(self, real: Real, language: str = "en") -> None:
        self.real = real
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.cookies.set("language", language, domain="127.0.0.1", path="/")
        self.visited: list[str] = []

    def open(self, address: str, data=None, *, follow: bool = True) -> requests.Response:
        address = urljoin(self.real.address, address)
        answer = self._ask(address, data)
        while follow and answer.is_redirect:
            address = urljoin(address, answer.headers["Location"])
            answer = self._ask(address, None)
        return answer

    def _ask(self, address: str, data) -> requests.Response:
        self.visited.append(address)
        method = "GET" if data is None else "POST"
        return self.http.request(method, address, data=data, allow_redirects=False, timeout=10)

    def at_the_provider(self, name: str) -> requests.Response:
        """Where the provider asks who she is."""
        page = self.open(f"/sign-in/with/{name}")
        assert page.url.startswith(f"{self.real.issuer}/interaction/"), (page.url, page.text)
        return page

    def sign_in(self, who: str, name: str = "bankid") -> requests.Response:
        return self.open(self.at_the_provider(name).url, {"login": who})

    def form(self, address: str, action: str) -> dict[str, str]:
        soup = BeautifulSoup(self.open(address).text, "lxml")
        fields = soup.select(f"form[action='{action}'] input[name]")
        return {each["name"]: each["value"] for each in fields}

    def sign_out(self) -> requests.Response:
        return self.open("/sign-out", self.form("/about", "/sign-out"))


def count(real: Real, table) -> int:
    with real.app.extensions["portal.database"].reading() as session:
        return session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize(("who", "name"), [("rim", "Rim"), ("oksana", "Oksana")])
def test_participants_sign_in_with_either_number(real, who, name):
    page = Phone(real).sign_in(who)
    assert (page.status_code, page.url) == (200, f"{real.address}/")
    assert name in Phone(real).sign_in(who).text


def test_staff_land_on_the_desk(real):
    page = Phone(real).sign_in("lena", "af")
    assert (page.status_code, page.url) == (200, f"{real.address}/staff")


def test_the_provider_speaks_her_language(real):
    page = Phone(real, "ar").at_the_provider("bankid")
    assert 'lang="ar sv"' in page.text


@pytest.mark.parametrize(
    ("who", "provider", "heading"),
    [
        ("stranger", "bankid", "We do not know you here yet"),
        (WEAK, "bankid", "A stronger way to sign in is needed"),
        ("moved", "bankid", "Your new number must be checked first"),
        ("both", "bankid", "Your new number must be checked first"),
        ("lena", "bankid", "We could not be sure who you are"),
        ("amir", "af", "You have no place among the staff here"),
        ("leased", "af", "You have no place among the staff here"),
        ("rim", "af", "We could not be sure who you are"),
    ],
)
def test_who_is_not_let_in_learns_why(real, who, provider, heading):
    page = Phone(real).sign_in(who, provider)
    assert BeautifulSoup(page.text, "lxml").h1.get_text() == heading
    assert page.status_code in (400, 403)
    assert count(real, SignIn) == 0
    digits = [value for value in PEOPLE.get(who, {}).values() if value.isdigit()]
    assert not any(each in page.text for each in digits)


def test_nothing_of_her_number_is_logged(real, caplog):
    for who in ("rim", "stranger", "moved", WEAK):
        Phone(real).sign_in(who)
    assert "sign-in at bankid refused: unknown" in caplog.text
    assert not re.search(r"\d{6}-?\d{4}|eyJ", caplog.text)


def test_who_is_known_there_is_asked_again_and_comes_back_to_what_she_wanted(real):
    phone = Phone(real)
    phone.sign_in("rim")
    old = clock.now() - timedelta(minutes=20)
    database = real.app.extensions["portal.database"]
    with database.writing() as db, db.begin():
        db.execute(update(SignIn).values(created=old))
    asked = phone.open("/me/export")
    assert asked.url.startswith(f"{real.address}/sign-in/again?")
    way = BeautifulSoup(asked.text, "lxml").select_one("main a[href^='/sign-in/with/bankid']")
    there = phone.open(way["href"])
    assert there.url.startswith(f"{real.issuer}/interaction/")  # a moment ago it knew her
    back = phone.open(there.url, {"login": "rim"})
    assert (back.status_code, back.url) == (200, f"{real.address}/me/export")
    with database.reading() as db:
        [row] = db.scalars(select(SignIn)).all()
    assert timedelta(0) <= clock.now() - row.created < timedelta(minutes=1)
    assert count(real, ProviderSignIn) == 1


def test_cancelling_there_leads_back_here(real):
    phone = Phone(real)
    page = phone.open(phone.at_the_provider("bankid").url, {"cancel": "1"})
    assert page.status_code == 400
    assert "You did not finish signing in" in page.text


def test_an_answer_played_again_is_refused(real):
    phone = Phone(real)
    phone.sign_in("rim")
    answer = next(each for each in phone.visited if "/callback/" in each)
    assert phone.open(answer).status_code == 400
    thief = Phone(real)
    thief.at_the_provider("bankid")
    assert thief.open(answer).status_code == 400
    assert count(real, SignIn) == 1


def test_a_code_counts_once_also_under_a_new_state(real):
    phone = Phone(real)
    phone.sign_in("rim")
    code = query(next(each for each in phone.visited if "/callback/" in each))["code"]
    again = Phone(real)
    start = again.open("/sign-in/with/bankid", follow=False)
    state = query(start.headers["Location"])["state"]
    answer = f"/sign-in/callback/bankid?code={code}&state={state}&iss={real.issuer}"
    assert again.open(answer).status_code == 400


def test_signing_out_ends_the_provider_s_session_too(real):
    phone = Phone(real)
    phone.sign_in("rim")
    left = phone.open("/sign-out", phone.form("/about", "/sign-out"), follow=False)
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert count(real, SignIn) == count(real, ProviderSignIn) == 0
    onward = BeautifulSoup(left.text, "lxml").select_one("main a.btn")["href"]
    refresh = BeautifulSoup(left.text, "lxml").select_one("meta[http-equiv=refresh]")["content"]
    assert refresh == f"0; url={onward}"
    asked = phone.open(onward)
    form = BeautifulSoup(asked.text, "lxml").form
    fields = {each["name"]: each["value"] for each in form.select("input")} | {"logout": "yes"}
    back = phone.open(form["action"], fields)
    assert back.url.startswith(f"{real.address}/signed-out?state=")
    assert back.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "You are signed out" in back.text
    # There, too: nobody is known without showing who she is again.
    phone.at_the_provider("bankid")


def test_nobody_else_can_have_the_browser_cleared(real):
    page = Phone(real).open("/signed-out?state=made-up")
    assert "Clear-Site-Data" not in page.headers
    assert "Clear-Site-Data" not in Phone(real).open("/signed-out?state=").headers


def test_signing_out_elsewhere_ends_the_sign_in_here(real):
    """The provider tells us, behind the browser's back, which here never says a word."""
    phone, other = Phone(real), Phone(real)
    phone.sign_in("rim")
    other.sign_in("rim")
    assert count(real, SignIn) == 2
    kept = phone.http.cookies.get("portal")
    left = phone.open("/sign-in/with/bankid", follow=False)  # only for its address
    out = urljoin(left.headers["Location"], "/session/end")
    form = BeautifulSoup(phone.open(out).text, "lxml").form
    fields = {each["name"]: each["value"] for each in form.select("input")} | {"logout": "yes"}
    phone.open(form["action"], fields)
    assert phone.http.cookies.get("portal") == kept
    assert phone.open("/plan", follow=False).status_code == 303
    assert other.open("/plan", follow=False).status_code == 200
    assert count(real, SignIn) == count(real, ProviderSignIn) == 1


def test_a_new_number_waits_for_staff_and_then_works(real):
    assert Phone(real).sign_in("moved").status_code == 403
    Phone(real).sign_in("moved")
    assert count(real, IdentityChange) == 1
    lena = Phone(real)
    lena.sign_in("lena", "af")
    person = f"/staff/participants/{demo_id('oksana')}"
    assert "has signed in with a new number" in lena.open(person).text
    soup = BeautifulSoup(lena.open("/staff/identity-changes").text, "lxml")
    form = soup.select_one("main form")
    fields = {each["name"]: each["value"] for each in form.select("input[type=hidden]")}
    lena.open(form["action"], fields | {"do": "confirm", "number": PEOPLE["moved"][NUMBER]})
    for who in ("moved", "oksana"):
        page = Phone(real).sign_in(who)
        assert page.status_code == 200
        assert "Oksana" in page.text
