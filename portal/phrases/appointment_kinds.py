"""The twenty kinds of appointments, and what to bring to them."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from portal.i18n.text import Phrase, phrase
from portal.people.agencies import Agency
from portal.phrases import staff_labels as labels
from portal.phrases.language_names import LANGUAGE_NAMES
from portal.phrases.parameters import Parameter, ParameterType


class Mode(StrEnum):
    """How people meet."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"


class InterpreterState(StrEnum):
    """Where the interpreter stands, for one appointment."""

    NOT_NEEDED = "not_needed"
    ORDERED = "ordered"
    CONFIRMED = "confirmed"
    BY_PHONE = "by_phone"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class AppointmentKind:
    """One kind: its title, its purpose in one sentence, its usual host and bring-list."""

    code: str
    title: Phrase
    purpose: Phrase
    host: Agency | None = None
    bring: tuple[str, ...] = ()
    mode: Mode = Mode.IN_PERSON


BRING = MappingProxyType({
    "id": phrase("bring", "Identity card or passport"),
    "cv": phrase("bring", "Your CV, if you have one"),
    "school": phrase("bring", "School papers, also from other countries"),
    "bank": phrase("bring", "Bank statement for the last month"),
    "rent": phrase("bring", "Rent notice"),
    "papers": phrase("bring", "Papers you already have about this"),
    "plan": phrase("bring", "Your plan, on the phone or on paper"),
    "clothes": phrase("bring", "Clothes you can work in"),
    "account": phrase("bring", "Your bank account number"),
    "medicines": phrase("bring", "List of your medicines"),
    "glasses": phrase("bring", "Reading glasses, if you use them"),
    "phone": phrase("bring", "Your phone, charged"),
})  # fmt: skip

MODES = MappingProxyType({
    Mode.IN_PERSON: phrase("mode", "Meet in person"),
    Mode.PHONE: phrase("mode", "By phone"),
    Mode.VIDEO: phrase("mode", "By video"),
})  # fmt: skip

INTERPRETER_STATES = MappingProxyType({
    InterpreterState.NOT_NEEDED: phrase("interpreter", "No interpreter needed"),
    InterpreterState.ORDERED: phrase("interpreter", "Interpreter is ordered: %(language)s"),
    InterpreterState.CONFIRMED: phrase("interpreter", "Interpreter is booked: %(language)s"),
    InterpreterState.BY_PHONE: phrase("interpreter", "Interpreter by phone: %(language)s"),
    InterpreterState.MISSING: phrase("interpreter", "We have not found an interpreter yet: %(language)s"),
})  # fmt: skip

INTERPRETER_PARAMETERS = (
    Parameter(
        "language",
        ParameterType.CHOICE,
        labels.LANGUAGE,
        LANGUAGE_NAMES,
    ),
)

_AF, _MS, _FK, _VC = Agency.AF, Agency.MALMO, Agency.FK, Agency.SKANE

APPOINTMENT_KINDS = (
    AppointmentKind("B01", phrase("appointment", "Information meeting"),
        phrase("purpose", "You hear what we can do together and ask what you want."), _AF),
    AppointmentKind("B02", phrase("appointment", "First talk with your team"),
        phrase("purpose", "We get to know each other and hear what you want."), None, ("id",)),
    AppointmentKind("B03", phrase("appointment", "Mapping talk"),
        phrase("purpose", "We look at what you can do, what you need and what stands in the way."), None, ("papers",)),
    AppointmentKind("B04", phrase("appointment", "Planning meeting"),
        phrase("purpose", "We decide the next steps in your plan together."), None, ("plan",)),
    AppointmentKind("B05", phrase("appointment", "Three-party talk"),
        phrase("purpose", "You and two of us make sure that everyone means the same thing."), None, ("plan",)),
    AppointmentKind("B06", phrase("appointment", "Check-up meeting"),
        phrase("purpose", "We look at what has gone well and what should change."), None, ("plan",)),
    AppointmentKind("B07", phrase("appointment", "Phone call"),
        phrase("purpose", "We call you. You do not need to go anywhere."), mode=Mode.PHONE),
    AppointmentKind("B08", phrase("appointment", "Video meeting"),
        phrase("purpose", "We meet on the screen. You can get help to start."), mode=Mode.VIDEO),
    AppointmentKind("B09", phrase("appointment", "Meeting about your coordinated plan (SIP)"),
        phrase("purpose", "The city and the health centre agree with you who does what."), _MS, ("papers",)),
    AppointmentKind("B10", phrase("appointment", "Meeting with everyone involved"),
        phrase("purpose", "Everyone involved plans your way back to work with you."), _FK, ("id", "papers")),
    AppointmentKind("B11", phrase("appointment", "Hand-over meeting"),
        phrase("purpose", "One agency hands over to another, with you in the room."), _FK, ("id",)),
    AppointmentKind("B12", phrase("appointment", "Visit to the social services"),
        phrase("purpose", "We go through your application and your papers together."), _MS, ("id", "bank", "rent")),
    AppointmentKind("B13", phrase("appointment", "Study and career guidance"),
        phrase("purpose", "We look at courses and jobs that could suit you."), _MS, ("school",)),
    AppointmentKind("B14", phrase("appointment", "Start and level test for SFI"),
        phrase("purpose", "The test shows which course is right for you. You cannot fail."), _MS, ("id",)),
    AppointmentKind("B15", phrase("appointment", "Visit to a workplace"),
        phrase("purpose", "You see the workplace and meet the people there."), None, ("id", "clothes")),
    AppointmentKind("B16", phrase("appointment", "Interview for a job track"),
        phrase("purpose", "You meet an employer who is looking for people."), _AF, ("id", "cv")),
    AppointmentKind("B17", phrase("appointment", "Visit to the health centre"),
        phrase("purpose", "You meet someone at your health centre."), _VC, ("id",)),
    AppointmentKind("B18", phrase("appointment", "Talk with the care coordinator"),
        phrase("purpose", "We talk about what support you need from the health centre."), _VC, ("id",)),
    AppointmentKind("B19", phrase("appointment", "Talk with a specialist"),
        phrase("purpose", "We find out which work suits you and what support you need."), _AF, ("id", "papers")),
    AppointmentKind("B20", phrase("appointment", "Closing talk"),
        phrase("purpose", "We look back and say what ends and what goes on."), None, ("plan",)),
)  # fmt: skip

BY_CODE = MappingProxyType({kind.code: kind for kind in APPOINTMENT_KINDS})


def kinds_for(agency: Agency) -> tuple[AppointmentKind, ...]:
    """What staff of an agency choose from: their own kinds first, then those any agency hosts."""
    own = tuple(kind for kind in APPOINTMENT_KINDS if kind.host is agency)
    return own + tuple(kind for kind in APPOINTMENT_KINDS if kind.host is None)
