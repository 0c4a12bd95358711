"""Putting messages into a thread: the one place that does it.

A thread keeps its latest message and by when an answer has been promised, so that no list has to
look for them. What was sent never changes; the database holds that.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal import clock, workdays
from portal.messages.content import Content
from portal.messages.models import Message, Thread
from portal.people.agencies import Agency

# The promise shown before she sends: Förvaltningslagen 6 § (2017:900) asks for an answer without
# undue delay; two working days is what the teams have promised.
WORKDAYS_TO_ANSWER = 2


def answer_by(day: date | None = None) -> date:
    """The day an answer is promised by to what is sent on a day; today where none is named."""
    return workdays.after(day or clock.today(), WORKDAYS_TO_ANSWER)


def begin(
    db: Session, participant: UUID, contents: Sequence[Content], *, agency: Agency,
    holder: UUID | None, sender: UUID | None, reply_by: date | None = None,
    step: UUID | None = None, appointment: UUID | None = None,
) -> tuple[Thread, list[Message]]:  # fmt: skip
    """A new thread with its first messages; `sender` is None for the participant."""
    first, at = uuid4(), clock.now()
    thread = Thread(
        participant_id=participant, agency=agency, staff_id=holder, step_id=step,
        appointment_id=appointment, started=at, last_at=at, last_id=first,
        taken=at if sender else None,
    )  # fmt: skip
    db.add(thread)
    db.flush()
    return thread, put(db, thread, contents, sender=sender, reply_by=reply_by, first=first)


def put(
    db: Session, thread: Thread, contents: Sequence[Content], *, sender: UUID | None,
    reply_by: date | None = None, corrects: UUID | None = None, first: UUID | None = None,
    asks: bool = True,
) -> list[Message]:  # fmt: skip
    """Messages into a thread, one after another; `sender` is None for the participant.

    What she asks is promised an answer, by the earlier day where one is promised already; what
    staff write is the answer.
    """
    if sender:
        thread.answer_by = None
    elif asks:
        thread.answer_by = min(thread.answer_by or date.max, answer_by())
    messages = [
        _message(thread, content, sender, reply_by, corrects, number, first)
        for number, content in enumerate(contents)
    ]
    db.add_all(messages)
    db.flush()
    return messages


def _message(
    thread: Thread, content: Content, sender: UUID | None, reply_by: date | None,
    corrects: UUID | None, number: int, first: UUID | None,
) -> Message:  # fmt: skip
    # Strictly later than the one before, so that two sent at once keep their order.
    at = max(clock.now(), thread.last_at + timedelta(microseconds=1))
    message = Message(
        id=first if first and number == 0 else uuid4(), thread_id=thread.id,
        participant_id=thread.participant_id, staff_id=sender, phrase=content.phrase,
        parameters=content.parameters or {}, sentences=content.sentences, body=content.body,
        language=content.language, swedish=content.swedish, reply_by=reply_by, sent=at,
        to_agency=None if sender else thread.agency, answer_by=None if sender else thread.answer_by,
        corrects_id=corrects,
    )  # fmt: skip
    thread.last_id, thread.last_at = message.id, at
    return message
