"""`portal gallery`: pictures of every text where it stands, in one language, with the text marked.

Walks through a demo of its own with a real browser, as each of the cast and as someone with one of
everything; sends its forms, wrong and right; and says which texts it has not met.
"""

import shutil
import tempfile
from pathlib import Path

from rich.progress import Progress

from portal.cli.demo import console
from portal.cli.gallery.album import Album
from portal.cli.gallery.scenes import SCENES
from portal.cli.gallery.studio import Studio, chromium, open_studio
from portal.i18n.languages import Language
from portal.i18n.text import Translators
from portal.translate.pictures import write_index
from portal.translate.reading import Row, Shelf


def make(language: Language, folder: Path) -> None:
    """Makes the gallery of a language. Raises ClickException with what is missing on this machine."""
    browser_path = chromium()
    with tempfile.TemporaryDirectory(prefix="portal-gallery-") as name:
        studio = open_studio(Path(name), language)
        shutil.rmtree(folder / "pages", ignore_errors=True)
        (folder / "pages").mkdir(parents=True)
        album = Album(folder)
        _take_pictures(studio, album, browser_path)
        translators: Translators = studio.app.extensions["portal.translators"]
        rows = Shelf(translators.root).rows(language)
    unseen = write_index(folder, language, rows, album.met)
    for each in album.missing:
        console.print(f"This could not be shown: {each}")
    _tell(folder, rows, unseen)


def _take_pictures(studio: Studio, album: Album, browser_path: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, Progress(console=console) as bar:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for scene in bar.track(SCENES, description="Taking pictures"):
            try:
                scene(browser, studio, album)
            except Exception as error:  # noqa: BLE001 - one must not cost the others their pictures
                album.missing.append(f"{scene}: {str(error).splitlines()[0]}")
        browser.close()


def _tell(folder: Path, rows: list[Row], unseen: list[Row]) -> None:
    mine = [row for row in rows if row.domain == "participant"]
    missing = sum(row.domain == "participant" for row in unseen)
    share = 100 * (len(mine) - missing) / len(mine)
    console.print(
        f"{len(mine) - missing} of {len(mine)} participant texts have a picture ({share:.1f} %)."
    )
    console.print(f"Open {folder / 'index.html'}. What was not met stands at its end.")
