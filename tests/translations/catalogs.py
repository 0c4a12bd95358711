"""Small catalogs to try things on."""

from babel.messages.catalog import Catalog

HEADER = (
    'msgid ""\nmsgstr ""\n"Language: {tag}\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: {plural}\\n"\n\n'
)


def source(*texts: str | tuple[str, str], places: dict[str, str] | None = None) -> Catalog:
    """What the extraction would find; a pair counts."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for text in texts:
        one = text if isinstance(text, str) else text[0]
        catalog.add(text, locations=[((places or {}).get(one, "page.html"), 0)])
    return catalog
