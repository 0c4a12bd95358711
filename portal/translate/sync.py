"""Brings the catalogs of every language in step with the source.

Nothing is guessed: a new text is empty until someone writes it, a gone one is kept as obsolete.
The authoritative Swedish text stands as a comment in every other catalog.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from portal.i18n.catalogs import DOMAINS, catalog_path
from portal.i18n.languages import LANGUAGES, SWEDISH, Language
from portal.translate.extraction import extract


def languages_of(domain: str) -> tuple[Language, ...]:
    """The languages a domain is kept in, Swedish first."""
    return tuple(language for language in LANGUAGES if domain != "staff" or language.staff)


def synced(root: Path) -> dict[Path, bytes]:
    """Every catalog file as it should stand, from the source and what is already translated."""
    files: dict[Path, bytes] = {}
    translations = root / "translations"
    for domain, template in extract(root).items():
        swedish = _read(catalog_path(translations, SWEDISH, domain))
        for language in languages_of(domain):
            path = catalog_path(translations, language, domain)
            files[path] = _write(_merge(template, _read(path), swedish, language), language)
    return files


def sync(root: Path) -> list[Path]:
    """Writes the catalogs that are out of step; answers which."""
    changed = []
    for path, content in synced(root).items():
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            changed.append(path)
    return changed


def _read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file)


def _empty(language: Language) -> Catalog:
    """A catalog that counts as the registry says, not as Babel's own table does."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    catalog.mime_headers = [("Plural-Forms", language.plural_forms)]
    return catalog


def _merge(template: Catalog, old: Catalog, swedish: Catalog, language: Language) -> Catalog:
    merged = _empty(language)
    for message in template:
        if not message.id:
            continue
        known = _find(old, message)
        comments = [*dict.fromkeys(message.auto_comments)]
        source = _find(swedish, message)
        if language is not SWEDISH and source is not None and source.string:
            comments.append(
                f"sv: {source.string if isinstance(source.string, str) else ' | '.join(source.string)}"
            )
        merged.add(
            message.id,
            known.string if known is not None else "",
            locations=message.locations,
            flags=known.flags - {"python-format"} if known is not None else (),
            auto_comments=comments,
            user_comments=known.user_comments if known is not None else (),
            context=message.context,
        )
    for message in [*old, *old.obsolete.values()]:
        if message.id and message.string and merged.get(message.id, message.context) is None:
            merged.obsolete[message.id] = message
    _describe(merged, old, language)
    return merged


def _find(catalog: Catalog, message: Message) -> Message | None:
    one = message.id[0] if isinstance(message.id, tuple | list) else message.id
    return catalog.get(one, message.context)


def _describe(merged: Catalog, old: Catalog, language: Language) -> None:
    """The header: who speaks it and how it counts; an existing header comment stays."""
    merged.header_comment = (
        old.header_comment if len(old) else f"# {language.self_name} ({language.tag})\n#"
    )


def _write(catalog: Catalog, language: Language) -> bytes:
    buffer = BytesIO()
    write_po(
        buffer,
        catalog,
        width=0,
        omit_header=True,
        include_lineno=False,
        sort_output=False,
    )
    return _header(catalog, language) + buffer.getvalue()


def _header(catalog: Catalog, language: Language) -> bytes:
    fields = (
        ("Language", language.tag),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", language.plural_forms),
    )
    lines = [*catalog.header_comment.splitlines(), 'msgid ""', 'msgstr ""']
    lines += [f'"{name}: {value}\\n"' for name, value in fields]
    return ("\n".join(lines) + "\n\n").encode()


__all__ = ["DOMAINS", "languages_of", "sync", "synced"]
