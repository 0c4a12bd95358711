"""Where attempts are counted: a table of the portal's own, for the `limits` library.

Its own stores are memory, Redis, Memcached and MongoDB: the first counts in each process alone, and
the others would be one more service to run. Each attempt is one statement in a transaction of its
own, so it counts also when the request is rolled back, and of many at once none is missed.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from limits.storage import Storage
from sqlalchemy import bindparam, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.db import Database
from portal.web.models import Rate

log = logging.getLogger(__name__)
SWEPT_EVERY = timedelta(minutes=10)


class Counted(NamedTuple):
    """How often something was tried in this window, and when that ends (UTC)."""

    hits: int
    until: datetime


def _upsert(dialect: Any) -> Any:
    """One more attempt; the first of a new window when the last one is over."""
    insert = dialect.insert(Rate).values(
        key=bindparam("key"), window_end=bindparam("until"), hits=bindparam("amount")
    )
    over = Rate.window_end <= bindparam("now", type_=Rate.window_end.type)
    return insert.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "hits": case((over, insert.excluded.hits), else_=Rate.hits + insert.excluded.hits),
            "window_end": case((over, insert.excluded.window_end), else_=Rate.window_end),
        },
    ).returning(Rate.hits, Rate.window_end)


_UPSERTS = {"sqlite": _upsert(sqlite), "postgresql": _upsert(postgresql)}
_FOUND = select(Rate.hits, Rate.window_end).where(
    Rate.key == bindparam("key"), Rate.window_end > bindparam("now")
)
_GONE = delete(Rate).where(Rate.window_end <= bindparam("now"))


class DatabaseStorage(Storage):
    """Counts in the table `rate` of the database that `find` names, which tests exchange.

    `before` runs ahead of each count: a request must not hold a lock that the count waits for.
    """

    STORAGE_SCHEME = ["portal"]  # noqa: RUF012 - the library's own attribute

    def __init__(
        self,
        uri: str | None = None,
        *,
        find: Callable[[], Database],
        before: Callable[[], None],
        **options: Any,
    ) -> None:
        super().__init__(uri, **options)
        self._find, self._before = find, before
        self._sweeping = threading.Lock()
        self._next_sweep = clock.ticking()

    @property
    def base_exceptions(self) -> type[Exception]:
        """What a failing store raises."""
        return SQLAlchemyError

    def count(self, key: str, seconds: int, amount: int = 1) -> Counted:
        """Counts an attempt in a window of some seconds. Raises SQLAlchemyError."""
        self._before()
        now, database = clock.ticking(), self._find()
        values = {"key": key, "until": now + timedelta(seconds=seconds), "amount": amount}
        with database.writer.begin() as connection:
            upsert = _UPSERTS[connection.dialect.name]
            row = connection.execute(upsert, {**values, "now": now}).one()
        self._sweep(database, now)
        return Counted(row.hits, row.window_end)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Counts an attempt; 0, so that it passes, when the store fails: readers come first."""
        try:
            return self.count(key, expiry, amount).hits
        except SQLAlchemyError as error:
            log.error("an attempt could not be counted: %s", type(error).__name__)
            return 0

    def get(self, key: str) -> int:
        """How often something was tried in the present window."""
        row = self._look_up(key)
        return row.hits if row else 0

    def get_expiry(self, key: str) -> float:
        """When the present window ends, in seconds since 1970; now when there is none."""
        row = self._look_up(key)
        return (row.until if row else clock.ticking()).timestamp()

    def check(self) -> bool:
        """Whether the store answers."""
        try:
            self._look_up("")
        except SQLAlchemyError:
            return False
        return True

    def reset(self) -> int | None:
        """Forgets everything; how many windows that were."""
        with self._find().writer.begin() as connection:
            return connection.execute(delete(Rate)).rowcount

    def clear(self, key: str) -> None:
        """Forgets one window."""
        with self._find().writer.begin() as connection:
            connection.execute(delete(Rate).where(Rate.key == key))

    def _look_up(self, key: str) -> Counted | None:
        with self._find().reader.connect() as connection:
            row = connection.execute(_FOUND, {"key": key, "now": clock.ticking()}).first()
        return Counted(row.hits, row.window_end) if row else None

    def _sweep(self, database: Database, now: datetime) -> None:
        """Removes windows that are over, now and then.

        In a transaction of its own: with a row locked, two that sweep could wait for each other.
        """
        if now < self._next_sweep or not self._sweeping.acquire(blocking=False):
            return
        try:
            self._next_sweep = now + SWEPT_EVERY
            with database.writer.begin() as connection:
                connection.execute(_GONE, {"now": now})
        except SQLAlchemyError as error:
            log.error("old windows could not be removed: %s", type(error).__name__)
        finally:
            self._sweeping.release()
