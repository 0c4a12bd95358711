"""Swedish words that stand on letters and forms, each with what it means in the reader's language.

They are shown in Swedish wherever they occur, because that is what stands on the paper; what a word
means is one tap away. Nothing here says who is entitled to what: amounts, ages and times change, and
the agencies decide.
"""

import re
from dataclasses import dataclass

from portal.i18n.text import Phrase, phrase


@dataclass(frozen=True, slots=True)
class Word:
    """A Swedish word, and what it means."""

    word: str
    meaning: Phrase


WORDS = (
    Word("a-kassa", phrase("Swedish word", "A fund that pays you when you have lost your job, if you are a member and have worked enough.")),
    Word("aktivitetsrapport", phrase("Swedish word", "What you tell Arbetsförmedlingen every month: what you have done to find work or study.")),
    Word("aktivitetsstöd", phrase("Swedish word", "Money from Försäkringskassan while you take part in a programme at Arbetsförmedlingen.")),
    Word("allmän handling", phrase("Swedish word", "A paper or record that an agency keeps. Everyone may ask to read it, unless secrecy protects it.")),
    Word("arbetspraktik", phrase("Swedish word", "You try a job at a workplace for a time and learn what it is like.")),
    Word("arbetsträning", phrase("Swedish word", "You get used to working again, at your own pace and with support.")),
    Word("barnbidrag", phrase("Swedish word", "Money from Försäkringskassan every month for those who have children.")),
    Word("betyg", phrase("Swedish word", "The grades you got at a school, and the paper they stand on.")),
    Word("bostadsbidrag", phrase("Swedish word", "Money from Försäkringskassan that helps some people pay for their home.")),
    Word("CSN", phrase("Swedish word", "The agency that pays grants and loans to those who study.")),
    Word("e-legitimation", phrase("Swedish word", "An electronic identity that shows who you are, for example on your phone: BankID or Freja.")),
    Word("folkhögskola", phrase("Swedish word", "A school for adults, often with small groups and courses of many kinds.")),
    Word("försörjningsstöd", phrase("Swedish word", "Money from the city for food, rent and other things you need, when you cannot manage in another way.")),
    Word("föräldraledig", phrase("Swedish word", "At home from work or studies to take care of a child.")),
    Word("föräldrapenning", phrase("Swedish word", "Money from Försäkringskassan while you are at home with your child.")),
    Word("handlingsplan", phrase("Swedish word", "The plan that you and Arbetsförmedlingen make: what you do and what help you get.")),
    Word("hyresavi", phrase("Swedish word", "The paper or message that says how much rent you are to pay and when.")),
    Word("hörslinga", phrase("Swedish word", "Equipment in a room that sends sound straight to a hearing aid.")),
    Word("intyg", phrase("Swedish word", "A paper on which someone confirms something about you, for example a doctor or an employer.")),
    Word("introduktionsjobb", phrase("Swedish word", "A job where the employer gets money for a part of your pay, so that you can get started.")),
    Word("jobbspår", phrase("Swedish word", "A way to a certain kind of job in Malmö, with training, Swedish and work practice.")),
    Word("Komvux", phrase("Swedish word", "School for adults, run by the city. It costs nothing.")),
    Word("läkarintyg", phrase("Swedish word", "A paper from a doctor about your health and what you can do.")),
    Word("lönebidrag", phrase("Swedish word", "Money to an employer, so that someone whose health limits what work is possible can have a job.")),
    Word("nystartsjobb", phrase("Swedish word", "A job where it costs the employer less to hire someone who has long been without work.")),
    Word("passkey", phrase("Swedish word", "A key in your phone. You sign in with your finger, your face or the code of the phone.")),
    Word("personnummer", phrase("Swedish word", "The identity number of those who are registered as living in Sweden.")),
    Word("rehabiliteringsersättning", phrase("Swedish word", "Money from Försäkringskassan while you do something that helps you back to work after illness.")),
    Word("remiss", phrase("Swedish word", "A letter with which care sends you on to someone who knows more about your trouble.")),
    Word("Rusta och matcha", phrase("Swedish word", "Support to find work or studies, with a company that Arbetsförmedlingen pays.")),
    Word("samordningsnummer", phrase("Swedish word", "An identity number for those who are not registered as living in Sweden.")),
    Word("SASSAM", phrase("Swedish word", "A talk with Försäkringskassan about your health, your work and what you need to get back.")),
    Word("sekretess", phrase("Swedish word", "Rules that say what staff must not tell others about you.")),
    Word("SFI", phrase("Swedish word", "Free courses in Swedish for adults who have come to Sweden.")),
    Word("SIP", phrase("Swedish word", "A plan that you, care and the city make together: who does what, and when.")),
    Word("SIUS", phrase("Swedish word", "Someone at Arbetsförmedlingen who helps you to find and to learn a job.")),
    Word("sjukersättning", phrase("Swedish word", "Money from Försäkringskassan for those who will probably never be able to work full time because of illness.")),
    Word("sjukpenning", phrase("Swedish word", "Money from Försäkringskassan while you cannot work because you are ill.")),
    Word("Steg till arbete", phrase("Swedish word", "A programme with support at your own pace, on the way to work.")),
    Word("utvecklingsanställning", phrase("Swedish word", "A job where you develop and try what you can do; the employer gets money for a part of your pay.")),
    Word("utvecklingsersättning", phrase("Swedish word", "The same as aktivitetsstöd, for those who are younger.")),
    Word("validering", phrase("Swedish word", "Someone looks at what you already know and gives you a paper on it.")),
    Word("yrkeshögskola", phrase("Swedish word", "Education for a profession, after upper secondary school.")),
    Word("Yrkesvux", phrase("Swedish word", "Courses for a trade at Komvux.")),
)  # fmt: skip

_FOUND = {each.word.lower(): each for each in WORDS}
# Whole words, and the endings that stand for "the" and for several.
_PATTERN = re.compile(
    r"(?<!\w)("
    + "|".join(re.escape(each) for each in sorted(_FOUND, key=len, reverse=True))
    + r")(?:et|en|n|s)?(?!\w)",
    re.IGNORECASE,
)


def words_in(swedish: str) -> list[Word]:
    """The words a Swedish text holds, each once, in the order they stand there."""
    return list(dict.fromkeys(_FOUND[found[1].lower()] for found in _PATTERN.finditer(swedish)))
