"""A translated text beside its source, taken apart once for all checks."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from portal.i18n.po import Entry
from portal.translations.checks.target import Serves, Target
from portal.translations.finding import Severity

VALUE = "\ufffc"  # stands for a value in a text without its placeholders
TOKEN = re.compile(
    r"\{\{\s*[\w.|:'-]+(?: [\w.|:'-]+)*\s*\}\}|[$%#]\{\w[\w.]*\}"
    r"|%%|%\(\w[\w.-]*\)[#0+-]*\d*(?:\.\d+)?[a-zA-Z]|%(?:\d+\$)?[sdif](?![A-Za-z])|%\.\d+f"
    r"|\{\w*(?:[.\[][\w.\]]*)?(?:![rsa])?(?::[^{}\s]*)?\}"
)
SMILEY = re.compile(r"(?:(?<=\s)|\A)[:;]-?[()D](?=\s|\Z)")
TAG = re.compile(r"</?[A-Za-z0-9][^<>]*>")
BLOCK = re.compile(r"</?(?:br|p|div|li|ul|ol|h[1-6]|tr|td|th|dt|dd)\b[^<>]*>", re.IGNORECASE)
ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
LINK = re.compile(
    r"(?:(?:https?|ftp|mailto|tel):|www\.)[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?)\]’…،؛؟。።፣]|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)


class Found(NamedTuple):
    """What a check has found in one form."""

    rule: str
    wrong: str
    hint: str = ""
    form: int = 0
    severity: Severity = Severity.ERROR


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A text without tags, and with a sign in place of every value and link."""
    if ":" in text or ";" in text:
        text = SMILEY.sub("", text)
    if "<" in text:
        text = TAG.sub("", BLOCK.sub(" ", text))
    if "&" in text:
        text = ENTITY.sub(lambda found: unescape(found[0]), text)
    if ":" in text or "@" in text or "www" in text:
        text = LINK.sub(VALUE, text)
    return TOKEN.sub(VALUE, text) if "%" in text or "{" in text else text


@dataclass(slots=True)
class Form:
    """One text of a translation. `serves` is empty where it is not known which numbers take it."""

    number: int
    text: str
    plain: str
    serves: tuple[int, ...] = ()

    @property
    def single(self) -> bool:
        """Whether it serves one number only, so that it need not say which."""
        return len(self.serves) == 1


@dataclass(slots=True)
class Message:
    """An entry, the language it is in, and what it is compared with.

    `sources` are the source's texts (English), `swedish` the authoritative ones if they are known.
    """

    entry: Entry
    target: Target
    sources: tuple[str, ...]
    swedish: tuple[str, ...] = ()
    serves: Serves = ()
    forms: list[Form] = field(default_factory=list)

    @property
    def plural(self) -> bool:
        """Whether it depends on a count."""
        return len(self.sources) > 1

    @property
    def references(self) -> tuple[str, ...]:
        """All texts it may be compared with: what agrees with one of them is right."""
        return self.sources + self.swedish

    @property
    def is_date_pattern(self) -> bool:
        """Not prose, but letters that stand for parts of a date."""
        return self.entry.context == "date pattern"


def message_of(
    entry: Entry, target: Target, swedish: tuple[str, ...] = (), serves: Serves = ()
) -> Message:
    """An entry made ready; `serves` is what the catalog's header says, if not as the language's."""
    serves = serves or target.serves
    message = Message(entry, target, entry.ids, swedish, serves)
    plural = len(entry.ids) > 1
    for number, text in enumerate(entry.texts):
        numbers = serves[number] if plural and number < len(serves) else ()
        message.forms.append(Form(number, text, plain(text), numbers))
    return message
