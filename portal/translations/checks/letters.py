"""Which letters belong to which language, and which only look like them.

Sources: CLDR exemplar characters; the Unicode Consortium's confusables (UTS 39).
"""

from types import MappingProxyType

LATIN_LIKE = frozenset("aceiopsxyjhkmtbABCEHIJKMOPSTXYZZgdlqwvnur") - frozenset("gdlqwvnur")
CYRILLIC_LIKE = frozenset("асеіорѕхујһкмтьАВСЕНІЈКМОРЅТХУԌԁԛԝӏ")
GREEK_LIKE = frozenset("οανυικρτΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")

URDU = "ٹڈڑےہھںۃ"
PASHTO = "ټډړږښڅځڼېۍګ"
SORANI = "ێۆڕڵە"
ARABIC_ONLY = "كيىة"

# Arabic letters that are wrong in a language, with the one that is right where there is one.
WRONG_ARABIC = MappingProxyType({
    "ar": {"ی": "ي", "ک": "ك", **dict.fromkeys(URDU + PASHTO + SORANI + "ۀژ", "")},
    "fa": {"ي": "ی", "ى": "ی", "ك": "ک", **dict.fromkeys(URDU + PASHTO + SORANI, "")},
    "ps": {"ك": "ک", "ى": "ی", **dict.fromkeys(URDU + SORANI, "")},
    "ckb": {"ك": "ک", "ي": "ی", "ى": "ی", "ة": "ە", **dict.fromkeys("ثذضظ" + "ٹڈڑےہں" + PASHTO, "")},
    "ur": {"ك": "ک", "ي": "ی", "ى": "ی", "ة": "ۃ", "ه": "ہ", **dict.fromkeys(PASHTO + SORANI, "")},
})  # fmt: skip

# Cyrillic and Latin letters that a language does not have, but its neighbours do.
WRONG_LETTERS = MappingProxyType({
    "uk": "ыэъёЫЭЪЁўЎ", "ru": "іїєґІЇЄҐўЎђћјљњџ", "be": "ищъїєИЩЪЇЄ", "bg": "ыэёіїєґЫЭЁІЇЄҐ",
    "sr": "йщъыьэюяёіїє", "mk": "йщъыьэюяёђћіїє", "bs": "ðÐɖƉßșț", "hr": "ðÐɖƉßșț",
    "ku": "ığİĞßșț", "so": "ıİßșț", "fi": "ıİßșț", "sv": "ıİøæØÆßșțł", "pl": "ıİßșț", "en": "ıİßșț",
})  # fmt: skip

ZWNJ_LANGUAGES = frozenset((
    "fa", "ps", "ckb", "ur", "mzn", "glk", "pnb", "sd", "ug", "hi", "bn", "mr", "ne", "ta", "te",
    "kn", "ml", "gu", "pa",
))  # fmt: skip
# Letters of the presentation blocks that are used as they are: the two religious ligatures.
PRESENTATION_RIGHT = frozenset("ﷲﷺ﷽﷼")
