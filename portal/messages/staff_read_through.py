"""What is seen in a text before it is sent: how plain it is, and what may be too much to write.

Nothing of it is stored. That someone has read a warning holds for the text it was shown for: the
tick carries that text's digest, so a later change asks again.
"""

import hashlib
from dataclasses import dataclass

from portal.i18n.text import Phrase
from portal.messages.staff_plain_language import (
    LEVEL_ADVICE,
    LEVELS,
    Level,
    PlainLanguage,
    plain_language,
)
from portal.messages.staff_sensitive_words import (
    SENSITIVE,
    SENSITIVE_ADVICE,
    Finding,
    Sensitive,
    sensitive_words,
)


@dataclass(frozen=True, slots=True)
class ReadThrough:
    """A text, read through by the portal. `digest` tells this text from any other."""

    plain: PlainLanguage
    findings: tuple[Finding, ...]
    digest: str

    @property
    def level(self) -> Phrase | None:
        """How hard it is to read; None for a text of few words."""
        return LEVELS[self.plain.level] if self.plain.level else None

    @property
    def advice(self) -> Phrase | None:
        """What would make it easier to read. An easy text is not praised while something stands out."""
        stands_out = self.plain.long_sentences or self.plain.long_words or self.plain.stiff
        if self.plain.level is None or (self.plain.level is Level.EASY and stands_out):
            return None
        return LEVEL_ADVICE[self.plain.level]

    @property
    def to_think_about(self) -> list[tuple[Phrase, Phrase, list[str]]]:
        """What is found, by what it tells: its name, what to do, and the words, each once."""
        kinds: dict[Sensitive, dict[str, None]] = {}
        for each in self.findings:
            kinds.setdefault(each.kind, {})[each.words] = None
        return [
            (SENSITIVE[kind], SENSITIVE_ADVICE[kind], [*words]) for kind, words in kinds.items()
        ]

    @property
    def stiff(self) -> dict[str, str]:
        """The words of the offices, each once, and what to write instead."""
        return {each.word.lower(): each.plainer for each in self.plain.stiff}


def read_through(text: str) -> ReadThrough:
    """Reads a text as it would be sent."""
    sent = "\n".join(text.strip().splitlines())  # a browser sends other line ends than it shows
    digest = hashlib.sha256(sent.encode()).hexdigest()[:32]
    return ReadThrough(plain_language(sent), tuple(sensitive_words(sent)), digest)
