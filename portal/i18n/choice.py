"""Which language this reader gets."""

from collections.abc import Iterable

from portal.i18n.languages import BY_TAG, PSEUDO, SWEDISH, Language, match


def choose(
    *,
    picked: str | None,
    profile: str | None,
    accepted: Iterable[str],
    pseudo: bool = False,
) -> Language:
    """The language picked on this phone, else the person's own, else the browser's, else Swedish.

    A language that is not offered yet is passed over along its own fallback chain, so that a
    reader of Dari gets Persian before Swedish the day Persian is offered.
    """
    if (
        picked
        and (language := BY_TAG.get(picked))
        and (language.offered or (pseudo and language is PSEUDO))
    ):
        return language
    if profile and (language := _offered(BY_TAG.get(profile))):
        return language
    for tag in accepted:
        if language := _offered(match(tag)):
            return language
    return SWEDISH


def choose_for_staff(language: Language) -> Language:
    """Staff pages are kept in the languages the agencies work in."""
    return language if language.staff else SWEDISH


def _offered(language: Language | None) -> Language | None:
    if language is None or language.offered:
        return language
    for tag in language.fallback[:-1]:  # the last one, Swedish, is everybody's and comes last
        if BY_TAG[tag].offered:
            return BY_TAG[tag]
    return None
