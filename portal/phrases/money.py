"""Who decides on and pays what, so that a question about money reaches the one who can answer it.

Never sums: only which agency. Malmö stad pays financial support (socialtjänstlagen), Försäkringskassan
activity support and sickness benefit (socialförsäkringsbalken), an unemployment fund its members.
"""

from dataclasses import dataclass
from types import MappingProxyType

from portal.i18n.text import Phrase, phrase
from portal.people.agencies import Agency


@dataclass(frozen=True, slots=True)
class Payment:
    """One kind of money: what it is called, who pays it in words, the agency that is asked, and
    what a message about it says. Without an agency the contact finds out."""

    code: str
    name: Phrase
    who: Phrase
    says: Phrase
    agency: Agency | None = None


PAYMENTS = MappingProxyType({each.code: each for each in (
    Payment("support", phrase("payment", "Financial support (försörjningsstöd)"),
        phrase("who pays", "Malmö stad decides and pays."),
        phrase("topic", "A question about my money: financial support (försörjningsstöd)"), Agency.MALMO),
    Payment("activity", phrase("payment", "Activity support (aktivitetsstöd) or development allowance (utvecklingsersättning)"),
        phrase("who pays", "Arbetsförmedlingen decides on the programme. Försäkringskassan decides on the money and pays it."),
        phrase("topic", "A question about my money: activity support (aktivitetsstöd) or development allowance (utvecklingsersättning)"), Agency.FK),
    Payment("sick", phrase("payment", "Sickness benefit (sjukpenning) or rehabilitation allowance (rehabiliteringsersättning)"),
        phrase("who pays", "Försäkringskassan decides and pays."),
        phrase("topic", "A question about my money: sickness benefit (sjukpenning) or rehabilitation allowance (rehabiliteringsersättning)"), Agency.FK),
    Payment("family", phrase("payment", "Child allowance (barnbidrag), housing allowance (bostadsbidrag) or parental benefit (föräldrapenning)"),
        phrase("who pays", "Försäkringskassan decides and pays."),
        phrase("topic", "A question about my money: child allowance (barnbidrag), housing allowance (bostadsbidrag) or parental benefit (föräldrapenning)"), Agency.FK),
    Payment("unemployment", phrase("payment", "Unemployment insurance (a-kassa)"),
        phrase("who pays", "Your unemployment fund decides and pays. It is not in this portal; Arbetsförmedlingen helps you to reach it."),
        phrase("topic", "A question about my money: unemployment insurance (a-kassa)"), Agency.AF),
    Payment("unknown", phrase("payment", "I do not know"),
        phrase("who pays", "Your contact person finds out who pays it."),
        phrase("topic", "A question about my money")),
)})  # fmt: skip
