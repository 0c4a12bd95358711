"""`portal deliver`: the worker that empties the outbox, and the demo's own in a thread."""

import logging
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from threading import Event, Thread
from types import MappingProxyType

from rich.console import Console

from portal import clock
from portal.config import ROOT, Settings, UnsafeSettings, from_environment
from portal.db import Database
from portal.i18n.text import Translators
from portal.notices.channels.offered import senders_of
from portal.notices.delivery import Delivery, StillTrue
from portal.notices.worker import run

console = Console(highlight=False)

# What asks, when a notice of a kind goes out, whether it is still so. Notices know nothing of the
# slices they are about, so the questions are put together here.
STILL_TRUE: StillTrue = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Pace:
    """In seconds: how long a worker may hold a notice, waits about before it first tries one again,
    and sleeps when nothing is due.
    """

    lease: float = 60.0
    back_off: float = 30.0
    idle: float = 2.0


def deliver(*, once: bool, workers: int, pace: Pace, settings: Settings | None = None) -> None:
    """Delivers until SIGTERM or Ctrl+C, or with `once` until nothing is due.

    Raises UnsafeSettings when no channel is set up: every notice would count as undeliverable.
    """
    settings = settings or from_environment()
    clock.fix(settings.now)
    if not senders_of(settings.channels):
        raise UnsafeSettings(
            "No channel is set up: set PORTAL_SMS_URL, PORTAL_SMTP_HOST or PORTAL_VAPID_PRIVATE_KEY."
        )
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    told = Told(workers)
    database = Database(settings.database_url, statement_seconds=settings.statement_seconds)
    with ThreadPoolExecutor(workers) as pool:
        running = [
            pool.submit(
                run, delivery_of(database, settings, pace), stop, once=once, idle=pace.idle,
                tell=partial(told.note, number),
            )
            for number in range(workers)
        ]  # fmt: skip
    database.dispose()
    told.end()
    for each in running:
        each.result()  # raises what ended a worker


def delivery_of(database: Database, settings: Settings, pace: Pace) -> Delivery:
    """One worker's own senders, on a database that workers share."""
    return Delivery(
        database, senders_of(settings.channels), Translators(ROOT / "translations"), STILL_TRUE,
        timedelta(seconds=pace.lease), timedelta(seconds=pace.back_off),
    )  # fmt: skip


def deliver_in_background(settings: Settings) -> Event:
    """The demo's worker, in a thread that ends with the process; the event ends it before."""
    stop = Event()
    database = Database(settings.database_url, statement_seconds=settings.statement_seconds)
    Thread(
        target=run, args=(delivery_of(database, settings, Pace()), stop), daemon=True, name="outbox"
    ).start()
    return stop


class Told:
    """How many have gone out, in one line that changes only when there is something new."""

    def __init__(self, workers: int) -> None:
        self._sent = [0] * workers
        self._shown = -1

    def note(self, worker: int, sent: int) -> None:
        """How many a worker has sent so far."""
        self._sent[worker] = sent
        total = sum(self._sent)
        if total != self._shown:
            self._shown = total
            console.print(f"[dim]{clock.local(clock.now()):%H:%M:%S}[/] {total} sent")

    def end(self) -> None:
        """The last line."""
        console.print(f"{sum(self._sent)} sent. Stopped.")
