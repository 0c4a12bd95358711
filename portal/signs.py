"""Signs that nobody sees: what is made of them alone is empty, and what only steers a printer is a space."""

import re
import unicodedata

# Drawn as nothing or as a gap, though Unicode counts them as letters, marks or symbols: fillers of
# Hangul, vowels of Khmer, selectors of variants, the braille cell without a dot.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
# NUL stays, so that it is refused and not repaired.
_CONTROL = re.compile("[\x01-\x09\x0b-\x1f\x7f-\x9f]")
_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing at all."""
    return not any(_is_seen(sign) for sign in _UNSEEN.sub("", text))


def typed(text: str) -> str:
    """A text from a form as it is kept: lines end with a newline, no other control sign is in it.

    What has no sign that is seen is empty. Inside a text invisible signs stay: Persian is not
    spelt without U+200C.
    """
    plain = _CONTROL.sub(" ", _LINE_END.sub("\n", text))
    return "" if is_blank(plain) and "\0" not in plain else plain


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign)[0] not in "ZC" or unicodedata.category(sign) == "Co"
