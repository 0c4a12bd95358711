"""What a message says: a phrase with its values, sentences of the phrasebook, or free text."""

from dataclasses import dataclass
from typing import Any

from portal.messages import record
from portal.messages.phrasebook import PHRASEBOOK
from portal.phrases.parameters import Values, checked

Sentences = tuple[tuple[str, Values], ...]


class NothingToSend(Exception):
    """A message needs a phrase, a sentence or some text."""


@dataclass(frozen=True, slots=True)
class Content:
    """One message's content as it is stored; the database holds that it is exactly one of three."""

    phrase: str | None = None
    parameters: dict[str, str] | None = None
    sentences: list[dict[str, Any]] | None = None
    body: str | None = None
    language: str | None = None

    @property
    def swedish(self) -> str | None:
        """The record of what is typed; free text is its own record."""
        if self.phrase:
            return record.of_phrase(self.phrase, self.parameters or {})
        return record.of_sentences(self.sentences) if self.sentences else None


def phrase(code: str, values: Values | None = None) -> Content:
    """A phrase. Raises KeyError for an unknown one, and UnfitParameters."""
    return Content(phrase=code, parameters=checked(PHRASEBOOK[code].parameters, values or {}))


def sentences(chosen: Sentences) -> Content:
    """Sentences of the phrasebook, in their order.

    Raises NothingToSend for none, KeyError for an unknown one, and UnfitParameters.
    """
    if not chosen:
        raise NothingToSend
    fit = [
        {"code": code, "values": checked(PHRASEBOOK[code].parameters, values)}
        for code, values in chosen
    ]
    return Content(sentences=fit)


def text(body: str, language: str) -> Content:
    """Free text in a language. Raises NothingToSend where there is none."""
    if not body.strip():
        raise NothingToSend
    return Content(body=body.strip(), language=language)


def said(code: str | None, body: str, language: str, values: Values | None = None) -> list[Content]:
    """A phrase, a text, or one after the other: each is a message of its own.

    Raises NothingToSend for neither, KeyError for an unknown phrase, and UnfitParameters.
    """
    contents = [phrase(code, values)] if code else []
    if body.strip():
        contents.append(text(body, language))
    if not contents:
        raise NothingToSend
    return contents
