"""What a visit costs on the wire, measured in the browser."""

import pytest

from tests.browser.places import PERSON, THREAD, TIME
from tests.web.test_page_weight import BOUNDS


def transferred(visitor, path: str) -> tuple[int, int]:
    """Bytes over the wire, headers included, and what was asked for beside the tab's own icon."""
    asked: set[str] = set()
    visitor.page.on("request", lambda request: asked.add(request.url))
    tool = visitor.context.new_cdp_session(visitor.page)
    tool.send("Network.enable")
    sizes: list[float] = []
    tool.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    visitor.open(path)
    visitor.page.wait_for_load_state("networkidle")
    tool.detach()
    return int(sum(sizes)), len([url for url in asked if "mark.svg" not in url])


# Every other language is weighed without a browser, in tests/web/test_page_weight.py.
@pytest.mark.parametrize(
    ("person", "language", "paths", "first", "again"),
    [
        ("rim", "sv", ("/", "/plan", TIME, THREAD), 30_000, 4_000),
        ("rim", "ar", ("/", "/plan", TIME, THREAD), 30_000, BOUNDS["ar"]),
        ("lena", "sv", (PERSON,), 40_000, 5_000),
    ],
)
def test_a_first_visit_is_light(visit, person, language, paths, first, again):
    visitor = visit(person, language)
    tool = visitor.context.new_cdp_session(visitor.page)
    tool.send("Network.enable")
    heavy = {}
    for path in paths:
        tool.send("Network.clearBrowserCache")
        size, requests = transferred(visitor, path)
        repeated, _requests = transferred(visitor, path)
        if not (4_000 < size <= first and requests <= 5 and repeated <= again):
            heavy[path] = (size, requests, repeated)
    assert heavy == {}


def test_a_first_visit_to_the_sign_in_page_is_light(visit):
    size, _requests = transferred(visit(None, "ar"), "/sign-in")
    assert size <= 30_000
