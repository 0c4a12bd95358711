"""Letters of another script, or of another language in the same script."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from portal.translations.checks.letters import (
    CYRILLIC_LIKE,
    GREEK_LIKE,
    LATIN_LIKE,
    PRESENTATION_RIGHT,
    WRONG_ARABIC,
    WRONG_LETTERS,
)
from portal.translations.checks.message import Form, Found, Message
from portal.translations.checks.wording import listed, said
from portal.translations.finding import Severity

RULE = "script"
WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f\u064b-\u0655\u0670\u200c\u200d]*[^\W\d_]+)*")
LIKE = {"LATIN": LATIN_LIKE, "CYRILLIC": CYRILLIC_LIKE, "GREEK": GREEK_LIKE}
EVERYWHERE = frozenset(
    ("LATIN", "FEMININE", "MASCULINE", "MICRO", "SUPERSCRIPT", "MODIFIER", "KELVIN", "OHM")
)
PRESENTATION = re.compile(
    "[\ufb00-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\uff21-\uff5a\U0001d400-\U0001d7ff\u01c4-\u01cc\u0132\u0133]"
)
LATIN_WORD = re.compile(r"(?<![\w.@/&\\:-])[a-z]{3,}(?![\w.@/\\:-])")
INNER_LATIN = re.compile(
    r"(?<=[\u0620-\u06d3\u1200-\u135a])[a-z]{1,2}(?=[\u0620-\u06d3\u1200-\u135a])"
)
BRACKETED = re.compile(r"\([^()]*\)|«[^«»]*»|“[^“”]*”|„[^„”“]*[”“]|\"[^\"]*\"|\[[^\[\]]*\]")


def check(message: Message) -> Iterator[Found]:
    """Everything about letters in every form."""
    for form in message.forms:
        if form.plain.isascii() and message.target.scripts == {"LATIN"}:
            continue
        yield from _presentation(message, form)
        yield from _alphabet(message, form)
        yield from _words(message, form)
        yield from _left_in_latin(message, form)


@lru_cache(maxsize=8192)
def script_of(letter: str) -> str:
    """The first word of a letter's Unicode name: LATIN, CYRILLIC, ARABIC …"""
    if "a" <= letter <= "z" or "A" <= letter <= "Z":
        return "LATIN"
    name = unicodedata.name(letter, "")
    return name.split(" ")[0] if name else ""


def _known(message: Message, letters: str) -> bool:
    return any(letters in text for text in message.references)


def _presentation(message: Message, form: Form) -> Iterator[Found]:
    bad = [
        each
        for each in dict.fromkeys(PRESENTATION.findall(form.plain))
        if each not in PRESENTATION_RIGHT and not _known(message, each)
    ]
    if bad:
        good = unicodedata.normalize("NFKC", form.text)
        wrong = said(
            "letters in a form made for old printers, which searching and reading aloud do not know: {bad}",
            bad=listed(bad),
        )
        yield Found(RULE, wrong, said("write for example: {example}", example=good), form.number)


def _alphabet(message: Message, form: Form) -> Iterator[Found]:
    base = message.target.base
    if message.target.arabic:
        table = WRONG_ARABIC.get(base, {})
        if base == "ckb":
            table = {**table, "ه\u200c": "ە"}
    else:
        table = dict.fromkeys(WRONG_LETTERS.get(base, ""), "")
    bad = [
        each for each in table
        if each in form.plain and not _known(message, each) and not _only_bracketed(each, form.plain)
    ]  # fmt: skip
    if not bad:
        return
    example = form.text
    for each in bad:
        example = example.replace(each, table[each] or each)
    named = listed(f"{each} (U+{ord(each[0]):04X})" for each in bad)
    wrong = said("letters of another language: {bad}", bad=named)
    hint = said("write the letters of this language")
    if example != form.text:
        hint = said("write for example: {example}", example=example)
    yield Found(RULE, wrong, hint, form.number)


def _only_bracketed(letter: str, text: str) -> bool:
    """Names and words of other languages may stand in brackets or quotation marks."""
    return letter not in BRACKETED.sub("", text)


def _named_in_brackets(word: str, text: str) -> bool:
    """A name in its own letters beside what it is called here: "Erebî (العربية)"."""
    around = BRACKETED.sub("", text)
    return word not in around and any(map(str.isalpha, around))


def _words(message: Message, form: Form) -> Iterator[Found]:
    scripts = message.target.scripts
    for word in dict.fromkeys(WORD.findall(form.plain)):
        if (
            word.isascii()
            and (len(word) > 1 or scripts == {"LATIN"})
            and not set(word) <= LATIN_LIKE
        ):
            continue
        wrong = _wrong_word(message, form, word)
        if wrong:
            yield Found(RULE, wrong, _hint(word, scripts), form.number)
            return


def _left_in_latin(message: Message, form: Form) -> Iterator[Found]:
    """A small word in Latin letters that neither the source nor the Swedish text has: a copy of half a word."""
    if not message.target.scripts or "LATIN" in message.target.scripts or message.is_date_pattern:
        return
    for word in LATIN_WORD.findall(form.plain):
        if word not in BRACKETED.sub("", form.plain) or _has_word(message, word):
            continue
        wrong = said("“{word}” is written in another script ({script})", word=word, script="Latin")
        hint = said("write the letters of this language")
        yield Found(RULE, wrong, hint, form.number, Severity.WARNING)
        return


def _has_word(message: Message, word: str) -> bool:
    """Whether the source says the word, also in a tag or beside a sign."""
    one = word.removesuffix("s")  # "cookies", "cookie"
    pattern = re.compile(rf"(?<![^\W\d_]){one}s?(?![^\W\d_])", re.IGNORECASE)
    return any(map(pattern.search, message.references))


def _wrong_word(message: Message, form: Form, word: str) -> str:
    scripts = message.target.scripts
    used = {script_of(letter) for letter in word if letter.isalpha()} - {""}
    if len(used & {"LATIN", "CYRILLIC", "GREEK"}) > 1:
        return _mixed(word, scripts)
    if not scripts or _named_in_brackets(word, form.plain):
        return ""
    if not used & scripts:
        return _foreign(message, word, used)
    if used - EVERYWHERE - scripts and "CJK" not in scripts:
        return said("“{word}” is written in several scripts", word=word)
    if "LATIN" not in scripts and (inner := INNER_LATIN.search(word)):
        return said("“{word}” has letters of another script: {bad}", word=word, bad=inner[0])
    return ""


def _mixed(word: str, scripts: frozenset[str]) -> str:
    """Letters that only look like those around them; a foreign word with an ending is right."""
    runs: dict[str, set[str]] = {}
    for letter in word:
        runs.setdefault(script_of(letter), set()).add(letter)
    if scripts == {"LATIN"}:
        alike = [script for script in runs if script not in scripts]
    else:
        alike = [
            script for script in sorted(runs, key=lambda each: each in scripts)
            if runs[script] <= LIKE.get(script, frozenset()) and (script not in scripts or len(runs[script]) <= 2)
        ]  # fmt: skip
    if not alike:
        alike = [script for script in runs if _stray(word, script)]
    if not alike:
        return ""
    bad = "".join(letter for letter in dict.fromkeys(word) if script_of(letter) == alike[0])
    return said(
        "“{word}” has letters that only look right: {bad} is {script}",
        word=word,
        bad=listed(bad),
        script=alike[0].title(),
    )


def _stray(word: str, script: str) -> bool:
    """One or two small letters of another script in a word that is otherwise this language's."""
    letters = [letter for letter in word if script_of(letter) == script]
    return len(letters) <= 2 and len(word) - len(letters) >= 3 and "".join(letters).islower()


def _foreign(message: Message, word: str, used: set[str]) -> str:
    if used <= EVERYWHERE:
        if (
            message.target.scripts == {"CYRILLIC"}
            and set(word) <= LATIN_LIKE
            and not _known(message, word)
            and not word.isupper()
        ):
            return said(
                "“{word}” has letters that only look right: {bad} is {script}",
                word=word,
                bad=listed(word),
                script="Latin",
            )
        return ""
    if _known(message, word):
        return ""
    script = next(iter(used - EVERYWHERE))
    return said(
        "“{word}” is written in another script ({script})", word=word, script=script.title()
    )


def _hint(word: str, scripts: frozenset[str]) -> str:
    good = _replaced(word, scripts)
    return (
        said("write for example: {example}", example=good)
        if good != word
        else said("write the letters of this language")
    )


PAIRS = dict(zip("асеорѕхуіјАВСЕНІЈКМОРЅТХУ", "aceopsxyijABCEHIJKMOPSTXY", strict=True))
BACK = {latin: cyrillic for cyrillic, latin in PAIRS.items() if cyrillic not in "ѕЅјЈ"}


def _replaced(word: str, scripts: frozenset[str]) -> str:
    table = BACK if scripts == {"CYRILLIC"} else PAIRS if scripts == {"LATIN"} else {}
    return "".join(table.get(letter, letter) for letter in word)
