"""Checks catalogs: ours against the source and its Swedish, and any other PO file against its own.

Every rule compares a translation with its source. A finding says where it is, what is wrong and how
to write it; an entry's comment `# check-ok: rule, because …` accepts it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.i18n.catalogs import DOMAINS, LONGEST, catalog_path, fault_of_entry
from portal.i18n.languages import Language
from portal.i18n.po import Document, Entry, parse
from portal.translations.checks import (
    case,
    copies,
    date_patterns,
    glossary,
    header,
    invisible,
    leftovers,
    lengths,
    letter_words,
    links,
    marks_in_text,
    markup,
    names,
    numbers,
    other_values,
    pairs,
    placeholders,
    plurals,
    punctuation,
    scripts,
    spaces,
    syntax,
    words,
)
from portal.translations.checks.accepted import accepted
from portal.translations.checks.message import Found, Message, message_of
from portal.translations.checks.syntax import AtLine
from portal.translations.checks.target import (
    UNKNOWN,
    Serves,
    Target,
    of_language,
    of_tag,
    serves_of,
)
from portal.translations.checks.wording import said
from portal.translations.finding import Finding, Severity
from portal.translations.sync import OWN_ORDER, SAYS, languages_of, noted_swedish, synced

CHECKS: tuple[Callable[[Message], Iterable[Found]], ...] = (
    placeholders.check, other_values.check, plurals.check, markup.check, marks_in_text.check, links.check, date_patterns.check, scripts.check,
    invisible.check, numbers.check, names.check, glossary.check, letter_words.check, copies.check, lengths.check,
    punctuation.check, spaces.check, pairs.check, words.check, leftovers.check, case.check, syntax.check,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of one file has found, and how much there was to look at."""

    path: Path
    tag: str
    messages: int
    translated: int
    unsure: int
    findings: tuple[Finding, ...]


def findings(root: Path, *, source: bool = True) -> list[Finding]:
    """Everything wrong in our catalogs of languages that are offered.

    With `source`, also every file that is out of step with it.
    """
    return [each for checked in check_own(root, source=source) for each in checked.findings]


def check_own(root: Path, *, source: bool = True) -> Iterator[Checked]:
    """Our own catalogs, one after the other."""
    stale = out_of_step(root) if source else {}
    for domain in DOMAINS:
        for language in languages_of(domain):
            path = catalog_path(root / "translations", language, domain)
            if not path.exists():
                if language.offered:
                    gone = Finding(
                        path,
                        1,
                        "missing",
                        said("the catalog is missing"),
                        said("run: portal translations sync"),
                    )
                    yield Checked(path, language.tag, 0, 0, 0, (gone,))
                continue
            yield check_file(
                path, of_language(language), first=stale.get(path, ()), complete=language.offered
            )


def out_of_step(root: Path) -> dict[Path, tuple[Finding, ...]]:
    """The catalogs that `sync` would change."""
    return {
        path: (
            Finding(
                path,
                1,
                "sync",
                said("out of step with the source"),
                said("run: portal translations sync"),
            ),
        )
        for path, content in synced(root).items()
        if path.exists() and path.read_bytes() != content
    }


def check_paths(paths: Iterable[Path]) -> Iterator[Checked]:
    """PO files, and those in folders. Raises OSError for one that cannot be read."""
    for path in paths:
        if path.is_dir():
            found = sorted(each for kind in ("*.po", "*.pot") for each in path.rglob(kind))
            if not found:
                raise FileNotFoundError(said("no .po file in {path}", path=path))
            for each in found:
                yield check_file(each)
        else:
            yield check_file(path)


def check_file(
    path: Path,
    target: Target | None = None,
    *,
    first: tuple[Finding, ...] = (),
    complete: bool | None = None,
) -> Checked:
    """One file. `complete` says whether every text must be there; if not said, most of it decides."""  # fmt: skip
    data = path.read_bytes()
    document = parse(data)
    place = target.tag if target and target.registered else tag_of_place(path)
    target = target or target_of(document, place)
    template = path.suffix == ".pot" or not any(any(entry.texts) for entry in document.messages())
    lines = list(syntax.of_document(document, data))
    unreadable = syntax.unreadable(data)
    found = list(first)
    if not unreadable:
        if not template:
            lines += header.check(document, target, place)
        accepted_header, _wrong = accepted(_header_comments(document))
        found += [
            _at_line(path, each)
            for each in lines
            if each.rule not in accepted_header or each.rule == "syntax"
        ]
        if not template or complete:
            found += _entries(path, document, target, complete=complete)
    else:
        found += [_at_line(path, each) for each in lines]
    messages = list(document.messages())
    unsure = sum(entry.unsure for entry in messages)
    translated = sum(entry.translated for entry in messages)
    found.sort(key=lambda each: each.line)
    return Checked(path, target.tag, len(messages), translated, unsure, tuple(found))


def _header_comments(document: Document) -> tuple[str, ...]:
    entry = header.header_of(document)
    return entry.comments if entry else ()


def tag_of_place(path: Path) -> str:
    """The language that the folder or the name of a file says: `pl/LC_MESSAGES/x.po`, `app-pl.po`."""
    path = path.absolute()
    if path.parent.name == "LC_MESSAGES" and of_tag(path.parent.parent.name):
        return path.parent.parent.name
    stem = path.stem
    for name in (stem, stem.rsplit(".", 1)[-1], stem.rsplit("-", 1)[-1]):
        if re.fullmatch(r"[a-z]{2,3}(?:[_-][A-Za-z]{2,4})?(?:@\w+)?", name) and of_tag(name):
            return name
    name = path.parent.name
    return (
        name
        if re.fullmatch(r"[a-z]{2,3}(?:[_-][A-Z]\w{1,3})?(?:@\w+)?", name) and of_tag(name)
        else ""
    )


def target_of(document: Document, place: str = "") -> Target:
    """The language of a file: as its header says, else as its place says."""
    return (
        of_tag(document.header.get("Language", "")) or (of_tag(place) if place else None) or UNKNOWN
    )


def _entries(
    path: Path, document: Document, target: Target, *, complete: bool | None
) -> Iterator[Finding]:
    serves = _serves(document, target)
    entries = list(document.messages())
    mostly = (
        complete
        if complete is not None
        else sum(each.translated for each in entries) * 2 >= len(entries)
    )
    for entry in entries:
        if entry.faults:
            continue
        if entry.unsure:
            yield _of_found(
                path,
                entry,
                Found("unsure", said("marked as not sure: not shown yet"), severity=Severity.INFO),
            )
        elif any(entry.texts):
            yield from _of_entry(path, entry, target, swedish_of(entry), serves)
        elif mostly and not target.is_source:  # an empty English entry means "as in the source"
            severity = Severity.ERROR if complete else Severity.WARNING
            yield _of_found(
                path, entry, Found("missing", said("not translated"), severity=severity)
            )


def _serves(document: Document, target: Target) -> Serves:
    """The numbers of each form: as the header says, if it can be read and counts as many forms."""
    own = serves_of(document.header.get("Plural-Forms", ""))
    if own is None or (target.registered and len(own) == len(target.serves)):
        return target.serves
    return own


def swedish_of(entry: Entry) -> tuple[str, ...]:
    """The Swedish text that stands beside an entry, one or one for each of its two forms."""
    noted = noted_swedish(entry).get(SAYS, "")
    if not noted:
        return ()
    if len(entry.ids) > 1 and noted.count(OWN_ORDER) == 1:
        return tuple(noted.split(OWN_ORDER))
    return (noted,)


def findings_of_entry(
    entry: Entry, language: Language, *, path: Path = Path(), swedish: tuple[str, ...] = ()
) -> list[Finding]:
    """What is wrong in one entry of a catalog of ours. `swedish`, if given, counts before its note."""
    target = of_language(language)
    if not any(entry.texts):
        return []
    return list(_of_entry(path, entry, target, swedish or swedish_of(entry), target.serves))


def _of_entry(
    path: Path, entry: Entry, target: Target, swedish: tuple[str, ...], serves: Serves
) -> Iterator[Finding]:
    longest = max(map(len, (*entry.ids, *entry.texts)))
    if longest > LONGEST:  # no rule is to read what no page could show
        wrong = said("{got} letters where at most {wanted} are read", got=longest, wanted=LONGEST)
        yield _of_found(path, entry, Found("length", wrong, said("say it shorter")))
        return
    message = message_of(entry, target, swedish, serves)
    right, wrong = (
        accepted(entry.comments)
        if any("check-ok" in each for each in entry.comments)
        else (set(), "")
    )
    if wrong:
        yield _of_found(
            path, entry, Found("check-ok", wrong, said("write: # check-ok: rule, because …"))
        )
    found = [each for check in CHECKS for each in check(message)]
    found = [each for each in found if each.rule not in right]
    language = target.registered
    if (
        not found
        and not right
        and language
        and target == of_language(language)
        and _as_ours(message)
        and (fault := fault_of_entry(entry, language))
    ):
        found = [Found("placeholders", fault)]  # what would not be shown must never pass
    for each in sorted(dict.fromkeys(found), key=lambda each: (each.form, each.severity.value)):
        yield _of_found(path, entry, each)


def _as_ours(message: Message) -> bool:
    """Whether its values are written as the portal's own are: named, as strings, and `count` counts."""
    plain_percent = any(map(placeholders.positional, message.sources))
    kinds = {kind for text in message.sources for _name, kind in placeholders.named(text)}
    counted = placeholders.count_name(message) if message.plural else None
    forms = not message.plural or len(message.serves) == len(message.target.serves)
    return forms and not plain_percent and kinds <= {"s"} and counted in (None, "count")


def _of_found(path: Path, entry: Entry, found: Found) -> Finding:
    return Finding(
        path, entry.line_of(found.form), found.rule, found.wrong, found.hint, entry.ids[0], entry.places, found.severity
    )  # fmt: skip


def _at_line(path: Path, each: AtLine) -> Finding:
    return Finding(path, each.line, each.rule, each.wrong, each.hint, each.source)
