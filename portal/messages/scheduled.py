"""Messages that are sent later: kept, listed for colleagues, stopped, and sent when they are due.

What is written at once belongs together: a standard message and the text beside it are two rows
with one `written`, and go, or are stopped, together. Whoever does either locks the first row first.
"""

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal import clock
from portal.audience import Audience
from portal.db import Instant, Statement
from portal.messages import content, service
from portal.messages.content import Content
from portal.messages.models import ScheduledMessage, Thread
from portal.people.actor import Actor
from portal.people.models import Assignment, Participant, Staff
from portal.phrases.parameters import UnfitParameters
from portal.sharing.policy import ACTOR_AGENCY, ACTOR_ID, assigned
from portal.trail.models import Act
from portal.trail.service import leave

log = logging.getLogger(__name__)


def schedule(
    db: Session, actor: Actor, participant: UUID, *, contents: Sequence[Content], send_at: datetime,
    reply_by: date | None = None, thread: UUID | None = None,
) -> ScheduledMessage:  # fmt: skip
    """Keeps a message until it is due. The participant is shown nothing of it.

    Raises NoResultFound for someone the actor does not work with, NothingToSend, and ValueError for
    an instant that has passed.
    """
    if actor.agency is None or not contents:
        raise content.NothingToSend
    if send_at <= clock.now():
        raise ValueError("a message cannot be sent in the past")
    person = db.scalars(
        select(Participant.id).where(Participant.id == participant, assigned(Participant.id)),
        actor.bindings,
    ).one()
    into = db.scalar(
        select(Thread.id).where(
            Thread.id == thread, Thread.participant_id == person, Thread.agency == actor.agency
        )
    )
    written = _written(db, actor, person)
    ids = sorted(uuid4() for _each in contents)  # by which their order is known again
    rows = [
        ScheduledMessage(
            id=which, participant_id=person, staff_id=actor.id, agency=actor.agency, thread_id=into,
            phrase=each.phrase, parameters=each.parameters or {}, sentences=each.sentences,
            body=each.body, reply_by=reply_by, written=written, send_at=send_at,
        )
        for which, each in zip(ids, contents, strict=True)
    ]  # fmt: skip
    db.add_all(rows)
    db.flush()
    leave(db, actor, Act.ADDED, "scheduled_message", participant=person, subject_id=rows[0].id)
    return rows[0]


def stop(db: Session, actor: Actor, participant: UUID, which: UUID) -> bool:
    """Removes what the actor sees waiting or not sent; False where it is there no longer."""
    first = db.scalars(
        select(ScheduledMessage)
        .where(
            ScheduledMessage.id == which, ScheduledMessage.participant_id == participant,
            in_hand(), first_written(),
        )
        .with_for_update(),
        actor.bindings,
    ).first()  # fmt: skip
    if first is None:
        return False
    for row in _together(db, first):
        db.delete(row)
    leave(db, actor, Act.CHANGED, "scheduled_message", participant=participant, subject_id=which)
    return True


def first_written() -> ColumnElement[bool]:
    """Whether a row is the first of those that were written at once; their ids are in their order."""
    before = aliased(ScheduledMessage)
    return ~exists().where(
        before.participant_id == ScheduledMessage.participant_id,
        before.staff_id == ScheduledMessage.staff_id,
        before.written == ScheduledMessage.written, before.id < ScheduledMessage.id,
    )  # fmt: skip


def works() -> ColumnElement[bool]:
    """Whether the sender still works with the participant, for the agency it was written for."""
    sender = aliased(Staff)
    return exists().where(
        Assignment.participant_id == ScheduledMessage.participant_id,
        Assignment.staff_id == ScheduledMessage.staff_id, Assignment.ended.is_(None),
        sender.id == ScheduledMessage.staff_id, sender.agency == ScheduledMessage.agency,
        sender.role == Audience.CASEWORKER,
    )  # fmt: skip


def in_hand() -> ColumnElement[bool]:
    """What the actor's agency has written; and for the contact, of any agency, what nobody can send."""
    is_contact = exists().where(
        Participant.id == ScheduledMessage.participant_id, Participant.contact_id == ACTOR_ID
    )
    return and_(
        assigned(ScheduledMessage.participant_id),
        or_(ScheduledMessage.agency == ACTOR_AGENCY, and_(is_contact, ~works())),
    )


@cache
def _due(allowed: ColumnElement[bool]) -> Statement:
    return (
        select(ScheduledMessage.id)
        .where(
            ScheduledMessage.send_at <= bindparam("now", type_=Instant()), first_written(), works(),
            allowed,
        )
        .order_by(ScheduledMessage.send_at, ScheduledMessage.written)
        .limit(1)
    )  # fmt: skip


def is_any_due(db: Session, allowed: ColumnElement[bool]) -> bool:
    """Whether something can be sent; a question that locks nothing."""
    return db.scalar(_due(allowed), {"now": clock.now()}) is not None


def send_next(db: Session, allowed: ColumnElement[bool]) -> bool:
    """Sends what is due longest, and forgets it, in the caller's one transaction.

    `allowed` says which participants may still be written to. Other workers pass over what is being
    sent (PostgreSQL), or wait their turn (SQLite, whose writing transactions begin immediately). A
    message whose sender no longer works with the person stays, for her colleagues to see.
    """
    which = db.scalar(_due(allowed).with_for_update(skip_locked=True), {"now": clock.now()})
    if which is None:
        return False
    first = db.get_one(ScheduledMessage, which)
    rows, staff = _together(db, first), db.get_one(Staff, first.staff_id)
    sender = Actor(staff.id, staff.role, staff.name, staff.language, staff.agency, staff.team_id)
    try:
        with db.begin_nested():
            service.post(
                db, sender, first.participant_id, contents=[_content(row) for row in rows],
                reply_by=first.reply_by, thread=first.thread_id, written=first.written,
            )  # fmt: skip
    except (KeyError, UnfitParameters):
        # A phrase that a later release knows no more: staff see it wait, and the others go.
        log.error("a scheduled message cannot be said any more: %s", first.id)
        for row in rows:
            row.send_at = clock.now() + timedelta(days=1)
        return True
    for row in rows:
        db.delete(row)
    return True


def _written(db: Session, actor: Actor, participant: UUID) -> datetime:
    """Now, strictly later than what the same sender wrote before, so that no two are taken for one."""
    last = db.scalar(
        select(func.max(ScheduledMessage.written)).where(
            ScheduledMessage.participant_id == participant, ScheduledMessage.staff_id == actor.id
        )
    )
    return max(clock.now(), last + timedelta(microseconds=1)) if last else clock.now()


def _together(db: Session, first: ScheduledMessage) -> list[ScheduledMessage]:
    """The rows that were written at once, in their order, locked."""
    together = (
        select(ScheduledMessage)
        .where(
            ScheduledMessage.participant_id == first.participant_id,
            ScheduledMessage.staff_id == first.staff_id, ScheduledMessage.written == first.written,
        )
        .order_by(ScheduledMessage.id)
        .with_for_update()
    )  # fmt: skip
    return list(db.scalars(together))


def _content(row: ScheduledMessage) -> Content:
    return Content(
        row.phrase, row.parameters, row.sentences, row.body, "sv" if row.body else None
    )  # fmt: skip
