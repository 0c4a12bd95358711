"""Words that are written short, with a full stop that ends no sentence."""

import re

DOTTED = re.compile(
    r"(?:(?<!\w)[^\W\d_]{1,4}\.){2,}\Z|(?<!\w)(?:[^\W\d_]{1,3}\. ){1,3}[^\W\d_]{1,4}\.\Z"
)
LAST = re.compile(r"(?<![\w’'])([^\W\d_]{1,6})\.\Z")
KNOWN = frozenset((
    "abt", "adr", "afd", "ang", "anm", "anst", "apr", "approx", "art", "aug", "avd", "avg", "avs",
    "bd", "bil", "bl", "blvd", "bzw", "ca", "cf", "ch", "cir", "co", "corp", "cp", "ctr", "dec",
    "dep", "dept", "dez", "dic", "dir", "doc", "dr", "eg", "ekv", "el", "ent", "env", "enl",
    "est", "etc", "evt", "ex", "exkl", "ext", "fam", "febr", "feb", "fig", "fr", "fre", "ggf",
    "gr", "grn", "godz", "grp", "gt", "hb", "hod", "hr", "hrs", "id", "inc", "ing", "inkl",
    "incl", "int", "inv", "itd", "itp", "jan", "jfr", "jr", "jul", "jun", "jl", "jne", "kap",
    "kat", "kc", "kk", "kl", "km", "kpl", "kr", "kt", "ltd", "mag", "maks", "mar", "max", "maj",
    "md", "mfl", "mg", "mgr", "min", "mins", "mio", "mkr", "mld", "mm", "mn", "mnd", "moms",
    "mom", "mr", "mrs", "ms", "mån", "mt", "mvh", "nb", "nov", "no", "nov", "np", "nr", "nro",
    "nto", "num", "nš", "obs", "oct", "odp", "okt", "oct", "ons", "op", "os", "osv", "par", "ph",
    "pkt", "pl", "pos", "pov", "prof", "proc", "prov", "pst", "pp", "puh", "ref", "reg", "res",
    "resp", "rev", "rm", "rs", "sec", "sek", "sep", "sept", "sid", "sk", "sn", "spec", "srp",
    "st", "std", "stk", "str", "stv", "sv", "sz", "szt", "tab", "tel", "tfn", "tim", "tis", "tj",
    "tjk", "tlf", "tor", "tsn", "tsp", "tzn", "tzv", "ul", "ungef", "usw", "utg", "util", "uts",
    "vanl", "vgl", "vln", "vol", "vs", "vyd", "wg", "wk", "yr", "yrs", "zał", "zb", "zob", "zzgl",
    "ök", "års", "г", "гг", "грн", "др", "ел", "ім", "инд", "кв", "кг", "кл", "км", "корп", "м",
    "мин", "мкр", "напр", "обл", "оф", "р", "рр", "рис", "руб", "с", "св", "сек", "см", "соб",
    "ст", "стор", "стр", "сум", "т", "тел", "тис", "тж", "тыс", "ул", "хв", "ч", "чел", "чол",
    "шт", "экз", "вул", "буд", "бул", "просп", "пров", "год", "гр", "дн", "тощо", "т.д", "п",
))  # fmt: skip
CONSONANTS = re.compile(
    r"(?:(?![aeiouyåäöæøéèêáàâíîóôúûüœığąęăõаеиоуыэюяіїєёαεηιουω])[a-z\u00df-\u024f\u0370-\u045f]){2,}",
    re.IGNORECASE,
)  # scripts that write no vowels are left out: every word would count
LISTED = frozenset((
    "sv", "da", "nb", "nn", "en", "de", "nl", "fr", "es", "it", "pt", "fi", "pl", "cs", "sk",
    "uk", "ru", "bs", "hr", "so", "ku",
))  # fmt: skip


def abbreviated(text: str) -> bool:
    """Whether a text ends with an abbreviation that is known as such: "m.m.", "etc.", "nr."."""
    if not text.endswith("."):
        return False
    last = LAST.search(text)
    known = last is not None and (last[1].lower() in KNOWN or bool(CONSONANTS.fullmatch(last[1])))
    return known or bool(DOTTED.search(text))


def ends_short(text: str, base: str) -> bool:
    """Whether what ends a text may be an abbreviation: a short word alone, or in a language not listed."""
    last = LAST.search(text)
    if last is None or len(last[1]) > 4:
        return False
    return base not in LISTED or " " not in text.strip()
