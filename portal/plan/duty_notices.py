"""Telling of what is to be done every month, some days before its window closes."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.notices import outbox
from portal.notices.models import Notice
from portal.phrases.duties import DUTY_KINDS
from portal.plan.duties import last_day
from portal.plan.models import Duty, DutyTick, Plan

AHEAD = 3  # days before the window closes


def tell_of_duties(db: Session) -> None:
    """Writes the notices of windows that close within three days, for those who have not ticked them.

    Called as often as one likes, and after an outage too: the same window is told of once.
    """
    for days in range(AHEAD + 1):
        by = clock.days_from_today(days)
        closing = _closing(by)
        if not closing:
            continue
        told = set(db.scalars(select(Notice.participant_id).where(Notice.key.like(f"duty:%:{by}"))))
        for participant in db.scalars(_open_duties(by, closing).distinct()).all():
            if participant not in told:
                outbox.tell_duty(db, participant, on=by - timedelta(days=AHEAD), by=by)


def is_to_be_done(db: Session, participant: UUID, by: date) -> bool:
    """Whether anything of hers with that last day is still to be done."""
    hers = _open_duties(by, _closing(by)).where(Duty.participant_id == participant)
    return db.scalar(hers.limit(1)) is not None


def _closing(by: date) -> list[str]:
    """The duties whose window closes on a day."""
    return [kind.code for kind in DUTY_KINDS if last_day(kind, by.year, by.month) == by]


def _open_duties(by: date, closing: list[str]) -> Any:
    """Those who have a duty that is not ticked, in a plan that goes on."""
    ticked = and_(DutyTick.duty_id == Duty.id, DutyTick.month == f"{by:%Y-%m}")
    return (
        select(Duty.participant_id)
        .join(Plan, and_(Plan.participant_id == Duty.participant_id, Plan.closed.is_(None)))
        .outerjoin(DutyTick, ticked)
        .where(Duty.kind.in_(closing), DutyTick.duty_id.is_(None))
    )
