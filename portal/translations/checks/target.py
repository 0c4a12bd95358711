"""The language a catalog is in: from our registry, or from CLDR for any other.

Which numbers each plural form serves follows from the rule, tried on 0 to 1,000.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from gettext import c2py

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from portal.i18n import languages
from portal.i18n.languages import Language

NUMBERS = range(1001)
PLURAL_FORMS = re.compile(r"\s*nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+?)\s*;?\s*\Z")
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
SCRIPTS = {
    "Latn": {"LATIN"}, "Cyrl": {"CYRILLIC"}, "Arab": {"ARABIC"}, "Ethi": {"ETHIOPIC"},
    "Grek": {"GREEK"}, "Hebr": {"HEBREW"}, "Hans": {"CJK"}, "Hant": {"CJK"}, "Thai": {"THAI"},
    "Jpan": {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}, "Kore": {"HANGUL", "CJK"},
    "Deva": {"DEVANAGARI"}, "Beng": {"BENGALI"}, "Armn": {"ARMENIAN"}, "Geor": {"GEORGIAN"},
    "Taml": {"TAMIL"}, "Telu": {"TELUGU"}, "Mymr": {"MYANMAR"}, "Khmr": {"KHMER"},
}  # fmt: skip
OTHER_NAMES = {"kmr": "ku", "prs": "fa-AF", "sh": "bs", "no": "nb", "iw": "he", "in": "id"}

# Three letters that stand for a known language in other lists (ISO 639-2/B), or for none.
NO_LANGUAGES = frozenset((
    "alb", "arm", "baq", "bur", "chi", "cze", "dut", "fre", "geo", "ger", "gre", "ice", "mac",
    "mao", "may", "per", "rum", "slo", "tib", "wel", "swe", "eng", "nor", "xxx", "und", "mul",
    "zxx", "mis",
))  # fmt: skip

# The languages whose words do not change with the number, by CLDR; of others without rules it has no data.
ONE_FORM = frozenset((
    "bm", "bo", "dz", "hnj", "id", "ig", "ii", "ja", "jv", "kde", "kea", "km", "ko", "lkt", "lo",
    "ms", "my", "nqo", "osa", "sah", "ses", "sg", "su", "th", "to", "tpi", "vi", "wo", "yo",
    "yue", "zh",
))  # fmt: skip
Serves = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A language to be checked. `base` is its first subtag; `scripts` as Unicode names letters.

    `serves` are the numbers of each plural form, in the order of the forms; empty if not known.
    """

    tag: str
    base: str
    scripts: frozenset[str]
    serves: Serves
    registered: Language | None = None

    @property
    def is_source(self) -> bool:
        """English: what the source is written in."""
        return self.base == "en"

    @property
    def arabic(self) -> bool:
        """Whether it is written from right to left in Arabic letters."""
        return "ARABIC" in self.scripts


UNKNOWN = Target("und", "", frozenset(), ())


def of_language(language: Language) -> Target:
    """A language of ours."""
    serves = serves_of(language.plural_forms) or ()
    return Target(language.tag, base_of(language.tag), _scripts(language.tag), serves, language)


@cache
def of_tag(tag: str) -> Target | None:
    """The language of a tag, a folder or a file name; None where no such language is known."""
    tag = tag.strip().replace("_", "-")
    simple = tag.split("@", 1)[0].split(".", 1)[0]
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", simple):
        return None
    folder = next((each for each in languages.LANGUAGES if each.folder == tag), None)
    language = folder or _ours(tag) or _ours(simple)
    simple = OTHER_NAMES.get(simple.lower(), simple)
    if language is not None and base_of(language.tag) == base_of(simple):
        return of_language(language)
    locale = _locale(simple)
    if locale is None:
        return of_language(language) if language else None
    scripts = frozenset({"LATIN"}) if "latin" in tag.lower() else _scripts(simple)
    return Target(simple, base_of(simple), scripts, _serves_in_cldr(locale), language)


@cache
def unlisted(tag: str) -> bool:
    """Whether a tag may be a language that CLDR has no data of: three letters that mean nothing else."""
    base = tag.replace("_", "-").split("-", 1)[0]
    if not re.fullmatch(r"[a-z]{3}", base) or of_tag(tag) is not None:
        return False
    known = get_global("language_aliases")
    return base not in known and base not in NO_LANGUAGES


def _ours(tag: str) -> Language | None:
    return languages.match(tag)


def base_of(tag: str) -> str:
    """The first subtag: `fa` of `fa-AF`."""
    return tag.replace("_", "-").split("-", 1)[0].lower()


def _locale(tag: str) -> Locale | None:
    for name in (tag.replace("-", "_"), base_of(tag)):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return None


def _scripts(tag: str) -> frozenset[str]:
    if base_of(tag) == "sr" and tag.count("-") == 0:
        return frozenset({"CYRILLIC", "LATIN"})
    parts = tag.replace("_", "-").split("-")
    named = next((part.title() for part in parts[1:] if len(part) == 4 and part.isalpha()), None)
    likely = get_global("likely_subtags")
    full = likely.get("_".join(parts[:2])) or likely.get(parts[0].lower(), "")
    script = named or (full.split("_")[1] if full.count("_") else "Latn")
    return frozenset(SCRIPTS.get(script, {script.upper()}))


def rule_of(plural_forms: str) -> tuple[int, Callable[[int], int]] | None:
    """How many forms a header announces, and which of them a number takes; None if it is broken."""
    found = PLURAL_FORMS.match(plural_forms)
    if found is None:
        return None
    try:
        rule: Callable[[int], int] = c2py(found[2])
        used = {rule(number) for number in (*NUMBERS, 1_000_000)}
    except (ValueError, RecursionError, ZeroDivisionError, TypeError):
        return None
    return (int(found[1]), rule) if max(used) < int(found[1]) else None


@lru_cache(maxsize=64)
def serves_of(plural_forms: str) -> Serves | None:
    """The numbers of each form after a header's rule; None if it cannot be read."""
    known = rule_of(plural_forms)
    if known is None:
        return None
    count, rule = known
    return _grouped(rule, range(count))


@cache
def _serves_in_cldr(locale: Locale) -> Serves:
    rule = locale.plural_form
    if not rule.rules and locale.language not in ONE_FORM:
        return ()  # CLDR does not know how it counts
    used = {rule(number) for number in NUMBERS}
    return _grouped(rule, [category for category in CATEGORIES if category in used])


def _grouped(rule: Callable[[int], object], forms: object) -> Serves:
    numbers: dict[object, list[int]] = {form: [] for form in forms}  # type: ignore[attr-defined]
    for number in NUMBERS:
        numbers.setdefault(rule(number), []).append(number)
    return tuple(tuple(each) for each in numbers.values())
