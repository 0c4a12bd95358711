"""A photo of a paper from the phone: made smaller there, without the place where it was taken."""

import io
import random

import pytest
from PIL import Image
from sqlalchemy import select

from portal.messages.models import Attachment
from portal.people.demo import demo_id
from tests.browser.places import THREAD

BYTES = """(async () => {
    const file = document.querySelector("#papers").files[0];
    const bytes = new Uint8Array(await file.arrayBuffer());
    return [file.size, String.fromCharCode(...bytes.slice(0, 400))];
})()"""


@pytest.fixture
def database(portal):
    return portal.app.extensions["portal.database"]


def photo() -> bytes:
    """Three megabytes of noise, taken at a place, lying on its side."""
    noise = Image.frombytes("RGB", (2600, 1300), random.Random(7).randbytes(2600 * 1300 * 3))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (55.0, 36.0, 0.0)}
    made = io.BytesIO()
    noise.save(made, "JPEG", exif=exif, quality=85)
    return made.getvalue()


def newest(database) -> Attachment:
    with database.reading() as session:
        return session.scalars(
            select(Attachment)
            .where(Attachment.participant_id == demo_id("rim"))
            .order_by(Attachment.size.desc())
        ).first()


def test_a_photo_is_made_smaller_on_the_phone(visit, database):
    page, original = visit("rim", "sv").open(THREAD), photo()
    with page.expect_response("**/js/papers.js*"), page.expect_file_chooser() as chooser:
        page.locator("#papers").click()
    page.wait_for_load_state("networkidle")
    chooser.value.set_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": original})
    for _wait in range(100):
        if page.evaluate("document.querySelector('#papers').files[0]?.name") == "photo.jpg":
            break
        page.wait_for_timeout(100)
    size, begins = page.evaluate(BYTES)
    assert size < len(original)
    assert "Exif" not in begins
    page.locator("#reply").get_by_role("button", name="Skicka", exact=True).click()
    page.wait_for_url("**#latest")
    kept = Image.open(io.BytesIO(newest(database).content))
    assert (kept.width, kept.height) == (1100, 2200)  # upright, as it was meant
    assert page.locator(".msg a[download]").count() == 1


def test_without_script_the_original_is_taken_and_cleaned(visit, database):
    page = visit("rim", "sv", script=False).open(THREAD)
    page.locator("#papers").set_input_files(
        {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    page.locator("#reply").get_by_role("button", name="Skicka", exact=True).click()
    page.wait_for_url("**#latest")
    kept = Image.open(io.BytesIO(newest(database).content))
    assert (kept.width, kept.height) == (1100, 2200)
    assert not kept.getexif()
