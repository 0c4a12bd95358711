"""Digits 0-9, and the numbers, times and dates of the source."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from portal.translations.checks.message import VALUE, Form, Found, Message, plain
from portal.translations.checks.number_words import SOURCE_WORDS, WORDS
from portal.translations.checks.wording import listed, said

THOUSANDS = re.compile(
    r"(?<![\d.,:/-])([1-9]\d{0,2})((?:[\u00a0\u202f\u2009 .,'’٬]\d{3})+)(?![\d:/-])"
)
DECIMAL = re.compile(r"(?<![\d.,:/-])(\d{1,3})[.,](\d{1,2})(?![.,:/-]?\d)")
DIGITS = re.compile(r"\d+")
RANGE = re.compile(r"(\d+(?:[:.]\d+)*)\s*[–—-]\s*(\d+(?:[:.]\d+)*)(?![\d–-])")
HALF_DAY = re.compile(
    r"(?<!\w)(\d{1,2}(?:[:.]\d\d)?|\ufffc)\s?(?:[ap]\.?\s?m\b\.?|م(?!\w)|ص(?!\w)|ب\.ظ|ق\.ظ|غ\.و|غ\.م|مساءً|صباحاً)(?!\.\w)",
    re.IGNORECASE,
)
ENGLISH_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d\d))?\s?([ap])\.?m\b", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+")
SIMILAR = re.compile(r"(?<=\d)[OolI](?=\d)|(?<=\d)[OoI](?!\w)|(?<![^\W\d_])[Oo](?=\d\d)")
NO_TIME = re.compile(r"[)}sd](?:st|nd|rd|th)\b|\b[kKMGT]i?B\b")
ZERO = re.compile(r"(?<![\d:.,/-])0(?![\d:.,/-]*\d)")
DATA = re.compile(r"(\d+)\s?([kKMGT]i?B)\b")
SHARE = re.compile(r"(\d+)\s?%(?![\w(])")
SHARE_WORDS = frozenset((
    "sv", "da", "nb", "nn", "en", "de", "nl", "fr", "es", "it", "pt", "pl", "cs", "sk", "ru",
    "uk", "bs", "hr", "fi", "so", "ku", "ar", "fa", "ps", "ti", "tr", "ro",
))  # fmt: skip
PERCENT = re.compile(
    r"[%٪％\ufffc]|pro[cz]ent|prosent|prozent|procen|per ?cent|pour ?cent|por ?cent|posto|odst|sad|yüzde|boqol|sedî|процен|відсот"
    r"|مئ|مائ|فیصد|سلن|صد|ሚእ|sută"
)
FULL_HOUR = re.compile(r"(?<![\d:.,])([01]?\d|2[0-4])[:.]00(?![\d:.,]*\d)")
UNIT = re.compile(r"\s?(?:[kKMGT]?i?[Bb]|kr|%|€|°C?|km|cm|mm|kg|px|SEK|EUR|USD|GHz|kWh)(?!\w)")
ETHIOPIC_DIGITS = re.compile("[\u1369-\u137c]")


def check(message: Message) -> Iterator[Found]:
    """Everything about numbers in every form."""
    if message.is_date_pattern:
        return
    for form in message.forms:
        yield from _digits(message, form)
        yield from _clock(message, form)
        yield from _numbers(message, form)
        yield from _units(message, form)


def _digits(message: Message, form: Form) -> Iterator[Found]:
    if form.text.isascii():
        bad: list[str] = []
    else:
        bad = [each for each in dict.fromkeys(form.text) if not each.isascii() and each.isdecimal()]
        bad += dict.fromkeys(ETHIOPIC_DIGITS.findall(form.text))
    if "CJK" in message.target.scripts:
        bad = []  # full-width digits are as usual there
    bad = [each for each in bad if not any(each in text for text in message.references)]
    if bad:
        good = _latin(form.text)
        wrong = said("digits other than 0-9: {bad}", bad=listed(bad))
        yield Found(
            "digits", wrong, said("write for example: {example}", example=good), form.number
        )


def _latin(text: str) -> str:
    return "".join(
        str(unicodedata.decimal(each)) if not each.isascii() and each.isdecimal() else each
        for each in text
    )


def _clock(message: Message, form: Form) -> Iterator[Found]:
    found = HALF_DAY.search(form.plain)
    if found is None or message.target.is_source:
        return
    if VALUE in found[0] and any(map(NO_TIME.search, message.sources)):
        return
    if any(HALF_DAY.search(text) for text in _plain_references(message)):
        return
    wrong = said("“{bad}”: the clock runs to 24 here", bad=found[0].replace(VALUE, "…"))
    yield Found(
        "numbers", wrong, said("write the time as in the source, such as 14:30"), form.number
    )


def _plain_references(message: Message) -> tuple[str, ...]:
    return tuple(plain(text) for text in message.references)


@lru_cache(maxsize=8192)
def numbers(text: str) -> tuple[str, ...]:
    """The numbers of a text in their order, those of a time or a date one by one."""
    if text.isascii() and not any(map(str.isdigit, text)):
        return ()
    text = _latin(text)
    text = THOUSANDS.sub(lambda found: found[1] + re.sub(r"\D", "", found[2]), text)
    return tuple(each.lstrip("0") or "0" for each in DIGITS.findall(text))


def _half_day_numbers(text: str) -> Iterator[tuple[str, ...]]:
    """The same text's numbers with the clock running to 24."""
    if ENGLISH_CLOCK.search(text):

        def turned(found: re.Match[str]) -> str:
            hour = int(found[1]) % 12 + (12 if found[3].lower() == "p" else 0)
            return f"{hour}:{found[2]}" if found[2] else f"{hour}:00"

        yield numbers(ENGLISH_CLOCK.sub(turned, text))
        yield numbers(ENGLISH_CLOCK.sub(lambda found: turned(found).removesuffix(":00"), text))


def _numbers(message: Message, form: Form) -> Iterator[Found]:
    got = numbers(form.plain)
    similar = SIMILAR.search(form.plain)
    texts = _plain_references(message)
    if similar and not any(SIMILAR.search(text) for text in texts):
        wrong = said("a letter O, l or I stands in a number")
        yield Found("numbers", wrong, said("write the digits 0 and 1"), form.number)
        return
    options = [numbers(text) for text in texts]
    if not got and not any(options):
        return
    options += [each for text in texts for each in _half_day_numbers(text)]
    if any(map(FULL_HOUR.search, (form.plain, *texts))):  # "20–08" for "20:00–08:00"
        got = numbers(FULL_HOUR.sub(r"\1", form.plain))
        options += [numbers(FULL_HOUR.sub(r"\1", text)) for text in texts]
    joined = "".join(DIGITS.findall(_latin(form.plain)))
    alike = any(joined == "".join(DIGITS.findall(_latin(text))) for text in texts)
    moved = _point_moved(form.plain, texts)
    if not moved and (alike or any(_same(got, each) for each in options)):
        yield from _ranges(texts, form)
        return
    if moved or all(_unlike(message, form, got, each) for each in options):
        yield _differ(message, form, got, options)


def _point_moved(text: str, sources: tuple[str, ...]) -> bool:
    """Whether a number has lost, or got, the sign between its whole part and the rest: 2.5 and 25."""
    if not any("." in each or "," in each for each in (text, *sources)):
        return False
    got, whole = _decimals(text), set(numbers(text))
    wanted = [(_decimals(source), set(numbers(source))) for source in sources]
    lost = whole.intersection(*(decimals for decimals, _whole in wanted)) - got
    new = got.intersection(*(each for _decimals_of, each in wanted))
    return bool(lost or new)


def _decimals(text: str) -> set[str]:
    return {"".join(found) for found in DECIMAL.findall(_latin(text))}


def _same(got: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return Counter(got) == Counter(wanted) or "".join(got) == "".join(wanted)


def _unlike(message: Message, form: Form, got: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether what differs is more than a number written as a word, or the one number of a form."""
    missing, extra = Counter(wanted) - Counter(got), Counter(got) - Counter(wanted)
    source_words = {
        SOURCE_WORDS[word]
        for text in message.references
        for word in WORD.findall(text.lower())
        if word in SOURCE_WORDS
    }
    allowed = source_words | ({str(form.serves[0])} if form.single else set())
    extra = Counter({number: times for number, times in extra.items() if number not in allowed})
    if extra:
        return True
    if message.plural:
        missing.pop("1", None)
    if "0" in missing and all(map(ZERO.search, _plain_references(message))):
        missing.pop("0")  # "none of them"
    if form.single:
        missing.pop(str(form.serves[0]), None)
    return any(
        _measured(number, message) or not _spelled(number, form.plain, message.target.base)
        for number in missing
    )


def _measured(number: str, message: Message) -> bool:
    """Whether a number stands before a unit in every source: nobody writes that as a word."""
    pattern = re.compile(rf"(?<!\d){number}{UNIT.pattern}")
    return all(pattern.search(text) for text in _plain_references(message))


def _spelled(number: str, text: str, base: str) -> bool:
    """Whether a number stands in a text as a word; of a language whose words are not known, small ones may."""
    if base not in WORDS:
        return int(number) <= 10 if number.isdigit() and len(number) < 3 else False
    stems = WORDS[base].get(number, ())
    lowered = text.lower()
    return any(stem in lowered for stem in stems)


def _units(message: Message, form: Form) -> Iterator[Found]:
    """An amount of data stays what it is, and a share is a share."""
    wanted = {
        found.groups() for text in _plain_references(message) for found in DATA.finditer(text)
    }
    for number, unit in DATA.findall(form.plain):
        other = {each for each in wanted if each[0] == number}
        if other and (number, unit) not in other:
            good = " ".join(next(iter(other)))
            wrong = said("{got} where the source has {wanted}", got=f"{number} {unit}", wanted=good)
            yield Found("numbers", wrong, said("write the numbers of the source"), form.number)
    sources = [SHARE.findall(text) for text in (*message.sources, *message.swedish)]
    known = message.target.base in SHARE_WORDS and not PERCENT.search(form.text.lower())
    if known and all(sources) and set(sources[-1]) & set(numbers(form.plain)):
        hint = said("keep every one exactly as it is")
        yield Found("numbers", said("the percent sign is missing"), hint, form.number)


def _differ(
    message: Message, form: Form, got: tuple[str, ...], options: list[tuple[str, ...]]
) -> Found:
    wanted = (
        options[len(message.sources)]
        if message.swedish
        else options[-1 if not message.plural else 1]
    )
    if form.serves == (1,) and message.plural:
        wanted = options[0]
    wrong = said(
        "numbers differ: here {got}, in the source {wanted}",
        got=listed(got) or "–",
        wanted=listed(wanted) or "–",
    )
    return Found("numbers", wrong, said("write the numbers of the source"), form.number)


def _ranges(texts: tuple[str, ...], form: Form) -> Iterator[Found]:
    """From and to stay as they are, also where a language reads from right to left."""
    wanted = {found.groups() for text in texts for found in RANGE.finditer(text)}
    for found in RANGE.finditer(form.plain):
        start, end = found.groups()
        if (end, start) in wanted and (start, end) not in wanted:
            wrong = said("from and to have changed places: {got}", got=found[0])
            yield Found(
                "numbers", wrong, said("write exactly: {good}", good=f"{end}–{start}"), form.number
            )
