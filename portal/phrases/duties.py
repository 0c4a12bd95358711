"""The monthly duties that hit the same person from three agencies at once."""

from dataclasses import dataclass
from types import MappingProxyType

from portal.i18n.text import Phrase, phrase
from portal.people.agencies import Agency


@dataclass(frozen=True, slots=True)
class DutyKind:
    """One duty: what, to whom, and the last day of its window (None: the whole month).

    Source for the activity report: Arbetsförmedlingen, 1st to 14th, moved to the next weekday
    when the 14th is a Saturday, Sunday or public holiday.
    """

    code: str
    title: Phrase
    where: Phrase
    agency: Agency
    last_day: int | None = None


DUTY_KINDS = (
    DutyKind("activity_report", phrase("duty", "Send your activity report"),
        phrase("duty", "You send it to Arbetsförmedlingen."), Agency.AF, 14),
    DutyKind("financial_support", phrase("duty", "Apply for financial support for next month"),
        phrase("duty", "You apply to Malmö stad."), Agency.MALMO),
    DutyKind("activity_support", phrase("duty", "Claim activity support for last month"),
        phrase("duty", "You claim it from Försäkringskassan."), Agency.FK),
)  # fmt: skip

BY_CODE = MappingProxyType({kind.code: kind for kind in DUTY_KINDS})
