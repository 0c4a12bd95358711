"""The log a participant reads: who looked at or changed what of hers, the latest first.

Equal acts of one person on one day in Malmö are one line. A page holds whole days.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import ColumnElement, and_, bindparam, or_, select, true
from sqlalchemy.orm import Session, aliased

from portal import clock
from portal.db import Statement, enum_type, read
from portal.i18n.formats import isolate
from portal.i18n.markup import filled
from portal.i18n.text import Phrase, Translator
from portal.people.agencies import AGENCIES, Agency
from portal.people.models import Staff, Team
from portal.trail.models import Act, Trace
from portal.trail.words import NOT_SHOWN, words_for

LINES = 30  # about a page; the day that reaches it is shown to its end
TRACES = 600  # read for one page


class Show(StrEnum):
    """What kind of acts are listed."""

    ALL = "all"
    LOOKED = "looked"
    CHANGED = "changed"


class Who(StrEnum):
    """Whose acts are listed; beside these, one agency's."""

    ALL = "all"
    STAFF = "staff"
    ME = "me"


class Line(NamedTuple):
    """One line: the last of some equal acts on a day. Without a name it was she herself."""

    id: UUID
    at: datetime
    act: Act
    subject: str
    agency: Agency | None
    name: str | None
    title: str | None
    team: str | None
    way: str | None = None
    times: int = 1

    @property
    def words(self) -> Phrase:
        """What was done."""
        return words_for(self.act, self.subject, by_staff=self.name is not None)


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some days, each with its lines; `after` is where the next page goes on."""

    days: tuple[tuple[date, tuple[Line, ...]], ...]
    after: UUID | None


_ACTS: dict[Show, ColumnElement[bool]] = {
    Show.ALL: true(),
    Show.LOOKED: or_(Trace.act == Act.LOOKED, Trace.act == Act.REFUSED),
    Show.CHANGED: or_(Trace.act == Act.ADDED, Trace.act == Act.CHANGED),
}
_WHO: dict[Who | None, ColumnElement[bool]] = {
    Who.ALL: true(),
    Who.STAFF: Trace.staff_id.is_not(None),
    Who.ME: Trace.staff_id.is_(None),
    None: and_(
        Trace.agency == bindparam("agency", type_=enum_type(Agency)), Trace.staff_id.is_not(None)
    ),
}
_HERS = and_(Trace.participant_id == bindparam("participant"), Trace.subject != NOT_SHOWN)
_COLUMNS = (
    Trace.id, Trace.at, Trace.act, Trace.subject, Trace.agency, Staff.name, Staff.title,
    Team.name.label("team"), Trace.way,
)  # fmt: skip
_LINES: Statement = (
    select(*_COLUMNS)
    .outerjoin(Staff, Staff.id == Trace.staff_id)
    .outerjoin(Team, Team.id == Staff.team_id)
    .where(_HERS)
)
_ONE: Statement = _LINES.where(Trace.id == bindparam("trace"))


@cache
def _listed(show: Show, who: Who | None, *, later: bool) -> Statement:
    """The traces of a page; `later` ones come after one that was shown."""
    statement = _LINES.where(_ACTS[show], _WHO[who])
    if later:
        shown = aliased(Trace, name="shown")
        at = (
            select(shown.at)
            .where(shown.id == bindparam("after"), shown.participant_id == bindparam("participant"))
            .scalar_subquery()
        )
        before = or_(Trace.at < at, Trace.id < bindparam("after"))
        statement = statement.where(Trace.at <= at, before)
    return statement.order_by(Trace.at.desc(), Trace.id.desc()).limit(TRACES + 1)


def log_of(
    db: Session, participant: UUID, show: Show = Show.ALL, who: Who | Agency = Who.ALL,
    after: UUID | None = None,
) -> LogPage:  # fmt: skip
    """A page of a participant's log; the first, or the one that goes on after a trace."""
    agency = who if isinstance(who, Agency) else None
    statement = _listed(show, None if agency else Who(who), later=after is not None)
    values = {"participant": participant, "agency": agency, "after": after}
    used = {name: value for name, value in values.items() if value is not None}
    rows = [Line(*row) for row in read(db, statement, used)]
    days = [(day, list(lines)) for day, lines in groupby(rows, _day)]
    if len(rows) > TRACES:
        days = days[:-1] or [(days[0][0], rows[:TRACES])]  # the last may go on
    return _page(days, len(rows))


def line_of(db: Session, participant: UUID, trace: UUID) -> Line:
    """One trace. Raises NoResultFound alike for an unknown one and for somebody else's."""
    return Line(*read(db, _ONE, {"participant": participant, "trace": trace}).one())


def said(translator: Translator, line: Line) -> Markup:
    """A line as one sentence in a language."""
    words = translator.say(line.words)
    if line.name is None or line.agency is None:
        return filled(words, {})
    return filled(
        words, {"name": isolate(line.name), "agency": isolate(AGENCIES[line.agency].name)}
    )


def _page(days: Iterable[tuple[date, Sequence[Line]]], found: int) -> LogPage:
    shown: list[tuple[date, tuple[Line, ...]]] = []
    used, lines, last = 0, 0, None
    for day, traces in days:
        if lines >= LINES:
            break
        shown.append((day, tuple(_together(traces))))
        used, lines, last = used + len(traces), lines + len(shown[-1][1]), traces[-1].id
    return LogPage(tuple(shown), last if used < found else None)


def _together(traces: Iterable[Line]) -> Iterator[Line]:
    """Equal acts as one line with their number, where the latest of them stands."""
    lines: dict[Any, Line] = {}
    for each in traces:
        key = (each.act, each.subject, each.agency, each.name, each.title, each.team, each.way)
        first = lines.get(key)
        lines[key] = first._replace(times=first.times + 1) if first else each
    yield from lines.values()


def _day(line: Line) -> date:
    return clock.local(line.at).date()
