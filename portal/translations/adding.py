"""A new language: one record in the registry and an empty catalog, no code."""

import json
import re
import unicodedata
from dataclasses import dataclass
from gettext import c2py
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.plurals import PLURALS
from babel.plural import to_gettext

from portal.i18n.catalogs import DOMAINS, catalog_path
from portal.i18n.languages import LANGUAGES, SWEDISH, Language, Status, registered
from portal.i18n.po import Document
from portal.translations.extraction import extract
from portal.translations.sync import bring_in_step, read_document

# Language, script, region, variants and a private part (RFC 5646, section 2.1).
TAG = re.compile(
    r"[a-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?(?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*"
    r"(?:-x(?:-[A-Za-z0-9]{1,8})+)?\Z"
)
TWO_FORMS = "nplurals=2; plural=(n != 1);"


class NotAdded(Exception):
    """The language cannot be added; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is said of a new language; what is left out is taken from CLDR, where CLDR knows it."""

    tag: str
    self_name: str = ""
    swedish: str = ""
    cldr: str = ""
    direction: str = ""
    plural_forms: str = ""


def add(root: Path, wanted: Wanted) -> tuple[Language, Path]:
    """Writes the record and the catalog of a language; answers with both. Raises NotAdded.

    It begins as a draft, which no menu shows.
    """
    registry = root / "translations" / "languages.toml"
    known = registered(registry)
    if any(wanted.tag.lower() in (each.tag.lower(), *each.aliases) for each in known):
        raise NotAdded(f"{wanted.tag} is in {registry} already.")
    language = completed(wanted)
    stood = registry.read_text("utf-8")
    registry.write_text(f"{stood.rstrip()}\n\n{_record(language)}", "utf-8")
    path = catalog_path(root / "translations", language, DOMAINS[0])
    path.parent.mkdir(parents=True, exist_ok=True)
    swedish = read_document(catalog_path(root / "translations", SWEDISH, DOMAINS[0]))
    document = Document()
    said = {entry.key: entry.texts for entry in swedish.messages()}
    bring_in_step(document, extract(root)[DOMAINS[0]], said, language)
    path.write_bytes(document.encoded())
    return language, path


def completed(wanted: Wanted) -> Language:
    """The record of a language, completed. Raises NotAdded."""
    if not TAG.match(wanted.tag):
        raise NotAdded(
            f"{wanted.tag!r} is no language tag (BCP 47). Write it like tr, rmn or ckb-Arab; one of your"
            " own has letters behind its x, such as prs-x-malmo."
        )
    locale = _locale(wanted)
    direction = wanted.direction or (
        locale.text_direction if locale else _written(wanted.self_name)
    )
    if locale is None and (not wanted.self_name or (direction == "rtl" and not wanted.cldr)):
        name = wanted.cldr or wanted.tag
        raise NotAdded(
            f"CLDR does not know {name!r}. Say its own name with --name, and with --cldr whose dates it"
            " borrows (such as ro or sv, or for Arabic letters fa or ar)."
        )
    return Language(
        tag=wanted.tag,
        folder=wanted.tag.replace("-", "_"),
        cldr=str(locale or "sv"),
        self_name=wanted.self_name or str(locale and locale.get_display_name()).capitalize(),
        status=Status.DRAFT,
        plural_forms=wanted.plural_forms or (plural_forms_of(locale) if locale else TWO_FORMS),
        direction=_direction(wanted, direction),
        swedish=wanted.swedish or str(locale.get_display_name("sv") if locale else wanted.tag),
    )


def _locale(wanted: Wanted) -> Locale | None:
    """What CLDR knows of it: by what was said, by its tag, or by the language it is a kind of."""
    if wanted.cldr:
        return _known(wanted.cldr)
    near = [each.cldr for each in LANGUAGES if wanted.tag.split("-")[0] in each.aliases]
    names = [wanted.tag.replace("-", "_")]
    if "-x-" in wanted.tag:  # the part behind the x says nothing of dates
        names += [wanted.tag.split("-x-")[0].replace("-", "_"), *near]
    return next((found for name in names if (found := _known(name))), None)


def _known(name: str) -> Locale | None:
    try:
        return Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return None


def _direction(wanted: Wanted, direction: str) -> str:
    """From the letters of its name where they say so: one language may be written in two scripts."""
    if wanted.direction or not wanted.self_name:
        return direction
    return _written(wanted.self_name)


def _written(name: str) -> str:
    """Which way the first letter of a name runs."""
    for letter in name:
        kind = unicodedata.bidirectional(letter)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def plural_forms_of(locale: Locale) -> str:
    """How a language counts whole numbers: as gettext's users write it where that agrees with CLDR.

    CLDR's own rules have forms for fractions as well, which nobody could ever see here.
    """
    exact = f"{to_gettext(locale.plural_form).rstrip(';')};"
    number, usual = PLURALS.get(str(locale), PLURALS.get(locale.language, (0, "")))
    if not number:
        return exact
    rule = c2py(usual)
    pairs = {(rule(count), locale.plural_form(count)) for count in range(1000)}
    agrees = (
        len(pairs) == len({ours for ours, _theirs in pairs}) == len({each for _ours, each in pairs})
    )
    return f"nplurals={number}; plural={usual};" if agrees else exact


def _record(language: Language) -> str:
    """The record as it stands in the registry; JSON writes a text as TOML does."""
    fields = (
        "tag",
        "folder",
        "cldr",
        "self_name",
        "swedish",
        "status",
        "direction",
        "plural_forms",
    )
    lines = [
        f"{name} = {json.dumps(str(getattr(language, name)), ensure_ascii=False)}"
        for name in fields
    ]
    return "\n".join(["[[language]]", *lines, ""])
