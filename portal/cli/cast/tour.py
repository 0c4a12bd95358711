"""What a demo's tour meets beside the lives of the cast.

Times: one moved, one unheard of, one cancelled, one past. Messages: one that was never opened, and
an answer that waits to be sent.
"""

from datetime import timedelta
from uuid import uuid5

from sqlalchemy.orm import Session

from portal import clock, workdays
from portal.appointments.models import (
    Appointment,
    AppointmentMove,
    AppointmentState,
    CancelledBy,
    wall,
)
from portal.cli.cast.lives.words import AF, BY_PHONE, SCHOOL
from portal.cli.cast.people import STAFF
from portal.cli.cast.plan_story import at
from portal.cli.cast.story import Story
from portal.messages.models import ScheduledMessage
from portal.notices import outbox
from portal.notices.models import Notice, NoticeKind, NoticeState
from portal.people.demo import demo_id


def add_tour(db: Session) -> None:
    """Adds one of each to the cast. Only a demo has them: tests begin with times as they were given."""
    move(Story(db, "hodan"), "B14", 13, "petra")
    leave_unheard(Story(db, "mikaela"), "B18")
    anneli, oksana = Story(db, "anneli"), Story(db, "oksana")
    anneli.time("B08", AF, 6, "09:00", 30, ["lena"])
    cancel(anneli, "B08")
    oksana.time("B06", AF, 1, "09:30", 30, ["lena"], place=SCHOOL, interpreter=BY_PHONE)
    let_pass(oksana, "B06")
    dragan = Story(db, "dragan")
    dragan.thread("hakan", dragan.says("hakan", "K18", -8, read=False), name="unopened")
    put_off(Story(db, "rim"), "lena", "K18")


def put_off(story: Story, staff: str, phrase: str) -> None:
    """Has an answer in the thread with someone wait until tomorrow morning."""
    story.db.add(
        ScheduledMessage(
            id=uuid5(story.person, "put off"), participant_id=story.person, staff_id=demo_id(staff),
            agency=STAFF[staff][1], thread_id=uuid5(story.person, f"thread {staff}"), phrase=phrase,
            parameters={}, written=at(0, "07:30"), send_at=at(1, "08:00"),
        )
    )  # fmt: skip
    story.db.flush()


def move(story: Story, kind: str, before: int, staff: str) -> None:
    """Says that a time of the story was on the day `before` at first; she has not answered anew."""
    time = _time(story, kind)
    was = at(before, f"{clock.local(time.starts):%H:%M}")
    time.was_starts, time.was_ends = was, was + (time.ends - time.starts)
    time.sequence += 1
    story.db.flush()
    story.db.add(
        AppointmentMove(
            appointment_id=time.id, sequence=time.sequence, at=at(-1), by_staff_id=demo_id(staff),
            from_starts=time.was_starts, from_ends=time.was_ends,
        )
    )  # fmt: skip
    story.db.flush()


def leave_unheard(story: Story, kind: str) -> None:
    """Has the notice of a time of the story tried for a day, and never arrive."""
    time = _time(story, kind)
    story.db.add(
        Notice(
            id=uuid5(time.id, "unheard"), participant_id=story.person, kind=NoticeKind.NEW_TIME,
            subject_id=time.id, key=f"{time.id}:0:new_time", created=at(-2), due=at(-1), attempts=9,
            parameters={"starts": time.starts.isoformat()}, not_after=time.starts,
            state=NoticeState.UNREACHED, first_attempt=at(-2), fault="given_up",
        )
    )  # fmt: skip
    story.db.flush()


def cancel(story: Story, kind: str) -> None:
    """Cancels a time of the story on the agency's side."""
    time = _time(story, kind)
    time.state, time.cancelled_by = AppointmentState.CANCELLED, CancelledBy.AGENCY
    time.sequence += 1
    outbox.withdraw(story.db, time.id)
    story.db.flush()


def let_pass(story: Story, kind: str) -> None:
    """Puts a time of the story on the last working day; how it went is still to be said."""
    time = _time(story, kind)
    day = clock.today() - timedelta(days=1)
    while workdays.is_closed(day):
        day -= timedelta(days=1)
    lasts, begins = time.ends - time.starts, clock.local(time.starts)
    time.starts = clock.at_wall(day, begins.hour, begins.minute)
    time.ends, time.wall, time.reply_by = time.starts + lasts, wall(time.starts), None
    outbox.withdraw(story.db, time.id)
    story.db.flush()


def _time(story: Story, kind: str) -> Appointment:
    return story.db.get_one(Appointment, uuid5(story.person, f"time {kind}"))
