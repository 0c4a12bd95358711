"""What a visit costs on the wire, measured in the browser."""

import pytest

from tests.browser.places import PERSON, THREAD, TIME


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


@pytest.mark.parametrize("language", ["sv", "sv-simple", "ar", "en"])
@pytest.mark.parametrize(
    ("person", "path", "limit"),
    [
        ("rim", "/", 30_000),
        ("rim", "/plan", 30_000),
        ("rim", TIME, 30_000),
        ("rim", THREAD, 30_000),
        ("lena", PERSON, 40_000),
    ],
)
def test_a_first_visit_is_light(visit, person, path, limit, language):
    visitor = visit(person, language)
    tool = visitor.context.new_cdp_session(visitor.page)
    tool.send("Network.enable")
    tool.send("Network.clearBrowserCache")
    size, requests = transferred(visitor, path)
    assert 4_000 < size <= limit
    assert requests <= 5
    again, _requests = transferred(visitor, path)
    assert again <= (5_000 if person == "lena" else 4_000)


def test_a_first_visit_to_the_sign_in_page_is_light(visit):
    size, _requests = transferred(visit(None, "ar"), "/sign-in")
    assert size <= 30_000
