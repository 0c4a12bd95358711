"""Finding what was done to the trail behind the portal's back: each seal is reckoned anew.

A trace that was changed, removed, added or dated back is found by the seal over its time; a seal
that was removed or made anew by the one after it, and the newest by the hash in the log stream.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal.db import Database, Instant, Statement, read
from portal.trail.models import Trace, TrailSeal
from portal.trail.seal_hash import BEGINNING, EVERY, NONE_BEFORE, Stretch, traces_between

TOGETHER = 20_000  # traces read at once
_AT = attrgetter("at")


class Fault(StrEnum):
    """What is wrong with a seal."""

    CHANGED = "a trace, or the seal itself, was changed after it was sealed"
    ADDED = "traces were added or dated back after it was sealed"
    REMOVED = "traces were removed after it was sealed"
    MISSING = "the seal was removed"
    REMADE = "the seal before it is not the one it was made on: that one was made anew"
    GAP = "it does not begin where the seal before it ends"
    TOO_EARLY = "traces are dated before the first seal begins"
    UNKNOWN = "no seal has the hash that was expected: it was removed or made anew"


class Finding(NamedTuple):
    """What is wrong, with which seal, over which stretch of time."""

    fault: Fault
    seal: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    sealed: int | None = None
    found: int | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of it: how much was looked at, and the newest seal."""

    findings: tuple[Finding, ...]
    seals: int
    traces: int
    newest: TrailSeal | None


_DATED_TOO_EARLY: Statement = (
    select(Trace.id).where(Trace.at < bindparam("since", type_=Instant())).limit(1)
)


def verify(
    database: Database,
    expected: Collection[str] = (),
    tell: Callable[[int, int], None] = lambda *_: None,
) -> Verified:
    """Looks at every seal. `expected` are hashes from the log stream; `tell` hears how far it is:
    the seals looked at, of how many.
    """
    findings: list[Finding] = []
    looked = 0
    with database.reading() as db:
        seals = db.scalars(select(TrailSeal).order_by(TrailSeal.id)).all()
        if seals and read(db, _DATED_TOO_EARLY, {"since": BEGINNING}).first():
            findings.append(Finding(Fault.TOO_EARLY))
        findings += _chain(seals)
        for number, (seal, rows) in enumerate(_with_traces(db, seals), 1):
            looked += len(rows)
            findings += _contents(seal, rows)
            tell(number, len(seals))
    known = {seal.hash for seal in seals}
    findings += [Finding(Fault.UNKNOWN) for each in expected if each.lower() not in known]
    return Verified(tuple(findings), len(seals), looked, seals[-1] if seals else None)


def _chain(seals: Sequence[TrailSeal]) -> Iterator[Finding]:
    """What is wrong between one seal and the next."""
    number, until, previous = 0, BEGINNING, NONE_BEFORE
    for seal in seals:
        if seal.id != number + 1:
            for missing in range(number + 1, seal.id):
                yield Finding(Fault.MISSING, missing)
        elif seal.previous != previous:
            yield Finding(Fault.REMADE, seal.id, seal.since, seal.until)
        elif seal.since != until:
            yield Finding(Fault.GAP, seal.id, seal.since, seal.until)
        number, until, previous = seal.id, seal.until, seal.hash


def _contents(seal: TrailSeal, rows: Sequence[Any]) -> Iterator[Finding]:
    """Whether the traces are those that were sealed."""
    said = Stretch(seal.id, seal.since, seal.until, seal.traces, seal.previous, seal.sealed)
    if said.hashed(rows) == seal.hash:
        return
    more = len(rows) - seal.traces
    fault = Fault.ADDED if more > 0 else Fault.REMOVED if more < 0 else Fault.CHANGED
    yield Finding(fault, seal.id, seal.since, seal.until, seal.traces, len(rows))


def _with_traces(
    db: Session, seals: Sequence[TrailSeal]
) -> Iterator[tuple[TrailSeal, Sequence[Any]]]:
    """Each seal with the traces of its time. Read for many seals at once: most have few."""
    for portion in _portions(seals):
        rows = traces_between(db, portion[0].since, portion[-1].until, EVERY)
        for seal in portion:
            start = bisect_left(rows, seal.since, key=_AT)
            yield seal, rows[start : bisect_left(rows, seal.until, key=_AT)]


def _portions(seals: Sequence[TrailSeal]) -> Iterator[list[TrailSeal]]:
    """Seals that together have a bounded number of traces."""
    portion: list[TrailSeal] = []
    traces = 0
    for seal in seals:
        if portion and traces + seal.traces > TOGETHER:
            yield portion
            portion, traces = [], 0
        portion.append(seal)
        traces += seal.traces
    if portion:
        yield portion
