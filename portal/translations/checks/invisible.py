"""Signs that nobody sees: marks of direction, joiners in the wrong place, spaces that cling."""

import re
import unicodedata
from collections.abc import Iterator

from portal.translations.checks.letters import ZWNJ_LANGUAGES
from portal.translations.checks.message import VALUE, Form, Found, Message
from portal.translations.checks.wording import listed, said

RULE = "invisible"
HIDDEN = re.compile(
    "[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u061c\u180e\u034f\ufff9-\ufffc\u2028\u2029\u115f\u1160\u3164\uffa0"
    "\ue000-\uf8ff\ufdd0-\ufdef\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
JOINERS = re.compile("[\u200c\u200d]")
EDGE = re.compile(
    '(?<![\\w\u064b-\u0655\u0670%){}\u200d])\u200c|\u200c(?![\\w%({\u200d«"“])|\u200c\u200c'
)
RTL = frozenset(("ARABIC", "HEBREW", "SYRIAC", "THAANA", "NKO", "ADLAM"))
ISOLATES = "\u2066\u2067\u2068\u2069"
MARKS = "\u200e\u200f\u061c"
EMOJI = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]\ufe0f?\u200d")
CLINGING = "\u00a0\u202f\u2007"
ODD_SPACE = re.compile("[\u1680\u2000-\u2006\u2008\u200a\u205f]")
NAMES = {
    "\u200b": "zero width space", "\u200e": "left-to-right mark", "\u200f": "right-to-left mark",
    "\ufeff": "byte order mark", "\u00ad": "soft hyphen", "\u200c": "zero width non-joiner",
}  # fmt: skip


def check(message: Message) -> Iterator[Found]:
    """Everything that cannot be seen, in every form."""
    for form in message.forms:
        if form.text.isascii():
            continue
        yield from _hidden(message, form)
        if JOINERS.search(form.text):
            yield from _joiners(message, form)
        yield from _spaces(message, form)


def _name(sign: str) -> str:
    name = NAMES.get(sign) or unicodedata.name(sign, "private").lower()
    return f"U+{ord(sign):04X} {name}"


def _hidden(message: Message, form: Form) -> Iterator[Found]:
    bad = [
        sign for sign in dict.fromkeys(HIDDEN.findall(form.text))
        if form.text.count(sign) > max(text.count(sign) for text in message.references)
    ]  # fmt: skip
    if bad:
        bad = _unneeded(message, form, bad)
    if bad:
        wrong = said("a sign that nobody sees: {bad}", bad=listed(map(_name, bad)))
        hint = said("take it away, and write the text anew if it looks wrong then")
        yield Found(RULE, wrong, hint, form.number)


def _unneeded(message: Message, form: Form, signs: list[str]) -> list[str]:
    """Without the marks of direction that stand where two directions meet, and isolates in pairs."""
    rtl = bool(message.target.scripts & RTL)
    if any(each in ISOLATES for each in signs) and _isolated(form.plain, rtl=rtl):
        signs = [each for each in signs if each not in ISOLATES]
    return [each for each in signs if each not in MARKS or not _meets(each, form.plain, rtl=rtl)]


def _isolated(text: str, *, rtl: bool) -> bool:
    """Whether isolates are closed, have something inside, and can be of use."""
    depth = 0
    for at, sign in enumerate(text):
        if sign in "\u2066\u2067\u2068":
            depth += 1
            if text[at + 1 : at + 2] == "\u2069":
                return False
        elif sign == "\u2069":
            depth -= 1
            if depth < 0:
                return False
    return depth == 0 and (rtl or VALUE in text or any(map(_right_to_left, text)))


def _meets(mark: str, text: str, *, rtl: bool) -> bool:
    """Whether each such mark stands beside something that runs the other way than the language."""
    for found in re.finditer(mark, text):
        nearest = [_nearest(text[: found.start()][::-1]), _nearest(text[found.end() :])]
        other = [
            each for each in nearest
            if each and (each == VALUE or each.isdigit() or _right_to_left(each) is not rtl)
        ]  # fmt: skip
        if not other:
            return False
    return True


def _nearest(text: str) -> str:
    """The first sign that has a direction of its own."""
    return next((each for each in text if each.isalnum() or each == VALUE), "")


def _right_to_left(sign: str) -> bool:
    return unicodedata.bidirectional(sign) in ("R", "AL")


def _joiners(message: Message, form: Form) -> Iterator[Found]:
    if any(map(JOINERS.search, message.references)):
        return
    text = EMOJI.sub("", form.text)
    if "\u200c" in text:
        if message.target.base not in ZWNJ_LANGUAGES and message.target.base != "":
            yield _joiner(said("{bad} does not belong to this language", bad=_name("\u200c")), form)
        elif EDGE.search(text):
            yield _joiner(
                said("{bad} stands at the edge of a word, or twice", bad=_name("\u200c")), form
            )
    latin = message.target.scripts <= {"LATIN", "CYRILLIC", "ETHIOPIC", "GREEK"}
    if "\u200d" in text and latin:
        yield _joiner(said("{bad} does not belong to this language", bad=_name("\u200d")), form)


def _joiner(wrong: str, form: Form) -> Found:
    return Found(RULE, wrong, said("take it away"), form.number)


def _spaces(message: Message, form: Form) -> Iterator[Found]:
    """A space that clings is right between a number and its unit, and harmful at an edge or in an SMS."""
    text = form.text
    wrong = ""
    if any(sign in text for sign in CLINGING):
        core = text.replace("\n", " ")
        if (
            core[:1] in CLINGING
            or core[-1:] in CLINGING
            or re.search(f"[{CLINGING}][ {CLINGING}]| [{CLINGING}]", core)
        ):
            wrong = said("a space that does not break stands at an edge or beside another space")
        elif message.entry.context in ("notice", "date pattern"):
            wrong = said("a space that does not break: an SMS or a date cannot hold it")
    if ODD_SPACE.search(text) or ("\u3000" in text and "CJK" not in message.target.scripts):
        wrong = said("an unusual kind of space")
    signs = (*CLINGING, "\u3000")
    if wrong and not any(sign in each for each in message.references for sign in signs):
        yield Found(RULE, wrong, said("write an ordinary space, or none"), form.number)
