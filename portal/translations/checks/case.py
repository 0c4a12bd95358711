"""Capital letters: a text that starts with one in the source, and texts that are all capitals."""

import re
from collections.abc import Iterator
from functools import cache

from babel import Locale

from portal.translations.checks.message import VALUE, Form, Found, Message, plain
from portal.translations.checks.wording import said
from portal.translations.finding import Severity

RULE = "case"
SCRIPTS = frozenset(("LATIN", "CYRILLIC", "GREEK", "ARMENIAN"))
WORD = re.compile(r"[^\W\d_]+")
# What English alone, or nearly, writes with a capital letter.
CAPITAL_IN_ENGLISH = re.compile(
    r"i|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)"
    r"|\w+(?:ish|ese|ian|ean|ic|ch|si|li|yani)|german|greek|kurdish|dari|pashto|kurmanji|sorani|urdu|hindi|punjabi|bengali"
    r"|tigrinya|hebrew|thai|muslim|jew|jews|christmas|easter|internet|web|state|god|earth|dutch|malay|tamil|romani|latin|norse"
)


def check(message: Message) -> Iterator[Found]:
    """A first letter that lost its capital, and texts in capitals throughout."""
    if message.is_date_pattern or not (message.target.scripts & SCRIPTS):
        return
    for form in message.forms:
        if form.plain and not form.plain.isupper() and not form.plain[:1].islower():
            continue
        yield from _first(message, form)
        yield from _shouted(message, form)


def _first(message: Message, form: Form) -> Iterator[Found]:
    """Compared with every text beside it: where one begins small, so may this one."""
    text = form.plain
    if not text[:1].islower() or any(not _begins_large(each) for each in message.references):
        return
    word = WORD.match(text)
    if (
        word is None
        or len(word[0]) < 2
        or not word[0].islower()
        or text[word.end() : word.end() + 1] in ("@", ".", "'", "’")
    ):
        return  # "iPhone", "t.ex.", "l’heure"
    words = WORD.findall(plain(message.sources[0]))
    if any(
        word[0].isupper() and (word in _languages() or CAPITAL_IN_ENGLISH.fullmatch(word.lower()))
        for word in words
    ):
        return
    if any(_word_as_it_is(word[0], text) for text in message.references):
        return
    wrong = said("begins with a small letter, the source with a capital one")
    example = form.text[:1].upper() + form.text[1:]
    hint = said("write for example: {example}", example=example)
    yield Found(RULE, wrong, hint, form.number, Severity.WARNING)


@cache
def _languages() -> frozenset[str]:
    """What languages are called in English, by CLDR."""
    return frozenset(
        word for name in Locale("en").languages.values() for word in WORD.findall(name)
    )


def _begins_large(text: str) -> bool:
    start = plain(text)[:2]
    return start[:1].isupper() and not start[1:].isupper()


def _word_as_it_is(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def _shouted(message: Message, form: Form) -> Iterator[Found]:
    """Several words in capitals, where no text beside them is so."""
    text = re.sub(f"[{VALUE}]", " ", form.plain)
    long = [word for word in WORD.findall(text) if len(word) > 1]
    if not text.isupper() or len("".join(long)) < 4:
        return
    single = len(long) < 2
    for each in message.references:
        words = WORD.findall(plain(each))
        if any(len(word) > 1 and word.isupper() for word in words) or (single and len(words) > 1):
            return
    if single and not re.search(r"[AEIOUYÅÄÖАЕИОУЫЭЮЯІЇЄ]", text):
        return
    wrong = said("written in capital letters throughout, the source is not")
    example = form.text[:1] + form.text[1:].lower()
    hint = said("write for example: {example}", example=example)
    yield Found(RULE, wrong, hint, form.number, Severity.WARNING)
