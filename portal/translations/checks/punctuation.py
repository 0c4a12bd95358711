"""Signs at the end of a text and inside it, as the source has them and the language writes them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from portal.translations.checks.abbreviations import abbreviated, ends_short
from portal.translations.checks.message import VALUE, Form, Found, Message, plain
from portal.translations.checks.wording import said

RULE = "punctuation"
ENDS = {
    ".": ".。።۔।．｡", "?": "?؟፧？;;", "!": "!！", ":": ":፡፦：׃", "…": "…⋯", ",": ",،፣、，", ";": ";؛፤；",
}  # fmt: skip
END_OF = {sign: name for name, signs in ENDS.items() for sign in signs}
TRAILING = re.compile(r"[\s\"'”“’»«›)\]\u200e\u200f}（）」』*_]+\Z")
ARABIC_SIGNS = {"?": "؟", ",": "،", ";": "؛"}
LATIN_IN_ARABIC = re.compile(r"(?<=[\u0620-\u06d3\u064b-\u0655])[»”\")]?([?,;])(?!\d)")
LATIN_IN_ETHIOPIC = re.compile(r"(?<=[\u1200-\u135a]{2})[»”\")]?([,;]|\.(?=\s|\Z))")
ETHIOPIC_SIGNS = {",": "፣", ";": "፤", ".": "።"}
OTHER_SCRIPT = re.compile("[؟،؛۔።፣፤፧、。，！？：；（）]")
ARMENIAN = {"?": "՞", "!": "՜", ".": ":։"}
SHORT = re.compile(r"(?<!\w)[^\W\d_]{1,4}\.\Z")
DOUBLE = re.compile(r"([,;:?!؟،؛。።፣])\1|(?<!\.)\.\.(?!\.)|\.,|,\.|،\.|\.،|(?<![።፡])፡፡(?=፡)")
ELLIPSIS = re.compile(r"\.\.\.")
ORDINAL = frozenset((
    "bs", "hr", "sr", "sl", "sk", "cs", "de", "fi", "et", "lv", "hu", "da", "nb", "nn", "is",
    "pl", "tr",
))  # fmt: skip  # "2026."


def check(message: Message) -> Iterator[Found]:
    """Everything about punctuation in every form."""
    if message.is_date_pattern:
        return
    for form in message.forms:
        if not form.text.strip():
            continue
        yield from _end(message, form)
        yield from _spanish(message, form)
        yield from _signs(message, form)
        yield from _doubled(message, form)


@lru_cache(maxsize=8192)
def end_of(text: str) -> str:
    """The sign a text ends with, as one of `. ? ! : … , ;`, or nothing."""
    core = TRAILING.sub("", ELLIPSIS.sub("…", plain(text)))
    return END_OF.get(core[-1:], "")


def _abbreviated(text: str) -> bool:
    return abbreviated(TRAILING.sub("", plain(text)))


def _end(message: Message, form: Form) -> Iterator[Found]:
    got = end_of(form.text)
    if message.target.base == "el" and form.plain.rstrip().endswith((";", "\u037e")):
        got = "?"
    wanted = [end_of(text) for text in message.references]
    if got in wanted or _other_custom(message, form, got, wanted) or _only_value(form, got):
        return
    yield Found(RULE, *_said_end(message, form, got, wanted), form.number)


def _spanish(message: Message, form: Form) -> Iterator[Found]:
    """Spanish opens what it asks or calls out: ¿…?"""
    if message.target.base != "es":
        return
    for sign, opening in (("?", "¿"), ("!", "¡")):
        if end_of(form.text) == sign and opening not in form.plain:
            if not any(map(str.isalpha, form.plain)):
                continue
            wrong = said("“{sign}” without “{opening}”", sign=sign, opening=opening)
            example = opening + form.text
            yield Found(
                RULE, wrong, said("write for example: {example}", example=example), form.number
            )


def _other_custom(message: Message, form: Form, got: str, wanted: list[str]) -> bool:
    """Where a language, or an abbreviation, ends a text in another way than the source."""
    base = message.target.base
    if _short_end(message, form, got, wanted) or _far_custom(base, form, got, wanted):
        return True
    if got == "!" and "." in wanted:
        return "¡" in form.text or base == "sv"
    if got == "." and "" in wanted:  # easy Swedish says in sentences what others say in words
        ordinal = base in ORDINAL and re.search(rf"[\d{VALUE}]\.\s*\Z", form.plain) is not None
        return message.target.tag == "sv-simple" or ordinal
    return got == "?" and "" in wanted and base == "sv"  # Swedish asks where the English key names


def _short_end(message: Message, form: Form, got: str, wanted: list[str]) -> bool:
    """A full stop that ends a word written short, here or in the source, and no sentence."""
    if got not in (".", "") or "." not in (*wanted, got):
        return False
    if got == "." and not {"", "…"}.intersection(wanted):
        return False  # a question stays one
    if _abbreviated(form.text) or any(map(_abbreviated, message.references)):
        return True
    if form.plain.rstrip().endswith((".)", ".]")):  # "(max. 5 car.)"
        return any(text.rstrip().endswith((")", "]")) for text in message.references)
    core = TRAILING.sub("", form.plain)
    return got == "." and "" in wanted and ends_short(core, message.target.base)


def _far_custom(base: str, form: Form, got: str, wanted: list[str]) -> bool:
    """Languages that have no sign at the end, or not at the end, or one for several."""
    if base == "hy":  # its marks stand above the vowel that is stressed, and ":" ends a sentence
        return any(mark in form.plain for sign in wanted for mark in ARMENIAN.get(sign, ""))
    if got == ".":
        return base == "ja" or (base in ("zh", "ko") and "?" not in wanted)
    return got == "" and base in ("th", "lo", "km", "my")


def _only_value(form: Form, got: str) -> bool:
    """A text without a word of its own."""
    return not got and not any(character.isalpha() for character in form.plain)


def _said_end(message: Message, form: Form, got: str, wanted: list[str]) -> tuple[str, str]:
    want = wanted[len(message.sources)] if message.swedish else wanted[-1]
    own = own_sign(message, want)
    core = form.text.rstrip()
    if want and not got:
        wrong = said("the source ends with “{wanted}”, the translation without", wanted=own)
        return wrong, said("write for example: {example}", example=core + own)
    stripped = core[:-1].rstrip() if core and END_OF.get(core[-1]) else core
    if got and not want:
        wrong = said("ends with “{got}”, the source without", got=got)
        return wrong, said("write for example: {example}", example=stripped)
    wrong = said("ends with “{got}”, the source with “{wanted}”", got=got, wanted=own)
    return wrong, said("write for example: {example}", example=stripped + own)


def own_sign(message: Message, sign: str) -> str:
    """How the language writes a sign."""
    if message.target.arabic:
        return ARABIC_SIGNS.get(sign, sign)
    if "ETHIOPIC" in message.target.scripts:
        return ETHIOPIC_SIGNS.get(sign, sign)
    return sign


def _signs(message: Message, form: Form) -> Iterator[Found]:
    scripts, found, table = message.target.scripts, None, ARABIC_SIGNS
    if "ARABIC" in scripts:
        found = LATIN_IN_ARABIC.search(form.plain)
    elif "ETHIOPIC" in scripts:
        found, table = LATIN_IN_ETHIOPIC.search(form.plain), ETHIOPIC_SIGNS
    elif scripts <= {"LATIN", "CYRILLIC", "GREEK"} and scripts:
        if (other := OTHER_SCRIPT.search(form.plain)) and not any(
            other[0] in text for text in message.references
        ):
            wrong = said("“{bad}” is a sign of another script", bad=other[0])
            good = END_OF.get(other[0], "")
            yield Found(RULE, wrong, said("write: {good}", good=good or "( )"), form.number)
        return
    if found is not None:
        bad, good = found[1], table[found[1]]
        example = form.text.replace(bad, good, 1) if form.text.count(bad) == 1 else good
        wrong = said("“{bad}” is written “{good}” in this language", bad=bad, good=good)
        yield Found(RULE, wrong, said("write for example: {example}", example=example), form.number)


def _doubled(message: Message, form: Form) -> Iterator[Found]:
    found = DOUBLE.search(form.plain)
    if found is None or any(DOUBLE.search(plain(text)) for text in message.references):
        return
    before = form.plain[: found.start() + 1]
    if found[0] == ".," and SHORT.search(before):
        return  # "m.m.,"
    if "/" in form.plain and found[0] == "..":
        return
    yield Found(
        RULE, said("“{bad}”: two signs in a row", bad=found[0]), said("leave one out"), form.number
    )
