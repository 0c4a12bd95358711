"""The twenty standard messages and the quick replies to them: translated before anyone sends them."""

from dataclasses import dataclass
from types import MappingProxyType

from portal.i18n.text import Phrase, phrase
from portal.phrases import staff_labels as labels
from portal.phrases.papers import PAPERS
from portal.phrases.parameters import Parameter, ParameterType
from portal.phrases.reasons import DELAYED

T = ParameterType


@dataclass(frozen=True, slots=True)
class StandardMessage:
    """One message: subject, body, its typed values and the replies a reader can tap.

    `confirms` names the value that is the time of an appointment which a "yes" confirms.
    """

    code: str
    subject: Phrase
    body: Phrase
    parameters: tuple[Parameter, ...] = ()
    replies: tuple[str, ...] = ()
    confirms: str | None = None


QUICK_REPLIES = MappingProxyType({
    "yes": phrase("quick reply", "Yes, that suits me"),
    "no": phrase("quick reply", "No"),
    "call": phrase("quick reply", "Call me"),
    "other_time": phrase("quick reply", "I need another time"),
    "thanks": phrase("quick reply", "Thank you, I have seen it"),
    "question": phrase("quick reply", "I have a question"),
    "sick": phrase("quick reply", "I am sick"),
    "not_understood": phrase("quick reply", "I do not understand, call me with an interpreter"),
})  # fmt: skip

# What a participant can start with when she writes to her team.
TOPICS = MappingProxyType({
    "question": phrase("topic", "A question"),
    "cannot_come": phrase("topic", "I cannot come"),
    "sick": phrase("topic", "I am sick"),
    "interpreter": phrase("topic", "I need an interpreter"),
    "not_understood": phrase("topic", "I do not understand"),
    "wrong": phrase("topic", "Something about me is wrong"),
    "channel": phrase("topic", "Reach me in another way"),
    "money": phrase("topic", "A question about my money"),
})  # fmt: skip

A_PAPER = phrase("topic", "Here is a paper")

_WHEN = Parameter("when", T.INSTANT, labels.WHEN)
_OLD = Parameter("old", T.INSTANT, labels.OLD)
_BY = Parameter("by", T.DATE, labels.BY)
_PAPER = Parameter("paper", T.CHOICE, labels.PAPER, PAPERS)
_AGENCY = Parameter("agency", T.AGENCY, labels.AGENCY)
_NAME = Parameter("name", T.TEXT, labels.NAME)
_PLACE = Parameter("place", T.TEXT, labels.PLACE)
_MONTH = Parameter("month", T.MONTH, labels.MONTH)
_REASON = Parameter("reason", T.CHOICE, labels.WHY, DELAYED)

STANDARD_MESSAGES = (
    StandardMessage("K01", phrase("subject", "Welcome to your plan"),
        phrase("message", "Welcome! Here you see your plan, your appointments and your messages from all four agencies. You can write to us in your own language."), (), ("thanks", "question")),
    StandardMessage("K02", phrase("subject", "Please confirm your appointment"),
        phrase("message", "You have an appointment on %(when)s. Does that time suit you? Answer by %(by)s, so that we have time to find another one."), (_WHEN, _BY), ("yes", "other_time", "call"), "when"),
    StandardMessage("K03", phrase("subject", "You have an appointment soon"),
        phrase("message", "You have an appointment on %(when)s. Everything you need to know is under Appointments."), (_WHEN,), ("thanks", "other_time", "sick")),
    StandardMessage("K04", phrase("subject", "Your appointment has moved"),
        phrase("message", "Your appointment on %(old)s has moved to %(when)s. Does the new time suit you?"), (_OLD, _WHEN), ("yes", "other_time", "call"), "when"),
    StandardMessage("K05", phrase("subject", "We had to cancel your appointment"),
        phrase("message", "Your appointment on %(when)s is cancelled. It is not your fault. You get a new time from us by %(by)s."), (_WHEN, _BY), ("thanks", "question")),
    StandardMessage("K06", phrase("subject", "We have got your message"),
        phrase("message", "Thank you, we have got your message. You get an answer by %(by)s."), (_BY,)),
    StandardMessage("K07", phrase("subject", "We need a paper from you"),
        phrase("message", "We need %(paper)s by %(by)s. You can take a photo and send it here, or hand it in at the office. If you do not have it, tell us and we will find another way."), (_PAPER, _BY), ("thanks", "question", "call")),
    StandardMessage("K08", phrase("subject", "We have got your paper"),
        phrase("message", "We have got %(paper)s. You get an answer by %(by)s. You do not need to do anything now."), (_PAPER, _BY), ("thanks",)),
    StandardMessage("K09", phrase("subject", "This takes longer than we said"),
        phrase("message", "We have not been able to keep the date we promised, because %(reason)s. You get an answer by %(by)s. We are sorry. You do not need to do anything."), (_REASON, _BY), ("thanks", "question", "call")),
    StandardMessage("K10", phrase("subject", "There is a decision"),
        phrase("message", "There is a decision for you at %(agency)s. You read it there or in the letter. We can explain it to you, with an interpreter if you want."), (_AGENCY,), ("thanks", "call", "question")),
    StandardMessage("K11", phrase("subject", "You get a new contact person"),
        phrase("message", "From %(by)s your contact person is %(name)s. %(name)s knows your plan, so you do not need to tell everything again."), (_BY, _NAME), ("thanks", "question")),
    StandardMessage("K12", phrase("subject", "May we share this?"),
        phrase("message", "We would like %(agency)s to see your plan and your appointments. You decide. You get the same help even if you say no."), (_AGENCY,), ("yes", "no", "question")),
    StandardMessage("K13", phrase("subject", "Your consent ends soon"),
        phrase("message", "Your consent ends on %(by)s. After that the agencies no longer see what the others write. You can give it again if you want."), (_BY,), ("thanks", "question")),
    StandardMessage("K14", phrase("subject", "The activity report is open"),
        phrase("message", "You can send your activity report for %(month)s now. The last day is %(by)s. You send it to Arbetsförmedlingen, not here."), (_MONTH, _BY), ("thanks", "question")),
    StandardMessage("K15", phrase("subject", "Time to apply for next month"),
        phrase("message", "It is time to apply for financial support for %(month)s. You apply to Malmö stad, not here."), (_MONTH,), ("thanks", "question")),
    StandardMessage("K16", phrase("subject", "About the interpreter"),
        phrase("message", "We have not found an interpreter for your appointment on %(when)s yet. We go on looking and tell you by %(by)s. You do not need to bring anyone: the interpreter is free."), (_WHEN, _BY), ("thanks", "call", "question")),
    StandardMessage("K17", phrase("subject", "A placement for you?"),
        phrase("message", "We have found a placement at %(place)s. Would you like to go there and have a look? Answer by %(by)s. It is all right to say no."), (_PLACE, _BY), ("yes", "no", "question")),
    StandardMessage("K18", phrase("subject", "Your plan has changed"),
        phrase("message", "We have changed your plan. Look under Plan to see what is new. Tell us if something is wrong."), (), ("thanks", "question")),
    StandardMessage("K19", phrase("subject", "If you are sick"),
        phrase("message", "If you are sick, tell Arbetsförmedlingen on the first day. After seven days you need a certificate from a doctor. Get well soon."), (), ("thanks", "sick", "question")),
    StandardMessage("K20", phrase("subject", "Congratulations, you are starting!"),
        phrase("message", "Congratulations! You start at %(place)s on %(by)s. We will ask how it is going after one month. You can always write to us."), (_PLACE, _BY), ("thanks", "question")),
)  # fmt: skip

BY_CODE = MappingProxyType({message.code: message for message in STANDARD_MESSAGES})
