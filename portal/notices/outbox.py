"""Writing notices, in the transaction of what they tell. `portal deliver` sends them.

A notice holds no text: only what it is about, so that it is true and in the reader's language when
it goes out. Nothing here asks whether she can be reached; that is for the one who sends.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db import insert_into
from portal.notices.models import (
    FORGOTTEN,
    QUIET_FROM,
    QUIET_UNTIL,
    USUAL_HOUR,
    Notice,
    NoticeKind,
    NoticeState,
    Reach,
)

AT_MOST_EVERY = timedelta(hours=1)  # between two buzzes about messages and turns
UNDO = timedelta(minutes=10)  # for which a message can be taken back before she is told of it
OPEN = (NoticeState.WAITING, NoticeState.SENDING)
REMINDERS = ((NoticeKind.FIVE_DAYS, 5), (NoticeKind.TOMORROW, 1))
CODES = (NoticeKind.SIGN_IN_CODE, NoticeKind.NUMBER_CODE)
AT_HER_HOUR = (NoticeKind.FIVE_DAYS, NoticeKind.TOMORROW, NoticeKind.DUTY)
# A time that changes for the next morning is told of even late in the evening.
SOON = timedelta(hours=14)


def tell_new_time(
    db: Session, participant: UUID, appointment: UUID, sequence: int, *, starts: datetime,
    answer_by: date | None = None,
) -> None:  # fmt: skip
    """That there is a new time; and reminders five days and one day before it."""
    said = {"starts": starts.isoformat()}
    _tell_change(db, participant, NoticeKind.NEW_TIME, appointment, sequence, said, starts)
    remind(db, participant, appointment, sequence, starts, answer_by)


def remind(
    db: Session, participant: UUID, appointment: UUID, sequence: int, starts: datetime,
    answer_by: date | None = None,
) -> None:  # fmt: skip
    """At the hour she has chosen, five days and one day before, where that is still to come."""
    hour = _hour_of(db, participant)
    for kind, days in REMINDERS:
        due = hour_before(starts, days, hour)
        if due <= clock.now():
            continue
        said = {"starts": starts.isoformat()}
        if answer_by and answer_by >= clock.local(due).date():
            said["by"] = answer_by.isoformat()
        last = kind is NoticeKind.TOMORROW
        put(
            db, participant, kind, f"{appointment}:{sequence}:{kind}", said, subject=appointment, due=due,
            # After an outage the later one alone is enough.
            not_after=starts if last else hour_before(starts, 1, hour),
        )  # fmt: skip


def tell_moved(
    db: Session, participant: UUID, appointment: UUID, sequence: int, *, was: datetime,
    starts: datetime, answer_by: date | None = None,
) -> None:  # fmt: skip
    """That a time has moved, from the one she knows of; and reminders of the new one alone.

    One that she has not been told of yet is simply a new time, and one whose hour is the same has
    changed in something else.
    """
    knows, was = _known(db, appointment, was)
    withdraw(db, appointment)
    said = {"starts": starts.isoformat()}
    kind = NoticeKind.NEW_TIME if not knows else NoticeKind.CHANGED
    if knows and was != starts:
        kind, said = NoticeKind.MOVED, {"was": was.isoformat(), **said}
    _tell_change(db, participant, kind, appointment, sequence, said, min(was, starts))
    remind(db, participant, appointment, sequence, starts, answer_by)


def tell_cancelled(
    db: Session, participant: UUID, appointment: UUID, sequence: int, *, starts: datetime
) -> None:  # fmt: skip
    """That the time she knows of is cancelled, and no reminder of it any more.

    Also where nothing has been sent of it yet: she may have seen it in the portal.
    """
    _knows, was = _known(db, appointment, starts)
    withdraw(db, appointment)
    said = {"starts": was.isoformat()}
    _tell_change(db, participant, NoticeKind.CANCELLED, appointment, sequence, said, starts)


def tell_message(db: Session, participant: UUID, message: UUID, *, by: date | None) -> None:
    """That there is something to read; messages within the hour are told of together.

    Not before the sender can no longer undo it.
    """
    _tell_together(db, participant, NoticeKind.MESSAGE, message, by, wait=UNDO)


def tell_turn(db: Session, participant: UUID, turn: UUID, *, by: date | None) -> None:
    """That a turn became hers; several within the hour are told of together."""
    _tell_together(db, participant, NoticeKind.YOUR_TURN, turn, by)


def tell_answer(db: Session, participant: UUID, correction: UUID) -> None:
    """That there is an answer to what she said is wrong; several within the hour are told of together."""
    _tell_together(db, participant, NoticeKind.ANSWER, correction, None)


def tell_duty(db: Session, participant: UUID, *, on: date, by: date) -> None:
    """That what is to be done every month is to be done soon; several with one last day together."""
    due = clock.at_wall(on, _hour_of(db, participant))
    put(
        db, participant, NoticeKind.DUTY, f"duty:{participant}:{by}", {"by": by.isoformat()},
        subject=participant, due=due, not_after=_end_of(by),
    )  # fmt: skip


def forget_codes(db: Session, subject: UUID) -> None:
    """Codes that were used, or replaced by another: none goes out any more, and none is kept."""
    mine = (Notice.subject_id == subject, Notice.kind.in_(CODES))
    open_ones = update(Notice).where(*mine, Notice.state.in_(OPEN))
    db.execute(open_ones.values(state=NoticeState.WITHDRAWN, lease=None))
    db.execute(update(Notice).where(*mine).values(parameters=FORGOTTEN))


def withdraw(db: Session, subject: UUID) -> None:
    """What was to be told about something is no longer true."""
    db.execute(
        update(Notice)
        .where(Notice.subject_id == subject, Notice.state.in_(OPEN))
        .values(state=NoticeState.WITHDRAWN, lease=None)
    )


def told_by_staff(db: Session, participant: UUID, which: Collection[UUID] | None = None) -> None:
    """Someone has called or written, so what could not be delivered needs no one any more.

    `which` notices, for who knows of some alone.
    """
    asked = (
        update(Notice)
        .where(Notice.participant_id == participant, Notice.state == NoticeState.UNREACHED)
        .values(state=NoticeState.UNSENT, fault="told_by_staff")
    )
    db.execute(asked if which is None else asked.where(Notice.id.in_(which)))


def put(
    db: Session, participant: UUID, kind: NoticeKind, key: str, said: dict[str, str], *, subject: UUID,
    due: datetime, not_after: datetime | None = None,
) -> None:  # fmt: skip
    """Writes a notice; nothing happens when the same thing is told already."""
    row: dict[str, Any] = {
        "id": uuid4(), "participant_id": participant, "kind": kind, "subject_id": subject, "key": key,
        "parameters": said, "created": clock.now(), "due": due, "not_after": not_after,
        "state": NoticeState.WAITING, "attempts": 0,
    }  # fmt: skip
    db.execute(insert_into(db, Notice).values(**row).on_conflict_do_nothing())


def reschedule(db: Session, participant: UUID, hour: int) -> None:
    """Moves the reminders that wait to the hour she has chosen now."""
    untried = (
        Notice.participant_id == participant, Notice.state == NoticeState.WAITING,
        Notice.attempts == 0, Notice.kind.in_(AT_HER_HOUR),
    )  # fmt: skip
    for which, due in db.execute(select(Notice.id, Notice.due).where(*untried)).all():
        later = max(clock.at_wall(clock.local(due).date(), hour), clock.now())
        # Only while no worker has taken it meanwhile: then its due is the end of a lease.
        db.execute(update(Notice).where(Notice.id == which, *untried).values(due=later))


def hour_before(starts: datetime, days: int, hour: int) -> datetime:
    """The instant of an hour on the wall in Malmö, some calendar days before; never 24 h times n."""
    return clock.at_wall(clock.local(starts).date() - timedelta(days=days), hour)


def out_of_quiet(at: datetime) -> datetime:
    """The instant itself, or the next morning in Malmö when it falls into the quiet hours."""
    wall = clock.local(at)
    if wall.hour < QUIET_UNTIL:
        return clock.at_wall(wall.date(), QUIET_UNTIL)
    if wall.hour >= QUIET_FROM:
        return clock.at_wall(wall.date() + timedelta(days=1), QUIET_UNTIL)
    return at


def _known(db: Session, appointment: UUID, starts: datetime) -> tuple[bool, datetime]:
    """Whether she has been told of an appointment, and which time she was last told of."""
    waiting = db.execute(
        select(Notice.kind, Notice.parameters).where(
            Notice.subject_id == appointment, Notice.state.in_(OPEN),
            Notice.kind.in_((NoticeKind.NEW_TIME, NoticeKind.MOVED)),
        )
    ).all()  # fmt: skip
    if any(kind is NoticeKind.NEW_TIME for kind, _said in waiting):
        return False, starts
    for _kind, said in waiting:
        return True, datetime.fromisoformat(said["was"])
    return True, starts


def _tell_together(
    db: Session, participant: UUID, kind: NoticeKind, subject: UUID, by: date | None,
    wait: timedelta = timedelta(0),
) -> None:  # fmt: skip
    """Writes a notice, unless one of its kind waits already; that one then tells the nearer day."""
    waiting = db.scalars(
        select(Notice).where(
            Notice.participant_id == participant, Notice.kind == kind, Notice.state.in_(OPEN)
        )
    ).first()
    if waiting is None:
        said = {"by": by.isoformat()} if by else {}
        due = _next_buzz(db, participant, wait)
        put(db, participant, kind, f"{kind}:{subject}", said, subject=subject, due=due)
        return
    days = [day for day in (waiting.parameters.get("by"), by and by.isoformat()) if day]
    if days:
        waiting.parameters = {**waiting.parameters, "by": min(days)}
        db.flush()


def _tell_change(
    db: Session, participant: UUID, kind: NoticeKind, appointment: UUID, sequence: int,
    said: dict[str, str], nearest: datetime,
) -> None:  # fmt: skip
    now = clock.now()
    due = now if nearest - now < SOON else out_of_quiet(now)
    put(
        db, participant, kind, f"{appointment}:{sequence}:{kind}", said, subject=appointment, due=due,
        not_after=max(datetime.fromisoformat(each) for each in said.values()),
    )  # fmt: skip


def _next_buzz(db: Session, participant: UUID, wait: timedelta) -> datetime:
    """After the wait, or an hour after the last time her phone buzzed for a message or a turn, and not at night."""
    last = db.scalar(
        select(func.max(Notice.due)).where(
            Notice.participant_id == participant,
            Notice.kind.in_(
                (NoticeKind.NEW_TIME, NoticeKind.MESSAGE, NoticeKind.YOUR_TURN, NoticeKind.ANSWER)
            ),
            Notice.state.in_((*OPEN, NoticeState.SENT)),
        )
    )
    earliest = clock.now() + wait
    if last:
        earliest = max(earliest, last + AT_MOST_EVERY)
    return out_of_quiet(earliest)


def _hour_of(db: Session, participant: UUID) -> int:
    return db.scalar(select(Reach.hour).where(Reach.participant_id == participant)) or USUAL_HOUR


def _end_of(day: date | None) -> datetime | None:
    return clock.at_wall(day + timedelta(days=1), 0) if day else None
