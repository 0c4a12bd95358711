"""What a finding says, in the language of the report: English, or Swedish where it is asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from portal.translations.checks.swedish import SWEDISH

LANGUAGES = ("en", "sv")
_language: ContextVar[str] = ContextVar("language of the report", default="en")


@contextmanager
def reporting_in(language: str) -> Iterator[None]:
    """Findings made within speak this language."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def said(text: str, **values: object) -> str:
    """A text of a report with its values, `{name}`, put in."""
    if _language.get() == "sv":
        text = SWEDISH.get(text, text)
    return text.format(**values)


def listed(words: object) -> str:
    """Several things in a row."""
    return ", ".join(str(word) for word in words)  # type: ignore[attr-defined]
