"""Whatever program a translator uses, the catalogs come back with the same meaning.

polib reads for many tools; translate-toolkit is what Weblate writes with; GNU gettext's library is
the one under Poedit.
"""

import subprocess
from io import BytesIO

import polib
import pytest
from translate.storage.pypo import pofile

from portal.config import ROOT
from portal.i18n.catalogs import catalog_path
from portal.i18n.languages import BY_TAG
from portal.i18n.po import Document, parse
from portal.translations.editing import set_comments, set_flags
from portal.translations.states import reviewed_by


def gnu(data: bytes) -> bytes:
    """GNU gettext, as Poedit saves."""
    return subprocess.run(["msgcat", "-"], input=data, capture_output=True, check=True).stdout


def through_polib(data: bytes) -> bytes:
    return str(polib.pofile(data.decode())).encode()


def weblate(data: bytes) -> bytes:
    """translate-toolkit."""
    written = BytesIO()
    pofile(BytesIO(data)).serialize(written)
    return written.getvalue()


def meaning(document: Document) -> list[tuple[object, ...]]:
    """What an entry is, whatever its lines look like."""
    return [
        (
            each.key, each.ids, each.texts, each.unsure, reviewed_by(each), sorted(each.places),
            " ".join(each.notes).split(), each.obsolete,
        )
        for each in document.entries
        if each.ids and not each.is_header
    ]  # fmt: skip


@pytest.mark.parametrize("tool", [gnu, through_polib, weblate], ids=lambda tool: tool.__name__)
@pytest.mark.parametrize("tag", ["sv", "ar", "ti", "pl", "sv-simple"])
def test_a_catalog_comes_back_with_the_same_meaning(tag, tool):
    document = parse(catalog_path(ROOT / "translations", BY_TAG[tag], "participant").read_bytes())
    entries = list(document.messages())
    set_flags(document, entries[3], ("fuzzy", *entries[3].flags))
    set_comments(
        document, entries[4], ("reviewed: ab 2026-11-23", "check-ok: numbers, because it is right")
    )
    sent = document.encoded()
    back = parse(tool(sent))
    assert not back.faults
    assert meaning(back) == meaning(parse(sent))
    assert back.header == document.header
    assert "check-ok: numbers, because it is right" in " ".join(back.find(entries[4].key).comments)
