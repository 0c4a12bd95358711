"""Texts that were left as they were, or that are in another language."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from portal.translations.checks.links import DOMAIN
from portal.translations.checks.message import VALUE, Form, Found, Message, plain
from portal.translations.checks.names import NAMES_PATTERN
from portal.translations.checks.screen_words import (
    INTERNATIONAL,
    SCREEN_WORDS,
    SWEDISH_SCREEN_WORDS,
)
from portal.translations.checks.scripts import BRACKETED, script_of
from portal.translations.checks.tongues import OWN_LETTERS, SMALL_WORDS
from portal.translations.checks.wording import said
from portal.translations.finding import Severity

WORD = re.compile(r"[^\W\d_]+(?:[-’'ʼ\u200c][^\W\d_]+)*")
NAME_RUN = re.compile(r"[A-ZÅÄÖ][A-Za-zåäöÅÄÖé-]+(?: [A-Za-zåäöÅÄÖé-]+)*")
CODE = re.compile(r"<(code|kbd|pre|samp)\b[^<>]*>.*?</\1>|`[^`]*`", re.DOTALL)
LANGUAGE_NAMES = {
    "en": "English", "sv": "Swedish", "da": "Danish", "de": "German", "fr": "French", "es": "Spanish", "pl": "Polish",
    "fi": "Finnish", "so": "Somali", "bs": "Bosnian", "ku": "Kurmanji", "tr": "Turkish", "ro": "Romanian", "sq": "Albanian",
    "nl": "Dutch", "it": "Italian", "uk": "Ukrainian", "ru": "Russian", "ar": "Arabic", "fa": "Persian", "ps": "Pashto",
    "ckb": "Sorani", "ur": "Urdu", "ti": "Tigrinya", "am": "Amharic",
}  # fmt: skip
# Words that English shares with a language, letter for letter.
COGNATES = {
    tag: frozenset(words.split())
    for tag, words in {
        "fr": "date message messages question questions page pages image images type service services code codes note notes contact contacts "
        "information informations action actions site document documents options option version public distance article articles solution "
        "place notifications notification installation description total menu transport transports simple possible parent parents direct assistance "
        "aide mail client clients commentaire destination format attention absent communication adresse village taxi train restaurant point points",
        "nl": "week contact water type status route partner code account agenda help start stop open filter model test post plan bed trein bus naam adres document team tip tips video web site menu",
        "de": "name person status version text post navigation tag test november september august april problem plan team code system partner option",
        "da": "person system service problem status type test plan bank team kode post start",
        "nb": "person system service problem status type test plan bank team kode post start dag uke",
        "es": "error total final color normal no general personal social local animal hotel plan control editor original actual",
        "it": "no password account computer file email home privacy screen test", "pt": "total final normal social personal local hotel email status",
        "ro": "mobil email forum model plan total document general", "pl": "problem program plan test status start",
        "sv": "person system service problem status test plan bank team post start program", "cs": "problem program test status start web",
    }.items()
}  # fmt: skip
SAME = {
    "bs": {"hr", "sr", "bs"},
    "hr": {"bs"},
    "sr": {"bs"},
    "nb": {"da", "sv"},
    "nn": {"da"},
    "no": {"da"},
}


def check(message: Message) -> Iterator[Found]:
    """Copies of the source, and texts or parts of them in another language."""
    if message.is_date_pattern:
        return
    for form in message.forms:
        if not form.text.strip():
            continue
        copied = _copied(message, form)
        if copied is not None:
            yield copied
        elif other := _other_language(message, form):
            yield other
        else:
            yield from _left_over(message, form)


def _folded(text: str) -> str:
    return " ".join(text.casefold().rstrip(".!?:… ").split())


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    """The words of a text without names and bracketed words."""
    return tuple(WORD.findall(NAMES_PATTERN.sub(VALUE, text)))


def _copied(message: Message, form: Form) -> Found | None:
    """Whether a text is the English or the Swedish one, where that cannot be right."""
    base = message.target.base
    folded = _folded(form.plain)
    english = not message.target.is_source and any(
        folded == _folded(plain(text)) for text in message.sources
    )
    swedish = base != "sv" and any(folded == _folded(plain(text)) for text in message.swedish)
    if not (english or swedish):
        return None
    words = [word for word in _words(form.plain) if word.casefold() not in INTERNATIONAL]
    if not words or (english and swedish) or _is_name(form, words):
        return None
    if len(words) == 1 and not _own_word(message, words[0], english=english):
        return None
    if (
        base == "sv"
        and not _has_small_words(words, "en")
        and len(words) < 2
        and words[0].lower() not in SCREEN_WORDS
    ):
        return None
    language = "English" if english else "Swedish"
    wrong = said("not translated: the text is the {language} one", language=said(language))
    return Found(
        "untranslated",
        wrong,
        said("write it in this language"),
        form.number,
        _how_sure(words, english=english),
    )


def _how_sure(words: list[str], *, english: bool) -> Severity:
    lowered = {word.casefold() for word in words}
    known = (
        (SMALL_WORDS["en"] | SCREEN_WORDS)
        if english
        else (SMALL_WORDS["sv"] | SWEDISH_SCREEN_WORDS)
    )
    return Severity.ERROR if lowered & known or len(words) > 2 else Severity.WARNING


def _is_name(form: Form, words: list[str]) -> bool:
    """Names, abbreviations and codes stay as they are in every language."""
    if any(
        word.casefold()
        in SCREEN_WORDS | SMALL_WORDS["en"] | SMALL_WORDS["sv"] | SWEDISH_SCREEN_WORDS
        for word in words
    ):
        return False
    if re.search(r"[.!?]\s*\Z", form.plain) and len(words) > 2:
        return False
    if form.text.strip().startswith(("$", "/", "--", "`")):
        return True
    return all(
        word[:1].isupper() and (len(words) > 1 or word.isupper() or not word[1:].islower())
        for word in words
    )


def _own_word(message: Message, word: str, *, english: bool) -> bool:
    """Whether one word is English or Swedish alone, and not one that both languages have."""
    lowered = word.casefold()
    if english and lowered in COGNATES.get(message.target.base, ()):
        return False
    if lowered in (SCREEN_WORDS if english else SWEDISH_SCREEN_WORDS):
        return True
    if message.swedish:
        one, other = message.sources[0].casefold(), message.swedish[0].casefold()
        alike = SequenceMatcher(None, one, other).ratio() >= 0.55
        return not alike and not (word[:1].isupper() and message.entry.context == "language name")
    return lowered == word and "LATIN" not in message.target.scripts


def _has_small_words(words: list[str], tag: str) -> int:
    return sum(word.casefold() in SMALL_WORDS[tag] for word in words)


def _other_language(message: Message, form: Form) -> Found | None:
    """A whole text whose small words are another language's."""
    base, text = message.target.base, form.plain
    if len(text) > 12:
        text = BRACKETED.sub(" ", CODE.sub(" ", text))
    words = [word.casefold() for word in _words(text)]
    if len(words) < 3 or any(form.plain == each for each in message.references):
        return None
    best = _likeliest(base, words)
    mark = set(OWN_LETTERS.get(base, "")) - set(OWN_LETTERS.get(best, ""))
    if not best or not _readable(best, message) or mark & set("".join(words)):
        return None
    wrong = said("the text seems to be {language}", language=said(LANGUAGE_NAMES[best]))
    return Found("language", wrong, said("write it in this language"), form.number)


def _likeliest(base: str, words: list[str]) -> str:
    """The language whose small words outweigh by far those of the language it should be; or none."""
    own = SMALL_WORDS.get(base, frozenset())
    best, most = "", max(2, len(words) * (0.22 if own else 0.34))
    for tag, small in SMALL_WORDS.items():
        if _alike(tag, base) or (len(words) < 4 and tag not in ("en", "sv")):
            continue
        theirs = [word for word in words if word in small and word not in own]
        mine = sum(word in own and word not in small for word in words)
        if (
            len(theirs) >= max(most, 2 if tag in ("en", "sv") else 3)
            and len(set(theirs)) > 1
            and len(theirs) > 2 * mine
        ):
            best, most = tag, len(theirs) + 1
    return best


def _alike(tag: str, base: str) -> bool:
    """Languages that share most of their small words are not told apart."""
    return (
        tag == base
        or base in SAME.get(tag, ())
        or tag in SAME.get(base, ())
        or {tag, base} == {"da", "sv"}
    )


def _readable(tag: str, message: Message) -> bool:
    """Between two scripts one look is enough; within one, unknown languages are left alone."""
    base = message.target.base
    return base in SMALL_WORDS or tag in ("en", "sv") or not message.target.scripts


def _left_over(message: Message, form: Form) -> Iterator[Found]:
    """Some words of a sentence that stayed English or Swedish."""
    target = message.target
    if target.is_source or (target.base == "sv" and not message.sources):
        return
    text = CODE.sub(" ", form.text)
    if target.scripts and "LATIN" not in target.scripts:
        yield from _latin_run(message, form, text)
    elif run := _copied_run(message, form):
        wrong = said("some words are not translated: {words}", words=run)
        yield Found("untranslated", wrong, said("write them in this language"), form.number)


def _latin_run(message: Message, form: Form, text: str) -> Iterator[Found]:
    bare = _unnamed(message, DOMAIN.sub(VALUE, text))
    words = [word for word in WORD.findall(bare) if script_of(word[0]) == "LATIN" and len(word) > 1]
    words = [word for word in words if not _as_quoted(message, word)]
    known = SMALL_WORDS["en"] | SMALL_WORDS["sv"] | SCREEN_WORDS | SWEDISH_SCREEN_WORDS
    known = (known - {"i", "a"}) | _source_words(message)
    small = [word for word in words if word.islower() and word in known]
    foreign = [word for word in words if not any(word in text for text in message.references)]
    own = [
        word for word in WORD.findall(form.plain) if script_of(word[0]) in target_scripts(message)
    ]
    if small:
        wrong = said("some words are not translated: {words}", words=" ".join(small))
        yield Found("untranslated", wrong, said("write them in this language"), form.number)
    elif len(foreign) > 2 and not own and not all(word.isupper() for word in foreign):
        wrong = said("no letter of this language’s script")
        yield Found("language", wrong, said("write it in this language"), form.number)


def _as_quoted(message: Message, word: str) -> bool:
    """Whether the source has a word in quotation marks or as a link of its own: a term, a program."""
    marked = rf"[>“”\"'`‘«]{re.escape(word)}[<“”\"'`’»]"
    return any(re.search(marked, text) for text in message.sources)


def _unnamed(message: Message, text: str) -> str:
    """A text without names, words in brackets and what the Swedish calls a programme."""
    bare = NAMES_PATTERN.sub(VALUE, BRACKETED.sub(" ", plain(text)))
    for run in NAME_RUN.findall(bare):
        if len(run.split()) < 4 and run != bare and any(run in each for each in message.swedish):
            bare = bare.replace(run, VALUE)
    return bare


def _source_words(message: Message) -> set[str]:
    """English words of the source that are no words of the Swedish, nor of every language."""
    swedish = " ".join(message.swedish)
    words = {word for text in message.sources for word in _words(plain(text)) if len(word) > 2}
    return {word for word in words - INTERNATIONAL if word.islower() and word not in swedish}


def target_scripts(message: Message) -> frozenset[str]:
    """The scripts a text should be in."""
    return message.target.scripts


def _copied_run(message: Message, form: Form) -> str:
    """Three words in a row, or more, as they stand in the source, two of them small ones."""
    own = SMALL_WORDS.get(message.target.base, frozenset())
    references = [(text, "en") for text in message.sources] if not message.target.is_source else []
    if message.target.base != "sv":
        references += [(text, "sv") for text in message.swedish]
    words = [word.casefold() for word in _words(_unnamed(message, form.text))]
    for text, tag in references:
        stood = " ".join(word.casefold() for word in _words(plain(text)))
        small = SMALL_WORDS[tag] - own
        for place in range(len(words) - 2):
            run = words[place : place + 3]
            names = sum(word in INTERNATIONAL and len(word) > 1 for word in run)
            if sum(word in small for word in run) > names and f" {' '.join(run)} " in f" {stood} ":
                return " ".join(run)
    return ""
