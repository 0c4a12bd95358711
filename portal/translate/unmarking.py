"""Puts elements in place of marks, before a page leaves.

In a text a mark becomes `<span data-i18n>`. An attribute cannot hold an element: its marks are
taken out and noted on the element. Where only characters may stand (title, option, textarea) they
are taken out too. What cannot be tapped on the page is answered apart.
"""

import re
from dataclasses import dataclass, field

from portal.translate.marks import ANY, DECODE, END, MARK, without

TAG = re.compile(
    r"<(?:!--.*?-->|(/?)([a-zA-Z][\w-]*)((?:\"[^\"]*\"|'[^']*'|[^'\">])*)>)", re.DOTALL
)
ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
ONLY_CHARACTERS = frozenset({"title", "option", "textarea", "script", "style"})


@dataclass(slots=True)
class Unmarked:
    """A page without marks: `seen` are all its texts in order, `visible` those that one can tap."""

    html: str = ""
    seen: dict[str, None] = field(default_factory=dict)
    visible: set[str] = field(default_factory=set)


def unmark(html: str) -> Unmarked:
    """A page whose texts are elements of their own."""
    page = Unmarked()
    if not ANY.search(html):
        page.html = html
        return page
    pieces: list[str] = []
    inside, depth, done = "", 0, 0
    for tag in TAG.finditer(html):
        text, depth = _text(html[done : tag.start()], inside, depth, page)
        pieces += [text, _tag(tag, page)]
        done = tag.end()
        closes, name = tag[1], (tag[2] or "").lower()
        if name in ONLY_CHARACTERS and not inside and not closes:
            inside = name
        elif closes and name == inside:
            inside = ""
    pieces.append(_text(html[done:], inside, depth, page)[0])
    page.html = ANY.sub("", "".join(pieces))
    return page


def _text(text: str, inside: str, depth: int, page: Unmarked) -> tuple[str, int]:
    """What stands between two tags; `depth` is how many marks are open."""
    if not ANY.search(text):
        return text, depth

    def element(found: re.Match[str]) -> str:
        nonlocal depth
        if found[1]:
            name = found[1].translate(DECODE)
            page.seen.setdefault(name)
            if inside:
                return ""
            page.visible.add(name)
            depth += 1
            return f'<span data-i18n="{name}">'
        if found[0] == END and not inside and depth:
            depth -= 1
            return "</span>"
        return ""

    return MARK.sub(element, text), depth


def _tag(tag: re.Match[str], page: Unmarked) -> str:
    """A tag whose attributes say what they said, and beside them which texts those are."""
    whole = tag[0]
    if not ANY.search(whole):
        return whole
    names: list[str] = []
    for attribute in ATTRIBUTE.finditer(whole):
        for found in MARK.finditer(attribute[2]):
            if found[1]:
                name = found[1].translate(DECODE)
                page.seen.setdefault(name)
                names.append(f"{attribute[1]}:{name}")
    clean = without(whole)
    if not names or not tag[2]:
        return clean
    end = "/>" if clean.endswith("/>") else ">"
    return f'{clean.removesuffix(end).rstrip()} data-i18n-attrs="{" ".join(names)}"{end}'
