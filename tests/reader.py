"""Someone reading the portal: a test client that checks the house rules on every page it gets."""

import re
from dataclasses import dataclass
from typing import Any

import html5lib
from bs4 import BeautifulSoup
from flask import Flask
from werkzeug.test import TestResponse

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
        return [each.get_text(strip=True) for each in self.soup.select("#notices .notice")]

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
        if language:
            self.client.set_cookie("language", language)

    def sign_in(self, person: str) -> "Reader":
        """Signs in as one of the cast, through the page."""
        page = self.get("/sign-in")
        token = page.form("/sign-in/demo")["csrf_token"]
        answer = self.client.post("/sign-in/demo", data={"person": person, "csrf_token": token})
        assert answer.status_code == 303, answer.status
        return self

    def get(self, path: str, *, status: int = 200, **headers: str) -> Page:
        """A page."""
        return self._taken_apart(self.client.get(path, headers=headers), status)

    def post(self, path: str, data: Any, *, status: int = 303, **headers: str) -> Page:
        """The answer to a form, not followed."""
        return self._taken_apart(self.client.post(path, data=data, headers=headers), status)

    def send(self, path: str, data: Any) -> Page:
        """Sends a form and follows where it leads."""
        answer = self.client.post(path, data=data)
        assert answer.status_code == 303, (answer.status, answer.text[:600])
        return self.get(answer.location.split("#")[0])

    def _taken_apart(self, answer: TestResponse, status: int) -> Page:
        assert answer.status_code == status, (answer.status, answer.request.path, answer.text[:600])
        page = Page(
            answer.status_code, answer.headers, answer.text, BeautifulSoup(answer.text, "html5lib")
        )
        if answer.mimetype == "text/html" and answer.status_code not in (303, 401):
            is_page = answer.text.lstrip().lower().startswith("<!doctype")
            check(page, whole=is_page)
        return page


def check(page: Page, *, whole: bool) -> None:
    """The rules of the house, on every page in every test."""
    if whole:
        html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page.text)
        assert len(page.soup.select("h1")) == 1
        title = page.soup.title.get_text()
        assert title.startswith((page.heading, *NEUTRAL)), (title, page.heading)
        assert page.soup.html["lang"]
        assert page.soup.html["dir"] in ("ltr", "rtl")
        assert len(page.soup.select("main")) == 1
    ids = [each["id"] for each in page.soup.select("[id]")]
    assert len(ids) == len(set(ids)), [each for each in ids if ids.count(each) > 1]
    for element in page.soup.find_all(True):
        assert "style" not in element.attrs, element
        assert not any(HANDLER.match(name) for name in element.attrs), element
        assert element.name != "script" or element.get("src"), element
        assert not str(element.get("href", "")).startswith("javascript:")
    for link in page.soup.select("[aria-labelledby], [aria-describedby], label[for]"):
        named = f"{link.get('aria-labelledby', '')} {link.get('aria-describedby', '')} {link.get('for', '')}"
        assert set(named.split()) <= set(ids), (link, named)
    for form in page.soup.select("form"):
        assert form.get("action"), form
        if form.get("method", "get") == "post":
            assert form.select("input[name=csrf_token]"), form
