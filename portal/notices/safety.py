"""Telling someone that a way in was given, used or taken back, in case it was not she.

Each goes to the number or address that was hers when it happened, so that whoever came in cannot
turn it away by changing them.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.notices.addresses import living_of, order_of
from portal.notices.models import Channel, NoticeKind, Reach
from portal.notices.outbox import out_of_quiet, put
from portal.people.models import Participant


def tell(
    db: Session, participant: UUID, kind: NoticeKind, subject: UUID, *, once: str = ""
) -> None:
    """Writes the notice; once for each subject, or for each value of `once`."""
    put(
        db, participant, kind, f"{kind}:{subject}{once}", _reached_now(db, participant),
        subject=subject, due=out_of_quiet(clock.now()),
    )  # fmt: skip


def tell_former_number(db: Session, participant: UUID, phone: str) -> None:
    """Tells the number that was hers until now that there is another."""
    now = clock.now()
    put(
        db, participant, NoticeKind.NUMBER_CHANGED, f"number:{participant}:{now.isoformat()}",
        {"phone": phone}, subject=participant, due=out_of_quiet(now),
    )  # fmt: skip


def _reached_now(db: Session, participant: UUID) -> dict[str, str]:
    """Her number, else her address, in the order she wishes; nothing where she wants no notices."""
    row = db.execute(
        select(
            Participant.phone, Participant.email, Reach.channel, Reach.phone_dead, Reach.email_dead
        )
        .outerjoin(Reach, Reach.participant_id == Participant.id)
        .where(Participant.id == participant)
    ).one()
    if row.channel is Channel.NONE:
        return {}
    living = living_of(row.phone, row.phone_dead, row.email, row.email_dead)
    named = {Channel.SMS: "phone", Channel.EMAIL: "email"}
    for channel in order_of(row.channel):
        if channel in named and living[channel]:
            return {named[channel]: living[channel]}
    return {}
