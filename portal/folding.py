"""The one folding: what is the same to someone who searches, however it was written.

For people's names, the phrasebook's sentences and translators' texts alike. It is kept in the
database (`portal.people.names`), so a change here needs a migration that folds anew.
"""

import re
import unicodedata

# Letters that Unicode does not take apart, and those that one sound is written with in two ways.
_SAME = str.maketrans({
    "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ŧ": "t", "ŋ": "n",
    "ı": "i", "ĸ": "k", "ɖ": "d", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ə": "e", "ǝ": "e", "ƒ": "f",
    "ґ": "г", "ѓ": "г",
    # Arabic, Persian, Kurdish, Pashto and Urdu keyboards write these letters with different signs.
    "ى": "ي", "ی": "ي", "ې": "ي", "ۍ": "ي", "ێ": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ګ": "گ", "ۆ": "و", "ۋ": "و", "ۇ": "و",
    "ة": "ه", "ۃ": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ں": "ن", "ٱ": "ا",
    "ء": "", "ـ": "",
})  # fmt: skip
# Apostrophes and the like inside a word, and signs that cannot be seen: they part no word.
_INSIDE = re.compile(r"['’‘`´ʼʻʹʾʿˈ′＇\u05f3]")


def folded(text: str) -> str:
    """A text without case, accents, ligatures and invisible signs, with digits as 0-9.

    Arabic letters without their marks, hamza and tatweel; yeh, kaf and heh in one form. Every kind
    of space is a plain one.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    signs = (_sign(sign) for sign in plain.translate(_SAME))
    return " ".join("".join(signs).split())


def _sign(sign: str) -> str:
    if sign.isascii():
        return sign
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    # Vowel signs of Indic scripts are marks too, but no accents: they have no combining class.
    if category == "Cf" or unicodedata.combining(sign):
        return ""
    return sign


def words(text: str) -> list[str]:
    """The folded words of what someone types, each once, in order."""
    return list(dict.fromkeys(_parts(_INSIDE.sub("", text))))


def findable(text: str) -> list[str]:
    """Every folded word that a text is found by, sorted.

    What a hyphen, an apostrophe or a joiner (U+200C) holds together is found as one word and by
    each part: "al-Rahman" by "rahman", "al" and "alrahman".
    """
    found = set()
    for whole in re.split(r"\s+", text):
        apart = _INSIDE.sub(" ", whole).replace("\u200c", " ")
        found |= {*_parts(apart), *words(whole), "".join(_parts(whole)), "".join(_parts(apart))}
    return sorted(found - {""})


def _parts(text: str) -> list[str]:
    # Python's \w knows no vowel signs of Indic scripts, so words are told by category.
    signs = (sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in folded(text))
    return "".join(signs).split()
