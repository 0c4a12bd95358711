"""The loop of a worker: claim a few, deliver each, look again. Several may run at once."""

import logging
from collections.abc import Callable
from threading import Event

from sqlalchemy.exc import SQLAlchemyError

from portal import clock
from portal.notices import queue
from portal.notices.delivery import Delivery
from portal.notices.queue import Claim

log = logging.getLogger(__name__)

AT_ONCE = 10  # claimed together; more would wait behind a slow provider under one lease
LONGEST_PAUSE = 30.0  # seconds between tries while the database is away


def run(
    delivery: Delivery,
    stop: Event,
    *,
    once: bool = False,
    idle: float = 2.0,
    tell: Callable[[int], None] = lambda _sent: None,
    first: Callable[[], None] = lambda: None,
) -> int:
    """Delivers until it is stopped, or with `once` until nothing is due; answers how many went out.

    `idle` is the pause in seconds when nothing is due. `tell` hears how many have gone out, after
    each round; `first` comes before each, to write what nobody's deed writes. Faults of the database are waited out, unless there is only one round.
    """
    sent, pause = 0, idle
    while not stop.is_set():
        try:
            first()
            claims = _claim(delivery)
            sent += _deliver(delivery, claims, stop)
        except SQLAlchemyError as error:
            if once:
                raise
            log.error("database: %s", type(error).__name__)
            stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            continue
        pause = idle
        tell(sent)
        if not claims:
            if once:
                break
            stop.wait(idle)
    return sent


def _claim(delivery: Delivery) -> list[Claim]:
    with delivery.database.reading() as looking:
        if not queue.is_anything_due(looking, clock.now()):
            return []
    with delivery.database.writing() as db, db.begin():
        return queue.claim(db, clock.now(), delivery.lease, AT_ONCE)


def _deliver(delivery: Delivery, claims: list[Claim], stop: Event) -> int:
    sent = 0
    for number, held in enumerate(claims):
        if stop.is_set():
            with delivery.database.writing() as db, db.begin():
                queue.put_off(db, claims[number:], clock.now())
            break
        sent += delivery.deliver(held)
    return sent
