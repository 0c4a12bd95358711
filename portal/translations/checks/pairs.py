"""Quotation marks and brackets that were opened are closed."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from portal.translations.checks.message import Form, Found, Message, plain
from portal.translations.checks.wording import said

BRACKETS = {
    "(": ")",
    "[": "]",
    "（": "）",
    "【": "】",
    "「": "」",
    "『": "』",
    "《": "》",
    "⟨": "⟩",
}
CLOSING = frozenset(BRACKETS.values())
ALIKE = {"（": "(", "）": ")"}
LIST_ITEM = re.compile(r"(?:(?<=\s)|\A)(?:\d{1,2}|[^\W\d_]|[ivx]{1,4}|الف)\)(?=\s)")
SMILEY = re.compile(r"[:;]-?[()]")
LETTER_QUOTE = re.compile(
    r"(?<=[\u0590-\u05ff\u0600-\u06ff\w])\"(?=[\u0590-\u05ff])|(?<=\d)\"(?!\w)"
)
CLOSES = {
    "„": '”“"',
    "“": '”"',
    "«": "»",
    "»": "«»",
    "”": '”"',
    '"': '"',
    "‹": "›",
    "‟": "”",
    "＂": "＂",
}
CLOSES_IN_ARABIC = {**CLOSES, "”": '”“"'}  # right to left, both orders are used
ARABIC = re.compile("[\u0620-\u06d3]")
QUOTES = frozenset('„“”«»‹›"‟＂')


def check(message: Message) -> Iterator[Found]:
    """Everything about what comes in pairs, in every form."""
    if message.is_date_pattern:
        return
    for form in message.forms:
        yield from _brackets(message, form)
        yield from _quotes(message, form)


@lru_cache(maxsize=8192)
def loose_bracket(text: str) -> str:
    """The first bracket without its other half, or nothing."""
    stack: list[str] = []
    for written in SMILEY.sub("", LIST_ITEM.sub("", text)):
        sign = ALIKE.get(written, written)
        if sign in BRACKETS:
            stack.append(sign)
        elif sign in CLOSING and (not stack or BRACKETS[stack.pop()] != sign):
            return sign
    return stack[-1] if stack else ""


def _brackets(message: Message, form: Form) -> Iterator[Found]:
    yield from _loose("brackets", loose_bracket, message, form)


@lru_cache(maxsize=8192)
def loose_quote(text: str) -> str:
    """The first quotation mark without its other half, or nothing."""
    stack: list[str] = []
    text = LETTER_QUOTE.sub("", text)
    closes = CLOSES_IN_ARABIC if ARABIC.search(text) else CLOSES
    for sign in text:
        if sign not in QUOTES:
            continue
        if stack and sign in closes.get(stack[-1], ""):
            stack.pop()
        elif sign in CLOSES:
            stack.append(sign)
        else:
            return sign
    return stack[-1] if stack else ""


def _quotes(message: Message, form: Form) -> Iterator[Found]:
    yield from _loose("quotes", loose_quote, message, form)


def _loose(
    rule: str, first_loose: Callable[[str], str], message: Message, form: Form
) -> Iterator[Found]:
    """A mark without its other half, where the source has them in pairs."""
    bad = first_loose(form.plain)
    if bad and not any(first_loose(plain(text)) for text in message.references):
        wrong = said("“{bad}” has no other half", bad=bad)
        yield Found(rule, wrong, said("write both, the opening one first"), form.number)
