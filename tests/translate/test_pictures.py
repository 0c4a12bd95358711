"""The gallery's page: what was met, with its place marked, and what was not."""

from bs4 import BeautifulSoup

from portal.config import ROOT
from portal.i18n.languages import BY_TAG
from portal.translate.pictures import Occurrence, write_index
from portal.translate.reading import Shelf


def test_met_texts_are_marked_and_the_others_listed(tmp_path):
    rows = Shelf(ROOT / "translations").rows(BY_TAG["ar"])[:20]
    met = {
        rows[0].name: [Occurrence("pages/0001.jpg", "/plan", (10.4, 500, 80, 20))],
        rows[1].name: [Occurrence("pages/0001.jpg", "/plan", ())],
    }
    unseen = write_index(tmp_path, BY_TAG["ar"], rows, met)
    assert [row.name for row in unseen] == [row.name for row in rows[2:]]
    page = BeautifulSoup((tmp_path / "index.html").read_text(), "lxml")
    assert {each["id"] for each in page.select("article")} == set(met)
    marked = page.select_one(f"[id='{rows[0].name}'] rect")
    assert [marked[name] for name in ("x", "y", "width", "height")] == ["7", "497", "86", "26"]
    assert page.select_one(f"[id='{rows[1].name}'] figure a")["href"] == "pages/0001.jpg"
    assert len(page.select("#unseen ~ ul li")) == 18
