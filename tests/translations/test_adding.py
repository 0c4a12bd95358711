"""A new language is one record and one catalog: no code, also where CLDR does not know it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portal.config import ROOT
from portal.i18n.languages import registered
from portal.i18n.po import parse
from portal.translations.adding import NotAdded, Wanted, add, completed

ASK = """
import sys
from portal.app import create_app
from tests.conftest import settings
client = create_app(settings("sqlite://")).test_client()
client.set_cookie("language", sys.argv[1])
print(client.get("/about").text)
"""


@pytest.fixture
def root(tmp_path):
    """The whole project, once more."""
    for folder in ("portal", "templates", "translations", "static", "tests"):
        shutil.copytree(
            ROOT / folder, tmp_path / folder,
            ignore=shutil.ignore_patterns("node_modules", "__pycache__"),
        )  # fmt: skip
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def shown(root, tag):
    """The first page, as another process serves it."""
    environment = {**os.environ, "PYTHONPATH": str(root)}
    run = subprocess.run(
        [sys.executable, "-c", ASK, tag], cwd=root, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout


def test_a_language_that_cldr_does_not_know_is_served(root):
    registry = root / "translations" / "languages.toml"
    language, path = add(
        root, Wanted("rmn", self_name="Romane", cldr="ro", swedish="romska (arli)")
    )
    assert (language.cldr, language.plural_forms[:11]) == ("ro", "nplurals=3;")
    entries = list(parse(path.read_bytes()).messages())
    assert len(entries) > 1500
    assert not any(any(each.texts) for each in entries)
    assert registered(registry)[-1] == language
    registry.write_text(registry.read_text().replace('swedish = "romska (arli)"\nstatus = "draft"', 'swedish = "romska (arli)"\nstatus = "preview"'))  # fmt: skip
    text = path.read_text()
    path.write_text(
        text.replace('msgid "Sign in"\nmsgstr ""', 'msgid "Sign in"\nmsgstr "Dža andre"')
    )
    page = shown(root, "rmn")
    assert '<html lang="rmn" dir="ltr"' in page
    assert "Dža andre" in page
    assert "Romane" in page


@pytest.mark.parametrize(
    ("tag", "direction", "forms"),
    [
        ("tr", "ltr", 2),
        ("ckb", "rtl", 2),
        ("ro", "ltr", 3),
        ("sq", "ltr", 2),
        ("ru", "ltr", 3),
        ("ar", "rtl", 6),
        ("so", "ltr", 2),
    ],
)
def test_what_cldr_knows_needs_only_its_tag(tag, direction, forms):
    language = completed(Wanted(tag))
    assert (language.direction, language.self_name != "") == (direction, True)
    assert language.plural_forms.startswith(f"nplurals={forms};")


@pytest.mark.parametrize(("tag", "why"), [("rmn", "--name"), ("pl", "already"), ("prs", "already")])
def test_what_cannot_be_added_says_what_to_do(tmp_path, tag, why):
    (tmp_path / "translations").mkdir()
    copy = shutil.copy(ROOT / "translations" / "languages.toml", tmp_path / "translations")
    with pytest.raises(NotAdded, match=why):
        add(tmp_path, Wanted(tag))
    assert Path(copy).read_bytes() == (ROOT / "translations" / "languages.toml").read_bytes()


@pytest.mark.parametrize("tag", ["prs-x", "prs_AF", "x", "prs-x-", "-prs", "prs x", "persiska", "../x", "prs-x-långt", ""])  # fmt: skip
def test_a_tag_that_is_none_is_refused_with_the_right_form(tag):
    with pytest.raises(NotAdded, match="prs-x-malmo"):
        completed(Wanted(tag, self_name="دری"))


@pytest.mark.parametrize(
    ("wanted", "direction", "cldr"),
    [
        (Wanted("prs-x-malmo", self_name="دری"), "rtl", "fa_AF"),
        (Wanted("ar-x-malmo"), "rtl", "ar"),
        (Wanted("ku-Arab", self_name="کوردی", cldr="ckb"), "rtl", "ckb"),
        (Wanted("zza", self_name="زازاکی", cldr="fa"), "rtl", "fa"),
        (Wanted("rmn", self_name="Romani", cldr="ro"), "ltr", "ro"),
        (Wanted("az", self_name="Azərbaycanca"), "ltr", "az"),
        (Wanted("ro", self_name="(2) رومانی"), "rtl", "ro"),
        (Wanted("zza", self_name="زازاکی", cldr="fa", direction="ltr"), "ltr", "fa"),
    ],
)
def test_the_direction_comes_from_the_letters_and_the_dates_from_a_kin(wanted, direction, cldr):
    made = completed(wanted)
    assert (made.direction, made.cldr) == (direction, cldr)


def test_arabic_letters_get_no_swedish_dates():
    with pytest.raises(NotAdded, match="--cldr"):
        completed(Wanted("zza", self_name="زازاکی"))
