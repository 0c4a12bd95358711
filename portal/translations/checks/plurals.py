"""Counted texts: as many forms as the language has, and the number wherever a form serves several."""

import re
from collections.abc import Iterator
from itertools import pairwise

from portal.translations.checks.message import VALUE, Form, Found, Message
from portal.translations.checks.placeholders import count_name, names, positional
from portal.translations.checks.wording import listed, said
from portal.translations.finding import Severity

RULE = "plurals"
INFLECTING = frozenset(
    ["uk", "ru", "be", "pl", "cs", "sk", "bs", "hr", "sr", "sl", "lt", "lv", "ar"]
)


LENGTHENING = frozenset(["sv", "da", "nb", "nn", "de", "nl", "en", "es", "pt", "fr"])
UNCHANGING = frozenset((
    "фото", "відео", "видео", "авто", "кіно", "кино", "євро", "евро", "video", "foto", "info",
    "euro", "audio", "radio", "kino",
))  # fmt: skip


COUNTED = re.compile(rf"{VALUE}[^\w.,:;)»”]*\w")  # a word that the number stands before


def numbers_of(serves: tuple[int, ...]) -> str:
    """Which numbers a form is used for, as a person reads it: "1, 21, 31, 41 …"."""
    if len(serves) <= 4:
        return listed(serves)
    if serves[4] - serves[0] == 4:
        last = next((a for a, b in pairwise(serves) if b != a + 1), None)
        if last is not None:
            return f"{serves[0]}-{last}, {serves[serves.index(last) + 1]} …"
    return f"{listed(serves[:4])} …"


def check(message: Message) -> Iterator[Found]:
    """Number of forms, empty forms, missing counts, and forms that stand in each other's place."""
    if not message.plural:
        return
    wanted, texts = len(message.serves), message.entry.texts
    if wanted and len(texts) != wanted:
        table = "; ".join(
            said("form {number} is used for {numbers}", number=number, numbers=numbers_of(serves))
            for number, serves in enumerate(message.serves)
            if serves
        )
        wrong = said("{got} plural forms where {wanted} are needed", got=len(texts), wanted=wanted)
        yield Found(RULE, wrong, table)
        return
    for form in message.forms:
        yield from _of_form(message, form)
    yield from _identical(message)
    yield from _swapped(message)


def _of_form(message: Message, form: Form) -> Iterator[Found]:
    used = said(
        "form {number} is used for {numbers}", number=form.number, numbers=numbers_of(form.serves)
    )
    if not form.text.strip():
        if form.serves:
            yield Found(RULE, said("form {number} is empty", number=form.number), used, form.number)
        return
    count = count_name(message)
    if count is None or len(form.serves) < 2:
        return
    if count in (names(form.text) | set(positional(form.text))) or _mentions(form.text, count):
        return
    value = next((each for each in _spellings(count) if each in message.sources[-1]), count)
    wrong = said("form {number} has no {value}", number=form.number, value=value)
    need = said("so the number must be there")
    example = _example(form.text, value)
    yield Found(
        RULE,
        wrong,
        f"{used}, {need}\n" + said("write for example: {example}", example=example),
        form.number,
    )


def _mentions(text: str, count: str) -> bool:
    """A broken placeholder is found as such, and is not missing as well."""
    return re.search(rf"[%٪％({{]\s*\(?\s*{re.escape(count)}", text) is not None


def _spellings(count: str) -> tuple[str, ...]:
    return f"%({count})s", f"%({count})d", f"%({count})i", f"{{{count}}}", count


def _example(text: str, value: str) -> str:
    """The same text with the number in place of a literal one, or before it."""
    changed = re.sub(r"(?<![\w.,:])1(?![\w.,:])", value, text, count=1)
    return changed if changed != text else f"{value} {text}"


def _swapped(message: Message) -> Iterator[Found]:
    """Where the plural is the singular and more letters, the first form is not the longer one."""
    if message.target.base not in LENGTHENING or len(message.forms) != 2:
        return
    one, many = (form.plain.casefold().split() for form in message.forms)
    pairs = [pair for pair in zip(one, many, strict=False) if pair[0] != pair[1]]
    if len(one) != len(many) or not pairs:
        return
    if all(len(first) > len(second) > 2 and first.startswith(second) for first, second in pairs):
        first, second = pairs[0]
        wrong = said("the forms seem to stand in each other’s place: “{one}”", one=first)
        hint = said("write for example: {example}", example=second)
        yield Found(RULE, wrong, hint, 0, Severity.WARNING)


def _identical(message: Message) -> Iterator[Found]:
    """Where words change with the number, forms that are all alike are seldom right."""
    texts, target = message.entry.texts, message.target
    if target.base not in INFLECTING or len(texts) < 3 or len(set(texts)) > 1:
        return
    first = message.forms[0].plain
    if first.count(VALUE) > 1 or (VALUE in first and not COUNTED.search(first)):
        return  # "2 of 3 steps", "The number of steps is 2."
    words = [
        word
        for word in re.split(rf"[\s{VALUE}.,:;()]+", message.forms[0].plain)
        if len(word) > 3 and word.casefold() not in UNCHANGING
    ]
    one, many = message.sources
    if len(words) < 1 or one == many or message.forms[0].plain.rstrip(f" {VALUE}").endswith(":"):
        return
    wrong = said("all forms say the same, but words change with the number")
    yield Found(
        RULE, wrong, said("write each form as it is said with its numbers"), 0, Severity.WARNING
    )
