"""What a limited sign-in opens: her coming times, and whom to call.

A letter and an SMS tell less surely who is there than an e-ID or a passkey, so nothing says what a
time is about: no kind, no purpose, no agency's name, and no place that is named after care.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.appointments.models import Appointment, AppointmentState, Reply
from portal.db import Statement, read
from portal.people.actor import Actor
from portal.people.agencies import AGENCIES
from portal.phrases.appointment_kinds import Mode
from portal.sharing.policy import ACTOR_ID, NOW

MOST = 20
# Houses that are named after what is done in them.
_CARE = re.compile(
    r"vård|klinik|hälso|sjuk|psyk|rehab|mottagning|beroende|terapi|tand|\b[bm]vc\b|\bbup\b", re.IGNORECASE
)  # fmt: skip
_COMING: Statement = (
    select(
        Appointment.starts,
        Appointment.ends,
        Appointment.mode,
        Appointment.place,
        Appointment.agency,
    )
    .where(
        Appointment.participant_id == ACTOR_ID,
        Appointment.ends > NOW,
        Appointment.state == AppointmentState.BOOKED,
        Appointment.reply != Reply.CANNOT,
    )
    .order_by(Appointment.starts)
    .limit(MOST)
)


class ComingTime(NamedTuple):
    """A time, where it is, and whom to call about it. Without a place she has to call."""

    starts: datetime
    ends: datetime
    mode: Mode
    place: str | None
    phone: str


def coming_times(db: Session, actor: Actor) -> Sequence[ComingTime]:
    """The acting participant's coming times, the nearest first."""
    return [
        ComingTime(
            row.starts, row.ends, row.mode,
            row.place if _tells_nothing(row.place) and not actor.protected else None,
            AGENCIES[row.agency].phone,
        )
        for row in read(db, _COMING, actor.bindings)
    ]  # fmt: skip


def _tells_nothing(place: str | None) -> bool:
    return place is not None and not _CARE.search(place)
