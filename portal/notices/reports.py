"""What a provider reports of an SMS after it took it: that it never came on."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.notices.addresses import note_dead
from portal.notices.channels.report_address import is_about
from portal.notices.models import Channel, Notice, NoticeState
from portal.people.models import Participant

FAILED = "failed"
FAULT = "sms_failed"


class NotSettled(Exception):
    """The worker has not written down yet that it sent the message; ask again in a moment."""


def take(
    db: Session, key: str, notice: UUID, signature: str, status: str, provider_id: str
) -> None:
    """After a failure staff have to reach her in another way, and a number still hers is dead.

    Any other status changes nothing, nor does the same report again, nor one about another message
    than the one that counts: a lost answer can have made two. Raises NoResultFound and NotSettled.
    """
    asked = (
        select(Notice.participant_id, Notice.state, Notice.channel, Notice.provider_id, Participant.phone)
        .join(Participant, Participant.id == Notice.participant_id)
        .where(Notice.id == notice)
    )  # fmt: skip
    row = db.execute(asked).one()
    if status != FAILED:
        return
    if row.state is NoticeState.SENDING:
        raise NotSettled
    if row.channel is not Channel.SMS or (provider_id and provider_id != row.provider_id):
        return
    failed = (
        update(Notice)
        .where(Notice.id == notice, Notice.state == NoticeState.SENT)
        .values(state=NoticeState.UNREACHED, sent=None, fault=FAULT)
        .returning(Notice.id)
    )
    if db.execute(failed).first() and is_about(key, notice, row.phone or "", signature):
        note_dead(db, row.participant_id, Channel.SMS, clock.now())
