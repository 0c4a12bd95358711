"""The one form in which a catalog is kept, however an editor has wrapped, escaped or encoded it.

A text stands on one line, or one line of its own to each of its lines; notes, places and flags have
their order, the header's fields theirs, and lines end as on Linux. So a difference between two
commits is what someone has changed.
"""

from portal.i18n.po import BOM, Document, Entry
from portal.translations.editing import text_lines, wrapped

FIELDS = (
    "Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms",
)  # fmt: skip


def bring_in_form(document: Document) -> None:
    """Writes every line anew. What cannot be read is left as it stands, for the check to tell."""
    if any(fault.code == "encoding" for fault in document.faults):
        return
    document.newline = "\n"
    document.head = []
    for entry in document.entries:
        entry.lines = _lines(document, entry)
        entry.after = ["\n"]
    if document.entries:
        document.entries[-1].after = []


def _lines(document: Document, entry: Entry) -> list[str]:
    stood = [line.strip().removeprefix(BOM).strip() for line in entry.lines]
    if entry.faults or not entry.ids:
        return [f"{line}\n" for line in stood]
    lines = [f"# {each}" if each else "#" for each in entry.comments]
    lines += [f"#. {each}" if each else "#." for each in entry.notes]
    lines += wrapped(entry.places)
    flags = sorted(dict.fromkeys(entry.flags), key=lambda flag: flag != "fuzzy")
    lines += [f"#, {', '.join(flags)}"] if flags else []
    lines += [line for line in stood if line.startswith(("#|", "#=", "#~ |", "#~|"))]
    prefix = "#~ " if entry.obsolete else ""
    return [f"{line}\n" for line in lines] + [f"{prefix}{line}" for line in _said(document, entry)]


def _said(document: Document, entry: Entry) -> list[str]:
    """The lines of its names and texts."""
    lines = [] if entry.context is None else text_lines("msgctxt", entry.context, document)
    lines += text_lines("msgid", entry.ids[0], document)
    if len(entry.ids) > 1:
        lines += text_lines("msgid_plural", entry.ids[1], document)
    for form, text in enumerate(entry.texts):
        said = _fields(text) if entry.is_header else text
        lines += text_lines("msgstr", said, document, form if len(entry.ids) > 1 else None)
    return lines


def _fields(header: str) -> str:
    """The header with its fields in their order; others stand behind, as they stood."""
    order = {name: place for place, name in enumerate(FIELDS)}
    lines = header.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    return "".join(sorted(lines, key=lambda line: order.get(line.partition(":")[0], len(order))))
