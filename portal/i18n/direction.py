"""Left-to-right marks in plain text, where no markup can keep a value in its own direction.

Translators never type a mark, which nobody sees: texts of languages that run right to left get
theirs when they are read. The mark is older than isolates (Unicode 6.3), so old phones know it too.
"""

import re
import unicodedata

from portal.i18n.languages import Language

MARK = "\u200e"

# A quantity with a Latin unit and a day in digits would change sides: "MB 10", "03-12-2026".
TURNING = re.compile(r"(?<!\w)(?=(?:%\(\w+\)s|\d+)[ \u00a0](?:[kM]B|kr)\b|\d{4}-\d\d-\d\d)")


def ordered(text: str, language: Language) -> str:
    """A text of a catalog with a mark before each value that would change sides in it."""
    return text if language.direction == "ltr" else TURNING.sub(MARK, text)


def marked(text: str, language: Language) -> str:
    """A number, time or Latin name between two marks, where the language runs right to left.

    Elsewhere, and for a name in a script that runs so itself, as it is.
    """
    own = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
    return text if language.direction == "ltr" or own else f"{MARK}{text}{MARK}"
