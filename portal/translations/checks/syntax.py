"""What makes a file hard to read: its lines, its encoding, entries that stand twice."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from portal.i18n.po import Document, Entry, Fault, Key
from portal.translations.checks.message import Found, Message
from portal.translations.checks.wording import said

FAULTS = {
    "quotes": "a quotation mark is missing or stands too much on this line",
    "stray": "this line belongs to no entry: is a word or a quotation mark missing?",
    "escape": "a \\ with a letter that means nothing",
    "twice": "the same keyword stands twice in one entry",
    "no msgid": "an entry without msgid",
    "no msgstr": "an entry without msgstr",
    "half obsolete": "a part of this entry is marked as obsolete (#~), and a part is not",
    "plural numbers": "msgstr[0], msgstr[1] … are not numbered in order",
    "plural without msgid_plural": "numbered forms without msgid_plural",
}
HINTS = {
    "quotes": 'each line of text stands between two " signs; inside the text a " is written \\"',
    "stray": 'each line of text stands between two " signs; comments begin with #',
    "escape": 'write \\n for a new line, \\" for a quotation mark, \\\\ for a backslash',
    "twice": "an empty line and a msgid are missing between two entries",
    "no msgid": 'write msgid "…" before msgstr',
    "no msgstr": 'write msgstr "" below msgid',
    "half obsolete": "write #~ before every line of it, or before none",
    "plural numbers": "number the forms from 0 on, each once",
    "plural without msgid_plural": "write one msgstr without a number",
}
MOJIBAKE = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{2,}"
)
CYRILLIC_MOJIBAKE = re.compile(  # the two bytes of a Cyrillic letter in Windows-1251, twice
    "(?:[РС][ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕї]){2,}"
)
LOST = re.compile(r"(?<=[^\W\d_])\?(?=[^\W\d_])|(?<![\w?])\?{2,}(?=\w)|\?{3,}")


class AtLine(NamedTuple):
    """What is wrong with a file at a line of it."""

    line: int
    rule: str
    wrong: str
    hint: str = ""
    source: str = ""


def of_document(document: Document, data: bytes) -> Iterator[AtLine]:
    """Everything about the file as such."""
    if wrong := unreadable(data):
        yield AtLine(1, "encoding", said(wrong), said("save it once more as UTF-8"))
        return
    if not document.entries:
        yield AtLine(1, "syntax", said("the file has no texts"), said("fetch it once more"))
    for fault in dict.fromkeys(document.faults):
        yield _of_fault(document, fault)
    yield from _line_ends(document, data)
    yield from _twice(document)


def unreadable(data: bytes) -> str:
    """Why a file is no text in UTF-8 at all, or nothing."""
    if data[:4] in (b"\xde\x12\x04\x95", b"\x95\x04\x12\xde"):
        return "a compiled catalog (.mo), not a PO file"
    zeros = data[:200].count(0)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or zeros > len(data[:200]) // 3:
        return "the file is not UTF-8 but UTF-16"
    return "the file is no text, but something else" if zeros else ""


def _of_fault(document: Document, fault: Fault) -> AtLine:
    if fault.code == "bom":
        return AtLine(
            1,
            "encoding",
            said("an invisible sign stands before the first line (BOM)"),
            said("save it once more as UTF-8 without BOM"),
        )
    if fault.code == "encoding":
        return AtLine(
            fault.line,
            "encoding",
            said("a letter that is not UTF-8"),
            said("save it once more as UTF-8"),
        )
    line = fault.line
    entry = next(
        (each for each in document.entries if each.first <= line < each.first + len(each.lines)),
        None,
    )
    source = entry.ids[0] if entry and entry.ids else ""
    if entry and fault.code in ("no msgid", "no msgstr"):
        line = _first_text(entry)
    return AtLine(
        line,
        "syntax",
        said(FAULTS.get(fault.code, fault.code)),
        said(HINTS.get(fault.code, "")),
        source,
    )


def _first_text(entry: Entry) -> int:
    """The line of the first keyword: what stands above is comments."""
    for number, line in enumerate(entry.lines):
        if line.strip() and not line.lstrip("\ufeff ").startswith("#"):
            return entry.first + number
    return entry.first


def _line_ends(document: Document, data: bytes) -> Iterator[AtLine]:
    windows = data.count(b"\r\n")
    unix, alone = data.count(b"\n") - windows, data.count(b"\r") - windows
    kinds = [count for count in (windows, unix, alone) if count]
    if kinds and not windows and not unix:
        yield AtLine(
            1,
            "encoding",
            said("lines end with CR alone, which other programs do not read"),
            said("save it once more with one kind of line ends"),
        )
    if len(kinds) < 2:
        return
    lines = [
        *document.head,
        *(line for entry in document.entries for line in (*entry.lines, *entry.after)),
    ]
    most = max((windows, "\r\n"), (unix, "\n"), (alone, "\r"))[1]
    odd = next(
        (
            number
            for number, line in enumerate(lines, 1)
            if not line.endswith(most) or (most == "\n" and line.endswith("\r\n"))
        ),
        1,
    )
    yield AtLine(
        odd,
        "encoding",
        said("lines end in different ways in this file"),
        said("save it once more with one kind of line ends"),
    )


def _twice(document: Document) -> Iterator[AtLine]:
    """Of two entries that say the same name, gettext refuses one and readers see either."""
    first: dict[Key, Entry] = {}
    headers = [entry for entry in document.entries if entry.is_header]
    for entry in headers[1:]:
        hint = said("the first is on line {line}", line=headers[0].first)
        yield AtLine(_first_text(entry), "header", said("a second header"), hint)
    for entry in document.messages():
        if (before := first.setdefault(entry.key, entry)) is not entry:
            wrong = said("the same entry stands twice")
            hint = said("the first is on line {line}; keep one of them", line=before.first)
            yield AtLine(_first_text(entry), "duplicate", wrong, hint, entry.ids[0])
    gone: dict[Key, Entry] = {}
    for entry in document.entries:
        if not entry.obsolete or not entry.ids:
            continue
        if (before := gone.setdefault(entry.key, entry)) is not entry:
            wrong = said("the same obsolete entry stands twice")
            hint = said("the first is on line {line}; keep one of them", line=before.first)
            yield AtLine(_first_obsolete(entry), "duplicate", wrong, hint, entry.ids[0])
        elif entry.key in first:
            wrong = said("an obsolete entry has the same name as one in use")
            line = first[entry.key].first
            hint = said("the one in use is on line {line}; take the obsolete one away", line=line)
            yield AtLine(_first_obsolete(entry), "duplicate", wrong, hint, entry.ids[0])


def _first_obsolete(entry: Entry) -> int:
    return entry.first + next(
        (number for number, line in enumerate(entry.lines) if "msgid" in line or "msgctxt" in line),
        0,
    )


def check(message: Message) -> Iterator[Found]:
    """What an encoding that was misread leaves in a text."""
    for form in message.forms:
        text = form.text
        references = message.references
        if text.isascii() and "?" not in text:
            continue
        if "\ufffd" in text and not any("\ufffd" in each for each in references):
            yield Found(
                "encoding",
                said("a letter was lost (U+FFFD)"),
                said("write the word anew"),
                form.number,
            )
        elif (bad := misread(text)) and not any(map(misread, references)):
            wrong = said("letters that were read in the wrong encoding: “{bad}”", bad=bad[0])
            yield Found(
                "encoding",
                wrong,
                said("write for example: {example}", example=text.replace(*bad)),
                form.number,
            )
        elif (
            "?" in text
            and (found := LOST.search(form.plain))
            and not any(map(LOST.search, references))
        ):
            word = re.search(rf"\S*{re.escape(found[0])}\S*", form.plain)
            wrong = said("a letter was lost: “{bad}”", bad=word[0] if word else found[0])
            yield Found("encoding", wrong, said("write the word anew"), form.number)
        elif len(whole := unicodedata.normalize("NFC", text)) < len(text):
            wrong = said("letters and their marks stand apart (NFD)")
            yield Found(
                "encoding", wrong, said("write for example: {example}", example=whole), form.number
            )


def _as_windows(text: str) -> bytes:
    """The bytes of a text in Windows-1252; what that has no sign for as in Latin-1, as browsers do."""
    return b"".join(
        each.encode("cp1252") if each.encode("cp1252", "ignore") else each.encode("latin-1")
        for each in text
    )


def misread(text: str) -> tuple[str, str] | None:
    """UTF-8 that was read in an encoding of one byte, and what it was; nothing if it is right."""
    if found := CYRILLIC_MOJIBAKE.search(text):
        return found[0], found[0].encode("cp1251").decode("utf-8", "replace")
    for found in MOJIBAKE.finditer(text):
        try:
            was = _as_windows(found[0]).decode("utf-8")
        except UnicodeError:
            continue
        if any(each.isalpha() or each in "–—’‘“”…€" for each in was):
            return found[0], was
    part = re.search(
        "(?:Ã[\u0080-\u00bf¤¥¶–„…†‡‰Šš•˜œŸ]|â€[™œ“”¦˜]?|[ØÙ][\u0080-\u00bf‚-›]){1,}", text
    )
    return (part[0], "…") if part and not part[0].isascii() else None
