"""The registry of languages: one record each in translations/languages.toml, and everything reads it.

A language is *public* (reviewed by a person), *preview* (complete, not yet reviewed; the menu
says so) or *draft* (not offered yet). The order is the order in every menu, in all languages.
"""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

REGISTRY = Path(__file__).parents[2] / "translations" / "languages.toml"


class Status(StrEnum):
    """How far a language has come; only public and preview are offered."""

    PUBLIC = "public"
    PREVIEW = "preview"
    DRAFT = "draft"
    PSEUDO = "pseudo"


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its BCP 47 tag, its catalog folder, its CLDR locale and how it reads.

    `weekdays` (from Monday on) and `months` (from January on) are its own names, where CLDR's are
    not what readers say; `weekdays_alone` where a day has another form outside a sentence.
    """

    tag: str
    folder: str
    cldr: str
    self_name: str
    status: Status
    plural_forms: str
    direction: str = "ltr"
    fallback: tuple[str, ...] = ("sv",)
    aliases: tuple[str, ...] = ()
    staff: bool = False
    swedish: str = ""
    weekdays: tuple[str, ...] = ()
    weekdays_alone: tuple[str, ...] = ()
    months: tuple[str, ...] = ()

    @property
    def offered(self) -> bool:
        """Whether the menu shows it."""
        return self.status in (Status.PUBLIC, Status.PREVIEW)

    @property
    def preview(self) -> bool:
        """Whether no person has reviewed it yet."""
        return self.status is Status.PREVIEW


def registered(path: Path = REGISTRY) -> tuple[Language, ...]:
    """Every language of a registry, in its order. Raises TypeError for a field it does not know."""
    with path.open("rb") as file:
        return tuple(_language(record) for record in tomllib.load(file)["language"])


def _language(record: dict[str, Any]) -> Language:
    lists = {name: tuple(value) for name, value in record.items() if isinstance(value, list)}
    return Language(
        **{"folder": record["tag"], **record, **lists, "status": Status(record["status"])}
    )


LANGUAGES = registered()

# A language nobody speaks: every text of ours in brackets, so that a test can see any other word.
PSEUDO = Language(
    "en-XA", "", "en_SE", "⟦Pseudo⟧", Status.PSEUDO, "nplurals=2; plural=(n != 1);", fallback=(),
    staff=True,
)  # fmt: skip

BY_TAG = MappingProxyType({language.tag: language for language in (*LANGUAGES, PSEUDO)})
SWEDISH, ENGLISH = BY_TAG["sv"], BY_TAG["en"]
OFFERED: tuple[Language, ...] = tuple(language for language in LANGUAGES if language.offered)

# After a single letter come extensions and private use, which say nothing of the language.
_SINGLETON = re.compile(r"-[a-z0-9](?:-|\Z)")
_ALIASES = {
    alias.lower(): language for language in LANGUAGES for alias in (language.tag, *language.aliases)
}


def written_in(tag: str) -> Language:
    """The language of something kept, also of one that the registry no longer has: by its tag alone."""
    gone = Language(tag, tag, "sv_SE", tag, Status.DRAFT, SWEDISH.plural_forms, direction="auto")
    return BY_TAG.get(tag, gone)


def match(tag: str) -> Language | None:
    """The language a browser's tag stands for (`ar-IQ` is ar, `prs` is fa-AF), or None.

    As RFC 4647 looks tags up, but of all languages of the same kind the one that says most of what
    is asked for: `fas-Arab-AF` is fa-AF, with or without its script.
    """
    first, *rest = _SINGLETON.split(tag.lower().replace("_", "-"))[0].split("-")
    base = _ALIASES.get(first)
    if base is None or (base.direction == "ltr" and "arab" in rest):
        return None  # Kurdish in Arabic letters is no language of ours, though Kurmanji is
    asked = {*base.tag.lower().split("-"), *rest}
    fitting = [
        each for each in LANGUAGES if asked >= (said := _subtags(each)) and said & {_kind(base)}
    ]
    return max(fitting, key=lambda each: len(_subtags(each)), default=base)


def _subtags(language: Language) -> set[str]:
    return set(language.tag.lower().split("-"))


def _kind(language: Language) -> str:
    return language.tag.lower().split("-")[0]
