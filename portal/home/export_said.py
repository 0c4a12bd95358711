"""What catalogued rows say, in one language: a step's title, a message, a notice."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from portal import clock
from portal.exports import Record
from portal.messages.phrasebook import PHRASEBOOK
from portal.notices.wording import text_of
from portal.phrases import appointment_kinds, duties, step_kinds
from portal.phrases.parameters import Speaker

Said = Callable[[Record, Speaker, bool], str]


def _step(row: Record, speaker: Speaker, _protected: bool) -> str:
    if not row["kind"]:
        return str(row["title"]["text"]) if row["title"] else ""
    kind = step_kinds.BY_CODE[row["kind"]]
    return speaker.plain(kind.title, kind.parameters, row["parameters"])


def _appointment(row: Record, speaker: Speaker, _protected: bool) -> str:
    return speaker.plain(appointment_kinds.BY_CODE[row["kind"]].title)


def _duty(row: Record, speaker: Speaker, _protected: bool) -> str:
    return speaker.plain(duties.BY_CODE[row["kind"]].title)


def _message(row: Record, speaker: Speaker, _protected: bool) -> str:
    """Nothing for free text, which says itself, nor for what has been withdrawn."""
    if row["phrase"]:
        return _phrase(row["phrase"], row["parameters"] or {}, speaker)
    sentences = row["sentences"] or ()
    return " ".join(_phrase(each["code"], each["values"], speaker) for each in sentences)


def _phrase(code: str, values: Mapping[str, Any], speaker: Speaker) -> str:
    saying = PHRASEBOOK[code]
    body = speaker.plain(saying.body, saying.parameters, values)
    return f"{speaker.plain(saying.subject)}\n{body}" if saying.subject else body


def _notice(row: Record, speaker: Speaker, protected: bool) -> str:
    """As it read on the day it went out, or is to go out."""
    on = clock.local(row["sent"] or row["due"]).date()
    return text_of(row["kind"], row["parameters"], speaker.translator, protected=protected, on=on)


SAID: Mapping[str, Said] = MappingProxyType({
    "step": _step,
    "appointment": _appointment,
    "duty": _duty,
    "message": _message,
    "notice": _notice,
})  # fmt: skip
