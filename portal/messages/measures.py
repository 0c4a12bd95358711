"""How often conversations are sent on between agencies: per pair of agencies, never per worker."""

from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.messages.models import Forward, ForwardState
from portal.people.agencies import Agency

FEWEST = 10  # people in a group that is shown; nothing is summed up, so nothing follows from a gap


class PairMeasure(NamedTuple):
    """What went from one agency to another; everything but the names is None when hidden.

    `asked` counts those the participant was asked about first, `refused` where she said no.
    """

    origin: Agency
    to: Agency
    people: int | None = None
    forwards: int | None = None
    asked: int | None = None
    refused: int | None = None
    returned: int | None = None


def measure(db: Session) -> list[PairMeasure]:
    """Every pair something was sent on between, or was to be."""
    state = Forward.state
    asked = or_(state == ForwardState.ASKING, Forward.answered.is_not(None))
    rows = db.execute(
        select(
            Forward.from_agency, Forward.to_agency, func.count(Forward.participant_id.distinct()),
            func.count(Forward.id), func.count(Forward.id).filter(asked),
            func.count(Forward.id).filter(state == ForwardState.REFUSED),
            func.count(Forward.id).filter(state == ForwardState.RETURNED),
        )
        .group_by(Forward.from_agency, Forward.to_agency)
        .order_by(Forward.from_agency, Forward.to_agency)
    )  # fmt: skip
    pairs = [PairMeasure._make(row) for row in rows]
    return [
        pair if pair.people and pair.people >= FEWEST else PairMeasure(pair.origin, pair.to)
        for pair in pairs
    ]
