"""Names that stand in every language as they stand on the door."""

import re
from collections.abc import Iterator

from portal.translations.checks.glossary import names
from portal.translations.checks.message import Found, Message
from portal.translations.checks.wording import said

RULE = "names"
PLACES = ("Malmö", "Skåne", "Mina sidor", "Freja")
NAMES_PATTERN = re.compile("|".join(map(re.escape, (*names(), *PLACES))))


PRODUCT = re.compile(r"(?<!\w)[A-Z][a-z]+[A-Z]\w*")  # "BankID"


def check(message: Message) -> Iterator[Found]:
    """Every name that the Swedish has (or the source, where the Swedish is not known) stands here."""
    yield from _of_agencies(message)
    yield from _of_products(message)


def _of_products(message: Message) -> Iterator[Found]:
    """A product is called the same in English and Swedish, and so in every language."""
    if not message.swedish:
        return
    for name in dict.fromkeys(PRODUCT.findall(message.sources[-1])):
        if not all(name in text for text in message.references):
            continue
        for form in message.forms:
            if form.text and name.casefold() not in form.text.casefold():
                wrong = said("the name {name} is missing", name=name)
                hint = said("write the name as in the source")
                yield Found(RULE, wrong, hint, form.number)


def _of_agencies(message: Message) -> Iterator[Found]:
    references = message.swedish or message.sources
    if not NAMES_PATTERN.search(references[-1]):
        return
    for name in names():
        if not all(name in text for text in references):
            continue
        for form in message.forms:
            if form.text and name not in form.text:
                wrong = said("the name {name} is missing", name=name)
                hint = said("write the name as it stands on the door, in Swedish letters")
                yield Found(RULE, wrong, hint, form.number)
