"""Deleting what has been kept long enough.

Each rule is applied to a group of people at once. Where the database refuses that, for something of
someone that another thing still refers to, it is applied to one person after the other, and what is
kept for one keeps nothing of the others.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, Delete, delete, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal import clock
from portal.db import Base
from portal.retention.models import RetentionRun
from portal.retention.rules import RULES, Rule
from portal.retention.statements import HOW, Scope


class Trouble(NamedTuple):
    """Whose things a rule could not delete, and what the database said; never a value of a row."""

    person: UUID
    said: str


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule, how many rows it deleted, and of whom it could not."""

    rule: Rule
    rows: int
    troubles: Sequence[Trouble] = ()


def apply_all(db: Session) -> list[Applied]:
    """Every rule in the order they stand in, in the session's transaction."""
    return [apply(db, rule) for rule in RULES]


def apply(db: Session, rule: Rule) -> Applied:
    """Deletes what one rule no longer keeps."""
    how, scope = HOW[rule.kind], Scope(rule.agency, clock.now() - rule.kept)
    if not how.named:
        return _apply_to(db, rule, scope)
    done = [
        _apply_to(db, rule, scope._replace(people=group))
        for group in how.people(db, scope.before)
        if group
    ]
    troubles = [trouble for each in done for trouble in each.troubles]
    return Applied(rule, sum(each.rows for each in done), troubles)


def _apply_to(db: Session, rule: Rule, scope: Scope) -> Applied:
    try:
        return Applied(rule, _delete(db, rule, scope))
    except DBAPIError:
        everyone = HOW[rule.kind].people(db, scope.before)
        people = scope.people or [each for group in everyone for each in group]
    rows, troubles = 0, []
    for person in people:
        try:
            rows += _delete(db, rule, scope._replace(people=[person]))
        except DBAPIError as error:
            troubles.append(Trouble(person, str(error.orig).partition("\n")[0]))
    return Applied(rule, rows, troubles)


def _delete(db: Session, rule: Rule, scope: Scope) -> int:
    """All of it or nothing; answers how many rows. Raises DBAPIError."""
    with db.begin_nested():
        with _allowed(db):
            done: list[CursorResult[Any]] = []
            for statement in HOW[rule.kind].statements(scope):
                result = db.execute(statement, execution_options={"synchronize_session": False})
                if isinstance(statement, Delete):
                    done.append(result)  # type: ignore[arg-type]
        _check_references(db)
        return sum(each.rowcount for each in done)


# Tables with references that are checked at the end of a transaction only.
_CHECKED_LATE = sorted(
    table.name
    for table in Base.metadata.tables.values()
    if table.name != RetentionRun.__tablename__
    and any(key.deferrable for key in table.foreign_key_constraints)
)


def _check_references(db: Session) -> None:
    """Checks them now, while it is known whose they are. Raises DBAPIError."""
    if db.get_bind().dialect.name != "sqlite":
        db.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        db.execute(text("SET CONSTRAINTS ALL DEFERRED"))
        return
    for table in _CHECKED_LATE:
        if db.execute(text(f"PRAGMA foreign_key_check({table})")).first():
            fault = f"FOREIGN KEY constraint failed: {table}"
            raise DBAPIError(None, None, ValueError(fault))


@contextmanager
def _allowed(db: Session) -> Iterator[None]:
    """Within it, and in this transaction only, the triggers let old rows go (migration 0011)."""
    run = RetentionRun(id=uuid4(), never=uuid4())
    db.add(run)
    db.flush()
    yield
    db.execute(delete(RetentionRun).where(RetentionRun.id == run.id))
