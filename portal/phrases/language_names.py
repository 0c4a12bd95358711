"""Names of languages, said in the reader's language: which interpreter, which language a text is in."""

from types import MappingProxyType

from portal.i18n.languages import LANGUAGES, written_in
from portal.i18n.text import Phrase, phrase

_NAMES = {
    "sv": phrase("language name", "Swedish"),
    "sv-simple": phrase("language name", "Easy Swedish"),
    "ar": phrase("language name", "Arabic"),
    "en": phrase("language name", "English"),
    "so": phrase("language name", "Somali"),
    "fa-AF": phrase("language name", "Dari"),
    "bs": phrase("language name", "Bosnian"),
    "ti": phrase("language name", "Tigrinya"),
    "fa": phrase("language name", "Persian"),
    "ku": phrase("language name", "Kurmanji"),
    "ps": phrase("language name", "Pashto"),
    "pl": phrase("language name", "Polish"),
    "uk": phrase("language name", "Ukrainian"),
    "fi": phrase("language name", "Finnish"),
}  # fmt: skip


class _Names(dict[str, Phrase]):
    """A language that only the registry knows is called what it calls itself; one taken from it, its tag."""

    def __missing__(self, tag: str) -> Phrase:
        return Phrase("language name", written_in(tag).self_name)


LANGUAGE_NAMES = MappingProxyType(
    _Names({each.tag: Phrase("language name", each.self_name) for each in LANGUAGES} | _NAMES)
)
