"""Reading the outbox."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, func, literal_column, select, text
from sqlalchemy.orm import Session

from portal.db import Statement, read
from portal.notices.addresses import living_of, told_by
from portal.notices.models import Channel, Device, Notice, NoticeKind, Reach
from portal.notices.outbox import CODES
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
    receiver: str


# A protected person has the name here that lists have.
_RECEIVER = func.coalesce(Participant.alias, Participant.name).label("receiver")


@cache
def _newest_sent() -> Statement:
    return (
        select(
            Notice.kind, Notice.parameters, Notice.channel, Notice.language, Notice.sent,
            Participant.protected, _RECEIVER,
        )
        .join(Participant, Participant.id == Notice.participant_id)
        .where(Notice.state == literal_column("'sent'"))
        .order_by(Notice.sent.desc(), Notice.id)
        .limit(bindparam("most"))
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class WaitingNotice:
    """A notice that is to go out. `due` is an instant; None as channel reaches nobody at present."""

    kind: NoticeKind
    parameters: Mapping[str, str]
    due: datetime
    language: str
    protected: bool
    receiver: str
    channel: Channel | None


@cache
def _next_waiting() -> Statement:
    devices = (
        select(func.count())
        .where(Device.participant_id == Participant.id)
        .correlate(Participant)
        .scalar_subquery()
        .label("devices")
    )
    return (
        select(
            Notice.kind, Notice.parameters, Notice.due, Participant.language, Participant.protected,
            _RECEIVER, Participant.phone, Reach.phone_dead, Participant.email, Reach.email_dead,
            Reach.channel, devices,
        )
        .join(Participant, Participant.id == Notice.participant_id)
        .outerjoin(Reach, Reach.participant_id == Participant.id)
        # In these words, so that the partial index fits.
        .where(text("notice.state IN ('waiting', 'sending')"))
        .order_by(Notice.due, Notice.id)
        .limit(bindparam("most"))
    )  # fmt: skip


def next_waiting(db: Session) -> list[WaitingNotice]:
    """Those that go out next, of everybody: for a demo's page only."""
    found = []
    for row in read(db, _next_waiting(), {"most": NEWEST}):
        living = living_of(row.phone, row.phone_dead, row.email, row.email_dead)
        by = told_by(row.channel, living, row.devices)
        if row.kind in CODES:  # to a number that was tried, or is to be
            by = Channel.SMS
        found.append(
            WaitingNotice(
                row.kind, row.parameters, row.due, row.language, row.protected, row.receiver, by
            )
        )  # fmt: skip
    return found


def newest_sent(db: Session) -> list[SentNotice]:
    """The latest that went out, of everybody: for a demo's page only."""
    return [SentNotice(*row) for row in read(db, _newest_sent(), {"most": NEWEST})]
