"""The kinds of plan steps. Titles are neutral on purpose: no diagnosis, no sum of money.

Codes and titles follow the programme's own list: G joint, A Arbetsförmedlingen, M Malmö stad,
F Försäkringskassan, V the health centre. `usual_days` is the usual time for an answer when the
turn is handed over, the pre-filled promise in the staff form; it is an estimate, not a rule.
"""

from dataclasses import dataclass
from types import MappingProxyType

from portal.i18n.text import Phrase, phrase
from portal.people.agencies import Agency
from portal.phrases import staff_labels as labels
from portal.phrases.papers import PAPERS
from portal.phrases.parameters import Parameter, ParameterType
from portal.sharing.kinds import ShareKind

PARTICIPANT = "participant"


@dataclass(frozen=True, slots=True)
class StepKind:
    """One kind: its title, the agency that usually owns it (None: any), and who acts first.

    `hers` tells whether it is done when the participant says so; otherwise her part is, and the
    owner has the turn: a paper must be looked at, an application answered. `paper` is the paper it
    is about, or the parameter that names it, and `asks` the agency that asks for it (None: the owner).
    """

    code: str
    title: Phrase
    owner: Agency | None
    first: str
    usual_days: int
    parameters: tuple[Parameter, ...] = ()
    shares: ShareKind = ShareKind.PLAN
    hers: bool = False
    paper: str | None = None
    asks: Agency | None = None


_COURSE = Parameter(
    "course", ParameterType.CHOICE, labels.COURSE,
    MappingProxyType({
        "A": phrase("course", "course A"),
        "B": phrase("course", "course B"),
        "C": phrase("course", "course C"),
        "D": phrase("course", "course D"),
    }),
)  # fmt: skip
_TRADE = Parameter(
    "trade", ParameterType.CHOICE, labels.TRADE,
    MappingProxyType({
        "kitchen": phrase("trade", "kitchen"),
        "care": phrase("trade", "care work"),
        "cleaning": phrase("trade", "cleaning"),
        "warehouse": phrase("trade", "warehouse"),
        "transport": phrase("trade", "driving and transport"),
        "building": phrase("trade", "building"),
        "office": phrase("trade", "office"),
        "textile": phrase("trade", "sewing and textiles"),
        "garden": phrase("trade", "garden and animals"),
        "shop": phrase("trade", "shop"),
    }),
)  # fmt: skip
_PAPER = Parameter("paper", ParameterType.CHOICE, labels.PAPER, PAPERS)

_AF, _MS, _FK, _VC = Agency.AF, Agency.MALMO, Agency.FK, Agency.SKANE
_P = PARTICIPANT
_HEALTH = ShareKind.HEALTH

STEP_KINDS = (
    # Joint
    StepKind("G01", phrase("step", "Agree what may be shared"), None, _P, 7),
    StepKind("G02", phrase("step", "Joint mapping talk"), None, _AF, 14),
    StepKind("G03", phrase("step", "Make the joint plan"), None, _AF, 14),
    StepKind("G04", phrase("step", "Three-party talk"), None, _AF, 14),
    StepKind("G05", phrase("step", "Coordinated individual plan (SIP)"), _MS, _MS, 5),
    StepKind("G06", phrase("step", "Plan check-up"), None, _AF, 14),
    StepKind("G07", phrase("step", "New contact person"), None, _AF, 7),
    StepKind("G08", phrase("step", "Meet an employer"), None, _AF, 14),
    StepKind("G09", phrase("step", "Closing talk"), None, _AF, 14),
    StepKind("G10", phrase("step", "Follow-up after the start"), None, _AF, 30),
    StepKind("G11", phrase("step", "Hand in a paper: %(paper)s"), None, _P, 7, (_PAPER,), paper="paper"),
    # Arbetsförmedlingen
    StepKind("A01", phrase("step", "Planning talk and action plan"), _AF, _AF, 14),
    StepKind("A02", phrase("step", "Assessment of the support you need"), _AF, _AF, 21),
    StepKind("A03", phrase("step", "Activity report"), _AF, _P, 14, hers=True),
    StepKind("A04", phrase("step", "Apply for a named job"), _AF, _P, 7, hers=True),
    StepKind("A05", phrase("step", "CV and job application"), _AF, _P, 14, hers=True),
    StepKind("A06", phrase("step", "Work placement"), _AF, _AF, 21),
    StepKind("A07", phrase("step", "Work training: %(trade)s"), _AF, _AF, 21, (_TRADE,)),
    StepKind("A08", phrase("step", "Vocational course: %(trade)s"), _AF, _AF, 30, (_TRADE,)),
    StepKind("A09", phrase("step", "Support from a provider you choose"), _AF, _P, 14, hers=True),
    StepKind("A10", phrase("step", "Step by step to work"), _AF, _AF, 30),
    StepKind("A11", phrase("step", "Mapping, guidance and rehabilitation"), _AF, _AF, 30),
    StepKind("A12", phrase("step", "Have your skills recognised"), _AF, _AF, 60),
    StepKind("A13", phrase("step", "Local job track: %(trade)s"), _AF, _AF, 14, (_TRADE,)),
    StepKind("A14", phrase("step", "Talk with a specialist"), _AF, _AF, 21),
    StepKind("A15", phrase("step", "Medical statement for work"), _AF, _VC, 21, shares=_HEALTH, paper="statement"),
    StepKind("A16", phrase("step", "Support at the start of a job (SIUS)"), _AF, _AF, 21),
    StepKind("A17", phrase("step", "Job with wage support"), _AF, _AF, 21),
    StepKind("A18", phrase("step", "Apply for studies"), _AF, _P, 14, hers=True),
    StepKind("A19", phrase("step", "Advice on starting your own business"), _AF, _AF, 21),
    # Malmö stad
    StepKind("M01", phrase("step", "Monthly application for financial support"), _MS, _P, 14),
    StepKind("M02", phrase("step", "Hand in a missing paper: %(paper)s"), _MS, _P, 7, (_PAPER,), paper="paper"),
    StepKind("M03", phrase("step", "The city's plan with you"), _MS, _MS, 14),
    StepKind("M04", phrase("step", "Follow-up visit"), _MS, _MS, 14),
    StepKind("M05", phrase("step", "Enrolment at the city's labour-market unit"), _MS, _MS, 14),
    StepKind("M06", phrase("step", "Placement in the city: %(trade)s"), _MS, _MS, 21, (_TRADE,)),
    StepKind("M07", phrase("step", "Time-limited job in the city"), _MS, _MS, 30),
    StepKind("M08", phrase("step", "Study and career guidance"), _MS, _MS, 14),
    StepKind("M09", phrase("step", "Swedish for immigrants (SFI), %(course)s"), _MS, _MS, 30, (_COURSE,)),
    StepKind("M10", phrase("step", "Adult education: %(trade)s"), _MS, _MS, 30, (_TRADE,)),
    StepKind("M11", phrase("step", "Apply for study money (CSN)"), _MS, _P, 21, hers=True),
    StepKind("M12", phrase("step", "Money and debt advice"), _MS, _MS, 21),
    StepKind("M13", phrase("step", "Income statement for housing"), _MS, _MS, 7),
    StepKind("M14", phrase("step", "Child care before the start"), _MS, _P, 30),
    StepKind("M15", phrase("step", "Help to get an e-ID"), _MS, _MS, 14),
    # Försäkringskassan
    StepKind("F01", phrase("step", "Claim for activity support"), _FK, _P, 14),
    StepKind("F02", phrase("step", "Application for sickness benefit"), _FK, _P, 14),
    StepKind("F03", phrase("step", "Mapping of your way back to work"), _FK, _FK, 21),
    StepKind("F04", phrase("step", "Meeting with everyone involved"), _FK, _FK, 21),
    StepKind("F05", phrase("step", "Rehabilitation plan"), _FK, _FK, 21),
    StepKind("F06", phrase("step", "Joint mapping by two agencies"), _FK, _FK, 21),
    StepKind("F07", phrase("step", "Hand-over meeting"), _FK, _FK, 21),
    StepKind("F08", phrase("step", "Assessment of what you can do"), _FK, _FK, 30, shares=_HEALTH),
    StepKind("F09", phrase("step", "Ask for a decision to be looked at again"), _FK, _P, 30),
    # The health centre
    StepKind("V01", phrase("step", "Talk with the care coordinator"), _VC, _VC, 14),
    StepKind("V02", phrase("step", "Visit to the health centre"), _VC, _VC, 14),
    StepKind("V03", phrase("step", "Certificate for the programme"), _VC, _VC, 14, shares=_HEALTH, paper="programme_certificate", asks=_AF),
    StepKind("V04", phrase("step", "Certificate for benefit"), _VC, _VC, 15, shares=_HEALTH, paper="benefit_certificate", asks=_FK),
    StepKind("V05", phrase("step", "Coordination at the health centre"), _VC, _VC, 14),
    StepKind("V06", phrase("step", "Visit to another professional"), _VC, _VC, 21),
    StepKind("V07", phrase("step", "Referral sent"), _VC, _VC, 30, shares=_HEALTH),
)  # fmt: skip

BY_CODE = MappingProxyType({kind.code: kind for kind in STEP_KINDS})


def kinds_for(agency: Agency) -> tuple[StepKind, ...]:
    """What staff of an agency choose from: their own kinds first, then the joint ones."""
    own = tuple(kind for kind in STEP_KINDS if kind.owner is agency)
    return own + tuple(kind for kind in STEP_KINDS if kind.owner is None)
