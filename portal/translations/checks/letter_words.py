"""Words that stand on the letters people get: the Swedish one stands in brackets behind the translation.

Who has read "sickness benefit" here must know the paper again on which only `sjukpenning` stands.
`on_letters` in `translations/glossary.toml` lists the words.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from portal.translations.checks.glossary import FOLDER, file_of
from portal.translations.checks.message import Found, Message, plain
from portal.translations.checks.wording import said
from portal.translations.finding import Severity

RULE = "letter-word"
SWEDISH_OR_KEY = ("sv", "sv-simple", "en")  # they say the word itself, or are only the key
SHORT = ("notice", "agency")  # an SMS has no room; an agency is told in a few words


@cache
def on_letters(folder: Path = FOLDER) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """How each word is found in a Swedish text, and what may stand for it in a translation."""
    found = []
    for line in file_of(folder / "glossary.toml").get("on_letters", []):  # type: ignore[attr-defined]
        forms = tuple(str(line).split("/"))
        # A short one is a name of its own; the longer ones also begin other words.
        ends = [rf"{re.escape(each)}(?!\w)" if len(each) < 5 else re.escape(each) for each in forms]
        pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(ends)})", re.IGNORECASE)
        found.append((pattern, tuple(each.casefold() for each in forms)))
    return tuple(found)


def check(message: Message) -> Iterator[Found]:
    """Every such word of the Swedish text stands in each form of the translation."""
    language = message.target.registered
    if language is None or language.tag in SWEDISH_OR_KEY or message.entry.context in SHORT:
        return
    swedish = [plain(text) for text in message.swedish]
    if not swedish:
        return
    for pattern, forms in on_letters():
        if not all(map(pattern.search, swedish)):
            continue
        for form in message.forms:
            text = form.text.casefold()
            if text and not any(each in text for each in forms):
                wrong = said(
                    "“{word}” is what stands on the letter, and it is missing", word=forms[0]
                )
                hint = said("write it in brackets behind your word: ({word})", word=forms[0])
                yield Found(RULE, wrong, hint, form.number, Severity.WARNING)
                break
