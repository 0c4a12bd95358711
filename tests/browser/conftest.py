"""A real Chromium on a really served portal. Every page is watched for CSP and console errors."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.databases import SqliteTemplates
from tests.serving import Served

ARGUMENTS = [
    "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WATCH = "addEventListener('securitypolicyviolation', e => reportViolation(`${e.violatedDirective} ${e.blockedURI}`))"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


def chromium() -> str | None:
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = chromium()
    if found is None:
        message = "Chromium is missing. Type: sudo apt install chromium libatomic1"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return Served(tmp_path_factory.mktemp("static") / "built")


@pytest.fixture
def portal(served: Served, sqlite_templates: SqliteTemplates) -> Iterator[Served]:
    """The served portal on a fresh database."""
    with sqlite_templates.copy() as url, served.on(url):
        yield served


class Visitor:
    """A phone (or a desk) with the portal open, watched for everything that should not happen."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.address = address
        self.problems: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("console", self._note)

    def _note(self, message: Any) -> None:
        expected = "Failed to load resource" in message.text  # 4xx pages that a test asks for
        if message.type in ("error", "warning") and not expected:
            self.problems.append(f"console: {message.text}")

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.address}{path}", wait_until="load")
        return self.page

    def sign_in(self, person: str) -> "Visitor":
        self.open("/sign-in")
        self.page.locator(f"button[name=person][value={person}]").click()
        self.page.wait_for_load_state("load")
        return self


@pytest.fixture
def visit(browser: Browser, portal: Served) -> Iterator[Callable[..., Visitor]]:
    """`visit("rim", "ar", scheme="dark")`: someone with a phone of 360 x 740."""
    visitors: list[Visitor] = []

    def start(
        person: str | None = None,
        language: str = "sv",
        *,
        scheme: str = "light",
        script: bool = True,
        width: int = 360,
        height: int = 740,
    ) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=script,
            locale="sv-SE", timezone_id="Europe/Stockholm", reduced_motion="reduce",
            is_mobile=width < 600, has_touch=width < 600,
        )  # fmt: skip
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": "language", "value": language, "url": portal.address}])
        violations: list[str] = []
        if script:
            context.expose_function("reportViolation", lambda text: violations.append(text))  # noqa: PLW0108 - a builtin cannot be exposed
            context.add_init_script(WATCH)
        visitor = Visitor(context, portal.address)
        visitor.problems = violations
        visitors.append(visitor)
        return visitor.sign_in(person) if person else visitor

    yield start
    problems = [problem for visitor in visitors for problem in visitor.problems]
    for visitor in visitors:
        visitor.context.close()
    assert problems == []
