"""Names of languages, said in the reader's language: which interpreter, which language a text is in."""

from types import MappingProxyType

from portal.i18n.text import phrase

LANGUAGE_NAMES = MappingProxyType({
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
})  # fmt: skip
