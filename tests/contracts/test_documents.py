"""What the documents name is there: links and their headings, files, make targets, commands and options."""

import re
from pathlib import Path

import click
import pytest

from portal.cli.main import portal
from portal.config import ROOT

DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "translations" / "README.md"]
)
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"(?:portal|templates|tests|translations|static|docs)/[\w./*<>-]*")
SETTINGS = r"^(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?"
OF_THE_PORTAL = re.compile(SETTINGS + r"portal ((?:[a-z]+ )*[a-z]+)((?: +\S+)*)")
MAKE = re.compile(SETTINGS + r"make ([a-z-]+)")
README_LINES = 150


def named(text: str) -> list[str]:
    """Everything that is written as code, a line of a block each."""
    blocks = [line for block in BLOCK.findall(text) for line in block.splitlines()[1:-1]]
    return [*CODE.findall(BLOCK.sub("", text)), *blocks]


def anchors(document: Path) -> set[str]:
    """The headings of a document as an address names them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def lost_links(document: Path) -> list[str]:
    lost = []
    for link in LINK.findall(document.read_text()):
        if "://" in link:
            continue
        name, _, heading = link.partition("#")
        target = document.parent / name if name else document
        if not target.exists() or (heading and heading not in anchors(target)):
            lost.append(link)
    return lost


def lost_files(text: str) -> list[str]:
    found = [each for code in named(text) for each in FILE.findall(code)]
    return [each for each in found if "<" not in each and not list(ROOT.glob(each.rstrip("/.")))]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def lost_commands(text: str) -> list[str]:
    lost = []
    for code in named(text):
        for words, rest in OF_THE_PORTAL.findall(code.partition("#")[0]):
            command, path = portal, []
            for word in words.split():
                if not isinstance(command, click.Group):
                    break
                path.append(word)
                if (command := command.commands.get(word)) is None:
                    lost.append(" ".join(path))
                    break
            if command is not None:
                known = {option for each in command.params for option in each.opts}
                options = re.findall(r"--[a-z-]+", rest)
                lost += [f"{' '.join(path)} {each}" for each in options if each not in known]
    return lost


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda each: str(each.relative_to(ROOT)))
def test_what_a_document_names_is_there(document):
    text = document.read_text()
    assert lost_links(document) == []
    assert lost_files(text) == []
    assert lost_commands(text) == []
    assert [
        each for code in named(text) for each in MAKE.findall(code) if each not in targets()
    ] == []


def test_every_document_is_found_from_the_readme():
    found, waiting = set(), [ROOT / "README.md"]
    while waiting:
        document = waiting.pop().resolve()
        if document in found or document.suffix != ".md":
            continue
        found.add(document)
        links = [each.partition("#")[0] for each in LINK.findall(document.read_text())]
        waiting += [document.parent / each for each in links if each and "://" not in each]
    assert set(DOCUMENTS) <= found


def test_the_readme_is_short():
    assert len((ROOT / "README.md").read_text().splitlines()) <= README_LINES


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("`portal/nowhere.py`", (["portal/nowhere.py"], [])),
        ("`portal/db.py` and `tests/contracts/`", ([], [])),
        ("`portal dance`", ([], ["dance"])),
        ("`portal retention --forget`", ([], ["retention --forget"])),
        ("```sh\nportal trail verify --expect HASH\n```", ([], [])),
    ],
)
def test_what_is_not_there_is_found(text, lost):
    assert (lost_files(text), lost_commands(text)) == lost
