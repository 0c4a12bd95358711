"""How the page with everything about a person is laid out: by subject, each row as named facts.

The file holds every column; the page shows those that tell her something.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.i18n.text import Phrase, phrase
from portal.messages.export import DRAFTS
from portal.phrases import exports as names
from portal.phrases import reasons
from portal.phrases.absence import FIXED_HOURS
from portal.phrases.forward_reasons import REASONS as FORWARD_REASONS
from portal.phrases.language_names import LANGUAGE_NAMES
from portal.phrases.papers import PAPERS, STAGES

# How a value is shown: a word for the template, or what codes are called.
How = str | Mapping[Any, Phrase]


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a row: its column, what it is called, and how it is shown."""

    column: str
    label: Phrase
    how: How = "data"


@dataclass(frozen=True, slots=True)
class Shown:
    """The rows of one table; `said` where a row says something of its own."""

    table: str
    title: Phrase
    facts: tuple[Fact, ...]
    said: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One subject."""

    key: str
    title: Phrase
    tables: tuple[Shown, ...]


_AGENCY = Fact("agency", phrase("fact", "Agency"), "agency")
_STAFF = Fact("staff", phrase("fact", "Who"), "who")
_SINCE, _UNTIL = phrase("fact", "From"), phrase("fact", "Until")
_WHEN = phrase("fact", "When")
_REASON, _STATE = phrase("fact", "Reason"), phrase("fact", "How it stands")
_WORDS, _SWEDISH = phrase("fact", "In words"), phrase("fact", "In Swedish")
_BY = phrase("fact", "Noted by")
_LANGUAGE = phrase("fact", "Language")

ABOUT_YOU = Section("you", phrase("export", "About you"), (
    Shown("participant", phrase("export", "You"), (
        Fact("name", phrase("fact", "Name")),
        Fact("language", _LANGUAGE, LANGUAGE_NAMES),
        Fact("interpreter_language", phrase("fact", "Interpreter"), LANGUAGE_NAMES),
        Fact("phone", phrase("fact", "Phone"), "phone"),
        Fact("email", phrase("fact", "E-mail")),
        Fact("protected", phrase("fact", "Protected identity"), names.YES_NO),
        Fact("team", phrase("fact", "Team"), "team"),
        Fact("contact", phrase("fact", "Your contact"), "who"),
        Fact("visited", phrase("fact", "Last sign-in"), "moment"),
    )),
    Shown("assignment", phrase("export", "Who works with you"),
        (_STAFF, Fact("started", _SINCE, "day"), Fact("ended", _UNTIL, "day"))),
    Shown("contact_change", phrase("export", "New contacts"), (
        Fact("at", _WHEN, "day"), Fact("from_staff", phrase("fact", "Before"), "who"),
        Fact("to_staff", phrase("fact", "After"), "who"), Fact("reason", _REASON, reasons.CONTACT_CHANGED),
        Fact("summary", phrase("fact", "What your new contact was told"), "text"),
    )),
    Shown("hold", phrase("export", "Nothing about you may be deleted"),
        (Fact("since", _SINCE, "day"), Fact("reason", _REASON, "text"))),
))  # fmt: skip

PLAN = Section("plan", phrase("export", "Your plan"), (
    Shown("plan", phrase("export", "Plans"), (
        Fact("goal", phrase("fact", "Goal"), "text"), Fact("goal_swedish", _SWEDISH, "text"),
        Fact("horizon", phrase("fact", "Aim"), "day"), Fact("opened", _SINCE, "day"),
        Fact("closed", _UNTIL, "day"), Fact("exit_reason", _REASON, reasons.EXIT_REASONS),
    )),
    Shown("goal", phrase("export", "Goals, as they were written"), (
        Fact("since", _WHEN, "day"), Fact("text", _WORDS, "text"), Fact("swedish", _SWEDISH, "text"),
        Fact("by_staff", _BY, "who_or_you"),
    )),
    Shown("step", phrase("export", "Steps"), (
        _AGENCY, Fact("state", _STATE, names.STEP_STATES),
        Fact("responsible", phrase("fact", "Responsible"), "who"), Fact("added", phrase("fact", "Added"), "day"),
        Fact("due", phrase("fact", "Last day"), "day"), Fact("done_at", phrase("fact", "Done"), "day"),
    ), said=True),
    Shown("turn", phrase("export", "Whose turn it was"), (
        Fact("step_id", phrase("fact", "Step"), "step"), Fact("holder", phrase("fact", "Whose turn"), "holder"),
        Fact("outside_name", phrase("fact", "Who outside the agencies")),
        Fact("since", _SINCE, "day"), Fact("ended", _UNTIL, "day"),
        Fact("promised_by", phrase("fact", "Promised by"), "day"),
        Fact("ground", phrase("fact", "On what ground"), reasons.GROUND_NAMES),
        Fact("summary", _WORDS, "text"), Fact("by_staff", _BY, "who"),
    )),
    Shown("handover", phrase("export", "Why the turn went on"), (
        Fact("why", _REASON, names.HANDED_ON), Fact("reason", phrase("fact", "Why not theirs"), reasons.NOT_OURS),
    )),
    Shown("delay", phrase("export", "Promises that were moved"), (
        Fact("at", _WHEN, "day"), Fact("promised_before", phrase("fact", "Promised before"), "day"),
        Fact("promised_by", phrase("fact", "Promised by"), "day"), Fact("reason", _REASON, reasons.DELAYED),
        Fact("by_staff", _BY, "who"),
    )),
    Shown("paper", phrase("export", "Papers"), (
        Fact("step_id", phrase("fact", "Step"), "step"), Fact("code", phrase("fact", "Paper"), PAPERS),
        Fact("asked_by", phrase("fact", "Asked for by"), "agency"), Fact("stage", _STATE, STAGES),
    )),
    Shown("paper_stage", phrase("export", "How papers came along"), (
        Fact("stage", _STATE, STAGES), Fact("at", _WHEN, "day"), Fact("by_staff", _BY, "who_or_you"),
    )),
    Shown("duty", phrase("export", "What is done every month"), (), said=True),
    Shown("duty_tick", phrase("export", "What you have ticked"),
        (Fact("month", phrase("fact", "Month")), Fact("ticked", _WHEN, "moment"))),
))  # fmt: skip

APPOINTMENTS = Section("appointments", phrase("export", "Your appointments"), (
    Shown("appointment", phrase("export", "Appointments"), (
        Fact("starts", _WHEN, "moment"), _AGENCY, Fact("place", phrase("fact", "Place")),
        Fact("purpose", phrase("fact", "Why"), "text"), Fact("state", _STATE, names.APPOINTMENT_STATES),
        Fact("reply", phrase("fact", "Your answer"), names.REPLIES), Fact("reply_text", _WORDS, "text"),
        Fact("interpreter_language", phrase("fact", "Interpreter"), LANGUAGE_NAMES),
    ), said=True),
    Shown("attendee", phrase("export", "Who was to be there"), (_STAFF,)),
    Shown("appointment_move", phrase("export", "Times that were moved"), (
        Fact("from_starts", phrase("fact", "Before"), "moment"), Fact("at", phrase("fact", "Moved"), "day"),
        Fact("by_staff", _BY, "who"),
    )),
    Shown("accepted_clash", phrase("export", "Times given although something stood against them"),
        (Fact("at", _WHEN, "day"), Fact("by_staff", _BY, "who"))),
    Shown("fixed_hours", phrase("export", "When you are always busy"), (
        Fact("kind", phrase("fact", "What"), FIXED_HOURS), Fact("weekday", phrase("fact", "Day"), "weekday"),
        Fact("since", _SINCE), Fact("until", _UNTIL),
    )),
    Shown("calendar_feed", phrase("export", "Your calendar address"), (Fact("created", phrase("fact", "Made"), "day"),)),
))  # fmt: skip

MESSAGES = Section("messages", phrase("export", "Your messages"), (
    Shown("message", phrase("export", "Messages"), (
        Fact("sent", _WHEN, "moment"), Fact("staff", phrase("fact", "Written by"), "who_or_you"),
        Fact("to_agency", phrase("fact", "To"), "agency"), Fact("body", _WORDS, "text"),
        Fact("swedish", phrase("fact", "The record in Swedish"), "text"),
        Fact("read", phrase("fact", "Read"), "moment"), Fact("withdrawn", phrase("fact", "Taken back"), "moment"),
    ), said=True),
    Shown("attachment", phrase("export", "Files"),
        (Fact("id", phrase("fact", "File"), "file"), Fact("sha256", phrase("fact", "Checksum (SHA-256)"), "code"))),
    Shown("thread", phrase("export", "Conversations"),
        (Fact("started", _SINCE, "day"), _AGENCY, Fact("staff", phrase("fact", "Who has it"), "who"))),
    Shown("forward", phrase("export", "Where conversations went"), (
        Fact("begun", _WHEN, "day"), Fact("from_agency", phrase("fact", "From which agency"), "agency"),
        Fact("to_agency", phrase("fact", "To"), "agency"), Fact("reason", _REASON, FORWARD_REASONS),
        Fact("state", _STATE, names.FORWARDS), Fact("by_staff", _BY, "who"),
    )),
    Shown(DRAFTS, phrase("export", "What you have written and not sent. Only you can read it."),
        (Fact("body", _WORDS, "text"), Fact("saved", _WHEN, "moment"))),
))  # fmt: skip

SHARING = Section("sharing", phrase("export", "Who may see what, and what is wrong"), (
    Shown("consent", phrase("export", "What you have let agencies see"), (
        Fact("from_agency", phrase("fact", "What this agency writes"), "agency"),
        Fact("to_agency", phrase("fact", "This agency may see"), "agency"),
        Fact("kind", phrase("fact", "What"), names.SHARE_KINDS), Fact("starts", _SINCE, "day"),
        Fact("ends", _UNTIL, "day"), Fact("given", phrase("fact", "How you said yes"), names.GIVEN),
        Fact("withdrawn", phrase("fact", "Taken back"), "day"),
    )),
    Shown("correction", phrase("export", "What you have said is wrong"), (
        Fact("asked", _WHEN, "day"), _AGENCY, Fact("wrong", _WORDS, "text"),
        Fact("state", _STATE, names.CORRECTION_STATES), Fact("answer", phrase("fact", "Answer"), "text"),
        Fact("answered_by", phrase("fact", "Answered by"), "who"),
    )),
))  # fmt: skip

TRACES = Section("traces", phrase("export", "What the portal has noted"), (
    Shown("trace", phrase("export", "Who has looked and changed"), (
        Fact("at", _WHEN, "moment"), Fact("act", phrase("fact", "What was done"), names.ACTS),
        Fact("subject", phrase("fact", "With what"), "subject"), Fact("staff", _STAFF.label, "who_or_you"),
    )),
    Shown("notice", phrase("export", "Notices to you"), (
        Fact("created", phrase("fact", "Written"), "moment"), Fact("sent", phrase("notice state", "Sent"), "moment"),
        Fact("channel", phrase("fact", "How"), names.CHANNELS), Fact("state", _STATE, names.NOTICE_STATES),
    ), said=True),
    Shown("reach", phrase("export", "How we tell you"), (Fact("channel", phrase("fact", "How"), names.CHANNELS),)),
    Shown("device", phrase("export", "Browsers that get notices"), (Fact("created", _SINCE, "day"),)),
    Shown("sign_in", phrase("export", "Phones and computers that are signed in"), (Fact("created", _SINCE, "moment"),)),
    Shown("letter", phrase("export", "Letters for signing in"), (
        Fact("issued", _WHEN, "day"), Fact("issued_by", phrase("fact", "From whom"), "who"), Fact("used", phrase("fact", "Used"), "moment"),
    )),
    Shown("passkey", phrase("export", "Phones and computers that sign you in"), (Fact("added", _SINCE, "day"),)),
    Shown("verified_phone", phrase("export", "The telephone number that codes are sent to"), (
        Fact("phone", phrase("fact", "Number"), "code"), Fact("verified", _WHEN, "day"), Fact("by_staff", _BY, "who"),
    )),
    Shown("kept_form", phrase("export", "What you had typed before you changed language or signed in once more"), (Fact("at", _WHEN, "moment"),)),
))  # fmt: skip

SECTIONS = (ABOUT_YOU, PLAN, APPOINTMENTS, MESSAGES, SHARING, TRACES)
