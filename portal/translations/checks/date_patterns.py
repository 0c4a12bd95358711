"""Date patterns: CLDR's letters for the parts of the source, everything else quoted.

Source of the letters: Unicode Technical Standard 35, part 4, "Date Field Symbol Table".
"""

import re
from collections.abc import Iterator

from portal.translations.checks.message import Form, Found, Message
from portal.translations.checks.wording import listed, said

RULE = "date-pattern"
QUOTED = re.compile(r"'(?:[^']|'')*'")
KINDS = {"L": "M", "c": "E", "e": "E", "u": "y", "K": "h", "k": "H", "b": "a", "B": "a"}
MEANS = {
    "E": "EEEE (weekday)", "d": "d (day)", "M": "MMMM (month)", "y": "y (year)", "H": "HH (hour)", "m": "mm (minute)",
}  # fmt: skip
NEVER = {
    "Y": "Y is the year of the week and wrong around New Year: write y",
    "D": "D is the day of the year: write d",
    "c": "c is the weekday alone, which is not known in every language here: write E",
    "h": "h runs to 12: write H", "K": "K runs to 12: write H", "a": "a is before or after noon: the clock runs to 24 here",
}  # fmt: skip
LIKE_A_PATTERN = re.compile(r"(?=.*(?:MMM|LLLL|EEE|yyyy))(?:[EdMLyHmcs]+|'[^']*'|[\s.,:/\-])+\Z")
DATE_STRFTIME = re.compile(r"%-?([aAbBdmyYHIMSpjZ])")
ALLOWED = re.compile(r"(?:[EdMLycHmsQGwWqeu]+|[\s.,،፣:/\-–()٫])+\Z")


def check(message: Message) -> Iterator[Found]:
    """Everything about date patterns in every form."""
    source = message.sources[0]
    if message.is_date_pattern or LIKE_A_PATTERN.match(source):
        for form in message.forms:
            yield from _of_form(source, form)
    elif len(DATE_STRFTIME.findall(source)) > 1 and not re.search(
        r"[^\W\d_]{2,}", DATE_STRFTIME.sub("", source)
    ):
        for form in message.forms:
            yield from _c_letters(source, form)


def fields(pattern: str) -> set[str]:
    """The parts of a date that a pattern shows."""
    return {
        KINDS.get(letter, letter)
        for letter in QUOTED.sub("", pattern)
        if letter.isascii() and letter.isalpha()
    }


def _of_form(source: str, form: Form) -> Iterator[Found]:
    text = form.text
    bare = QUOTED.sub("", text)
    got, wanted = fields(text), fields(source)
    hint = said(
        "keep {good}; put every other letter between two ' signs",
        good=listed(MEANS.get(each, each) for each in sorted(wanted)),
    )
    wrong = ""
    never = next(
        (letter for letter in NEVER if letter in bare and letter not in QUOTED.sub("", source)),
        None,
    )
    if "'" in bare:
        wrong = said("a ' that is not closed")
    elif never:
        wrong = said(NEVER[never])
    elif not ALLOWED.match(bare):
        wrong = said(
            "not a date pattern: {bad}",
            bad=listed(dict.fromkeys(each for each in bare if not ALLOWED.match(each))),
        )
    elif got != wanted:
        gone, more = sorted(wanted - got), sorted(got - wanted)
        parts = [said("missing: {what}", what=listed(gone))] if gone else []
        parts += [said("not in the source: {what}", what=listed(more))] if more else []
        wrong = said("other parts of the date than in the source") + " (" + "; ".join(parts) + ")"
    elif repeated := [each for each in wanted if len(re.findall(rf"[{each}]+", _folded(bare))) > 1]:
        wrong = said("a part of the date stands twice: {what}", what=listed(repeated))
    if wrong:
        yield Found(RULE, wrong, hint, form.number)


def _folded(bare: str) -> str:
    return "".join(KINDS.get(letter, letter) for letter in bare)


def _c_letters(source: str, form: Form) -> Iterator[Found]:
    got, wanted = (
        {each.lower() for each in DATE_STRFTIME.findall(form.text)},
        {each.lower() for each in DATE_STRFTIME.findall(source)},
    )
    if "I" in DATE_STRFTIME.findall(form.text) and "I" not in DATE_STRFTIME.findall(source):
        yield Found(RULE, said("%I runs to 12"), said("write %H"), form.number)
    elif got != wanted and got ^ wanted != {"b", "m"}:
        yield Found(
            RULE,
            said("other parts of the date than in the source"),
            said("keep every one exactly as it is"),
            form.number,
        )
