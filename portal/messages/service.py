"""Sending messages: what she writes to her team, and what staff write to her."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.messages import content, forwarding, sending
from portal.messages.attachment_opening import CleanContent
from portal.messages.attachments import attach
from portal.messages.content import Content
from portal.messages.models import Message, Thread
from portal.messages.phrasebook import PAPER, REPLY
from portal.messages.routing import Receiver
from portal.messages.rows import Conversation
from portal.notices import outbox
from portal.people.actor import Actor
from portal.people.models import Participant
from portal.sharing.policy import assigned
from portal.trail.models import Act
from portal.trail.service import leave

LONGEST = 2000
# Replies that ask for nothing more, like a "yes" to a time.
SETTLED = frozenset({"thanks"})


@dataclass(frozen=True, slots=True)
class About:
    """What a new message is about: a step, an appointment, or nothing in particular."""

    step: UUID | None = None
    appointment: UUID | None = None


def reply(
    db: Session, actor: Actor, thread: Conversation, *, quick: str | None, body: str, language: str,
    corrects: UUID | None = None, papers: Sequence[CleanContent] = (),
) -> list[Message]:  # fmt: skip
    """The participant answers, with a tap or in any language, or corrects what she wrote.

    Raises NothingToSend, and KeyError for a quick reply that is not in the catalogue.
    """
    contents = _said(f"{REPLY}{quick}" if quick else None, body, language, papers)
    row = db.get_one(Thread, thread.id, with_for_update=True)
    settled = quick in SETTLED or thread.confirmed_by(quick) is not None
    messages = sending.put(
        db,
        row,
        contents,
        sender=None,
        corrects=corrects,
        asks=bool(body.strip() or papers) or not settled,
    )
    attach(db, messages[-1], papers)
    db.execute(
        update(Message)
        .where(
            Message.thread_id == thread.id,
            Message.staff_id.is_not(None),
            Message.answered.is_(None),
        )
        .values(answered=clock.now())
    )
    for message in messages:
        leave(db, actor, Act.ADDED, "message", participant=actor.id, subject_id=message.id)
    return messages


def write_to_team(
    db: Session, actor: Actor, *, phrase: str | None, body: str, language: str, to: Receiver,
    about: About = About(), papers: Sequence[CleanContent] = (),
) -> tuple[Thread, list[Message]]:  # fmt: skip
    """The participant writes without knowing which agency; `to` is whom it goes to.

    Raises NothingToSend, and KeyError for a phrase that is not in the catalogue.
    """
    contents = _said(phrase, body, language, papers)
    thread, messages = sending.begin(
        db, actor.id, contents, agency=to.agency, holder=to.id, sender=None, step=about.step,
        appointment=about.appointment,
    )  # fmt: skip
    attach(db, messages[-1], papers)
    leave(db, actor, Act.ADDED, "thread", participant=actor.id, subject_id=thread.id)
    return thread, messages


def post(
    db: Session, actor: Actor, participant: UUID, *, contents: list[Content],
    reply_by: date | None = None, thread: UUID | None = None, written: datetime | None = None,
) -> Message:  # fmt: skip
    """Staff send something typed, or free Swedish text, to someone they work with.

    Goes into the thread that is answered, where it is the agency's own; else into the latest one
    this member of staff has with the person, or begins one. So an answer to a question about a
    step stands with that step. Answers what she had written when it was `written` (now, where
    nothing is said). Raises NoResultFound and NothingToSend.
    """
    if actor.agency is None or not contents:
        raise content.NothingToSend
    person = db.scalars(
        select(Participant.id).where(Participant.id == participant, assigned(Participant.id)),
        actor.bindings,
    ).one()
    into = _thread(db, actor, person, thread)
    if into is None:
        _new, messages = sending.begin(
            db, person, contents, agency=actor.agency, holder=actor.id, sender=actor.id,
            reply_by=reply_by,
        )  # fmt: skip
    else:
        if into.taken is None:
            forwarding.hold(db, actor, into)
        owed = into.answer_by if written and _asked_since(db, into, written) else None
        messages = sending.put(db, into, contents, sender=actor.id, reply_by=reply_by)
        into.answer_by = owed
    for message in messages:
        outbox.tell_message(db, person, message.id, by=reply_by)
        leave(db, actor, Act.ADDED, "message", participant=person, subject_id=message.id)
    return messages[-1]


def _said(
    phrase: str | None, body: str, language: str, papers: Sequence[CleanContent]
) -> list[Content]:
    """What she says; a paper without a word is said to be one."""
    wordless = papers and not phrase and not body.strip()
    return content.said(PAPER if wordless else phrase, body, language)


def _asked_since(db: Session, thread: Thread, at: datetime) -> bool:
    """Whether she has written in a thread after an instant."""
    hers = select(Message.id).where(
        Message.thread_id == thread.id, Message.staff_id.is_(None), Message.sent > at
    )
    return db.scalar(hers.limit(1)) is not None


def has_unread(db: Session, participant: UUID, since: datetime) -> bool:
    """Whether something staff have sent since an instant is still to be read."""
    unread = (
        select(Message.id)
        .where(
            Message.participant_id == participant, Message.staff_id.is_not(None),
            Message.read.is_(None), Message.sent >= since, Message.withdrawn.is_(None),
        )
        .limit(1)
    )  # fmt: skip
    return db.scalar(unread) is not None


def _thread(db: Session, actor: Actor, participant: UUID, answered: UUID | None) -> Thread | None:
    """Where a message of staff's goes; None where it begins a thread."""
    own = (
        select(Thread)
        .where(Thread.participant_id == participant, Thread.agency == actor.agency)
        .with_for_update()
    )
    if answered is not None and (found := db.scalars(own.where(Thread.id == answered)).first()):
        return found
    latest = own.where(Thread.staff_id == actor.id).order_by(Thread.last_at.desc()).limit(1)
    return db.scalars(latest).first()
