"""PO files line by line: what every entry says, and the very lines it stands on.

Nothing is guessed and nothing is lost: a file is read however broken it is, each fault with its
line, and writing an unchanged document gives back every byte. The format is GNU gettext's ("The
Format of PO Files"); blank lines may stand anywhere in an entry, as msgfmt allows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?\s*(.*)\Z", re.DOTALL)
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\Z', re.DOTALL)
ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
SIMPLE = {
    "n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "a": "\a", "b": "\b", "f": "\f", "v": "\v",
}  # fmt: skip
BOM = "\ufeff"
NOT_UTF_8 = re.compile("[\udc80-\udcff]")  # how Python keeps a byte it cannot decode

Key = tuple[str | None, str]


class Fault(NamedTuple):
    """What cannot be read, where. `code` names it for whoever explains it."""

    line: int
    code: str
    text: str


@dataclass(slots=True, eq=False)
class Entry:
    """One message: what it is called, what it says, what is noted on it, and its lines.

    `lines` keep their line ends; `after` are the blank lines behind. An entry without ids is a
    comment standing alone. `starts` is where each text begins, counted in lines from the first.
    """

    first: int = 1
    lines: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    context: str | None = None
    ids: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()
    flags: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    obsolete: bool = False
    faults: tuple[Fault, ...] = ()

    @property
    def key(self) -> Key:
        """What a text is looked up by."""
        return self.context, self.ids[0] if self.ids else ""

    @property
    def is_header(self) -> bool:
        """The entry without a name, which says what file this is."""
        return self.ids == ("",) and self.context is None and not self.obsolete

    @property
    def is_message(self) -> bool:
        """Whether it is a text that can be shown."""
        return bool(self.ids) and not self.is_header and not self.obsolete

    @property
    def unsure(self) -> bool:
        """The translator's own mark: not to be shown yet."""
        return "fuzzy" in self.flags

    @property
    def translated(self) -> bool:
        """Whether every form says something."""
        return bool(self.texts) and all(self.texts)

    def line_of(self, form: int = 0) -> int:
        """The line in the file where a text begins."""
        return self.first + (self.starts[form] if form < len(self.starts) else 0)


@dataclass(slots=True, eq=False)
class Document:
    """A PO file."""

    head: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    newline: str = "\n"
    faults: list[Fault] = field(default_factory=list)

    @property
    def header(self) -> dict[str, str]:
        """The header's fields by name; the first of a name counts."""
        fields: dict[str, str] = {}
        for entry in self.entries:
            if entry.is_header:
                for line in "".join(entry.texts).splitlines():
                    name, _colon, value = line.partition(":")
                    fields.setdefault(name.strip(), value.strip())
                break
        return fields

    def messages(self) -> Iterator[Entry]:
        """Every text that is in use, in the file's order."""
        return (entry for entry in self.entries if entry.is_message)

    def find(self, key: Key) -> Entry | None:
        """The first entry in use of that name."""
        return next((entry for entry in self.messages() if entry.key == key), None)

    def encoded(self) -> bytes:
        """The file, byte for byte where nothing was changed."""
        parts = list(self.head)
        for entry in self.entries:
            parts += entry.lines
            parts += entry.after
        return "".join(parts).encode("utf-8", "surrogateescape")


def unescaped(text: str) -> str:
    """What stands between the quotation marks, as it is meant. Raises ValueError."""
    if "\\" not in text:
        return text

    def one(found: re.Match[str]) -> str:
        what = found[1]
        if what in SIMPLE:
            return SIMPLE[what]
        if what[0] == "x" and len(what) > 1:
            return chr(int(what[1:], 16))
        if what[0] in "01234567":
            return chr(int(what, 8))
        raise ValueError(what)

    return ESCAPE.sub(one, text)


def escaped(text: str) -> str:
    """A text as it stands between quotation marks."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return text.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def parse(data: bytes) -> Document:
    """A document of whatever the bytes hold. Never raises: what cannot be read is in `faults`."""
    text = data.decode("utf-8", "surrogateescape")
    lines = _lines(text)
    document = Document(newline="\r\n" if "\r\n" in text else "\n")
    reader = _Reader(document)
    for number, line in enumerate(lines, 1):
        reader.take(number, line)
    reader.finish()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        document.faults.append(Fault(1, "encoding", "UTF-16"))
    return document


def _lines(text: str) -> list[str]:
    """With their ends; only these are line ends in a PO file, not every one Unicode knows."""
    return re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z", text)


class _Reader:
    """Takes one line after the other, and puts entries together."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._begin()

    def _begin(self) -> None:
        self._entry = Entry()
        self._blank: list[str] = []  # not yet known to be inside the entry
        self._parts: dict[tuple[str, int | None], list[str]] = {}
        self._starts: dict[int, int] = {}
        self._last: tuple[str, int | None] | None = None
        self._noted: dict[str, list[str]] = {"#": [], "#.": [], "#:": [], "#,": []}
        self._faults: list[Fault] = []

    def take(self, number: int, line: str) -> None:
        """One line of the file, with its end."""
        said = line.strip()
        if number == 1 and said.startswith(BOM):
            self._document.faults.append(Fault(1, "bom", ""))
            said = said[1:].strip()
        if not said:
            (self._blank if self._entry.lines else self._document.head).append(line)
            return
        obsolete = said.startswith("#~")
        said = said[2:].strip() if obsolete else said
        keyword = None if said.startswith(("#", '"', "|")) else KEYWORD.match(said)
        if self._ends(said, keyword):
            self.finish()
        self._keep(number, line)
        if NOT_UTF_8.search(line):
            self._faults.append(Fault(number, "encoding", said))
        if said.startswith(("#", "|")):  # an obsolete entry keeps what it said before behind "#~ |"
            self._note(said)
        else:
            if self._parts and obsolete is not self._entry.obsolete:
                self._fault(number, "half obsolete", said)
            self._entry.obsolete = self._entry.obsolete or obsolete
            self._text(number, said, keyword)

    def finish(self) -> None:
        """The entry ends here."""
        if not self._entry.lines:
            return
        entry = self._entry
        entry.after = self._blank
        parts = {key: "".join(found) for key, found in self._parts.items()}
        entry.context = parts.get(("msgctxt", None))
        entry.ids = tuple(
            parts[name, None] for name in ("msgid", "msgid_plural") if (name, None) in parts
        )
        forms = sorted(
            (each for each in parts if each[0] == "msgstr"), key=lambda each: each[1] or 0
        )
        entry.texts = tuple(parts[each] for each in forms)
        entry.starts = tuple(self._starts[each[1] or 0] for each in forms)
        if parts:
            self._require_whole(forms)
        entry.flags = tuple(
            flag.strip() for line in self._noted["#,"] for flag in line.split(",") if flag.strip()
        )
        entry.comments, entry.notes = tuple(self._noted["#"]), tuple(self._noted["#."])
        entry.places = tuple(place for line in self._noted["#:"] for place in line.split())
        entry.faults = tuple(self._faults)
        self._document.faults += self._faults
        self._document.entries.append(entry)
        self._begin()

    def _require_whole(self, forms: list[tuple[str, int | None]]) -> None:
        """An entry has a name, and a text for each form from 0 on."""
        entry, numbers = self._entry, [number for _name, number in forms]
        if not entry.ids or ("msgid", None) not in self._parts:
            self._fault(entry.first, "no msgid")
        elif not forms:
            self._fault(entry.first, "no msgstr")
        elif len(entry.ids) > 1 and (None in numbers or numbers != list(range(len(numbers)))):
            self._fault(entry.line_of(), "plural numbers")
        elif len(entry.ids) == 1 and numbers != [None]:
            self._fault(entry.line_of(), "plural without msgid_plural")

    def _ends(self, said: str, keyword: re.Match[str] | None) -> bool:
        """Whether a line belongs to the next entry already."""
        if said.startswith(("#", "|")):
            return bool(self._starts)
        if keyword is None:
            return False
        if keyword[1] == "msgctxt":
            return bool(self._parts)
        return keyword[1] == "msgid" and (("msgid", None) in self._parts or bool(self._starts))

    def _keep(self, number: int, line: str) -> None:
        if not self._entry.lines:
            self._entry.first = number
        self._entry.lines += [*self._blank, line]
        self._blank = []

    def _note(self, said: str) -> None:
        if said.startswith("|"):
            return
        kind = said[:2] if said[:2] in ("#.", "#:", "#,", "#|", "#=") else "#"
        if kind in self._noted:
            self._noted[kind].append(said[len(kind) :].strip())

    def _text(self, number: int, said: str, keyword: re.Match[str] | None) -> None:
        if keyword is not None:
            form = int(keyword[2]) if keyword[2] is not None else None
            self._last = (keyword[1], form)
            if self._last in self._parts:
                self._fault(number, "twice", keyword[1])
            self._parts.setdefault(self._last, [])
            if keyword[1] == "msgstr":
                self._starts[form or 0] = number - self._entry.first
            said = keyword[3]
        quoted = QUOTED.match(said)
        if quoted is None or self._last is None:
            self._fault(number, "quotes" if '"' in said else "stray", said)
            return
        try:
            self._parts[self._last].append(unescaped(quoted[1]))
        except ValueError as error:
            self._fault(number, "escape", str(error))

    def _fault(self, line: int, code: str, text: str = "") -> None:
        self._faults.append(Fault(line, code, text))
