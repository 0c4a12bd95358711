"""Which texts the source holds, in source order, per domain.

Two domains, so that a new language is one manageable file: *participant* is everything a
participant can meet, *staff* is what only staff read. A file or folder whose name begins with
"staff" belongs to the staff domain; a text found in both belongs to the participant's.
"""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file

from portal.i18n.catalogs import DOMAINS

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "ngettext": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
    "phrase": ((1, "c"), 2),
    "find": ((1, "c"), 2),
}
COMMENT_TAGS = ("Translators:",)


def sources(root: Path) -> Iterator[Path]:
    """Every file that can hold a text, participant files before staff files."""
    files = [
        *sorted((root / "templates").rglob("*.html")),
        *sorted((root / "portal").rglob("*.py")),
    ]
    yield from sorted(files, key=lambda path: is_staff(path.relative_to(root)))


def is_staff(path: Path) -> bool:
    """Whether only staff read what a file says."""
    return any(part.startswith(("staff", "_staff")) for part in path.parts)


def extract(root: Path) -> dict[str, Catalog]:
    """The texts of the source, as one Babel catalog per domain, without translations."""
    catalogs = {domain: Catalog(charset="utf-8", fuzzy=False) for domain in DOMAINS}
    for path in sources(root):
        domain = "staff" if is_staff(path.relative_to(root)) else "participant"
        for _line, text, comments, context in _texts(path):
            one = text[0] if isinstance(text, tuple) else text
            if domain == "staff" and catalogs["participant"].get(one, context):
                continue
            catalogs[domain].add(
                text,
                locations=[(str(path.relative_to(root)), 0)],
                auto_comments=[
                    comment.removeprefix("Translators:").strip() for comment in comments
                ],
                context=context,
            )
    return catalogs


def _texts(
    path: Path,
) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
    options = {} if path.suffix == ".py" else {"silent": "false", "newstyle_gettext": "true"}
    yield from extract_from_file(
        method, path, keywords=KEYWORDS, comment_tags=COMMENT_TAGS, options=options,
        strip_comment_tags=True,
    )  # fmt: skip
