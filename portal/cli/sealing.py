"""What `portal deliver` does before each round: it seals the trail every five minutes."""

from datetime import datetime, timedelta

from portal import clock
from portal.db import Database
from portal.trail.sealing import seal_all

EVERY = timedelta(minutes=5)
LOOKS_EVERY = timedelta(minutes=1)  # another worker may have stopped


class Sealing:
    """Seals what is finished. Several workers may try; one of them does."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._next: datetime | None = None

    def __call__(self) -> None:
        """Seals when the last seal ends long enough ago."""
        now = clock.now()
        if self._next is None or now >= self._next:
            seal_all(self._database, at_least=EVERY)
            self._next = now + LOOKS_EVERY
