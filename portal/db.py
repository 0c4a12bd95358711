"""The database: column types, the declarative base, and two ways in, one to read and one to write.

SQLite's driver would decide itself when transactions begin, and loses updates silently that way
(159 of 360 in a measurement). So reading runs statement by statement, and writing opens with
BEGIN IMMEDIATE. On PostgreSQL reading runs in AUTOCOMMIT until it is known who acts, and then in one
transaction: only a setting of a transaction can never be left over for the next request.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum as PythonEnum
from typing import Annotated, Any
from uuid import UUID, uuid4

import psycopg
from psycopg.pq import ExecStatus, TransactionStatus
from sqlalchemy import (
    JSON,
    CompoundSelect,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    Select,
    String,
    create_engine,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, CursorResult, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, sessionmaker
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC. SQLite would drop the zone, so naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: UTC, without its zone on SQLite, which has no type for it."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs a time zone.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """From the database: aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Choice(Enum):
    """A column that holds one of an enum's values, read back without a call in Python for each.

    Raises KeyError for a value that is none of them; the database's own check keeps it out.
    """

    cache_ok = True

    def result_processor(self, _dialect: Dialect, _coltype: object) -> Callable[[Any], Any]:
        """From the stored value to the member; None stays None."""
        members: dict[str | None, Any] = {None: None}
        members |= {str(member.value): member for member in self.enum_class or ()}
        return members.__getitem__


def values_of(enum: type[PythonEnum]) -> list[str]:
    """What an enum column stores: the values, not the names."""
    return [str(member.value) for member in enum]


def enum_type(enum: type[PythonEnum], column: str | None = None) -> Choice:
    """A column that holds one of an enum's values, checked by the database.

    `column` names the check where a table has two columns of the same enum.
    """
    return Choice(
        enum, name=column or enum.__name__.lower(), native_enum=False,
        values_callable=values_of, create_constraint=True, length=24,
    )  # fmt: skip


class Base(DeclarativeBase):
    """The declarative base of every slice."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own attribute
        datetime: Instant(),
        dict[str, str]: JSON().with_variant(JSONB(), "postgresql"),
        dict[str, list[str]]: JSON().with_variant(JSONB(), "postgresql"),
        list[str]: JSON().with_variant(JSONB(), "postgresql"),
    }


# What a statement says of itself to be allowed in a GET: it only notes that something was read.
TRACE_OF_READING = {"trace_of_reading": True}

# A statement built ahead, whatever columns it has.
Statement = Select[*tuple[Any, ...]]
AnyStatement = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]

Id = Annotated[UUID, mapped_column(primary_key=True, default=uuid4)]
Code = Annotated[str, mapped_column(String(40))]
Name = Annotated[str, mapped_column(String(120))]
Tag = Annotated[str, mapped_column(String(12))]  # a language tag
Day = date


class CompiledByIdentity(dict[Any, Any]):
    """Compiled named statements, found by which statement it is.

    SQLAlchemy looks them up by what they say, and hashes the whole of it each time: 9 microseconds
    a statement, a third of what a small one costs. A named statement is built once, so its key is the same object each time; it
    is kept here, so that no other object can take its place.
    """

    MOST = 1000  # far more than there are; a statement built per request must not fill the memory

    def get(self, key: Any, default: Any = None) -> Any:
        """What a statement was compiled to, for the same parameters."""
        found = super().get((id(key[1]), key[2]))
        return found[1] if found else default

    def __setitem__(self, key: Any, compiled: Any) -> None:
        if len(self) >= self.MOST:
            self.clear()
        super().__setitem__((id(key[1]), key[2]), (key[1], compiled))


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, as row level security on PostgreSQL asks for it (migration 0015).

    `kind` is participant, staff (a caseworker), coordinator, worker (whatever the portal does for
    nobody in particular), or empty: nobody, to whom every table of content is empty.
    """

    kind: str = ""
    id: UUID | None = None
    agency: str | None = None
    team: UUID | None = None
    day: date | None = None

    def setting(self) -> str:
        """The statement that says so until the transaction ends; none of it was typed by anyone."""
        said = (self.kind, self.id, self.agency, self.team, self.day)
        return f"SET LOCAL portal.acting = '{' '.join(str(each or '-') for each in said)}'"


NOBODY, WORKER = Acting(), Acting("worker")


class Reading(Session):
    """A session whose statements each stand alone, for a page that is only shown.

    Named statements run on a connection of their own: the bookkeeping of a unit of work, which
    has nothing to do here, would cost as much as a query.
    """

    _asking: Connection | None = None

    def asking(self) -> Connection:
        """The connection that named statements run on; given back when the session closes."""
        if self._asking is None:
            engine: Engine = self.info["named"]
            self._asking = engine.connect()
            act_on(self._asking, self.info["acting"])
        return self._asking

    def close(self) -> None:
        """Gives the connection back, and closes what else a session has."""
        if self._asking is not None:
            self._asking.close()
            self._asking = None
        if self.in_transaction():  # otherwise the unit of work was never used
            super().close()


class Database:
    """One database with two ways in. Sessions are short; one a request.

    `acting` is as whom a session begins; a request says so anew (`act`).
    """

    def __init__(self, url: str, *, statement_seconds: int = 3, acting: Acting = NOBODY) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        common = (
            {"json_deserializer": _from_json}
            if self.is_sqlite
            else _postgresql_arguments(statement_seconds)
        )
        # Nothing to reset between reads that commit by themselves, so the pool need not try.
        self.reader: Engine = create_engine(
            url, isolation_level="AUTOCOMMIT", skip_autocommit_rollback=True,
            pool_reset_on_return=None, hide_parameters=True, **common,
        )  # fmt: skip
        # What was to be stored must not stand in an error: that ends in a log.
        self.writer: Engine = create_engine(url, hide_parameters=True, **common)
        if self.is_sqlite:
            event.listen(self.reader, "connect", _prepare_sqlite)
            event.listen(self.writer, "connect", _prepare_sqlite)
            event.listen(self.writer, "begin", _begin_immediate)
        else:
            event.listen(self.reader, "reset", _end_transaction)
        self.compiled = CompiledByIdentity()
        named = self.reader.execution_options(compiled_cache=self.compiled)
        self._reading = sessionmaker(
            self.reader, class_=Reading, expire_on_commit=False,
            info={"named": named, "acting": acting, "held": not self.is_sqlite},
        )  # fmt: skip
        self._writing = sessionmaker(
            self.writer, expire_on_commit=False, info={"acting": acting, "held": not self.is_sqlite}
        )
        if not self.is_sqlite:
            event.listen(self._reading, "after_begin", _say_at_beginning)
            event.listen(self._writing, "after_begin", _say_at_beginning)

    def reading(self) -> Reading:
        """A session whose statements each stand alone."""
        return self._reading()

    def writing(self) -> Session:
        """A session with one transaction, begun as a writer."""
        return self._writing()

    def dispose(self) -> None:
        """Closes every connection."""
        self.reader.dispose()
        self.writer.dispose()

    def settle(self) -> None:
        """Lets go of the file with SQLite's journal in it, also for workers that were ended."""
        if self.is_sqlite:
            with self.reader.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
        self.dispose()


def _postgresql_arguments(statement_seconds: int) -> dict[str, Any]:
    """Bounds, so that a database that is away gives a 503 and never a hung page."""
    options = f"-c statement_timeout={statement_seconds}s -c lock_timeout=2s"
    return {
        "connect_args": {"connect_timeout": 2, "options": options},
        "pool_size": 5,
        "max_overflow": 5,
        "pool_timeout": 2,
        "pool_pre_ping": True,
    }


def _from_json(text: str) -> Any:
    """Most phrases take no values: that an empty object is empty needs no parser."""
    return {} if text == "{}" else json.loads(text)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "busy_timeout=10000",
        "foreign_keys=ON",
        "synchronous=FULL",
        "recursive_triggers=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def act(session: Session, acting: Acting) -> None:
    """From now on the session acts as someone, also in transactions still to come."""
    session.info["acting"] = acting
    if not session.info["held"]:
        return
    if isinstance(session, Reading) and session._asking is not None:  # noqa: SLF001 - our own
        act_on(session._asking, acting)  # noqa: SLF001
    if session.in_transaction():
        act_on(session.connection(), acting)


@contextmanager
def beyond(session: Session) -> Iterator[None]:
    """Reads or writes what the actor may not read: only where less than the row is told of it.

    Every use is listed, with what it tells, in tests/sharing/test_row_security.py.
    """
    acting: Acting = session.info["acting"]
    session.flush()  # what the actor has done is held to the actor's own rules
    act(session, WORKER)
    try:
        yield
        session.flush()
    finally:
        act(session, acting)


def _say_at_beginning(session: Session, _transaction: object, connection: Connection) -> None:
    act_on(connection, session.info["acting"])


def act_on(connection: Connection, acting: Acting) -> None:
    """Tells PostgreSQL who acts on a connection, with one round trip, straight through the driver.

    Settings hold for a transaction only, so that they cannot reach the next request through the
    pool; one is begun where statements stand alone.
    """
    if connection.dialect.name == "sqlite":
        return
    driver: Any = connection.connection.driver_connection
    status = driver.pgconn.transaction_status
    if status == TransactionStatus.INERROR:
        return  # whatever is asked now is refused until it ends
    if status != TransactionStatus.IDLE:
        _tell(driver, acting.setting())
    elif acting != NOBODY:  # as whom a transaction begins
        _tell(driver, f"BEGIN; {acting.setting()}")


def _tell(driver: Any, words: str) -> None:
    """One round trip below the driver's cursors, which cost as much as a query. Raises OperationalError."""
    result = driver.pgconn.exec_(words.encode())
    if result.status != ExecStatus.COMMAND_OK:
        fault = psycopg.OperationalError(result.get_error_message())
        raise OperationalError(words, {}, fault)


def keep_traces(session: Session) -> None:
    """Commits the traces of reading. Raises OperationalError: then nothing of it may be shown."""
    if session.info["held"] and session.info.get("wrote"):
        _end_transaction(session.connection().connection.driver_connection)


def _end_transaction(driver: Any, *_rest: object) -> None:
    """Keeps the traces of reading, and forgets who acted, before anyone else gets the connection.

    When this fails as a connection is given back, the pool drops it. On "checkin" it would not: the
    connection's place would be lost until the next start.
    """
    if driver.pgconn.transaction_status != TransactionStatus.IDLE:
        _tell(driver, "COMMIT")  # of one that has failed PostgreSQL makes a ROLLBACK


def read(
    session: Session, statement: AnyStatement, values: Mapping[str, Any]
) -> CursorResult[*tuple[Any, ...]]:
    """Runs a named statement for a page: plain rows, without the unit of work around them."""
    connection = session.asking() if isinstance(session, Reading) else session.connection()
    return connection.execute(statement, values)


def keep_whatever_happens(session: Session, row: object) -> None:
    """Marks a row that is stored even when the request it belongs to is refused.

    Where every statement stands alone the row is stored already.
    """
    if not isinstance(session, Reading):
        session.info.setdefault("kept", []).append(row)


def roll_back(session: Session) -> None:
    """Undoes what a request did, save what is kept whatever happens."""
    kept = session.info.pop("kept", [])
    session.rollback()
    if kept:
        session.add_all(kept)
        session.commit()


def insert_into(session: Session, table: type[Base]) -> Any:
    """An INSERT that can say what to do ON CONFLICT; each database has its own, spelled alike."""
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


class ChangedMeanwhile(Exception):
    """Someone else changed the same thing after it was shown; nothing has been stored."""
