"""Asking for a correction, and answering it. What is wrong is put right by its owner, in its place.

An answer comes within a month (GDPR article 12.3). A refusal is a decision that can be appealed to
an administrative court (the Swedish data protection act, 2018:218, 7:2), within three weeks of the
day she got it (the administrative procedure act, 2017:900, 44 §).
"""

from calendar import monthrange
from datetime import date, datetime
from functools import cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ScalarSelect, bindparam, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.corrections.models import Correction, CorrectionState
from portal.db import ChangedMeanwhile, Statement, read
from portal.notices import outbox
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.models import Participant, Staff
from portal.sharing.policy import ACTOR_AGENCY, assigned
from portal.trail.models import Act
from portal.trail.service import leave


class CorrectionRow(NamedTuple):
    """One request as a page shows it; instants in UTC."""

    id: UUID
    agency: Agency
    subject: str
    subject_id: UUID | None
    wrong: str
    language: str
    asked: datetime
    state: CorrectionState
    answer: str | None
    answered: datetime | None
    by: str | None

    @property
    def answer_by(self) -> date:
        """The last day for an answer: the same day of the next month, or that month's last."""
        day = clock.local(self.asked).date()
        year, month = day.year + day.month // 12, day.month % 12 + 1
        return date(year, month, min(day.day, monthrange(year, month)[1]))

    @property
    def late(self) -> bool:
        """Whether that day has passed without one."""
        return self.state is CorrectionState.ASKED and self.answer_by < clock.today()


_ROWS = (
    select(
        *(getattr(Correction, name) for name in CorrectionRow._fields if name != "by"), Staff.name.label("by")
    )
    .outerjoin(Staff, Staff.id == Correction.answered_by_id)
    .order_by(Correction.asked.desc(), Correction.id)
)  # fmt: skip
_MINE: Statement = _ROWS.where(Correction.participant_id == bindparam("participant"))
_THEIRS: Statement = _MINE.where(
    Correction.agency == ACTOR_AGENCY, assigned(Correction.participant_id)
)


def ask(
    db: Session, actor: Actor, *, subject: str, subject_id: UUID | None, agency: Agency, wrong: str,
    language: str,
) -> Correction:  # fmt: skip
    """The acting participant says that something is wrong. The caller has checked that it is hers."""
    row = Correction(
        participant_id=actor.id, agency=agency, subject=subject, subject_id=subject_id, wrong=wrong,
        language=language, asked=clock.now(),
    )  # fmt: skip
    db.add(row)
    db.flush()
    leave(db, actor, Act.ADDED, "correction", participant=actor.id, subject_id=row.id)
    return row


def mine(db: Session, actor: Actor) -> tuple[CorrectionRow, ...]:
    """All that the acting participant has asked, the latest first."""
    return tuple(CorrectionRow._make(row) for row in read(db, _MINE, {"participant": actor.id}))


def theirs(db: Session, actor: Actor, participant: UUID) -> tuple[CorrectionRow, ...]:
    """What a participant has asked of the actor's own agency, which alone can answer."""
    values = {**actor.bindings, "participant": participant}
    return tuple(CorrectionRow._make(row) for row in read(db, _THEIRS, values))


@cache
def number_open() -> ScalarSelect[int]:
    """How many requests of one participant wait for the actor's agency, as a column."""
    return (
        select(func.count())
        .select_from(Correction)
        .where(
            Correction.participant_id == Participant.id, Correction.agency == ACTOR_AGENCY,
            Correction.state == CorrectionState.ASKED,
        )
        .correlate(Participant)
        .scalar_subquery()
    )  # fmt: skip


def answer(
    db: Session, actor: Actor, participant: UUID, which: UUID, *, corrected: bool, text: str
) -> None:
    """Says whether it is put right. A refusal needs a reason; the caller has asked for one.

    Raises NoResultFound for what is not the actor's agency's to answer, and ChangedMeanwhile for
    one that has its answer.
    """
    row = db.scalars(
        select(Correction)
        .where(
            Correction.id == which, Correction.participant_id == participant,
            Correction.agency == ACTOR_AGENCY, assigned(Correction.participant_id),
        )
        .with_for_update(),
        actor.bindings,
    ).one_or_none()  # fmt: skip
    if row is None:
        raise NoResultFound
    if row.state is not CorrectionState.ASKED:
        raise ChangedMeanwhile
    row.state = CorrectionState.CORRECTED if corrected else CorrectionState.REFUSED
    row.answer, row.answered, row.answered_by_id = text or None, clock.now(), actor.id
    db.flush()
    leave(db, actor, Act.CHANGED, "correction", participant=participant, subject_id=row.id)
    outbox.tell_answer(db, participant, row.id)
