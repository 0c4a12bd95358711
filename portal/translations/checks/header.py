"""The header: who speaks, in which encoding, and how they count."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from portal.i18n.po import Document, Entry
from portal.translations.checks.syntax import AtLine
from portal.translations.checks.target import Target, of_tag, rule_of, serves_of, unlisted
from portal.translations.checks.wording import said

RULE = "header"
FIELDS = ("Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms", "Project-Id-Version",
          "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team", "X-Generator")  # fmt: skip
# What gettext has written for years where CLDR divides the numbers in another way.
OLDER = {
    "lv": ("nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);",),
    "he": ("nplurals=2; plural=(n != 1);", "nplurals=4; plural=(n==1 ? 0 : n==2 ? 1 : n>10 && n%10==0 ? 2 : 3);"),
    "mt": ("nplurals=4; plural=(n==1 ? 0 : n==0 || (n%100>1 && n%100<11) ? 1 : (n%100>10 && n%100<20) ? 2 : 3);",),
    "tr": ("nplurals=1; plural=0;",), "hu": ("nplurals=1; plural=0;",), "az": ("nplurals=1; plural=0;",), "ka": ("nplurals=1; plural=0;",),
}  # fmt: skip
CHARSET = re.compile(r"charset=([\w-]*)", re.IGNORECASE)


def header_of(document: Document) -> Entry | None:
    """The file's header, if it has one."""
    return next((entry for entry in document.entries if entry.is_header), None)


def check(document: Document, target: Target, folder_tag: str = "") -> Iterator[AtLine]:
    """Everything about the header; `folder_tag` is the language that the file's place says."""
    entry = header_of(document)
    if entry is None:
        if document.entries:
            yield AtLine(
                1,
                RULE,
                said("the file has no header"),
                said("copy the header of another catalog of the language"),
            )
        return
    if entry.faults:
        return
    said_fields = _fields(entry)
    yield from _shape(entry, said_fields)
    values: dict[str, str] = {}
    for name, value in said_fields:
        values.setdefault(name.lower(), value)
    yield from _language(entry, values, target, folder_tag)
    yield from _charset(entry, values)
    yield from _plurals(document, entry, values, target)


def _fields(entry: Entry) -> list[tuple[str, str]]:
    lines = "".join(entry.texts).splitlines()
    return [
        (name.strip(), value.strip())
        for name, _colon, value in (line.partition(":") for line in lines)
    ]


def _line(entry: Entry, name: str, nth: int = 0) -> int:
    """The line on which a field stands."""
    found = [
        number
        for number, line in enumerate(entry.lines)
        if re.search(rf"\"\s*{re.escape(name)}\b", line, re.IGNORECASE)
    ]
    return entry.first + found[min(nth, len(found) - 1)] if found else entry.line_of()


def _shape(entry: Entry, fields: list[tuple[str, str]]) -> Iterator[AtLine]:
    names = [name.lower() for name, _value in fields]
    for name in dict.fromkeys(names):
        if name and names.count(name) > 1:
            yield AtLine(
                _line(entry, name, 1),
                RULE,
                said("the field {name} stands twice", name=name.title()),
                said("keep one of them"),
            )
    for line, (name, value) in zip("".join(entry.texts).splitlines(), fields, strict=True):
        if line.strip() and ":" not in line:
            yield AtLine(
                _line(entry, name),
                RULE,
                said("a line of the header without a colon: “{line}”", line=line),
                said("write “Name: value\\n”"),
            )
        glued = next((each for each in FIELDS if f"{each}:" in value), None)
        if glued:
            wrong = said(
                "{name} stands on the line of {other}: its \\n is missing", name=glued, other=name
            )
            yield AtLine(_line(entry, name), RULE, wrong, said("end every field with \\n"))


def _misspelt(values: dict[str, str], wanted: str) -> str:
    return next(
        iter(
            get_close_matches(
                wanted.lower(),
                [name for name in values if name not in map(str.lower, FIELDS)],
                1,
                0.8,
            )
        ),
        "",
    )


def _language(
    entry: Entry, values: dict[str, str], target: Target, folder_tag: str
) -> Iterator[AtLine]:
    language = values.get("language")
    hint = said("write “{line}”", line=f"Language: {folder_tag or target.tag}\\n")
    if not language:
        yield AtLine(
            _line(entry, _misspelt(values, "Language") or "Language"),
            RULE,
            said("the header does not say which language it is"),
            hint,
        )
        return
    known = of_tag(language)
    if known is None and unlisted(language):
        return
    if known is None:
        yield AtLine(
            _line(entry, "Language"),
            RULE,
            said("{language} is no language", language=language),
            hint,
        )
        return
    place = of_tag(folder_tag) if folder_tag else None
    if place is None:
        return
    strict = place.registered is not None and folder_tag in (
        place.registered.tag,
        place.registered.folder,
    )
    differs = known.tag.lower() != place.tag.lower() if strict else known.base != place.base
    if differs and not (strict and _also(language, place)):
        wrong = said(
            "the header says {language}, the file’s place says {place}",
            language=language,
            place=place.tag,
        )
        yield AtLine(_line(entry, "Language"), RULE, wrong, hint)


def _also(language: str, place: Target) -> bool:
    """Another way of writing the same tag: `sv_SE` for sv, `fa_AF` for fa-AF, `prs`."""
    tag = language.replace("_", "-").lower()
    own = place.tag.lower()
    return tag == own or (tag.startswith(f"{own}-") and "simple" not in tag) or (
        place.registered is not None and language in (place.registered.folder, *place.registered.aliases)
    )  # fmt: skip


def _charset(entry: Entry, values: dict[str, str]) -> Iterator[AtLine]:
    kind = values.get("content-type")
    hint = said("write “{line}”", line="Content-Type: text/plain; charset=UTF-8\\n")
    if kind is None:
        yield AtLine(
            _line(entry, _misspelt(values, "Content-Type") or "msgstr"),
            RULE,
            said("the header does not say in which encoding it is"),
            hint,
        )
        return
    found = CHARSET.search(kind)
    charset = found[1].lower().replace("_", "-") if found else ""
    if charset not in ("utf-8", "utf8"):
        wrong = said("the encoding is {charset}, not UTF-8", charset=charset or "–")
        yield AtLine(_line(entry, "Content-Type"), RULE, wrong, hint)


def _plurals(
    document: Document, entry: Entry, values: dict[str, str], target: Target
) -> Iterator[AtLine]:
    header = values.get("plural-forms")
    own = target.registered.plural_forms if target.registered else ""
    hint = said("write “{line}”", line=f"Plural-Forms: {own}\\n") if own else _table(target)
    if header is None:
        if own or any(len(each.ids) > 1 for each in document.messages()):
            line = _line(entry, _misspelt(values, "Plural-Forms") or "msgstr")
            yield AtLine(
                line,
                RULE,
                said("the header does not say how the language counts (Plural-Forms)"),
                hint,
            )
        return
    if "INTEGER" in header:
        if own or any(len(each.ids) > 1 for each in document.messages()):
            line = _line(entry, "Plural-Forms")
            wrong = said("Plural-Forms cannot be read: {header}", header=header)
            yield AtLine(line, RULE, wrong, hint)
        return
    if not target.serves:
        return
    serves, line = serves_of(header), _line(entry, "Plural-Forms")
    if serves is None or rule_of(header) is None:
        yield AtLine(line, RULE, said("Plural-Forms cannot be read: {header}", header=header), hint)
    elif not same_rule(serves, target):
        yield AtLine(line, RULE, said("Plural-Forms differs from how the language counts"), hint)


def same_rule(serves: tuple[tuple[int, ...], ...], target: Target) -> bool:
    """Whether a header counts as the language does; forms for fractions only do not matter.

    In a language that is not ours the forms may stand in another order, and zero with either form.
    """
    used = [each for each in serves if each]
    wanted = list(target.serves)
    ours = target.registered is not None and target.serves == serves_of(
        target.registered.plural_forms
    )
    if used == wanted:
        return True
    if ours:
        return False
    if serves in map(serves_of, OLDER.get(target.base, ())):
        return True
    bare = [tuple(number for number in each if number) for each in used]
    return sorted(used) == sorted(wanted) or bare == [
        tuple(number for number in each if number) for each in wanted
    ]


def _table(target: Target) -> str:
    from portal.translations.checks.plurals import numbers_of

    return "; ".join(
        said("form {number} is used for {numbers}", number=number, numbers=numbers_of(serves))
        for number, serves in enumerate(target.serves)
    )
