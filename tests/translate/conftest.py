"""The workshop on a copy of the catalogs, so that no test changes those of the portal."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.config import ROOT
from portal.translate.reading import Shelf


@pytest.fixture
def catalogs(app, tmp_path) -> Iterator[Path]:
    """The folder that this test's portal reads its texts from."""
    root = tmp_path / "translations"
    shutil.copytree(ROOT / "translations", root)
    translators, shelf = app.extensions["portal.translators"], app.extensions["portal.shelf"]
    translators.root, app.extensions["portal.shelf"] = root, Shelf(root)
    yield root
    translators.root, app.extensions["portal.shelf"] = ROOT / "translations", shelf
    translators.look_again()
