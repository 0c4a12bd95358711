"""Spaces: at the edges as in the source, never two, none before a sign, one behind it."""

import re
from collections.abc import Iterator

from portal.translations.checks.links import addresses
from portal.translations.checks.message import VALUE, Form, Found, Message, plain
from portal.translations.checks.wording import said
from portal.translations.finding import Severity

RULE = "spaces"
DOUBLE = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)")
BEFORE = re.compile(
    r"(?<=[\w%)\ufffc]) +([.,!?;:؟،؛።፣])(?=\s|\Z|[\"”»)]|(?<=[,;!?؟،؛።፣])[^\W\d_]{2})"
)
FRENCH = frozenset(("fr", "br"))
GLUED = re.compile(
    r"(?<![^\W\d_])(?:[^\W\d_]{2,}[.!?](?=[^\W\d_a-zà-öø-ÿ]{1}[^\W\d_]+)|[^\W\d_]{2,}[,;](?=[^\W\d_]{2,})|[^\W\d_]{2,}[؟،؛።፣፤](?=[^\W\d_]{2,}))|\ufffc[.!?](?=[^\W\d_]{2,})"
)
BEFORE_VALUE = re.compile(rf"(?<![\w{VALUE}])[^\W\d_]{{2,}}{VALUE}")
GROWN = re.compile(rf"{VALUE}[^\W\d_]|[^\W\d_]{VALUE}")  # "{}th"
BESIDE_VALUE = re.compile(rf"(?<![\w{VALUE}])[^\W\d_]{{2,}}{VALUE}|{VALUE}[^\W\d_]{{3,}}")
ESCAPES = re.compile(r"\\(?:[nrt\"']|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})")
INNER = re.compile(r"\((?= +[\w\ufffc])|(?<=[\w\ufffc.!?]) +\)|\[(?= +\w)")
WORDY = frozenset((
    "sv", "da", "nb", "nn", "en", "de", "nl", "fr", "es", "it", "pt", "ca", "ro", "pl", "cs",
    "sk", "uk", "ru", "be", "bg", "bs", "hr", "sr", "sl",
))  # fmt: skip  # endings are not glued to what is filled in, but for one or two letters
SUFFIXES = ("mal", "fach", "erne", "ene", "ers", "åri", "års")


def check(message: Message) -> Iterator[Found]:
    """Everything about spaces and line breaks in every form."""
    for form in message.forms:
        if not form.text.strip():
            continue
        yield from _edges(message, form)
        if message.is_date_pattern:
            continue
        yield from _inside(message, form)
        yield from _brackets(message, form)
        yield from _glued(message, form)
        yield from _value(message, form)
        yield from _lines(message, form)


def _edges(message: Message, form: Form) -> Iterator[Found]:
    got = _edges_of(form.text)
    wanted = [_edges_of(text) for text in message.sources]
    if got in wanted:
        return
    starts, ends = wanted[-1]
    wrong = said("spaces or line breaks at the edge differ from the source")
    good = starts + form.text.strip() + ends
    yield Found(RULE, wrong, said("write for example: {example}", example=f"“{good}”"), form.number)


def _edges_of(text: str) -> tuple[str, str]:
    whole = text.strip()
    if not whole:
        return text, ""
    begins = text.index(whole)
    return text[:begins], text[begins + len(whole) :]


def _inside(message: Message, form: Form) -> Iterator[Found]:
    text = form.plain
    if "  " in text or "\t" in text:
        if DOUBLE.search(text) and not any(
            DOUBLE.search(plain(each)) for each in message.references
        ):
            example = re.sub(r"(?<=\S)[ \t]{2,}(?=\S)", " ", form.text)
            yield Found(
                RULE,
                said("two spaces in a row"),
                said("write for example: {example}", example=example),
                form.number,
            )
        elif "\t" in text and not any("\t" in each for each in message.references):
            yield Found(RULE, said("a tab"), said("write an ordinary space, or none"), form.number)
    found = BEFORE.search(text)
    if found is None or any(BEFORE.search(plain(each)) for each in message.references):
        return
    if (message.target.base in FRENCH and found[1] in "!?;:") or (
        found[1] == ":" and "ETHIOPIC" in message.target.scripts
    ):
        return
    wrong = said("a space before “{sign}”", sign=found[1])
    example = BEFORE.sub(r"\1", form.text)
    yield Found(RULE, wrong, said("write for example: {example}", example=example), form.number)


def _brackets(message: Message, form: Form) -> Iterator[Found]:
    found = None if "CJK" in message.target.scripts else INNER.search(form.plain)
    if found is None or any(INNER.search(plain(each)) for each in message.references):
        return
    wrong = said("a space inside “{sign}”", sign=found[0].strip())
    example = re.sub(r"([(\[]) +| +(\))", lambda each: each[1] or each[2], form.text)
    yield Found(RULE, wrong, said("write for example: {example}", example=example), form.number)


def _value(message: Message, form: Form) -> Iterator[Found]:
    """A word and a value that run together: a space was lost."""
    scripts = message.target.scripts
    if VALUE not in form.plain or not scripts or not scripts <= {"LATIN", "CYRILLIC", "GREEK"}:
        return
    pattern = BEFORE_VALUE
    if message.target.base in WORDY:
        pattern = BESIDE_VALUE
    found = next(
        (
            each
            for each in pattern.finditer(form.plain)
            if not each[0].strip(VALUE).startswith(SUFFIXES)
        ),
        None,
    )
    if found is None or any(GROWN.search(plain(each)) for each in message.references):
        return
    word = found[0].replace(VALUE, "…")
    wrong = said("a space is missing: “{word}”", word=word)
    yield Found(RULE, wrong, said("write a space between the word and the value"), form.number)


def _glued(message: Message, form: Form) -> Iterator[Found]:
    text = form.plain
    for address in addresses(form.text):
        text = re.sub(re.escape(address), VALUE, text, flags=re.IGNORECASE)
    found = GLUED.search(text)
    if found is None or "፡" in text[:-1].replace("፡ ", "") or "CJK" in message.target.scripts:
        return
    around = re.search(r"\S*\Z", text[: found.end()])
    word = (around[0] if around else "") + (re.match(r"\S*", text[found.end() :]) or [""])[0]
    if any(word.rstrip(".,!?") in each or GLUED.search(plain(each)) for each in message.references):
        return
    if re.fullmatch(r"(?:[^\W\d_]{1,4}\.)+[^\W\d_]{1,4}\.?", word) and not word[0].isupper():
        return  # an abbreviation
    wrong = said("a space is missing: “{word}”", word=word.replace(VALUE, "…"))
    hint = said("write for example: {example}", example=f"{found[0].replace(VALUE, '…')} …")
    yield Found(RULE, wrong, hint, form.number)


def _lines(message: Message, form: Form) -> Iterator[Found]:
    text = form.text.strip()
    if "\n" in text and not any("\n" in each.strip() for each in message.sources):
        wrong = said("a line break where the source has none")
        yield Found(RULE, wrong, said("write it in one line"), form.number)
    elif "\n" not in text and all("\n" in each.strip() for each in message.sources):
        wrong = said("the line breaks of the source are lost")
        hint = said("write \\n where the source has it")
        yield Found(RULE, wrong, hint, form.number, Severity.WARNING)
    if (found := ESCAPES.search(text)) and not any("\\" in each for each in message.references):
        wrong = said("“{bad}” would stand there as it is", bad=found[0])
        yield Found("syntax", wrong, said("take it away"), form.number)
