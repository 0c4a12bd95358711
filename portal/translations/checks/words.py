"""The same word twice."""

import re
from collections.abc import Iterator

from portal.translations.checks.message import Found, Message
from portal.translations.checks.tongues import SMALL_WORDS
from portal.translations.checks.wording import said

RULE = "repeated"
TWICE = re.compile(r"(?<![\w’'ʼ-])([^\W\d_]+(?:[’'ʼ][^\W\d_]+)?) +\1(?![\w’'ʼ-])", re.IGNORECASE)
DOUBLING = frozenset((
    "so", "ku", "ckb", "fa", "ps", "ur", "tr", "az", "id", "ms", "sw", "hi", "bn", "pa", "ta",
    "te", "ml", "th", "vi", "zh", "ja", "ko", "ti", "am", "he", "hy", "ka", "my", "km", "lo",
    "tl", "fil", "jv", "su", "yo", "ha", "mi", "sm", "haw",
))  # fmt: skip
RIGHT_TWICE = frozenset((
    "te", "det", "om", "så", "i", "som", "han", "vous", "nous", "sie", "es", "die", "das", "der",
    "que", "se", "was", "had", "that", "no", "ha", "ho", "bla", "ding", "mycket", "väldigt",
    "långt", "ja", "nej", "про", "ще", "й", "много", "дуже", "ле", "он", "ли", "si", "la", "les",
    "à", "på", "för", "av", "till", "ett", "fort",
))  # fmt: skip


def check(message: Message) -> Iterator[Found]:
    """A word that stands twice in a row, where no language says it so."""
    base = message.target.base
    for form in message.forms:
        for found in TWICE.finditer(form.plain):
            word = found[1].casefold()
            small = SMALL_WORDS.get(base, frozenset())
            if any(TWICE.search(text) for text in message.references):
                continue
            begins = found[1][0].isupper() and word in ("om", "i", "som", "han")
            if (base in DOUBLING and word not in small) or (
                base != "en"
                and not (begins and base in ("sv", "da", "nb"))
                and word in RIGHT_TWICE
                and word not in ("och", "att", "för", "på", "till", "av", "ett")
            ):
                continue
            if base == "en" and word in ("that", "had"):
                continue
            example = form.text.replace(found[0], found[1], 1)
            yield Found(
                RULE,
                said("“{bad}”: the same word twice", bad=found[0]),
                said("write for example: {example}", example=example),
                form.number,
            )
            break
