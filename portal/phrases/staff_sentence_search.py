"""Finds sentences of the phrasebook by any Swedish words, typed as fast as they come.

Every word of the query has to be the beginning of a word of the sentence, of its group's name, of
what can be chosen in it, or of a synonym. Letters without dots find those with: "andra" finds
"ändra" too, after "andra" itself; "ändra" finds only "ändra". A word that begins no word at all is
taken as misspelt, and one wrong, missing, extra or exchanged letter is forgiven.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from types import MappingProxyType

from portal.folding import folded
from portal.i18n.text import Translator
from portal.people.agencies import RECORDS
from portal.phrases.parameters import ParameterType
from portal.phrases.sentences import SENTENCES, Group, Sentence
from portal.phrases.staff_sentence_groups import GROUP_NAMES

MOST_WORDS, LONGEST_WORD = 8, 40  # of a query; what is over is left out
SHORTEST_MISSPELT = 4  # letters; in a shorter word one wrong letter makes another word
_WORD = re.compile(r"[^\W_]+")
_PLACEHOLDER = re.compile(r"%\(\w+\)s")

# How well a word is met, best first.
EXACT, BEGINNING, WITHOUT_DOTS, BESIDE, MISSPELT = range(5)

# What staff may type for a group, in Swedish: for search only, so it is not translated.
SYNONYMS = MappingProxyType({
    Group.TIMES: "boka bokad bokning besök träff samtal avboka ombokning klockan datum försenad sällskap",
    Group.BRING: "medtag packa legitimation",
    Group.PAPERS: "dokument handling intyg blankett underlag komplettering underskrift signera kopia",
    Group.MONEY: "ekonomi ersättning bidrag soc lön utbetalning inkomst skuld kronofogden rapport",
    Group.INTERPRETER: "översättning tolkning språk sekretess tystnadsplikt",
    Group.NEXT: "ansvar ansvarig tur åtgärd gör klart uppgift",
    Group.WAITING: "väntar försening försenat ursäkt förlåt besked löfte dröjer handläggningstid",
    Group.WORK: "jobb anställning arbetsgivare arbetsplats arbetsträning intervju cv start",
    Group.STUDIES: "utbildning skola kurs lektion studera svenska komvux",
    Group.HEALTH: "sjuk frånvaro vab mår ohälsa akut vårdcentral sjukvård krya",
    Group.FORWARDING: "vidarebefordra skicka fel myndighet samtycke dela sekretess lots",
    Group.REACH: "kontakt handläggare adress semester ledig borta skriva nå",
    Group.PHONE: "ring ringa samtal mobil nummer bedrägeri kod",
    Group.E_ID: "bankid freja id inloggning logga legitimation",
    Group.COURTESY: "hälsning bra beröm artig förstår fråga",
})  # fmt: skip


class SentenceSearch:
    """The phrasebook as it reads in one Swedish catalog, ready to be searched."""

    def __init__(self, swedish: Translator) -> None:
        self._all = tuple(SENTENCES.values())
        # For each word: its letters without dots, and the sentences that hold it or have it beside.
        self._said: dict[str, set[int]] = defaultdict(set)
        self._beside: dict[str, set[int]] = defaultdict(set)
        for place, sentence in enumerate(self._all):
            for word in _words(_PLACEHOLDER.sub(" ", swedish.say(sentence.text))):
                self._said[word].add(place)
            for text in _texts_beside(sentence, swedish):
                for word in _words(text):
                    self._beside[word].add(place)
        self._plain = {word: _without_dots(word) for word in {*self._said, *self._beside}}

    def find(self, query: str) -> tuple[Sentence, ...]:
        """The sentences that fit, best first; an empty query gives all in the order of the groups."""
        worth = dict.fromkeys(range(len(self._all)), 0)
        for typed in [*dict.fromkeys(_words(query))][:MOST_WORDS]:
            if not worth:
                break
            met = self._met(typed[:LONGEST_WORD])
            worth = {place: sum_ + met[place] for place, sum_ in worth.items() if place in met}
        return tuple(self._all[place] for place in sorted(worth, key=worth.__getitem__))

    def _met(self, typed: str) -> dict[int, int]:
        """How well each sentence meets one word of the query."""
        met: dict[int, int] = {}
        plain = _without_dots(typed)
        for word, without in self._plain.items():
            if without.startswith(plain) and (rank := _rank(typed, word)) is not None:
                self._note(met, word, rank)
        if not met and len(typed) >= SHORTEST_MISSPELT:
            for word, without in self._plain.items():
                if _nearly_begins(plain, without):
                    self._note(met, word, MISSPELT)
        return met

    def _note(self, met: dict[int, int], word: str, rank: int) -> None:
        for place in self._said.get(word, ()):
            met[place] = min(rank, met.get(place, rank))
        rank = max(rank, BESIDE)
        for place in self._beside.get(word, ()):
            met[place] = min(rank, met.get(place, rank))


@lru_cache(maxsize=2)
def search_in(swedish: Translator) -> SentenceSearch:
    """The search over a Swedish catalog; a catalog that is read anew has a translator of its own."""
    return SentenceSearch(swedish)


def _texts_beside(sentence: Sentence, swedish: Translator) -> Iterator[str]:
    """What is not said in the sentence itself but leads to it."""
    yield swedish.say(GROUP_NAMES[sentence.group])
    yield SYNONYMS[sentence.group]
    for parameter in sentence.parameters:
        if parameter.type is ParameterType.AGENCY:
            yield from (record.name for record in RECORDS)
        yield from (swedish.say(said) for said in parameter.choices.values())


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def _without_dots(word: str) -> str:
    """The word letter by letter without rings, dots and accents."""
    return "".join(folded(letter) for letter in word)


def _rank(typed: str, word: str) -> int | None:
    """How well a word is met by a beginning of the same letters; None where a dot was typed in vain."""
    if word.startswith(typed):
        return EXACT if len(word) == len(typed) else BEGINNING
    begun = word[: len(typed)]
    fits = all(t in (w, p) for t, w, p in zip(typed, begun, map(folded, begun), strict=False))
    return WITHOUT_DOTS if fits else None


def _nearly_begins(typed: str, word: str) -> bool:
    """Whether a word begins with what was typed, but for one letter."""
    same = 0
    while same < len(typed) and typed[same : same + 1] == word[same : same + 1]:
        same += 1
    rest = typed[same + 1 :]
    return (
        word.startswith(rest, same + 1)  # a wrong letter
        or word.startswith(rest, same)  # one too many
        or word.startswith(typed[same:], same + 1)  # one left out
        or (
            word[same : same + 2] == typed[same : same + 2][::-1]
            and word.startswith(typed[same + 2 :], same + 2)
        )  # two exchanged
    )
