"""Somebody with a browser: goes to pages, fills in forms, and has each page looked at."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.cli.gallery.album import HEIGHT, WIDTH, Album
from portal.cli.gallery.studio import Studio

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
NO_PAGE = re.compile(
    r"/attachments/|^/translate|^/static|^/sign-in/with/|^/service-worker|^/sign-ins/stay$"
)
# Without the browser's or a script's own checks: what the server says is looked for.
SEND = """([which, values]) => {
  const form = document.querySelector(which);
  for (const [name, value] of Object.entries(values)) {
    if (name === "@action") { form.action = value; continue; }
    const fields = [...form.elements].filter((each) => each.name === name && each.type !== "submit");
    const wanted = [].concat(value);
    const offered = fields.map((each) => each.value);
    if (!fields.length || /checkbox|radio/.test(fields[0].type))
      for (const each of wanted.filter((each) => !offered.includes(each))) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value: each }));
    for (const field of fields)
      if (field.type === "checkbox" || field.type === "radio") field.checked = wanted.includes(field.value);
      else { field.removeAttribute("maxlength"); field.type = field.type === "hidden" || field.tagName !== "INPUT" ? field.type : "text"; field.value = value; }
  }
  HTMLFormElement.prototype.submit.call(form);
}"""
Values = Mapping[str, str | Sequence[str]]


@dataclass(slots=True)
class Visitor:
    """One browser, with one language and perhaps someone signed in."""

    studio: Studio
    album: Album
    context: Any
    page: Any

    def go(self, path: str) -> list[str]:
        """Opens a page and has it looked at; answers where it leads. A file to save leads nowhere."""
        answer = self.page.goto(f"{self.studio.address}{path}", wait_until="load")
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            return []
        return self.album.take(self.page, path)

    def send(self, which: str, values: Values | None = None) -> None:
        """Sends a form of the page that is open; `which` is a CSS selector, `@action` another address.

        A form that is not there is noted in the album: the portal has changed, or the demo has.
        """
        if self.page.query_selector(which) is None:
            self.album.missing.append(f"{self.page.url.removeprefix(self.studio.address)} {which}")
            return
        with self.page.expect_navigation(wait_until="load"):
            self.page.evaluate(SEND, [which, dict(values or {})])
        self.look()

    def look(self) -> None:
        """Has the page looked at that is open."""
        self.album.take(self.page, self.page.url.removeprefix(self.studio.address))

    def walk(
        self, starts: Sequence[str], most_alike: int, every: re.Pattern[str] | None = None
    ) -> None:
        """Goes to every page that links lead to, a few of each kind; of some kinds to `every` one."""
        waiting = [each for each in starts if not NO_PAGE.search(each)]
        seen, alike = set(waiting), dict[str, int]()
        while waiting:
            for link in self.go(waiting.pop(0)):
                kind = re.sub(r"=[^&]*", "", ID.sub("*", link))
                enough = alike.get(kind, 0) >= most_alike and not (every and every.search(kind))
                if link in seen or NO_PAGE.search(link) or enough:
                    continue
                seen.add(link)
                alike[kind] = alike.get(kind, 0) + 1
                waiting.append(link)


def visit(browser: Any, studio: Studio, album: Album, token: str = "") -> Visitor:
    """A new browser, in which someone is signed in by a token or nobody."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, locale="sv-SE", reduced_motion="reduce",
        service_workers="block", accept_downloads=False,
    )  # fmt: skip
    context.add_cookies(studio.cookies(token))
    return Visitor(studio, album, context, context.new_page())
