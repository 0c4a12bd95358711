"""One database session a request, committed only when the answer is below 400.

A GET reads statement by statement and may leave nothing but traces of reading; anything else it
tries to write is a programming error and raises. The one exception is `writing()`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, current_app, g, has_request_context, request
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from portal.db import NOBODY, Database, act, keep_traces, roll_back


class WritingWhileReading(RuntimeError):
    """A GET tried to change something other than a trace of reading."""


class WrittenAlready(RuntimeError):
    """A transaction that only asked was to end, and holds changes: half of them would be kept."""


def db() -> Session:
    """The session of this request."""
    if "db" not in g:
        database: Database = current_app.extensions["portal.database"]
        g.db = database.reading() if request.method in ("GET", "HEAD") else database.writing()
        act(g.db, NOBODY)  # until it is known who is asking
    session: Session = g.db
    return session


def let_go(session: Session) -> None:
    """Ends the transaction that only asked who is there, and noted it, before what takes long.

    Raises WrittenAlready when it did more than ask.
    """
    if session.info.get("wrote") or session.new or session.dirty or session.deleted:
        raise WrittenAlready
    session.commit()


@contextmanager
def writing() -> Iterator[Session]:
    """A short transaction of its own, committed at the end, also in a GET.

    For sign-in at a provider alone: OpenID Connect brings its answer as a GET, and a provider is
    asked in between, during which nothing may be locked.
    """
    database: Database = current_app.extensions["portal.database"]
    g.writes = True
    try:
        with database.writing() as session, session.begin():
            yield session
    finally:
        g.writes = False


def install(app: Flask, database: Database) -> None:
    """Gives every request its session."""
    app.extensions["portal.database"] = database
    app.after_request(_finish)
    app.teardown_request(_close)


def _finish(response: Response) -> Response:
    session: Session | None = g.get("db")
    if session is not None:
        if response.status_code < 400:
            # What was read stands alone already; only a writer has a transaction to close.
            if reading():
                session.flush()
                keep_traces(session)
            else:
                session.commit()
        else:
            roll_back(session)
    return response


def _close(_error: BaseException | None) -> None:
    session: Session | None = g.pop("db", None)
    if session is not None:
        session.close()


def reading() -> bool:
    """Whether this request may leave nothing but traces of reading."""
    return has_request_context() and request.method in ("GET", "HEAD") and not g.get("writes")


@event.listens_for(Session, "before_flush")
def _refuse_writes_while_reading(session: Session, *_rest: Any) -> None:
    changed = [*session.new, *session.dirty, *session.deleted]
    if reading() and any(not getattr(each, "trace_of_reading", False) for each in changed):
        raise WritingWhileReading(f"{request.endpoint} writes {changed!r}")


@event.listens_for(Session, "after_flush")
def _note_flush(session: Session, *_rest: Any) -> None:
    session.info["wrote"] = True


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _note_end(session: Session) -> None:
    session.info.pop("wrote", None)


@event.listens_for(Session, "do_orm_execute")
def _refuse_statements_while_reading(state: ORMExecuteState) -> None:
    if not (state.is_select or state.execution_options.get("trace_of_reading")):
        state.session.info["wrote"] = True
    if reading() and not (state.is_select or state.execution_options.get("trace_of_reading")):
        raise WritingWhileReading(f"{request.endpoint} runs {state.statement}")
