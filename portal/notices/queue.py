"""The outbox as a queue: workers claim a few notices for a while, and mark how each went.

A claim is a lease. Whoever still holds it may mark the notice; when a worker dies the lease runs
out and the next one takes over. So nothing is lost, and what may come twice is caught by the
channels through the notice's id.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import case, func, literal, null, select, text, update
from sqlalchemy.orm import Session

from portal.db import Instant
from portal.i18n.languages import Language
from portal.notices.channels import Receipt
from portal.notices.models import FORGOTTEN, Channel, Notice, NoticeKind, NoticeState
from portal.notices.outbox import CODES

# In words, so that SQLite sees that its partial index holds all of them.
OPEN = text("notice.state IN ('waiting', 'sending')")
# To whoever was reached when it happened, and at no other address.
SAFETY = (
    NoticeKind.NEW_PASSKEY, NoticeKind.LETTER_ISSUED, NoticeKind.LETTER_OPENED, NoticeKind.LETTER_CONFIRMED,
    NoticeKind.WAY_ENDED, NoticeKind.PASSKEY_REFUSED, NoticeKind.NUMBER_CHANGED,
)  # fmt: skip
# What a notice that is settled still says: no code, and no address.
WITHOUT_CODE = case(
    (Notice.kind.in_(CODES), literal(FORGOTTEN, Notice.parameters.type)),
    (Notice.kind.in_(SAFETY), literal({}, Notice.parameters.type)),
    else_=Notice.parameters,
)
BACK_OFF, LONGEST_BACK_OFF = timedelta(seconds=30), timedelta(hours=1)
GIVEN_UP = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Claim:
    """The right of one worker to one notice, until its lease runs out."""

    id: UUID
    lease: UUID


def is_anything_due(db: Session, now: datetime) -> bool:
    """Whether there is something to claim; a question that locks nothing."""
    return db.scalar(select(Notice.id).where(OPEN, Notice.due <= now).limit(1)) is not None


def claim(db: Session, now: datetime, lease: timedelta, most: int = 10) -> list[Claim]:
    """Takes the notices that are due longest, also those whose worker's lease has run out.

    Other workers pass over what is being claimed (PostgreSQL), or wait their turn (SQLite, whose
    writing transactions begin immediately). The caller commits before anything is sent.
    """
    due = (
        select(Notice.id).where(OPEN, Notice.due <= now).order_by(Notice.due).limit(most)
        .with_for_update(skip_locked=True)
    )  # fmt: skip
    found = db.scalars(due).all()
    token = uuid4()
    if found:
        db.execute(
            update(Notice).where(Notice.id.in_(found)).values(
                state=NoticeState.SENDING, lease=token, due=now + lease,
                attempts=Notice.attempts + 1,
                first_attempt=func.coalesce(Notice.first_attempt, literal(now, Instant())),
            ),
            execution_options={"synchronize_session": False},
        )  # fmt: skip
    return [Claim(each, token) for each in found]


def hold(db: Session, held: Claim, until: datetime) -> Notice | None:
    """The notice, with its lease drawn out; None when it is no longer ours, or withdrawn."""
    if not _mark(db, held, due=until):
        return None
    return db.get(Notice, held.id, populate_existing=True)


def mark_sent(
    db: Session, held: Claim, now: datetime, channel: Channel, language: Language, receipt: Receipt
) -> bool:
    """That it went out. False when another worker has taken over, who will find that out.

    A code it told is not kept; a demo's, which can be read nowhere else, is until it is used.
    """
    told = {"parameters": WITHOUT_CODE} if receipt.really_sent else {}
    return _mark(
        db, held, state=NoticeState.SENT, sent=now, due=now, lease=None, channel=channel,
        language=language.tag, provider_id=receipt.provider_id, fault=None,
        **told,
    )  # fmt: skip


def end(db: Session, held: Claim, state: NoticeState, fault: str | None = None) -> bool:
    """That it will not go out: withdrawn, unsent or unreached, and why. Nor is its code kept."""
    return _mark(db, held, state=state, lease=None, fault=fault, parameters=WITHOUT_CODE)


def retry(db: Session, held: Claim, due: datetime, fault: str) -> bool:
    """That it is to be tried again."""
    return _mark(db, held, state=NoticeState.WAITING, lease=None, due=due, fault=fault)


def put_off(db: Session, held: Sequence[Claim], due: datetime) -> None:
    """Gives notices back untried, for a later time: that does not count as an attempt."""
    fields: dict[str, Any] = {
        "state": NoticeState.WAITING, "lease": None, "attempts": Notice.attempts - 1,
        "first_attempt": case((Notice.attempts > 1, Notice.first_attempt), else_=null()),
    }  # fmt: skip
    for each in held:
        _mark(db, each, due=due, **fields)


def back_off(attempts: int, base: timedelta = BACK_OFF) -> timedelta:
    """How long to wait before the next attempt: doubling, with full jitter, never over an hour."""
    doubled: timedelta = base * 2 ** min(attempts - 1, 10)
    return min(doubled, LONGEST_BACK_OFF) * random.random()  # noqa: S311 - spreads load, guards nothing


def _mark(db: Session, held: Claim, **values: Any) -> bool:
    """Changes a notice only while it is being sent under this very lease."""
    done = db.execute(
        update(Notice)
        .where(
            Notice.id == held.id,
            Notice.lease == held.lease,
            Notice.state == NoticeState.SENDING,
        )
        .values(**values)
        .returning(Notice.id),
        execution_options={"synchronize_session": False},
    )
    return done.first() is not None
