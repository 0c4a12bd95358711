"""Sending messages. Sent text never changes; a thread keeps who must act next."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.messages.models import Message, Thread
from portal.messages.phrasebook import PHRASEBOOK, REPLY, TOPIC
from portal.messages.queries import Conversation
from portal.notices import outbox
from portal.people.actor import Actor
from portal.people.models import Participant, Staff
from portal.phrases.parameters import Values, checked
from portal.sharing.policy import assigned
from portal.trail.models import Act
from portal.trail.service import leave

LONGEST = 2000
# Replies that ask for nothing more.
SETTLED = frozenset({f"{REPLY}thanks"})


class NothingToSend(Exception):
    """A message needs a phrase or some text."""


def reply(
    db: Session,
    actor: Actor,
    thread: Conversation,
    *,
    quick: str | None,
    body: str,
    language: str,
) -> Message:
    """The participant answers, with a tap or in any language.

    Raises NothingToSend, and KeyError for a quick reply that is not in the catalogue.
    """
    phrase, text = _phrase_or_text(f"{REPLY}{quick}" if quick else None, body)
    message = _send(db, thread.id, actor.id, None, phrase, text, language)
    db.execute(
        update(Message)
        .where(
            Message.thread_id == thread.id,
            Message.staff_id.is_not(None),
            Message.answered.is_(None),
        )
        .values(answered=clock.now())
    )
    leave(db, actor, Act.ADDED, "message", participant=actor.id, subject_id=message.id)
    return message


def write_to_team(
    db: Session,
    actor: Actor,
    *,
    topic: str | None,
    body: str,
    language: str,
    step: UUID | None = None,
) -> Thread:
    """The participant writes without knowing which agency: her contact gets it.

    Raises NothingToSend, and KeyError for a topic that is not in the catalogue.
    """
    phrase, text = _phrase_or_text(f"{TOPIC}{topic}" if topic else None, body)
    contact = db.scalars(
        select(Staff)
        .join(Participant, Participant.contact_id == Staff.id)
        .where(Participant.id == actor.id)
    ).one()
    thread = Thread(
        participant_id=actor.id, agency=contact.agency, staff_id=contact.id, step_id=step,
        started=clock.now(), last_at=clock.now(),
    )  # fmt: skip
    db.add(thread)
    db.flush()
    if phrase:
        _send(db, thread.id, actor.id, None, phrase, None, None)
    if text:
        _send(db, thread.id, actor.id, None, None, text, language)
    leave(db, actor, Act.ADDED, "thread", participant=actor.id, subject_id=thread.id)
    return thread


def post(
    db: Session,
    actor: Actor,
    participant: UUID,
    *,
    phrase: str | None,
    values: Values,
    body: str,
    reply_by: date | None,
    thread: UUID | None = None,
) -> Message:
    """Staff send a standard message, or free Swedish text, to someone they work with.

    Goes into the thread that is answered, where it is the agency's own; else into the latest one
    this member of staff has with the person, or begins one. So an answer to a question about a
    step stands with that step. Raises NoResultFound, NothingToSend, UnfitParameters, and KeyError
    for an unknown phrase.
    """
    person = db.scalars(
        select(Participant).where(Participant.id == participant, assigned(Participant.id)),
        actor.bindings,
    ).one()
    chosen, text = _phrase_or_text(phrase, body)
    into = _thread(db, actor, person.id, thread)
    message = _send(
        db, into.id, person.id, actor.id, chosen, text, "sv" if text else None,
        values=checked(PHRASEBOOK[chosen].parameters, values) if chosen else {}, reply_by=reply_by,
    )  # fmt: skip
    outbox.tell_message(db, person.id, message.id, by=reply_by)
    leave(db, actor, Act.ADDED, "message", participant=person.id, subject_id=message.id)
    return message


def has_unread(db: Session, participant: UUID, since: datetime) -> bool:
    """Whether something staff have sent since an instant is still to be read."""
    unread = (
        select(Message.id)
        .where(
            Message.participant_id == participant, Message.staff_id.is_not(None),
            Message.read.is_(None), Message.sent >= since,
        )
        .limit(1)
    )  # fmt: skip
    return db.scalar(unread) is not None


def _thread(db: Session, actor: Actor, participant: UUID, answered: UUID | None) -> Thread:
    """Where a message of staff's goes."""
    hers = select(Thread).where(Thread.participant_id == participant)
    if answered is not None:
        own = hers.where(Thread.id == answered, Thread.agency == actor.agency)
        if found := db.scalars(own).first():
            return found
    latest = hers.where(Thread.staff_id == actor.id).order_by(Thread.last_at.desc()).limit(1)
    if found := db.scalars(latest).first():
        return found
    new = Thread(
        participant_id=participant, agency=actor.agency, staff_id=actor.id, started=clock.now(),
        last_at=clock.now(),
    )  # fmt: skip
    db.add(new)
    db.flush()
    return new


def _phrase_or_text(phrase: str | None, body: str) -> tuple[str | None, str | None]:
    text = body.strip() or None
    if phrase is None and text is None:
        raise NothingToSend
    if phrase is not None:
        PHRASEBOOK[phrase]
    return phrase, text


def _send(
    db: Session, thread: UUID, participant: UUID, staff: UUID | None, phrase: str | None, body: str | None,
    language: str | None, *, values: Values | None = None, reply_by: date | None = None,
) -> Message:  # fmt: skip
    if phrase and body:
        _send(
            db,
            thread,
            participant,
            staff,
            phrase,
            None,
            None,
            values=values,
            reply_by=reply_by,
        )
        return _send(db, thread, participant, staff, None, body, language)
    row = db.get_one(Thread, thread)
    # Strictly later than the one before, so that two sent at once keep their order.
    row.last_at = max(clock.now(), row.last_at + timedelta(microseconds=1))
    row.awaits_staff = staff is None and phrase not in SETTLED
    message = Message(
        thread_id=thread, participant_id=participant, staff_id=staff, phrase=phrase, body=body,
        language=language if body else None, parameters=dict(values or {}), reply_by=reply_by,
        sent=row.last_at,
    )  # fmt: skip
    db.add(message)
    db.flush()
    return message
