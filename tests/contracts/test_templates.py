"""House rules that a look at the files can hold."""

import re
from pathlib import Path

import pytest
from jinja2 import nodes

from portal.config import ROOT
from portal.i18n.languages import SWEDISH
from tests.one_database import templates  # noqa: F401 - a fixture

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CSS = ROOT / "static" / "css"
ICONS = (ROOT / "static" / "icons" / "icons.svg").read_text()


def names(paths):
    return [str(path.relative_to(ROOT / "templates")) for path in paths]


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_template_is_small_strict_and_without_inline_anything(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 120
    for forbidden in (
        'style="',
        "|safe",
        "<script>",
        "javascript:",
        "hx-on",
        "js:",
        "{% trans",
        "hx-boost",
    ):
        assert forbidden not in text, forbidden
    assert not re.search(r"\son\w+=", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=names(TEMPLATES))
def test_template_compiles_and_imports_only_what_it_uses(app, path):
    environment = app.extensions["portal.environments"][
        app.extensions["portal.translators"][SWEDISH]
    ]
    source = path.read_text()
    environment.compile(source)
    tree = environment.parse(source)
    for imported in tree.find_all(nodes.FromImport):
        for each in imported.names:
            name = each if isinstance(each, str) else each[1]
            used = re.findall(rf"\b{name}\b", source)
            included = "{% include" in source
            assert len(used) > 1 or included, f"{name} is imported and not used"


def test_every_icon_that_is_named_exists():
    for path in TEMPLATES:
        for name in re.findall(r"icon\(\"([\w-]+)\"", path.read_text()):
            assert f'id="{name}"' in ICONS, (path, name)


@pytest.mark.parametrize("path", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_css_is_logical_so_that_right_to_left_is_free(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    physical = re.findall(
        r"(?:margin|padding|border|inset)-(?:left|right)|[{;]\s*(?:left|right|float)\s*:", text
    )
    assert physical == []
    assert not re.search(r"text-align:\s*(?:left|right)", text)
    assert "@import" not in text
    assert "http" not in text


def test_no_agency_programme_or_health_word_in_file_names():
    for path in (ROOT / "static").rglob("*"):
        assert not re.search("vard|health-|arbets|kassan|malmo", path.name), path


@pytest.mark.parametrize(
    "path", sorted((ROOT / "portal").rglob("*.py")), ids=lambda path: path.name
)
def test_modules_stay_small_rooms(path):
    if "versions" not in path.parts:
        assert len(path.read_text().splitlines()) <= 400


def test_htmx_is_the_vendored_one_with_its_licence():
    import hashlib

    folder = ROOT / "static" / "vendor"
    script = folder / "htmx-4.0.1.min.js"
    assert hashlib.sha256(script.read_bytes()).hexdigest() in (folder / "README.md").read_text()
    assert (folder / "htmx-LICENSE.txt").read_text().startswith("Zero-Clause BSD")
    assert "Lucide" in (ROOT / "static" / "icons" / "LICENSE.txt").read_text()


def test_addresses_are_kebab_case_with_typed_parts(app):
    for rule in app.url_map.iter_rules():
        assert re.fullmatch(
            r"(?:/|(?:/(?:[a-z]+(?:-[a-z]+)*|<uuid:\w+>(?:\.ics)?|<string:secret>\.ics|export\.json|export\.ics|<string:(?:signature|provider|why|agency|tag|text_name)>|service-worker\.js))+)",
            rule.rule,
        ), rule.rule


def test_lock_files_name_no_host():
    for name in ("requirements.lock", "requirements-test.lock"):
        text = Path(ROOT / name).read_text()
        assert "://" not in text
        assert "file:" not in text
        assert text.count("--hash=sha256:") >= text.count("==")
