"""What was left in a text and is no translation: notes, keys, sample text, a machine's excuse."""

import re
from collections.abc import Iterator

from portal.translations.checks.message import Form, Found, Message
from portal.translations.checks.wording import said
from portal.translations.checks.words import DOUBLING

RULE = "untranslated"
NOTES = re.compile(
    r"\b(?:TODO|FIXME|XXX|TBD|TBC|WIP|UNTRANSLATED|TRANSLATE(?: ME| THIS)?|NEEDS[ _]TRANSLATION)\b(?!-)"
    r"|(?i:\blorem ipsum\b)|\b(?:MISSING|msgid|msgstr)\b(?=[\s:_]|\Z)"
    r"|(?i:as an? (?:ai|artificial|large) |language model|språkmodell|sprachmodell|modelo de lenguaje|modèle de langage"
    r"|(?:here is|here's) the translation|i(?: a|')m sorry, (?:but )?i can|i cannot translate|\btranslation:)"
    r"|\[(?i:verb|noun|adj|sic|edited|note|imperative|informal|formal)\b[^\[\]]*\]"
)
KEY = re.compile(r"[A-Za-z][\w-]*(?:[._][a-z][\w-]*){2,}|[A-Z]+(?:_[A-Z]+)+")
DOUBLED = re.compile(r"\s*(.{4,}?)[\s.,;:!?]*\1\s*", re.DOTALL | re.IGNORECASE)
ALTERNATIVES = re.compile(r"\A[^\s/]+(?: / [^\s/]+)+\Z")


def check(message: Message) -> Iterator[Found]:
    """Everything that is no translation, in every form."""
    if message.is_date_pattern:
        return
    for form in message.forms:
        text = form.text.strip()
        if len(text) < 3:
            continue
        yield from _left(message, form, text)


def _left(message: Message, form: Form, text: str) -> Iterator[Found]:
    references = message.references
    note = NOTES.search(text)
    if note and not any(note[0].lower() in each.lower() for each in references):
        wrong = said("“{bad}” was left here and is no part of the text", bad=note[0].strip())
        yield Found(RULE, wrong, said("write the translation alone"), form.number)
    elif KEY.fullmatch(text) and not any(KEY.search(each) for each in references):
        wrong = said("“{bad}” is a key of a program, not a text", bad=text)
        yield Found(RULE, wrong, said("write it in this language"), form.number)
    elif _doubled(message, form):
        wrong = said("the whole text stands there twice")
        yield Found("repeated", wrong, said("leave one out"), form.number)
    elif ALTERNATIVES.match(text) and not any("/" in each for each in references):
        wrong = said("several translations stand side by side")
        yield Found(RULE, wrong, said("choose one of them"), form.number)


def _doubled(message: Message, form: Form) -> bool:
    found = DOUBLED.fullmatch(form.plain)
    if found is None or not any(map(str.isalpha, found[1])):
        return False
    if message.target.base in DOUBLING and not re.search(r"\s", found[1].strip()):
        return False
    one_word = not re.search(r"\s", form.plain.strip())
    if re.search(r"\s", found[1].strip()) is None and not one_word:
        return False  # one word twice has its own rule
    return not any(DOUBLED.fullmatch(each) for each in message.references) and len(found[1]) > (
        3 if not one_word else 4
    )
