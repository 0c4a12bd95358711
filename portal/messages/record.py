"""What a typed message says in Swedish, kept as the record when it is sent.

Catalogs change; what an agency once told someone does not (archive law, arkivlagen 1990:782).
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from portal.config import ROOT
from portal.i18n.languages import SWEDISH
from portal.i18n.text import Translators
from portal.messages.phrasebook import PHRASEBOOK
from portal.phrases.parameters import Speaker, Values


def of_phrase(code: str, values: Values) -> str:
    """A phrase in Swedish, its subject first. Raises KeyError for one that is not catalogued."""
    saying, speaker = PHRASEBOOK[code], _swedish()
    body = speaker.plain(saying.body, saying.parameters, values)
    return f"{speaker.plain(saying.subject)}\n{body}" if saying.subject else body


def of_sentences(sentences: Iterable[Mapping[str, Any]]) -> str:
    """Sentences of the phrasebook in Swedish, one after another. Raises KeyError for an unknown one."""
    return " ".join(of_phrase(each["code"], each["values"]) for each in sentences)


@lru_cache(maxsize=1)
def _swedish() -> Speaker:
    return Speaker(Translators(ROOT / "translations")[SWEDISH])
