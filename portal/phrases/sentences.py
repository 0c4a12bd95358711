"""The phrasebook: whole sentences that staff put together to a message, translated before anyone sends them.

Every sentence is true for each of the four agencies, speaks to the reader, names no diagnosis and
promises nothing its sender cannot keep. What is filled in is a time, a choice, a name or a place,
so all of it reads in every language. The codes are stored and never change or come back: a sentence that
is left out keeps its code to itself, and a new one takes the next free number, in its group.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from portal.i18n.text import Phrase, phrase
from portal.phrases import staff_labels as labels
from portal.phrases.appointment_kinds import BRING
from portal.phrases.language_names import LANGUAGE_NAMES
from portal.phrases.papers import PAPERS
from portal.phrases.parameters import Parameter, ParameterType
from portal.phrases.reasons import DELAYED

T = ParameterType


class Group(StrEnum):
    """What a sentence is about; the order is the order on the page."""

    TIMES = "times"
    BRING = "bring"
    PAPERS = "papers"
    MONEY = "money"  # never a sum
    INTERPRETER = "interpreter"
    NEXT = "next"  # who does what next
    WAITING = "waiting"
    WORK = "work"
    STUDIES = "studies"
    HEALTH = "health"  # in neutral words
    FORWARDING = "forwarding"
    REACH = "reach"
    PHONE = "phone"
    E_ID = "e_id"
    COURTESY = "courtesy"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One whole sentence and the values it takes."""

    code: str
    group: Group
    text: Phrase
    parameters: tuple[Parameter, ...] = ()


LENGTHS = MappingProxyType({
    "30": phrase("length", "half an hour"),
    "45": phrase("length", "45 minutes"),
    "60": phrase("length", "one hour"),
    "90": phrase("length", "one and a half hours"),
    "120": phrase("length", "two hours"),
})  # fmt: skip

_WHEN = Parameter("when", T.INSTANT, labels.WHEN)
_DAY = Parameter("day", T.DATE, labels.DAY)
_BY = Parameter("by", T.DATE, labels.BY)
_MONTH = Parameter("month", T.MONTH, labels.MONTH)
_LENGTH = Parameter("length", T.CHOICE, labels.LENGTH, LENGTHS)
_PLACE = Parameter("place", T.TEXT, labels.PLACE)
_NAME = Parameter("name", T.TEXT, labels.NAME)
_AGENCY = Parameter("agency", T.AGENCY, labels.AGENCY)
_THING = Parameter("thing", T.CHOICE, labels.BRINGING, BRING)
_PAPER = Parameter("paper", T.CHOICE, labels.PAPER, PAPERS)
_LANGUAGE = Parameter("language", T.CHOICE, labels.LANGUAGE, LANGUAGE_NAMES)
_REASON = Parameter("reason", T.CHOICE, labels.WHY, DELAYED)

_ALL = (
    Sentence("S001", Group.TIMES, phrase("sentence", "We have booked a time for you on %(when)s."), (_WHEN,)),
    Sentence("S002", Group.TIMES, phrase("sentence", "Does %(when)s suit you?"), (_WHEN,)),
    Sentence("S003", Group.TIMES, phrase("sentence", "We meet at %(place)s on %(when)s."), (_PLACE, _WHEN)),
    Sentence("S004", Group.TIMES, phrase("sentence", "The meeting takes about %(length)s."), (_LENGTH,)),
    Sentence("S005", Group.TIMES, phrase("sentence", "Please tell us by %(by)s if the time does not suit you."), (_BY,)),
    Sentence("S006", Group.TIMES, phrase("sentence", "If you cannot come, tell us and we will find another time.")),
    Sentence("S007", Group.TIMES, phrase("sentence", "If you are late, please call us, so that we know you are on your way.")),
    Sentence("S008", Group.TIMES, phrase("sentence", "You do not need to come on %(day)s."), (_DAY,)),
    Sentence("S009", Group.TIMES, phrase("sentence", "You are welcome to bring someone you trust.")),
    Sentence("S010", Group.BRING, phrase("sentence", "Please bring this: %(thing)s"), (_THING,)),
    Sentence("S011", Group.BRING, phrase("sentence", "You do not need to bring anything.")),
    Sentence("S012", Group.BRING, phrase("sentence", "If you do not have everything we asked for, come anyway.")),
    Sentence("S013", Group.PAPERS, phrase("sentence", "We need %(paper)s by %(by)s."), (_PAPER, _BY)),
    Sentence("S014", Group.PAPERS, phrase("sentence", "We have got %(paper)s. Thank you."), (_PAPER,)),
    Sentence("S015", Group.PAPERS, phrase("sentence", "You can hand in the paper at the office or post it.")),
    Sentence("S016", Group.PAPERS, phrase("sentence", "If you do not have the paper, tell us and we will find another way.")),
    Sentence("S017", Group.PAPERS, phrase("sentence", "You do not need to hand in the same paper to us again.")),
    Sentence("S018", Group.PAPERS, phrase("sentence", "Please sign the paper and send it back by %(by)s."), (_BY,)),
    Sentence("S019", Group.PAPERS, phrase("sentence", "We can help you fill in the form.")),
    Sentence("S020", Group.MONEY, phrase("sentence", "%(agency)s answers questions about this money."), (_AGENCY,)),
    Sentence("S021", Group.MONEY, phrase("sentence", "You apply for financial support for %(month)s to Malmö stad."), (_MONTH,)),
    Sentence("S022", Group.MONEY, phrase("sentence", "You claim activity support for %(month)s from Försäkringskassan."), (_MONTH,)),
    Sentence("S023", Group.MONEY, phrase("sentence", "Send your activity report for %(month)s to Arbetsförmedlingen by %(by)s."), (_MONTH, _BY)),
    Sentence("S024", Group.MONEY, phrase("sentence", "If your income changes, tell the agency that pays you.")),
    Sentence("S025", Group.MONEY, phrase("sentence", "Malmö stad gives free advice about money and debts.")),
    Sentence("S026", Group.INTERPRETER, phrase("sentence", "An interpreter is booked: %(language)s."), (_LANGUAGE,)),
    Sentence("S027", Group.INTERPRETER, phrase("sentence", "The interpreter costs you nothing.")),
    Sentence("S028", Group.INTERPRETER, phrase("sentence", "You do not need to bring anyone to interpret.")),
    Sentence("S029", Group.INTERPRETER, phrase("sentence", "The interpreter may not tell anyone what is said.")),
    Sentence("S030", Group.INTERPRETER, phrase("sentence", "Which language do you want the interpreter to speak?")),
    Sentence("S031", Group.NEXT, phrase("sentence", "It is your turn now.")),
    Sentence("S032", Group.NEXT, phrase("sentence", "You do not need to do anything now.")),
    Sentence("S033", Group.NEXT, phrase("sentence", "Now %(agency)s does the next thing."), (_AGENCY,)),
    Sentence("S034", Group.NEXT, phrase("sentence", "We will do this by %(by)s."), (_BY,)),
    Sentence("S035", Group.NEXT, phrase("sentence", "%(name)s in our team takes care of this."), (_NAME,)),
    Sentence("S036", Group.NEXT, phrase("sentence", "Please answer by %(by)s."), (_BY,)),
    Sentence("S037", Group.NEXT, phrase("sentence", "You have done your part. Thank you.")),
    Sentence("S038", Group.WAITING, phrase("sentence", "You get an answer by %(by)s."), (_BY,)),
    Sentence("S039", Group.WAITING, phrase("sentence", "We are waiting for an answer from %(agency)s."), (_AGENCY,)),
    Sentence("S040", Group.WAITING, phrase("sentence", "This takes longer than we said, because %(reason)s."), (_REASON,)),
    Sentence("S041", Group.WAITING, phrase("sentence", "We do not know yet how long it takes. On %(day)s we tell you how far it has come."), (_DAY,)),
    Sentence("S042", Group.WAITING, phrase("sentence", "We are sorry that you have to wait.")),
    Sentence("S043", Group.WAITING, phrase("sentence", "It is not your fault.")),
    Sentence("S044", Group.WORK, phrase("sentence", "We have found a placement that could suit you at %(place)s."), (_PLACE,)),
    Sentence("S045", Group.WORK, phrase("sentence", "Would you like to visit the workplace first?")),
    Sentence("S046", Group.WORK, phrase("sentence", "You start at %(place)s on %(when)s."), (_PLACE, _WHEN)),
    Sentence("S047", Group.WORK, phrase("sentence", "Ask for %(name)s when you get there."), (_NAME,)),
    Sentence("S048", Group.WORK, phrase("sentence", "How is it going at %(place)s?"), (_PLACE,)),
    Sentence("S049", Group.WORK, phrase("sentence", "You can get help with your CV and your application.")),
    Sentence("S050", Group.WORK, phrase("sentence", "Congratulations on your job!")),
    Sentence("S051", Group.STUDIES, phrase("sentence", "Your course starts at %(place)s on %(when)s."), (_PLACE, _WHEN)),
    Sentence("S052", Group.STUDIES, phrase("sentence", "You have a place on SFI from %(day)s."), (_DAY,)),
    Sentence("S053", Group.STUDIES, phrase("sentence", "Tell us which days you study, so that we do not book anything then.")),
    Sentence("S054", Group.HEALTH, phrase("sentence", "Get well soon.")),
    Sentence("S055", Group.HEALTH, phrase("sentence", "Tell us as soon as you can if you get sick.")),
    Sentence("S056", Group.HEALTH, phrase("sentence", "You do not need to write about your health here.")),
    Sentence("S057", Group.HEALTH, phrase("sentence", "Tell us if you need a break during the meeting.")),
    Sentence("S058", Group.HEALTH, phrase("sentence", "If you need care quickly, call 1177. If there is danger to life, call 112.")),
    Sentence("S059", Group.FORWARDING, phrase("sentence", "We have passed your question on to %(agency)s."), (_AGENCY,)),
    Sentence("S060", Group.FORWARDING, phrase("sentence", "May we pass your question on to %(agency)s?"), (_AGENCY,)),
    Sentence("S061", Group.FORWARDING, phrase("sentence", "%(name)s at %(agency)s answers you."), (_NAME, _AGENCY)),
    Sentence("S062", Group.FORWARDING, phrase("sentence", "You do not need to tell everything again.")),
    Sentence("S063", Group.FORWARDING, phrase("sentence", "You get the same help even if you do not want us to share this.")),
    Sentence("S064", Group.REACH, phrase("sentence", "You can always write to us here, in your own language.")),
    Sentence("S065", Group.REACH, phrase("sentence", "Your contact person is %(name)s."), (_NAME,)),
    Sentence("S066", Group.REACH, phrase("sentence", "%(name)s is back on %(day)s. Until then someone else in the team answers you."), (_NAME, _DAY)),
    Sentence("S067", Group.REACH, phrase("sentence", "Tell us when you get a new phone number or a new address.")),
    Sentence("S068", Group.PHONE, phrase("sentence", "We will call you on %(when)s."), (_WHEN,)),
    Sentence("S069", Group.PHONE, phrase("sentence", "We call from a hidden number.")),
    Sentence("S070", Group.PHONE, phrase("sentence", "We have tried to call you. When does it suit you that we call?")),
    Sentence("S071", Group.PHONE, phrase("sentence", "Never give your codes to anyone who calls.")),
    Sentence("S072", Group.E_ID, phrase("sentence", "You can get help to get an e-ID.")),
    Sentence("S073", Group.E_ID, phrase("sentence", "If you do not have an e-ID, tell us and we will find another way.")),
    Sentence("S074", Group.E_ID, phrase("sentence", "Nobody else may use your e-ID, not even someone in your family.")),
    Sentence("S075", Group.COURTESY, phrase("sentence", "Thank you for your message.")),
    Sentence("S076", Group.COURTESY, phrase("sentence", "Thank you for telling us.")),
    Sentence("S077", Group.COURTESY, phrase("sentence", "Well done!")),
    Sentence("S078", Group.COURTESY, phrase("sentence", "Ask us if there is something you do not understand.")),
)  # fmt: skip

SENTENCES = MappingProxyType({sentence.code: sentence for sentence in _ALL})
