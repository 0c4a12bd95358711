"""Walking the whole portal as one person: every page that can be reached by links."""

from collections.abc import Iterator

from portal.people.demo import PARTICIPANTS
from tests.reader import Page, Reader

START = {
    **dict.fromkeys(PARTICIPANTS, ("/", "/about", "/privacy", "/accessibility", "/words", "/offline")),
    "lena": ("/staff",),
    "maria": ("/staff",),
    "yusuf": ("/staff",),
    "nobody": (
        "/sign-in", "/signed-out", "/about", "/privacy", "/accessibility", "/words", "/offline", "/outbox",
    ),
}  # fmt: skip


def crawl(reader: Reader, *starts: str) -> Iterator[tuple[str, Page]]:
    """Every HTML page reached from some addresses, each once."""
    seen: set[str] = set()
    waiting = list(starts)
    while waiting:
        path = waiting.pop(0)
        if path in seen or path.endswith((".ics", ".json")) or "/attachments/" in path:
            continue
        seen.add(path)
        if reader.client.get(path).status_code == 303:
            continue
        page = reader.get(path)
        yield path, page
        for link in page.soup.select("a[href]"):
            target = str(link["href"]).split("#")[0]
            if target.startswith("/") and not target.startswith("//"):
                waiting.append(target)
