"""`make screenshots`: every page in Swedish and Arabic, light and dark, on a phone; staff at 1280 too."""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from rich.progress import track

from tests.browser.conftest import ARGUMENTS, chromium
from tests.browser.places import PLACES
from tests.databases import SqliteTemplates
from tests.serving import Served

TALLEST = 4000


def pictures() -> list[tuple[str | None, str, str, int]]:
    """Who, in which language, scheme and width."""
    found = [
        (person, language, scheme, 360)
        for person in (None, "rim", "mikaela")
        for language in ("sv", "ar")
        for scheme in ("light", "dark")
    ]
    staff = [
        (person, "sv", scheme, width)
        for person in ("lena", "yusuf")
        for scheme in ("light", "dark")
        for width in (360, 1280)
    ]
    return found + staff


def take(
    browser: Browser, address: str, folder: Path, picture: tuple[str | None, str, str, int]
) -> None:
    """Every page of one reader; the window is as tall as the page, so the bar stands at its end."""
    person, language, scheme, width = picture
    phone = width < 600
    context = browser.new_context(
        viewport={"width": width, "height": 740}, color_scheme=scheme, device_scale_factor=2 if phone else 1,
        is_mobile=phone, has_touch=phone, reduced_motion="reduce", locale="sv-SE",
    )  # fmt: skip
    context.add_cookies([{"name": "language", "value": language, "url": address}])
    page = context.new_page()
    if person:
        page.goto(f"{address}/sign-in")
        page.locator(f"button[name=person][value={person}]").click()
    for number, path in enumerate(PLACES[person]):
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(f"{address}{path}")
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": max(740, min(height, TALLEST))})
        name = path.split("?")[0].strip("/").split("/")[0] or "today"
        page.screenshot(
            path=folder / f"{person or 'anyone'}-{number:02}-{name}-{language}-{scheme}-{width}.png"
        )
    context.close()


def main() -> None:
    """Takes them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("screenshots"))
    folder: Path = parser.parse_args().folder
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        served = Served(Path(name) / "static")
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        with SqliteTemplates(Path(name)).copy() as url, served.on(url):
            for picture in track(pictures(), description="Taking pictures"):
                take(browser, served.address, folder, picture)
        browser.close()


if __name__ == "__main__":
    main()
