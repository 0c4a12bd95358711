"""Someone reading the portal: a test client that checks the house rules on every page it gets."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import html5lib
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from portal import clock
from portal.db import Database
from portal.people.demo import PARTICIPANTS, demo_id
from portal.people.models import SignIn
from portal.people.sign_in import start

# Titles that stay in a shared phone's history and so do not repeat a telling heading.
NEUTRAL = (
    "Möte",
    "Appointment",
    "موعد",
    "Ett steg",
    "A step",
    "خطوة",
    "⟦Appointment",
    "⟦A step",
    "Deltagare 8",
)
HANDLER = re.compile(r"^on[a-z]+$")
NAMING = ("aria-labelledby", "aria-describedby", "for")
# What the validity of a page hangs on: its tags with the names of their attributes, and its references.
VALUES = re.compile(r'="[^"&<>]*"')
TAGS = re.compile(r"<[^>]*>|&[^;\s]*;?")


@dataclass(frozen=True)
class Page:
    """An answer, taken apart."""

    status: int
    headers: Any
    text: str
    soup: BeautifulSoup

    @property
    def heading(self) -> str:
        """What the page calls itself."""
        return _read(self.soup.h1)

    @property
    def notices(self) -> list[str]:
        """What the live region says."""
        return [each.get_text().strip() for each in self.soup.select("#notices .notice")]

    @property
    def faults(self) -> list[str]:
        """What the summary says is wrong."""
        return [each.get_text(strip=True) for each in self.soup.select(".faults li")]

    def texts(self, css: str) -> list[str]:
        """The text of every element a selector finds."""
        return [_read(each) for each in self.soup.select(css)]

    def form(self, action: str, **wanted: str) -> dict[str, str]:
        """The fields of the form with an action, as a browser would send them untouched."""
        for form in self.soup.select("form"):
            if form["action"].split("#")[0] == action:
                fields = _fields(form)
                if all(fields.get(name) == value for name, value in wanted.items()):
                    return fields
        raise AssertionError(f"no form for {action} {wanted}")


def _read(element: Any) -> str:
    """The text as it reads: a space between elements, none around an isolated name or time."""
    text = ""
    inside_before = True
    for string in element.strings:
        inside = string.parent.name == "bdi"
        text += string if inside or inside_before else f" {string}"
        inside_before = inside
    return " ".join(text.split())


def _fields(form: Any) -> dict[str, str]:
    fields = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.name == "select":
            option = field.select_one("option[selected]") or field.select_one("option")
            fields[field["name"]] = option["value"] if option else ""
        elif field.name == "textarea":
            fields[field["name"]] = field.get_text()
        elif field.get("type") not in ("radio", "checkbox") or field.has_attr("checked"):
            fields[field["name"]] = field.get("value", "")
    return fields


class Reader:
    """A browser without script. Every HTML answer is held to the house rules."""

    def __init__(self, app: Flask, language: str | None = None) -> None:
        self.client = app.test_client()
        self._there_at: datetime | None = None
        if language:
            self.client.set_cookie("language", language)

    def sign_in(self, person: str) -> "Reader":
        """Signs in as one of the cast. The page that people do it on has tests of its own."""
        database: Database = self.client.application.extensions["portal.database"]
        with database.writing() as db, db.begin():
            kind = "participant" if person in PARTICIPANTS else "staff"
            token = start(db, **{kind: demo_id(person)})
        self.client.set_cookie("portal", token)
        self._there_at = clock.now()
        return self

    def leave_alone(self) -> "Reader":
        """Does nothing from now on, so that its sign-in grows old with the clock."""
        self._there_at = None
        return self

    def sign_in_on_the_page(self, person: str) -> "Reader":
        """Signs in as people do, whoever was signed in before."""
        fields = self.get("/sign-in").form("/sign-in/demo") | {"person": person}
        self._there_at = None
        assert self.client.post("/sign-in/demo", data=fields).status_code == 303
        return self

    def _stay(self) -> None:
        """However far a test moves the clock, its reader has been there all the time."""
        cookie = self.client.get_cookie("portal")
        if self._there_at in (None, clock.now()) or cookie is None:
            return
        self._there_at = clock.now()
        database: Database = self.client.application.extensions["portal.database"]
        with database.writing() as db, db.begin():
            mine = SignIn.token_hash == hashlib.sha256(cookie.value.encode()).hexdigest()
            db.execute(update(SignIn).where(mine).values(created=clock.now(), seen=clock.now()))

    def get(self, path: str, *, status: int = 200, **headers: str) -> Page:
        """A page."""
        self._stay()
        return self._taken_apart(self.client.get(path, headers=headers), status)

    def post(self, path: str, data: Any, *, status: int = 303, **headers: str) -> Page:
        """The answer to a form, not followed."""
        self._stay()
        return self._taken_apart(self.client.post(path, data=data, headers=headers), status)

    def send(self, path: str, data: Any) -> Page:
        """Sends a form and follows where it leads."""
        self._stay()
        answer = self.client.post(path, data=data)
        assert answer.status_code == 303, (answer.status, answer.text[:600])
        return self.get(answer.location.split("#")[0])

    def _taken_apart(self, answer: TestResponse, status: int) -> Page:
        assert answer.status_code == status, (answer.status, answer.request.path, answer.text[:600])
        page = Page(
            answer.status_code, answer.headers, answer.text, BeautifulSoup(answer.text, "lxml")
        )
        if answer.mimetype == "text/html" and answer.status_code not in (303, 401):
            is_page = answer.text.lstrip().lower().startswith("<!doctype")
            check(page, whole=is_page)
        return page


def check(page: Page, *, whole: bool) -> None:
    """The rules of the house, on every page in every test."""
    if whole:
        require_valid(page.text)
        assert len(page.soup.select("h1")) == 1
        title = page.soup.title.get_text()
        assert title.startswith((page.heading, *NEUTRAL)), (title, page.heading)
        assert page.soup.html["lang"]
        assert page.soup.html["dir"] in ("ltr", "rtl")
        assert len(page.soup.select("main")) == 1
    elements = page.soup.find_all(True)
    ids = [each["id"] for each in elements if "id" in each.attrs]
    assert len(ids) == len(set(ids)), [each for each in ids if ids.count(each) > 1]
    for element in elements:
        _require_harmless(element)
        named = " ".join(element.get(name, "") for name in NAMING)
        assert set(named.split()) <= set(ids), (element, named)
        if element.name == "form":
            assert element.get("action"), element
            if element.get("method", "get") == "post":
                assert element.select("input[name=csrf_token]"), element


def _require_harmless(element: Any) -> None:
    assert "style" not in element.attrs, element
    assert not any(HANDLER.match(name) for name in element.attrs), element
    assert element.name != "script" or element.get("src"), element
    assert not str(element.get("href", "")).startswith("javascript:")


_valid: set[int] = set()


def require_valid(text: str) -> None:
    """Fails on a fault of HTML. A page built of the same tags as one before has the same faults."""
    tags = hash("".join(TAGS.findall(VALUES.sub('=""', text))))
    if tags not in _valid:
        html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
        _valid.add(tags)
