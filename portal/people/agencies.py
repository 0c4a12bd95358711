"""The four agencies, one record each. The Swedish proper name is always shown, the gloss beside it."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from portal.i18n.text import Phrase, phrase


class Agency(StrEnum):
    """Exactly four. The value is also the icon's name and the CSS class."""

    AF = "af"
    MALMO = "malmo"
    FK = "fk"
    SKANE = "skane"


@dataclass(frozen=True, slots=True)
class AgencyRecord:
    """What a reader needs to know an agency by. `phone` is the national number in E.164."""

    agency: Agency
    name: str
    gloss: Phrase
    phone: str


# The switchboard numbers are the agencies' own published ones, save the health centre's, which
# is from the range PTS keeps for fiction: every participant has another health centre.
RECORDS = (
    AgencyRecord(Agency.AF, "Arbetsförmedlingen",
        phrase("agency", "the Public Employment Service"), "+46771416416"),
    AgencyRecord(Agency.MALMO, "Malmö stad",
        phrase("agency", "the city"), "+4640341000"),
    AgencyRecord(Agency.FK, "Försäkringskassan",
        phrase("agency", "the Social Insurance Agency"), "+46771524524"),
    AgencyRecord(Agency.SKANE, "Vårdcentralen",
        phrase("agency", "the health centre"), "+46406280410"),
)  # fmt: skip

AGENCIES = MappingProxyType({record.agency: record for record in RECORDS})
