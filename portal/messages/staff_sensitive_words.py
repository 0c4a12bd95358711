"""A warning before a text is sent: identity numbers, diagnosis codes and words about health or crime.

Everything happens here, on the server: the text goes nowhere. It is a reminder and no lock; staff
decide, since "din medicin" can be what the message has to be about.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from portal.i18n.text import phrase
from portal.identity_numbers import identity_numbers
from portal.messages.staff_sensitive_stems import (
    ADDICTION,
    CRIME,
    HEALTH,
    PHRASES,
    TREATMENT,
    VIOLENCE,
)


class Sensitive(StrEnum):
    """What a word tells about a person."""

    IDENTITY = "identity"
    CODE = "code"
    HEALTH = "health"
    TREATMENT = "treatment"
    ADDICTION = "addiction"
    VIOLENCE = "violence"
    CRIME = "crime"


SENSITIVE = MappingProxyType({
    Sensitive.IDENTITY: phrase("sensitive", "Identity number"),
    Sensitive.CODE: phrase("sensitive", "Code of a diagnosis"),
    Sensitive.HEALTH: phrase("sensitive", "Health"),
    Sensitive.TREATMENT: phrase("sensitive", "Care and treatment"),
    Sensitive.ADDICTION: phrase("sensitive", "Addiction"),
    Sensitive.VIOLENCE: phrase("sensitive", "Violence"),
    Sensitive.CRIME: phrase("sensitive", "Crime"),
})  # fmt: skip

SENSITIVE_ADVICE = MappingProxyType({
    Sensitive.IDENTITY: phrase("sensitive advice", "Take it out. The participant is signed in, so no number is needed."),
    Sensitive.CODE: phrase("sensitive advice", "Take it out. A code of a diagnosis is never needed here."),
    Sensitive.HEALTH: phrase("sensitive advice", "Take it out if the message can be understood without it."),
    Sensitive.TREATMENT: phrase("sensitive advice", "Take it out if the message can be understood without it."),
    Sensitive.ADDICTION: phrase("sensitive advice", "Take it out. Talk about it when you meet or on the phone."),
    Sensitive.VIOLENCE: phrase("sensitive advice", "Take it out. Someone else may see the screen: talk about it when you meet."),
    Sensitive.CRIME: phrase("sensitive advice", "Take it out. Talk about it when you meet or on the phone."),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in the text: what it tells, the words themselves, and from where to where."""

    kind: Sensitive
    words: str
    start: int
    end: int


# ICD-10 with its point (F32.1, G47.3A), or without one where a diagnosis is spoken of. Bare
# letters and digits are rooms, roads and buses far more often.
_CODE = re.compile(
    r"(?<![\w.])[A-Zf][0-9]{2}\.[0-9][0-9A-Z]?(?!\w|\.\d)"
    r"|(?<!\w)(?i:diagnos(?:en|kod(?:en)?)?|icd-?10)[:= (]{1,3}(?P<bare>[A-Zf][0-9]{2}"
    r"(?:\.?[0-9][0-9A-Z]?)?)(?!\w)"
)
_STEMS = (
    (Sensitive.HEALTH, HEALTH), (Sensitive.TREATMENT, TREATMENT), (Sensitive.ADDICTION, ADDICTION),
    (Sensitive.VIOLENCE, VIOLENCE), (Sensitive.CRIME, CRIME),
)  # fmt: skip


def _pattern(kind: str, stems: str) -> re.Pattern[str]:
    """One pattern for the words of a kind. Each takes whole words, so the time stays linear."""
    written = [re.escape(each).replace(r"\*", r"\w{0,40}") for each in stems.split()]
    capitals = [each for each in written if each.isupper()]
    others = [each for each in written if not each.isupper()]
    others += [re.escape(each) for each in PHRASES.get(kind, ())]
    anyhow = f"(?i:{'|'.join(others)})"
    return re.compile(rf"(?<!\w)(?:{'|'.join([anyhow, *capitals])})(?!\w)")


_PATTERNS = tuple((kind, _pattern(kind, stems)) for kind, stems in _STEMS)


def sensitive_words(text: str) -> list[Finding]:
    """Everything in a text to think about once more, in its order."""
    return sorted(_found(text), key=lambda each: (each.start, each.end))


def _found(text: str) -> Iterator[Finding]:
    for start, end in identity_numbers(text):
        yield Finding(Sensitive.IDENTITY, text[start:end], start, end)
    for match in _CODE.finditer(text):
        yield _finding(Sensitive.CODE, match, "bare" if match["bare"] else 0)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield _finding(kind, match)


def _finding(kind: Sensitive, match: re.Match[str], group: str | int = 0) -> Finding:
    return Finding(kind, match[group], match.start(group), match.end(group))
