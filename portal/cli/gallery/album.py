"""The pictures: what a page says, where on it, and a picture of it if it has something new."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from portal.translate.pictures import Occurrence

WIDTH, HEIGHT, TALLEST, MOST_OF_ONE = 360, 740, 12000, 3
PART, OVER = 3000, 300  # pixels of a tall page in one picture, and of the next part below
# What is folded, or waits for something to happen in the browser, is shown: each is a state of the page.
LOOK = """() => {
  for (const each of document.querySelectorAll("details")) each.open = !each.matches(".language") || location.pathname === "/sign-in";
  for (const each of document.querySelectorAll("main [hidden], dialog")) {
    if (!each.querySelector("[data-i18n], [data-i18n-attrs]")) continue;
    each.hidden = false;
    if (each.matches("dialog:not([open])")) each.show();
  }
  const box = (each) => { const r = each.getBoundingClientRect(); return [r.x + scrollX, r.y + scrollY, r.width, r.height]; };
  const found = [];
  for (const each of document.querySelectorAll("[data-i18n]")) found.push([each.dataset.i18n, ...box(each)]);
  for (const each of document.querySelectorAll("[data-i18n-attrs]"))
    for (const pair of each.dataset.i18nAttrs.split(" ")) found.push([pair.split(":")[1], ...box(each)]);
  const links = [...document.querySelectorAll("a[href^='/'], a[href^='?']")].map((each) => each.pathname + each.search);
  const listed = [...document.querySelectorAll("[data-seen]")].flatMap((each) => each.dataset.seen.split(" ").filter(Boolean));
  return { found, links, listed, height: document.documentElement.scrollHeight };
}"""

# What keeps to the edge of the window would lie across the midst of a page taller than any window.
LET_GO = """() => {
  for (const each of document.querySelectorAll("nav, header, footer, dialog"))
    if (["fixed", "sticky"].includes(getComputedStyle(each).position)) each.style.position = "static";
}"""


Boxes = dict[str, list[float]]


@dataclass(slots=True)
class Album:
    """What has been met so far."""

    folder: Path
    met: dict[str, list[Occurrence]] = field(default_factory=dict)
    pages: int = 0
    missing: list[str] = field(default_factory=list)  # what was to be shown, and was not there

    def take(self, page: Any, path: str) -> list[str]:
        """Looks at a page, takes its picture if it has something new, and answers where it leads."""
        seen = page.evaluate(LOOK)
        boxes: Boxes = _boxes(seen)
        # What only a title or an option says has no place of its own: the whole page is its picture.
        boxes |= {name: [] for name in seen["listed"] if name not in boxes}
        wanted = [name for name in boxes if len(self.met.get(name, ())) < MOST_OF_ONE]
        if any(name not in self.met for name in wanted):
            self._pictures(page, path, seen["height"], boxes, wanted)
        links: list[str] = seen["links"]
        return links

    def _pictures(self, page: Any, path: str, height: int, boxes: Boxes, wanted: list[str]) -> None:
        """Of each part of the page where something is that was looked for."""
        page.set_viewport_size({"width": WIDTH, "height": min(max(HEIGHT, height), TALLEST)})
        if height > TALLEST:
            page.evaluate(LET_GO)
        seen = page.evaluate(LOOK)
        boxes |= _boxes(seen)
        parts = defaultdict[int, list[str]](list)
        for name in wanted:
            parts[int(boxes[name][1] // PART) if boxes[name] else 0].append(name)
        for part, names in sorted(parts.items()):
            top, file = part * PART, self._next()
            clip = {"x": 0, "y": top, "width": WIDTH, "height": min(PART + OVER, max(HEIGHT, seen["height"]) - top)}  # fmt: skip
            page.screenshot(
                path=self.folder / file, type="jpeg", quality=60, full_page=True, clip=clip
            )
            for name in names:
                box = [each - top * (at == 1) for at, each in enumerate(boxes[name])]
                self.met.setdefault(name, []).append(Occurrence(file, path, tuple(box)))
        page.set_viewport_size({"width": WIDTH, "height": HEIGHT})

    def _next(self) -> str:
        self.pages += 1
        return f"pages/{self.pages:04}.jpg"


def _boxes(seen: dict[str, Any]) -> Boxes:
    """Where each text stands first, of those that take up room."""
    return {name: box for name, *box in reversed(seen["found"]) if box[2] and box[3]}
