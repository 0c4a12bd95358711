"""What codes and states are called where a person reads everything that is kept about her."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.i18n.text import Phrase, phrase

Names = Mapping[str, Phrase]

# The same words as on the pages of the plan.
STEP_STATES: Names = MappingProxyType({
    "planned": phrase("step", "Later"),
    "in_progress": phrase("step", "In progress"),
    "waiting": phrase("step state", "Waiting"),
    "booked": phrase("step", "Booked"),
    "paused": phrase("step", "Paused"),
    "done": phrase("step", "Done"),
    "not_possible": phrase("step", "Not possible"),
    "cancelled": phrase("step", "Cancelled"),
})  # fmt: skip

HANDED_ON: Names = MappingProxyType({
    "handed_over": phrase("handed on", "Staff handed it on"),
    "part_done": phrase("handed on", "You said that your part is done"),
    "not_possible": phrase("handed on", "You said that it was not possible"),
    "not_ours": phrase("handed on", "The agency said that it is not theirs"),
    "taken_back": phrase("handed on", "You took it back"),
    "paper": phrase("handed on", "A paper came further"),
    "begins": phrase("handed on", "The step before it was over"),
})  # fmt: skip

APPOINTMENT_STATES: Names = MappingProxyType({
    "booked": phrase("step", "Booked"),
    "cancelled": phrase("appointment", "Cancelled"),
    "attended": phrase("appointment", "You were there"),
    "not_attended": phrase("appointment", "You were not there"),
})  # fmt: skip

REPLIES: Names = MappingProxyType({
    "none": phrase("reply", "No answer"),
    "coming": phrase("reply", "You are coming"),
    "cannot": phrase("reply", "You cannot come"),
})  # fmt: skip

FORWARDS: Names = MappingProxyType({
    "asking": phrase("forward", "You have been asked"),
    "refused": phrase("forward", "You said no"),
    "sent": phrase("forward", "Sent on"),
    "accepted": phrase("forward", "Accepted"),
    "returned": phrase("forward", "Sent back"),
})  # fmt: skip

SHARE_KINDS: Names = MappingProxyType({
    "plan": phrase("share", "The plan"),
    "appointments": phrase("share", "Appointments"),
    "messages": phrase("share", "Messages"),
    "health": phrase("share", "What is about health"),
})  # fmt: skip
GIVEN: Names = MappingProxyType({
    "self": phrase("consent given", "By yourself in the portal"),
    "oral": phrase("consent given", "In a talk, noted by staff"),
})  # fmt: skip

CORRECTION_STATES: Names = MappingProxyType({
    "asked": phrase("correction", "Waiting for an answer"),
    "corrected": phrase("correction", "Corrected"),
    "refused": phrase("correction", "Not corrected"),
})  # fmt: skip

CHANNELS: Names = MappingProxyType({
    "sms": phrase("told by", "SMS"),
    "email": phrase("told by", "E-mail"),
    "push": phrase("told by", "A notice in the browser"),
    "none": phrase("told by", "No notices"),
})  # fmt: skip
NOTICE_STATES: Names = MappingProxyType({
    "waiting": phrase("notice state", "Waiting"),
    "sending": phrase("notice state", "Being sent"),
    "sent": phrase("notice state", "Sent"),
    "withdrawn": phrase("notice state", "Not sent, no longer true"),
    "unsent": phrase("notice state", "Not sent"),
    "unreached": phrase("notice state", "Did not arrive"),
})  # fmt: skip

ACTS: Names = MappingProxyType({
    "looked": phrase("trail", "Looked"),
    "added": phrase("trail", "Added"),
    "changed": phrase("trail", "Changed"),
    "refused": phrase("trail", "Tried to look and was refused"),
})  # fmt: skip
SUBJECTS: Names = MappingProxyType({
    "participant": phrase("trail", "Your page"),
    "step": phrase("trail", "A step in your plan"),
    "goal": phrase("trail", "Your goal"),
    "appointment": phrase("trail", "An appointment"),
    "fixed_hours": phrase("trail", "When you are always busy"),
    "calendar_feed": phrase("trail", "Your calendar address"),
    "thread": phrase("trail", "A conversation"),
    "message": phrase("trail", "A message"),
    "scheduled_message": phrase("trail", "A message to be sent later"),
    "attachment": phrase("trail", "A file you sent"),
    "forward": phrase("trail", "Where a conversation goes"),
    "contact": phrase("trail", "Your contact"),
    "reach": phrase("trail", "How we tell you"),
    "correction": phrase("trail", "What you said is wrong"),
    "account": phrase("trail", "Your account"),
    "hold": phrase("trail", "That nothing may be deleted"),
    "export": phrase("trail", "The page with everything about you"),
    "export_file": phrase("trail", "The file with everything about you"),
    "export_calendar": phrase("trail", "The calendar file with all your appointments"),
})  # fmt: skip
SOMETHING = phrase("trail", "Something else")

HOLDER_IS_YOU = phrase("holder", "You")
HOLDER_OUTSIDE = phrase("holder", "Someone outside the four agencies")
YES_NO: Mapping[bool, Phrase] = MappingProxyType({
    True: phrase("yes or no", "Yes"),
    False: phrase("yes or no", "No"),
})  # fmt: skip
