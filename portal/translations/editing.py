"""Changes entries of a PO file and leaves every other line as it stands.

A changed text is its own lines only; notes, comments and hand formatting around it stay.
"""

import re
from collections.abc import Iterable, Sequence

from portal.i18n.po import Document, Entry, Key, escaped, parse

TEXT = re.compile(r"(?:#~\s*)?(msgctxt|msgid_plural|msgid|msgstr)\b")


def set_texts(document: Document, entry: Entry, texts: Sequence[str]) -> None:
    """What the entry says from now on, a text for each form."""
    if tuple(texts) == entry.texts:
        return
    plural = len(entry.ids) > 1
    begin = min(entry.starts)
    if len(texts) == len(entry.texts):  # only the lines of the forms that changed
        ends = [*entry.starts[1:], len(entry.lines)]
        lines = list(entry.lines[:begin])
        for number, (text, was) in enumerate(zip(texts, entry.texts, strict=True)):
            stood = entry.lines[entry.starts[number] : ends[number]]
            lines += (
                stood
                if text == was
                else text_lines("msgstr", text, document, number if plural else None)
            )
    else:
        lines = list(entry.lines[:begin])
        for number, text in enumerate(texts):
            lines += text_lines("msgstr", text, document, number if plural else None)
    _replace(document, entry, lines)


def set_notes(document: Document, entry: Entry, notes: Sequence[str]) -> None:
    """What is noted for the translator (`#.`), from the source."""
    if tuple(notes) != entry.notes:
        _replace_comments(document, entry, "#.", [f"#. {note}" if note else "#." for note in notes])


def set_places(document: Document, entry: Entry, places: Sequence[str]) -> None:
    """Where the text is used (`#:`), several to a line."""
    if tuple(places) != entry.places:
        _replace_comments(document, entry, "#:", wrapped(places))


def set_flags(document: Document, entry: Entry, flags: Sequence[str]) -> None:
    """Its flags (`#,`): `fuzzy` is the translator's own "not sure"."""
    if tuple(flags) != entry.flags:
        _replace_comments(document, entry, "#,", [f"#, {', '.join(flags)}"] if flags else [])


def set_comments(document: Document, entry: Entry, comments: Sequence[str]) -> None:
    """The translator's own comments (`#`), such as who has reviewed it and when."""
    if tuple(comments) != entry.comments:
        _replace_comments(document, entry, "#", [f"# {each}" if each else "#" for each in comments])


def new_entry(
    document: Document,
    key: Key,
    plural: str | None,
    texts: Sequence[str],
    *,
    notes: Sequence[str] = (),
    places: Sequence[str] = (),
) -> Entry:
    """An entry that is not in the document yet."""  # fmt: skip
    end = document.newline
    lines = [f"#. {note}{end}" if note else f"#.{end}" for note in notes]
    lines += [f"{line}{end}" for line in wrapped(places)]
    context, one = key
    if context is not None:
        lines += text_lines("msgctxt", context, document)
    lines += text_lines("msgid", one, document)
    if plural is not None:
        lines += text_lines("msgid_plural", plural, document)
    for number, text in enumerate(texts):
        lines += text_lines("msgstr", text, document, number if plural is not None else None)
    [entry] = parse("".join(lines).encode()).entries
    entry.after = [end]
    return entry


def insert(document: Document, entry: Entry, after: Entry | None) -> None:
    """Puts an entry behind another, or at the end."""
    place = document.entries.index(after) + 1 if after else len(document.entries)
    if place and not document.entries[place - 1].after:
        _end_line(document.entries[place - 1], document.newline)
        document.entries[place - 1].after = [document.newline]
    if place == len(document.entries):
        entry.after = []
    document.entries.insert(place, entry)


def retire(document: Document, entry: Entry) -> None:
    """Keeps what a text said that the source no longer has, as GNU gettext does (`#~`)."""
    lines = []
    for line in entry.lines:
        if line.startswith(("#.", "#:", "#|")):
            continue
        lines.append(line if line.startswith("#") or not line.strip() else f"#~ {line}")
    _replace(document, entry, lines)


def revive(document: Document, entry: Entry) -> None:
    """A text that has come back says what it said."""
    lines = [re.sub(r"^#~ ?", "", line) for line in entry.lines if not line.startswith("#~ |")]
    _replace(document, entry, lines)


def text_lines(keyword: str, text: str, document: Document, form: int | None = None) -> list[str]:
    """The lines of one text; one that has lines itself stands one to a line, as gettext writes it."""
    name = keyword if form is None else f"{keyword}[{form}]"
    parts = re.findall(r"[^\n]*\n|[^\n]+\Z", text)
    said = [f'{name} "{escaped(text)}"']
    if len(parts) > 1:
        said = [f'{name} ""', *(f'"{escaped(part)}"' for part in parts)]
    return [f"{line}{document.newline}" for line in said]


def wrapped(places: Sequence[str]) -> list[str]:
    """Places on lines of at most 80 letters."""
    lines: list[str] = []
    for place in places:
        if lines and len(lines[-1]) + 1 + len(place) < 80:
            lines[-1] += f" {place}"
        else:
            lines.append(f"#: {place}")
    return lines


def _replace_comments(document: Document, entry: Entry, kind: str, new: Iterable[str]) -> None:
    """Other lines of one kind of comment; without any yet, they stand where gettext puts them."""
    order = ("#", "#.", "#:", "#,")
    fresh = [f"{line}{document.newline}" for line in new]
    stood = [number for number, line in enumerate(entry.lines) if _kind(line) == kind]
    if stood:
        place = stood[0]
        kept = [line for number, line in enumerate(entry.lines) if number not in set(stood)]
    else:
        kept = list(entry.lines)
        later = order[order.index(kind) + 1 :]
        place = next(
            (number for number, line in enumerate(kept) if _kind(line) in (*later, "#|", "") and line.strip()),
            len(kept),
        )  # fmt: skip
    _replace(document, entry, [*kept[:place], *fresh, *kept[place:]])


def _kind(line: str) -> str:
    """Which comment a line is; empty for a text, also an obsolete one."""
    line = line.lstrip("\ufeff ")
    if not line.startswith("#") or line.startswith("#~"):
        return ""
    return line[:2] if line[:2] in ("#.", "#:", "#,", "#|") else "#"


def _replace(document: Document, entry: Entry, lines: list[str]) -> None:
    """The entry, read anew from other lines; an empty one falls away."""
    place = document.entries.index(entry)
    found = parse("".join(lines).encode("utf-8", "surrogateescape")).entries
    if not found:
        del document.entries[place]
        return
    [new] = found
    for name in (
        "lines",
        "ids",
        "texts",
        "starts",
        "flags",
        "comments",
        "notes",
        "places",
        "obsolete",
        "faults",
    ):
        setattr(entry, name, getattr(new, name))


def _end_line(entry: Entry, newline: str) -> None:
    if entry.lines and not entry.lines[-1].endswith(("\n", "\r")):
        entry.lines[-1] += newline
