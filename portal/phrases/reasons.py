"""Reasons, grounds and states that are chosen from a list, never typed."""

from enum import StrEnum
from types import MappingProxyType

from portal.i18n.text import phrase


class Ground(StrEnum):
    """On what a promised date rests; always shown beside it."""

    LAW = "law"
    RULE = "rule"
    PROMISE = "promise"
    ESTIMATE = "estimate"


GROUNDS = MappingProxyType({
    Ground.LAW: phrase("ground", "This time is set by law."),
    Ground.RULE: phrase("ground", "This time is the agency's own rule."),
    Ground.PROMISE: phrase("ground", "This is what we have promised you."),
    Ground.ESTIMATE: phrase("ground", "This is our estimate. It can take longer."),
})  # fmt: skip

# The same where the day is hers to keep.
GROUNDS_FOR_HER = MappingProxyType({
    Ground.LAW: phrase("ground for her", "The day is set by law."),
    Ground.RULE: phrase("ground for her", "The day is the agency's own rule."),
    Ground.PROMISE: phrase("ground for her", "This is the day we have agreed on."),
    Ground.ESTIMATE: phrase("ground for her", "The day is our suggestion."),
})  # fmt: skip

GROUND_NAMES = MappingProxyType({
    Ground.LAW: phrase("ground name", "Law"),
    Ground.RULE: phrase("ground name", "Agency rule"),
    Ground.PROMISE: phrase("ground name", "Promise"),
    Ground.ESTIMATE: phrase("ground name", "Estimate"),
})  # fmt: skip

CANNOT_COME = MappingProxyType({
    "sick": phrase("cannot come", "I am sick"),
    "child": phrase("cannot come", "My child is sick"),
    "work": phrase("cannot come", "I work or study then"),
    "clash": phrase("cannot come", "I have another appointment then"),
    "travel": phrase("cannot come", "I cannot get there"),
    "other": phrase("cannot come", "Another reason"),
})  # fmt: skip

OTHER_TIMES = MappingProxyType({
    "morning": phrase("other time", "A morning suits me"),
    "afternoon": phrase("other time", "An afternoon suits me"),
    "any": phrase("other time", "Any time suits me"),
    "call": phrase("other time", "Call me"),
})  # fmt: skip

PAUSED = MappingProxyType({
    "wish": phrase("paused", "You have chosen to pause"),
    "health": phrase("paused", "You are not well enough now"),
    "family": phrase("paused", "You are at home with a child"),
    "other_step": phrase("paused", "Another step must be ready first"),
})  # fmt: skip

NOT_POSSIBLE = MappingProxyType({
    "declined": phrase("not possible", "The health centre cannot write it"),
    "no_place": phrase("not possible", "There is no place"),
    "requirements": phrase("not possible", "A requirement is not met"),
    "wish": phrase("not possible", "You do not want this"),
    "time": phrase("not possible", "It does not fit with your other steps"),
    "paper": phrase("not possible", "A paper is missing"),
    "later": phrase("not possible", "It needs more time"),
    "other": phrase("not possible", "Another reason"),
})  # fmt: skip

# The same in her own words, for her to choose from.
NOT_POSSIBLE_FOR_ME = MappingProxyType({
    "paper": phrase("not possible for me", "I do not have the paper"),
    "later": phrase("not possible for me", "I need more time"),
    "time": phrase("not possible for me", "It does not fit with my other steps"),
    "requirements": phrase("not possible for me", "I do not have what is asked for"),
    "wish": phrase("not possible for me", "I do not want this"),
    "other": phrase("not possible for me", "Another reason"),
})  # fmt: skip

# Why an agency that was handed a step says that it is not its own. The participant reads it.
NOT_OURS = MappingProxyType({
    "other_agency": phrase("not ours", "Another agency decides this"),
    "outside": phrase("not ours", "Someone outside the four agencies decides this"),
    "no_right": phrase("not ours", "We are not allowed to do this"),
    "done": phrase("not ours", "We have already done our part"),
    "not_enough": phrase("not ours", "Something is missing before we can begin"),
    "other": phrase("not ours", "Another reason"),
})  # fmt: skip

# Why a promised day is moved.
DELAYED = MappingProxyType({
    "answer": phrase("delay", "we wait for an answer from someone else"),
    "paper": phrase("delay", "a paper is missing"),
    "many": phrase("delay", "many people are waiting"),
    "ill": phrase("delay", "the person who does this is away"),
})  # fmt: skip

CONTACT_CHANGED = MappingProxyType({
    "leaves": phrase("new contact", "Your contact is leaving this work"),
    "away": phrase("new contact", "Your contact is away for a long time"),
    "nearer": phrase("new contact", "Someone else is closer to what your plan is about"),
    "language": phrase("new contact", "Someone else speaks your language"),
    "wish": phrase("new contact", "You asked for another contact"),
    "load": phrase("new contact", "Your contact has too many people"),
})  # fmt: skip

EXIT_REASONS = MappingProxyType({
    "work": phrase("exit", "Work without support"),
    "new_start_job": phrase("exit", "New start job"),
    "introduction_job": phrase("exit", "Introduction job"),
    "wage_subsidy": phrase("exit", "Job with wage subsidy"),
    "city_job": phrase("exit", "Job in the city"),
    "own_business": phrase("exit", "Own business"),
    "adult_education": phrase("exit", "Adult education"),
    "vocational_education": phrase("exit", "Vocational adult education"),
    "folk_high_school": phrase("exit", "Folk high school"),
    "higher_education": phrase("exit", "Higher education"),
    "sfi": phrase("exit", "Swedish for immigrants (SFI)"),
    "regular_handling": phrase("exit", "Back to your ordinary caseworker"),
    "sickness_benefit": phrase("exit", "Sickness benefit"),
    "parental_leave": phrase("exit", "Parental leave"),
    "pension": phrase("exit", "Pension"),
    "moved": phrase("exit", "Moved from Malmö"),
    "own_wish": phrase("exit", "Does not want to take part any longer"),
    "consent_withdrawn": phrase("exit", "Consent withdrawn"),
    "time_over": phrase("exit", "The programme time is over"),
    "other_support": phrase("exit", "Other support takes over"),
    "deceased": phrase("exit", "Deceased"),
})  # fmt: skip
