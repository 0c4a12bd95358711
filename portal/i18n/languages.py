"""The registry of languages: one record each, and everything else reads it.

A language is *public* (reviewed by a person), *preview* (complete, not yet reviewed; the menu
says so) or *draft* (not offered yet). The order is the order in every menu, in all languages.
Plural rules are written out because Babel's own table has Arabic's forms 4 and 5 swapped.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Status(StrEnum):
    """How far a language has come; only public and preview are offered."""

    PUBLIC = "public"
    PREVIEW = "preview"
    DRAFT = "draft"
    PSEUDO = "pseudo"


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its BCP 47 tag, its catalog folder, its CLDR locale and how it reads."""

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

    @property
    def offered(self) -> bool:
        """Whether the menu shows it."""
        return self.status in (Status.PUBLIC, Status.PREVIEW)

    @property
    def preview(self) -> bool:
        """Whether no person has reviewed it yet."""
        return self.status is Status.PREVIEW


_TWO = "nplurals=2; plural=(n != 1);"
_ONE_IS_SMALL = "nplurals=2; plural=(n > 1);"
_SLAVIC = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
)
_POLISH = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
_ARABIC = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
    "n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5);"
)

SWEDISH = Language("sv", "sv", "sv", "Svenska", Status.PUBLIC, _TWO, fallback=(), staff=True)
# English is what the source is written in, so an empty entry there means "as in the source".
ENGLISH = Language("en", "en", "en_SE", "English", Status.PUBLIC, _TWO, staff=True)

LANGUAGES: tuple[Language, ...] = (
    SWEDISH,
    Language("sv-simple", "sv@simple", "sv", "Lätt svenska", Status.PUBLIC, _TWO),
    # ar_SY for the month names that readers from Iraq, Syria and Lebanon use.
    Language("ar", "ar", "ar_SY", "العربية", Status.PREVIEW, _ARABIC, "rtl"),
    ENGLISH,
    Language("so", "so", "so", "Soomaali", Status.DRAFT, _TWO),
    Language(
        "fa-AF", "fa_AF", "fa_AF", "دری", Status.DRAFT, _ONE_IS_SMALL, "rtl",
        fallback=("fa", "sv"), aliases=("prs",),
    ),
    Language(
        "bs", "bs", "bs", "Bosanski / Hrvatski / Srpski", Status.DRAFT, _SLAVIC,
        aliases=("hr", "sr", "sh"),
    ),
    Language("ti", "ti", "ti", "ትግርኛ", Status.DRAFT, _ONE_IS_SMALL),
    Language("fa", "fa", "fa", "فارسی", Status.DRAFT, _ONE_IS_SMALL, "rtl"),
    Language("ku", "ku", "ku", "Kurmancî", Status.DRAFT, _TWO, aliases=("kmr",)),
    Language("ps", "ps", "ps", "پښتو", Status.DRAFT, _TWO, "rtl"),
    Language("pl", "pl", "pl", "Polski", Status.DRAFT, _POLISH),
    Language("uk", "uk", "uk", "Українська", Status.DRAFT, _SLAVIC),
    Language("fi", "fi", "fi", "Suomi", Status.DRAFT, _TWO),
)  # fmt: skip

# A language nobody speaks: every text of ours in brackets, so that a test can see any other word.
PSEUDO = Language("en-XA", "", "en_SE", "⟦Pseudo⟧", Status.PSEUDO, _TWO, fallback=(), staff=True)

BY_TAG = MappingProxyType({language.tag: language for language in (*LANGUAGES, PSEUDO)})
OFFERED: tuple[Language, ...] = tuple(language for language in LANGUAGES if language.offered)

_ALIASES = {
    alias.lower(): language for language in LANGUAGES for alias in (language.tag, *language.aliases)
}


def match(tag: str) -> Language | None:
    """The language a browser's tag stands for (`ar-IQ` is ar, `prs` is fa-AF), or None."""
    tag = tag.lower().replace("_", "-")
    return _ALIASES.get(tag) or _ALIASES.get(tag.split("-", 1)[0])
