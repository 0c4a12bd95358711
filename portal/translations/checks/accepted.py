"""`# check-ok: rule, because …`: findings that a translator has accepted, with the reason."""

import re
from collections.abc import Iterable

from portal.translations.checks.wording import said

RULES = (
    "placeholders", "plurals", "markup", "security", "script", "invisible", "digits", "numbers", "names", "glossary",
    "letter-word", "untranslated", "language", "length", "punctuation", "spaces", "quotes", "brackets", "date-pattern", "repeated",
    "case", "header", "encoding", "syntax", "duplicate", "missing",
)  # fmt: skip
MARK = re.compile(r"check-ok\s*:?\s*", re.IGNORECASE)
REASON = re.compile(
    r"\b(?:because|since|eftersom|därför att|för att)\b:?\s*(.*)", re.IGNORECASE | re.DOTALL
)


def accepted(comments: Iterable[str]) -> tuple[set[str], str]:
    """The rules that an entry's comments accept, and what is wrong with those comments."""
    rules: set[str] = set()
    wrong = ""
    for part in MARK.split(" ".join(comments))[1:]:
        reason = REASON.search(part)
        named = part[: reason.start()] if reason else part
        found = [word.lower() for word in re.findall(r"[\w-]+", named)]
        known = {word for word in found if word in RULES}
        if reason is None or len(reason[1].strip(" .…")) < 3:
            wrong = said("check-ok without a reason")
        elif not known:
            wrong = said("check-ok names no rule that there is: {rules}", rules=", ".join(RULES))
        else:
            rules |= known
    return rules, wrong
