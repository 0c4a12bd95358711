"""How small numbers are said, as far as a check must know that a digit has become a word.

Stems in lower case: what stands in every inflected form.
"""

from types import MappingProxyType


def _row(words: str) -> dict[str, tuple[str, ...]]:
    """From "1 one a, 2 two": stems by number."""
    table = {}
    for part in words.split(","):
        number, *stems = part.split()
        table[number] = tuple(stems)
    return table


WORDS = MappingProxyType({
    "sv": _row("1 en ett första, 2 två båda andra, 3 tre tredje, 4 fyra fjärde, 5 fem, 6 sex sjätte, 7 sju, 8 åtta, 9 nio, 10 tio, 11 elva, 12 tolv, 24 dygn, 14 fjorton"),
    "en": _row("1 one a first once, 2 two both twice second, 3 three third, 4 four, 5 five fifth, 6 six, 7 seven, 8 eight, 9 nine, 10 ten, 11 eleven, 12 twelve, 14 fourteen"),
    "pl": _row("1 jed pierwsz, 2 dwa dwie dwó dwu drug oba, 3 trz trzec, 4 cztery czter czwart, 5 pięć pięci piąt, 6 sześ szóst, 7 siedm siedem siódm, 8 ośm osiem ósm, 9 dziewię, 10 dziesię, 14 czterna, 24 dob"),
    "uk": _row("1 один одн одна перш, 2 два дві двох двом друг обид, 3 три трь трет, 4 чотир четвер, 5 п’ят п'ят пʼят, 6 шіст шест шост, 7 сім сьом, 8 вісім вось, 9 девʼят дев’ят дев'ят, 10 десят, 14 чотирна, 24 доб"),
    "ru": _row("1 один одн перв, 2 два две дву втор оба, 3 три трё трет, 4 четыр четвер, 5 пят, 6 шест, 7 сем седьм, 8 восем вось, 9 девят, 10 десят, 24 сут"),
    "bs": _row("1 jedan jedn prv, 2 dva dvije dvoje drug oba, 3 tri troj treć, 4 četir četvr, 5 pet, 6 šest, 7 sedam sedm, 8 osam osm, 9 devet, 10 deset, 14 četrna"),
    "fi": _row("1 yks yhde yhte ensimmäi, 2 kaks kahde kahte toinen molem, 3 kolm, 4 nelj, 5 viis viide viite, 6 kuus kuude kuute, 7 seitsem, 8 kahdeksa, 9 yhdeksä, 10 kymmen, 14 neljätoista, 24 vuorokau"),
    "so": _row("1 hal mid kow kowaad, 2 laba lab, 3 saddex sadex, 4 afar, 5 shan, 6 lix, 7 toddob, 8 sideed, 9 sagaal, 10 toban, 24 maalin"),
    "ku": _row("1 yek carek, 2 du didu, 3 sê, 4 çar, 5 pênc, 6 şeş, 7 heft, 8 heşt, 9 neh, 10 deh"),
    "ar": _row("1 واحد أول مرة, 2 اثن إثن ين ان, 3 ثلاث ثالث, 4 أربع رابع, 5 خمس خامس, 6 ست سادس, 7 سبع سابع أسبوع, 8 ثمان ثامن, 9 تسع تاسع, 10 عشر, 14 أسبوعين أسبوعان"),
    "fa": _row("1 یک اول, 2 دو, 3 سه سوم, 4 چهار, 5 پنج, 6 شش ششم, 7 هفت, 8 هشت, 9 نه, 10 ده, 24 شبانه"),
    "ps": _row("1 يو یو لومړ, 2 دوه دوو دواړ, 3 درې دري, 4 څلور, 5 پنځ, 6 شپږ, 7 اوه اوو, 8 اته, 9 نهه, 10 لس"),
    "ti": _row("1 ሓደ ሓንቲ ቀዳማ, 2 ክልተ ክልቲ ካልኣ, 3 ሰለስ ሳልሳ, 4 ኣርባዕ ራብዓ, 5 ሓሙሽ ሓምሽ, 6 ሽዱሽ ሹዱሽ, 7 ሸውዓ ሾብዓ, 8 ሸሞን, 9 ትሽዓ, 10 ዓሰር"),
})  # fmt: skip

ORDER = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
ORDER_SWEDISH = (
    "noll",
    "ett",
    "två",
    "tre",
    "fyra",
    "fem",
    "sex",
    "sju",
    "åtta",
    "nio",
    "tio",
    "elva",
    "tolv",
)
SOURCE_WORDS = MappingProxyType({
    **{word: str(number) for number, word in enumerate(ORDER)},
    **{word: str(number) for number, word in enumerate(ORDER_SWEDISH)},
    "en": "1", "a": "1", "first": "1", "första": "1", "second": "2", "andra": "2", "third": "3", "tredje": "3", "fourteen": "14",
    "both": "2", "båda": "2", "once": "1", "twice": "2", "twenty": "20", "hundred": "100", "hundra": "100",
    "fourth": "4", "fifth": "5", "couple": "2", "fortnight": "14", "weeks": "14", "half": "30", "midnight": "0",
    "noon": "12", "day": "24", "dygn": "24", "january": "1", "february": "2", "march": "3", "april": "4", "may": "5",
    "jan": "1", "feb": "2", "mar": "3", "apr": "4", "jun": "6", "jul": "7", "aug": "8", "sep": "9", "sept": "9",
    "oct": "10", "nov": "11", "dec": "12", "june": "6", "july": "7", "august": "8", "september": "9", "october": "10", "november": "11", "december": "12",
})  # fmt: skip
