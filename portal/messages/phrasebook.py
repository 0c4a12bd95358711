"""Every phrase a message can be, by the id it is stored under."""

from dataclasses import dataclass

from portal.i18n.text import Phrase
from portal.phrases.forward_reasons import MAY_WE, MAY_WE_SUBJECT, TO
from portal.phrases.money import PAYMENTS
from portal.phrases.parameters import Parameter
from portal.phrases.reasons import CONTACT_CHANGED
from portal.phrases.sentences import SENTENCES
from portal.phrases.standard_messages import A_PAPER, BY_CODE, QUICK_REPLIES, TOPICS


@dataclass(frozen=True, slots=True)
class Saying:
    """What a stored phrase says: a subject for standard messages, a body for all."""

    body: Phrase
    subject: Phrase | None = None
    parameters: tuple[Parameter, ...] = ()
    replies: tuple[str, ...] = ()
    confirms: str | None = None


REPLY, TOPIC, CONTACT, MONEY = "reply:", "topic:", "contact:", "money:"
PAPER = "paper"
ASK = "forward:ask"  # whether a thread may go to another agency

PHRASEBOOK: dict[str, Saying] = {
    **{
        code: Saying(
            message.body, message.subject, message.parameters, message.replies, message.confirms
        )
        for code, message in BY_CODE.items()
    },
    **{f"{REPLY}{code}": Saying(said) for code, said in QUICK_REPLIES.items()},
    **{f"{TOPIC}{code}": Saying(said) for code, said in TOPICS.items()},
    **{f"{MONEY}{code}": Saying(payment.says) for code, payment in PAYMENTS.items()},
    **{code: Saying(each.text, None, each.parameters) for code, each in SENTENCES.items()},
    # A photo without a word is a message too.
    PAPER: Saying(A_PAPER),
    # Why the contact has changed, after the standard message that says so.
    **{f"{CONTACT}{code}": Saying(said) for code, said in CONTACT_CHANGED.items()},
    ASK: Saying(MAY_WE, MAY_WE_SUBJECT, (TO,), ("question", "call")),
}
