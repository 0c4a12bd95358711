"""`portal gallery`: pictures of every text where it stands, in one language, with the text marked.

Walks through a demo of its own with a real browser, as each of the cast, by the links that the pages
have; so it sees what they can see, and says which texts it has not met.
"""

import logging
import re
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import waitress
from flask import Flask
from rich.progress import Progress

from portal.app import create_app
from portal.cli.demo import console, prepare
from portal.i18n.languages import Language
from portal.i18n.text import Translators
from portal.people.demo import PARTICIPANTS
from portal.translate import in_page
from portal.translate.pictures import Occurrence, write_index
from portal.translate.reading import Row, Shelf

WIDTH, TALLEST, MOST_ALIKE, MOST_OF_ONE = 360, 6000, 4, 3
STARTS = {
    "": ("/sign-in", "/sign-in/letter", "/about", "/privacy", "/accessibility", "/offline", "/signed-out", "/closed", "/sign-in/refused/unknown", "/outbox", "/nowhere"),
    **dict.fromkeys(PARTICIPANTS, ("/", "/plan", "/appointments", "/messages", "/messages/new", "/me", "/staff", "/plan/paper", "/me/log", "/me/sharing", "/me/export", "/me/close", "/sign-ins")),
}  # fmt: skip
STAFF_STARTS = {"lena": ("/staff", "/staff/inbox"), "yusuf": ("/staff",)}
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
LOOK = """() => {
  // The open menu of languages would lie over the page, so one page shows it.
  for (const each of document.querySelectorAll("details")) each.open = !each.matches(".language") || location.pathname === "/sign-in";
  document.querySelector(".translating")?.setAttribute("hidden", "");
  const box = (each) => { const r = each.getBoundingClientRect(); return [r.x + scrollX, r.y + scrollY, r.width, r.height]; };
  const found = [];
  for (const each of document.querySelectorAll("[data-i18n]")) found.push([each.dataset.i18n, ...box(each)]);
  for (const each of document.querySelectorAll("[data-i18n-attrs]"))
    for (const pair of each.dataset.i18nAttrs.split(" ")) found.push([pair.split(":")[1], ...box(each)]);
  const links = [...document.querySelectorAll("a[href^='/']")].map((each) => each.getAttribute("href").split("#")[0]);
  const listed = [...document.querySelectorAll(".translating [data-open]")].map((each) => each.dataset.open);
  return { found, links, listed, height: document.documentElement.scrollHeight };
}"""


@dataclass(slots=True)
class Gallery:
    """What has been met so far."""

    folder: Path
    met: dict[str, list[Occurrence]] = field(default_factory=dict)
    pages: int = 0

    def take(self, page: Any, path: str) -> list[str]:
        """Looks at a page, takes its picture if it has something new, and answers where it leads."""
        seen = page.evaluate(LOOK)
        boxes = {name: box for name, *box in reversed(seen["found"]) if box[2] and box[3]}
        # What only a title or an option says has no place of its own: the whole page is its picture.
        boxes |= {name: [] for name in seen["listed"] if name not in boxes}
        wanted = [name for name in boxes if len(self.met.get(name, ())) < MOST_OF_ONE]
        if any(name not in self.met for name in wanted):
            self.pages += 1
            file = f"pages/{self.pages:04}.jpg"
            height = min(seen["height"], TALLEST)
            page.set_viewport_size({"width": WIDTH, "height": max(740, height)})
            boxes |= {name: box for name, *box in reversed(page.evaluate(LOOK)["found"]) if box[2]}
            page.screenshot(path=self.folder / file, type="jpeg", quality=60)
            page.set_viewport_size({"width": WIDTH, "height": 740})
            for name in wanted:
                self.met.setdefault(name, []).append(Occurrence(file, path, tuple(boxes[name])))
        links: list[str] = seen["links"]
        return links


def make(language: Language, folder: Path) -> None:
    """Makes the gallery of a language. Raises ClickException with what is missing on this machine."""
    browser_path = _chromium()
    with tempfile.TemporaryDirectory(prefix="portal-gallery-") as name:
        app = create_app(prepare(Path(name)))
        address = _serve(app)
        shutil.rmtree(folder / "pages", ignore_errors=True)
        (folder / "pages").mkdir(parents=True)
        gallery = Gallery(folder)
        starts = {**STARTS, **(STAFF_STARTS if language.staff else {})}
        _walk(app, gallery, language, address, browser_path, starts)
        translators: Translators = app.extensions["portal.translators"]
        rows = Shelf(translators.root).rows(language)
    unseen = write_index(folder, language, rows, gallery.met)
    _tell(folder, rows, unseen)


def _tell(folder: Path, rows: list[Row], unseen: list[Row]) -> None:
    mine = [row for row in rows if row.domain == "participant"]
    missing = sum(row.domain == "participant" for row in unseen)
    share = 100 * (len(mine) - missing) / len(mine)
    console.print(
        f"{len(mine) - missing} of {len(mine)} participant texts have a picture ({share:.1f} %)."
    )
    console.print(f"Open {folder / 'index.html'}. What was not met stands at its end.")


def _walk(
    app: Flask, gallery: Gallery, language: Language, address: str, browser_path: str,
    starts: dict[str, tuple[str, ...]],
) -> None:  # fmt: skip
    from playwright.sync_api import sync_playwright

    with app.app_context():
        switch = in_page.signed(in_page.ON)
    with sync_playwright() as playwright, Progress(console=console) as bar:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        task = bar.add_task("Taking pictures", total=len(starts))
        for person, first in starts.items():
            context = browser.new_context(
                viewport={"width": WIDTH, "height": 740}, locale="sv-SE", reduced_motion="reduce"
            )
            context.add_cookies([
                {"name": "language", "value": language.tag, "url": address},
                {"name": in_page.COOKIE, "value": switch, "url": address},
            ])  # fmt: skip
            page = context.new_page()
            if person:
                page.goto(f"{address}/sign-in")
                page.locator(f"button[name=person][value={person}]").click()
            for path in _paths(gallery, page, address, first):
                bar.update(task, description=f"{person or 'nobody'} {path[:40]}")
            context.close()
            bar.advance(task)
        browser.close()


def _paths(gallery: Gallery, page: Any, address: str, first: tuple[str, ...]) -> Iterator[str]:
    """Every page that links lead to, a few of each kind."""
    waiting, seen, alike = list(first), set(first), dict[str, int]()
    while waiting:
        path = waiting.pop(0)
        answer = page.goto(f"{address}{path}", wait_until="load")
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        yield path
        for link in gallery.take(page, path):
            kind = re.sub(r"=[^&]*", "", ID.sub("*", link))
            skip = link in seen or re.search(
                r"\.(?:ics|json)|/attachments/|^/translate|^/static", link
            )
            if not skip and alike.get(kind, 0) < MOST_ALIKE:
                seen.add(link)
                alike[kind] = alike.get(kind, 0) + 1
                waiting.append(link)


def _serve(app: Flask) -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # it tells of every busy moment
    server = waitress.create_server(app, host="127.0.0.1", port=port, threads=4, ident=None)
    threading.Thread(target=server.run, daemon=True).start()
    return f"http://127.0.0.1:{port}"


def _chromium() -> str:
    if find_spec("playwright") is None:
        raise click.ClickException(
            "The browser driver is missing. Type: .venv/bin/pip install playwright"
        )
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise click.ClickException("Chromium is missing. Type: sudo apt install chromium")
    return found
