"""Marks that are no letters of the text: the key of a menu (`&File`, `_File`), and Markdown."""

import re
from collections.abc import Iterator

from portal.translations.checks.message import Form, Found, Message
from portal.translations.checks.wording import said
from portal.translations.finding import Severity

RULE = "markup"
KEY = {
    "&": re.compile(r"(?<![\w&])&(?=[^\W_])(?!#?\w+;)|(?<=[^\W\d_])&(?=[^\W\d_])(?!\w+;)"),
    "_": re.compile(r"(?<![\w])_(?=[^\W\d_])|(?<=[^\W\d_])_(?=[^\W\d_])"),
}
STARTS = {"&": re.compile(r"(?<![\w&])&[A-Za-z](?!#?\w*;)"), "_": re.compile(r"(?<!\w)_[A-Za-z]")}
LINK = re.compile(r"\[[^\[\]]+\]\([^()\s]+\)")
BROKEN = -1


def check(message: Message) -> Iterator[Found]:
    """Everything about such marks in every form."""
    source = message.sources[-1]
    if not any(sign in source for sign in "&_[`*"):
        return
    for form in message.forms:
        if form.text:
            yield from _key(message, form)
            yield from _markdown(message, form)


def _key(message: Message, form: Form) -> Iterator[Found]:
    """A menu's key is marked once: not lost, and not marked twice."""
    for sign, pattern in KEY.items():
        if any(
            not STARTS[sign].search(text) or text.count(sign) != 1 or len(text) > 40
            for text in message.sources
        ):
            continue
        marked = len(pattern.findall(form.text))
        if marked == 1:
            continue
        wrong = said("the source marks a key with {sign}, the translation none", sign=sign)
        if marked:
            wrong = said("the source marks one key with {sign}, the translation several", sign=sign)
        severity = Severity.ERROR if marked else Severity.WARNING
        hint = said("write {sign} before one letter", sign=sign)
        yield Found(RULE, wrong, hint, form.number, severity)


def _markdown(message: Message, form: Form) -> Iterator[Found]:
    """Links, code and bold text are written with the same signs; quotation marks may stand for code."""
    for what, count in (("[…](…)", _links), ("`…`", _code), ("**…**", _bold)):
        wanted = {count(text) for text in message.sources}
        if wanted == {0} or BROKEN in wanted or count(form.text) in wanted:
            continue
        if what == "`…`" and count(form.text) == 0:
            continue
        wrong = said("the signs {what} of the source are lost or broken", what=what)
        yield Found(RULE, wrong, said("keep every one exactly as it is"), form.number)


def _links(text: str) -> int:
    return len(LINK.findall(text))


def _code(text: str) -> int:
    """1 where code is marked, and every mark has its other half."""
    return BROKEN if text.count("`") % 2 else int("`" in text)


def _bold(text: str) -> int:
    return BROKEN if text.count("**") % 2 else text.count("**") // 2
