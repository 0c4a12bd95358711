"""Sending a thread on to another agency inside the portal: there is no wrong door.

It goes at once where a consent in force opens messages from the one agency to the other; else the
participant is asked about this thread alone. Whoever gets it must take it, she sees who has it, and
the day she was promised an answer by never moves.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db import beyond
from portal.messages import content, sending
from portal.messages.destinations import Destination, destination
from portal.messages.models import Forward, ForwardState, Message, Thread
from portal.messages.phrasebook import ASK
from portal.notices import outbox
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.models import Staff
from portal.phrases.forward_reasons import REASONS
from portal.sharing.policy import assigned
from portal.trail.models import Act
from portal.trail.service import leave

OPEN = (ForwardState.ASKING, ForwardState.SENT)


class OwnAgency(Exception):
    """The thread is with the chosen agency already."""


class UnderWay(Exception):
    """The thread has been sent on and nobody has taken it, or the participant is being asked."""


class NotAsked(Exception):
    """The participant has answered already, or the question has been taken back."""


class NotSentOn(Exception):
    """There is nothing to send back: it has been taken, or it is one's own that came back."""


class WrittenSince(Exception):
    """She has written to this agency since, and the other one may not read that without being asked."""


class TakenBy(Exception):
    """A colleague has taken the thread; `staff` can be taken over from, once that is confirmed."""

    def __init__(self, staff: UUID, name: str, at: datetime) -> None:
        super().__init__(name)
        self.staff, self.name, self.at = staff, name, at


def forward(db: Session, actor: Actor, thread: UUID, to: Agency, reason: str) -> Forward:
    """Sends a thread of the actor's agency on, or asks the participant whether it may go.

    Raises NoResultFound for a thread the actor's agency does not have, KeyError for an unknown
    reason, OwnAgency, UnderWay and NobodyThere.
    """
    row = _ours(db, actor, thread)
    if to is row.agency:
        raise OwnAgency
    if _open(db, row) is not None:
        raise UnderWay
    there = destination(db, row, to)
    passing = _new(db, row, to, actor, reason)
    db.add(passing)
    db.flush()
    if there.opened:
        with beyond(db):  # from then on it may be closed to who sent it
            _hand_over(row, passing, there)
    else:
        _ask(db, actor, row, to)
        db.flush()
    _traced(db, actor, row, Act.ADDED, passing.id)
    return passing


def agree(db: Session, actor: Actor, thread: UUID, *, yes: bool) -> Forward:
    """The participant's answer about one thread; it is no consent to anything else.

    Raises NoResultFound for a thread that is not hers, NotAsked, and NobodyThere.
    """
    row = db.scalars(
        select(Thread)
        .where(Thread.id == thread, Thread.participant_id == actor.id)
        .with_for_update()
    ).one()
    passing = _open(db, row)
    if passing is None or passing.state is not ForwardState.ASKING:
        raise NotAsked
    if yes:
        _hand_over(row, passing, destination(db, row, passing.to_agency))
    else:
        passing.state = ForwardState.REFUSED
    passing.answered = clock.now()
    db.execute(
        update(Message)
        .where(Message.thread_id == row.id, Message.phrase == ASK, Message.answered.is_(None))
        .values(answered=clock.now())
    )
    db.flush()
    _traced(db, actor, row, Act.CHANGED, passing.id)
    return passing


def take(db: Session, actor: Actor, thread: UUID, *, instead_of: UUID | None = None) -> Thread:
    """The actor has a thread of her agency's from now on; a forward is accepted by that.

    `instead_of` is the colleague it is knowingly taken over from. Raises NoResultFound, and TakenBy
    where someone else has it: of two at once one gets it, and the other is told who.
    """
    row = _ours(db, actor, thread)
    if row.taken and row.staff_id == actor.id:
        return row
    if row.taken and row.staff_id and row.staff_id != instead_of:
        raise TakenBy(row.staff_id, db.get_one(Staff, row.staff_id).name, row.taken)
    hold(db, actor, row)
    return row


def hold(db: Session, actor: Actor, row: Thread) -> None:
    """Notes that the actor has a thread, which is locked; a forward to her agency is accepted."""
    at = clock.now()
    row.staff_id, row.taken = actor.id, at
    passing = _open(db, row)
    if passing is not None and passing.state is ForwardState.SENT:
        passing.state, passing.decided, passing.decided_by = ForwardState.ACCEPTED, at, actor.id
    db.flush()
    _traced(db, actor, row, Act.CHANGED, row.id)


def send_back(db: Session, actor: Actor, thread: UUID, reason: str) -> Forward:
    """A thread that nobody here has taken goes back to where it came from, and that is counted too.

    Raises NoResultFound, KeyError for an unknown reason, NotSentOn, WrittenSince and NobodyThere.
    """
    row = _ours(db, actor, thread)
    passing = _open(db, row)
    if passing is None or passing.state is not ForwardState.SENT or _came_back(db, passing):
        raise NotSentOn
    there = destination(db, row, passing.from_agency)
    if not there.opened and _written_since(db, row, passing):
        raise WrittenSince
    passing.state, passing.decided, passing.decided_by = (
        ForwardState.RETURNED, clock.now(), actor.id,
    )  # fmt: skip
    db.flush()  # the index allows one open forward, so this one ends first
    back = _new(db, row, passing.from_agency, actor, reason)
    db.add(back)
    with beyond(db):  # from then on it may be closed to who sent it back
        _hand_over(row, back, there)
        if passing.by_staff_id in there.staff:
            row.staff_id = passing.by_staff_id
    _traced(db, actor, row, Act.CHANGED, passing.id)
    return back


def call_off(db: Session, row: Thread) -> None:
    """Forgets the question of a thread, which is locked, when the message that asked is taken back."""
    passing = _open(db, row)
    if passing is not None and passing.state is ForwardState.ASKING:
        db.delete(passing)


def _ours(db: Session, actor: Actor, thread: UUID) -> Thread:
    """A thread the actor's agency has, of someone the actor works with, locked."""
    return db.scalars(
        select(Thread)
        .where(
            Thread.id == thread, Thread.agency == actor.agency, assigned(Thread.participant_id)
        )
        .with_for_update(),
        actor.bindings,
    ).one()  # fmt: skip


def _open(db: Session, row: Thread) -> Forward | None:
    return db.scalars(
        select(Forward).where(Forward.thread_id == row.id, Forward.state.in_(OPEN))
    ).first()


def _new(db: Session, row: Thread, to: Agency, actor: Actor, reason: str) -> Forward:
    if reason not in REASONS:
        raise KeyError(reason)
    last = db.scalar(select(func.max(Forward.begun)).where(Forward.thread_id == row.id))
    begun = max(clock.now(), last + timedelta(microseconds=1)) if last else clock.now()
    return Forward(
        thread_id=row.id, participant_id=row.participant_id, from_agency=row.agency, to_agency=to,
        by_staff_id=actor.id, reason=reason, state=ForwardState.ASKING, begun=begun,
    )  # fmt: skip


def _hand_over(row: Thread, passing: Forward, there: Destination) -> None:
    """The other agency has it: nobody there in person, unless only one can be meant."""
    passing.state, passing.sent = ForwardState.SENT, max(clock.now(), passing.begun)
    row.agency, row.taken = there.agency, None
    row.staff_id = there.staff[0] if len(there.staff) == 1 else None


def _ask(db: Session, actor: Actor, row: Thread, to: Agency) -> None:
    """Asks as a message, so that she is told of it, finds it on Today, and its wording is kept."""
    promised = row.answer_by
    by = sending.answer_by()
    asked = {"agency": to.value}
    [message] = sending.put(db, row, [content.phrase(ASK, asked)], sender=actor.id, reply_by=by)
    row.answer_by = promised  # a question is no answer
    outbox.tell_message(db, row.participant_id, message.id, by=by)
    leave(
        db, actor, Act.ADDED, "message", participant=row.participant_id, subject_id=message.id
    )  # fmt: skip


def _came_back(db: Session, passing: Forward) -> bool:
    """Whether a forward is itself one that was sent back: that one ends with whoever sent it first."""
    before = db.scalars(
        select(Forward)
        .where(Forward.thread_id == passing.thread_id, Forward.begun < passing.begun)
        .order_by(Forward.begun.desc())
        .limit(1)
    ).first()
    return before is not None and before.state is ForwardState.RETURNED


def _written_since(db: Session, row: Thread, passing: Forward) -> bool:
    hers = select(Message.id).where(
        Message.thread_id == row.id, Message.staff_id.is_(None), Message.sent >= passing.sent
    )
    return db.scalar(hers.limit(1)) is not None


def _traced(db: Session, actor: Actor, row: Thread, act: Act, subject: UUID) -> None:
    leave(db, actor, act, "forward", participant=row.participant_id, subject_id=subject)
