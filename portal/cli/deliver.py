"""`portal deliver`: the worker that empties the outbox, and the demo's own in a thread."""

import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from threading import Event, Thread
from types import MappingProxyType
from uuid import UUID

from rich.console import Console
from sqlalchemy.orm import Session

from portal import clock, logs, startup
from portal.appointments.keeping import still_holds
from portal.cli.scheduled import Scheduled
from portal.cli.sealing import Sealing
from portal.config import ROOT, Settings, UnsafeSettings, from_environment
from portal.db import WORKER, Database
from portal.i18n.text import Translators
from portal.messages.service import has_unread
from portal.notices.channels.offered import senders_of
from portal.notices.delivery import Delivery, StillTrue
from portal.notices.models import Notice, NoticeKind
from portal.notices.worker import run
from portal.plan.duty_notices import is_to_be_done, tell_of_duties
from portal.plan.turns import has_new_turn

console = Console(highlight=False)


def _is_expected(db: Session, notice: Notice) -> bool:
    starts = datetime.fromisoformat(notice.parameters["starts"])
    return still_holds(db, _subject(notice), starts)


def _since(notice: Notice) -> datetime:
    """When its cause can have been: a notice is written just after it, in the same transaction."""
    return notice.created - timedelta(minutes=1)


def _subject(notice: Notice) -> UUID:
    if notice.subject_id is None:
        raise ValueError(f"notice {notice.id} is about nothing")
    return notice.subject_id


# What asks, when a notice of a kind goes out, whether it is still so. Notices know nothing of the
# slices they are about, so the questions are put together here.
STILL_TRUE: StillTrue = MappingProxyType({
    NoticeKind.FIVE_DAYS: _is_expected,
    NoticeKind.TOMORROW: _is_expected,
    NoticeKind.NEW_TIME: _is_expected,
    NoticeKind.MOVED: _is_expected,
    NoticeKind.CHANGED: _is_expected,
    NoticeKind.MESSAGE: lambda db, notice: has_unread(db, notice.participant_id, _since(notice)),
    NoticeKind.YOUR_TURN: lambda db, notice: has_new_turn(db, notice.participant_id, _since(notice)),
    NoticeKind.DUTY: lambda db, notice: is_to_be_done(
        db, notice.participant_id, date.fromisoformat(notice.parameters["by"])
    ),
})  # fmt: skip


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
    logs.install()
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    told = Told(workers)
    database = Database(
        settings.database_url, statement_seconds=settings.statement_seconds, acting=WORKER
    )
    startup.check(settings, database)
    with ThreadPoolExecutor(workers) as pool:
        running = [
            pool.submit(
                run, delivery_of(database, settings, pace), stop, once=once, idle=pace.idle,
                tell=partial(told.note, number), first=Before(database),
            )
            for number in range(workers)
        ]  # fmt: skip
    database.settle()
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
    database = Database(
        settings.database_url, statement_seconds=settings.statement_seconds, acting=WORKER
    )
    Thread(
        target=run, args=(delivery_of(database, settings, Pace()), stop),
        kwargs={"first": Before(database)}, daemon=True, name="outbox",
    ).start()  # fmt: skip
    return stop


class Before:
    """What is written before each round: notices of windows that close, messages now due, seals."""

    def __init__(self, database: Database) -> None:
        self._writes = (Hourly(database), Scheduled(database), Sealing(database))

    def __call__(self) -> None:
        """Does each of them."""
        for write in self._writes:
            write()


class Hourly:
    """Writes the notices that no deed of anyone's writes: those of windows that close soon."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._next: datetime | None = None

    def __call__(self) -> None:
        """Does it when an hour has passed since the last time."""
        now = clock.now()
        if self._next is None or now >= self._next:
            with self._database.writing() as db, db.begin():
                tell_of_duties(db)
            self._next = now + timedelta(hours=1)


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
