"""How much of what the demo's people are shown reads in their own language.

Typed things read in any language; a free text only where it is written in the reader's. What
decides whether someone comes (times, places, deadlines, contacts) is never left to free text.
"""

import re
from collections.abc import Iterator

from sqlalchemy import select

from portal.appointments.models import Appointment
from portal.i18n.languages import BY_TAG
from portal.messages.models import Message
from portal.people.models import Participant
from portal.plan.models import Goal, Plan, Step, Turn
from tests.one_database import templates  # noqa: F401 - a fixture

TYPED = None
FIRM = re.compile(
    r"\d{1,2}[:.]\d{2}|\d{4}-\d{2}|\d{2,}[ -]\d{2,}|https?:|@"
    r"|\b(?:jan|feb|mars|april|maj|jun|jul|aug|sept|okt|nov|dec)\w*"
    r"|\b(?:mån|tis|ons|tors|fre|lör|sön)dag"
)


def items(session) -> Iterator[tuple[str, str, str | None]]:
    """(whose language, what it is, the language of its free text or None where it is typed)."""
    reads = dict(session.execute(select(Participant.id, Participant.language)).all())
    for step in session.scalars(select(Step)):
        yield reads[step.participant_id], "step", step.title_language
    steps = dict(session.execute(select(Step.id, Step.participant_id)).all())
    for turn in session.scalars(select(Turn).where(Turn.summary.is_not(None))):
        yield reads[steps[turn.step_id]], "summary", turn.summary_language
    for time in session.scalars(select(Appointment)):
        yield reads[time.participant_id], "time", "sv" if time.purpose else TYPED
    for message in session.scalars(select(Message)):
        yield reads[message.participant_id], "message", message.language
    plans = dict(session.execute(select(Plan.id, Plan.participant_id)).all())
    for goal in session.scalars(select(Goal).where(Goal.text.is_not(None))):
        yield reads[plans[goal.plan_id]], "goal", goal.language


def test_of_all_that_is_shown_at_least_85_percent_reads_in_her_language(database):
    with database.reading() as session:
        shown = list(items(session))
    reads = [
        written is TYPED or BY_TAG[written].cldr == BY_TAG[reader].cldr
        for reader, _what, written in shown
    ]
    assert len(shown) > 100
    assert sum(reads) / len(reads) >= 0.85, f"{sum(reads)} of {len(reads)}"


def test_no_time_day_or_number_stands_in_a_free_text_of_staff(database):
    with database.reading() as session:
        texts = session.scalars(
            select(Message.body).where(Message.staff_id.is_not(None), Message.body.is_not(None))
        ).all()
        purposes = session.scalars(
            select(Appointment.purpose).where(Appointment.purpose.is_not(None))
        )
        written = [*texts, *purposes]
    assert texts
    assert [each for each in written if FIRM.search(each.lower())] == []
