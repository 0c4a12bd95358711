"""Reading the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, literal_column, select, text
from sqlalchemy.orm import Session

from portal.db import Statement, read
from portal.notices.models import Channel, Notice, NoticeKind
from portal.people.models import Participant

NEWEST = 50


@dataclass(frozen=True, slots=True)
class SentNotice:
    """A notice that has gone out. `sent` is an instant; its text follows from the rest."""

    kind: NoticeKind
    parameters: Mapping[str, str]
    channel: Channel
    language: str
    sent: datetime
    protected: bool


@cache
def _newest_sent() -> Statement:
    return (
        select(
            Notice.kind, Notice.parameters, Notice.channel, Notice.language, Notice.sent,
            Participant.protected,
        )
        .join(Participant, Participant.id == Notice.participant_id)
        .where(Notice.state == literal_column("'sent'"))
        .order_by(Notice.sent.desc(), Notice.id)
        .limit(bindparam("most"))
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class WaitingNotice:
    """A notice that is to go out. `due` is an instant."""

    kind: NoticeKind
    parameters: Mapping[str, str]
    due: datetime
    language: str
    protected: bool


@cache
def _next_waiting() -> Statement:
    return (
        select(
            Notice.kind, Notice.parameters, Notice.due, Participant.language, Participant.protected
        )
        .join(Participant, Participant.id == Notice.participant_id)
        # In these words, so that the partial index fits.
        .where(text("notice.state IN ('waiting', 'sending')"))
        .order_by(Notice.due, Notice.id)
        .limit(bindparam("most"))
    )


def next_waiting(db: Session) -> list[WaitingNotice]:
    """Those that go out next, of everybody: for a demo's page only."""
    return [WaitingNotice(*row) for row in read(db, _next_waiting(), {"most": NEWEST})]


def newest_sent(db: Session) -> list[SentNotice]:
    """The latest that went out, of everybody: for a demo's page only."""
    return [SentNotice(*row) for row in read(db, _newest_sent(), {"most": NEWEST})]
