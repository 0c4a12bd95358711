"""Delivering one notice: is it still true, by which way, and what came of it.

Everything is decided when it goes out, in a short transaction; sending itself happens outside of
any, so a slow provider never holds a lock.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal import clock
from portal.db import Database
from portal.i18n.text import Translators
from portal.notices import addresses, queue, wording
from portal.notices.channels import NotSent, Outgoing, Receipt, Senders, TryAgain, Undeliverable
from portal.notices.models import ADDRESSED, QUIET_UNTIL, Notice, NoticeKind, NoticeState
from portal.notices.outbox import SOON, out_of_quiet
from portal.notices.queue import Claim

log = logging.getLogger(__name__)

MOST_A_DAY = 8  # notices a person; workers at the same moment may go over it by one each
# About a time that is given or changed: what staff must hear of when it did not get through.
CHANGES = (NoticeKind.NEW_TIME, NoticeKind.MOVED, NoticeKind.CHANGED, NoticeKind.CANCELLED)
# By SMS and nothing else, to a number that was tried or is to be; at once, night or not.
AT_ONCE = (NoticeKind.SIGN_IN_CODE, NoticeKind.NUMBER_CODE)
UNSENT, UNREACHED, WITHDRAWN = NoticeState.UNSENT, NoticeState.UNREACHED, NoticeState.WITHDRAWN

StillTrue = Mapping[NoticeKind, Callable[[Session, Notice], bool]]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a worker needs to deliver. `still_true` asks the slice that a notice is about."""

    database: Database
    senders: Senders
    translators: Translators
    still_true: StillTrue
    lease: timedelta = timedelta(seconds=60)
    back_off: timedelta = queue.BACK_OFF

    def deliver(self, held: Claim) -> bool:
        """Sends a claimed notice, or settles why not; True when it went out.

        Raises SQLAlchemyError when the database is away. Anything else that goes wrong is this
        notice's own fault: it is logged without personal data and tried again later.
        """
        try:
            message = self._prepare(held)
            return message is not None and self._send(held, message)
        except SQLAlchemyError:
            raise
        except Exception as error:  # noqa: BLE001 - one notice must never stop the others
            fault = f"crash_{type(error).__name__}"[:40]
            log.error("notice %s: %s", held.id, fault)  # no trace: it may hold her address
            self._not_sent(held, None, TryAgain(fault))
            return False

    def _prepare(self, held: Claim) -> Outgoing | None:
        """The message, ready to go; None when there is nothing to send now."""
        now = clock.now()
        with self.database.writing() as db, db.begin():
            notice = queue.hold(db, held, now + self.lease)
            if notice is None or self._is_settled(db, held, notice, now):
                return None
            try:
                way = self._way(db, notice)
            except addresses.Unwanted:
                queue.end(db, held, UNSENT, "unwanted")
                return None
            except addresses.NoAddress:
                queue.end(db, held, UNSENT, "no_address")
                return None
            translator = self.translators[way.language]
            text = wording.text_of(
                notice.kind, notice.parameters, translator, protected=way.protected
            )
            return Outgoing(
                notice.id, way.channel, way.to, text, wording.subject_of(translator), way.language,
                notice.attempts, notice.first_attempt or now, notice.not_after,
                _known_to_provider(db, notice), way.devices,
            )  # fmt: skip

    def _way(self, db: Session, notice: Notice) -> addresses.Way:
        if addressed := addresses.addressed(notice.parameters, self.senders):
            return addresses.way_there(db, notice.participant_id, *addressed)
        if notice.kind in AT_ONCE:
            return addresses.verified_way_to(db, notice.participant_id, self.senders)
        return addresses.way_to(db, notice.participant_id, self.senders)

    def _is_settled(self, db: Session, held: Claim, notice: Notice, now: datetime) -> bool:
        """Whether it is not to go out, or not now: too late, untrue, at night, or one too many."""
        if notice.not_after and notice.not_after <= now:
            queue.end(db, held, UNREACHED if notice.kind in CHANGES else UNSENT, "too_late")
            return True
        if notice.first_attempt and now - notice.first_attempt >= 2 * queue.GIVEN_UP:
            queue.end(db, held, UNREACHED, notice.fault or "given_up")  # workers die of it
            return True
        check = self.still_true.get(notice.kind)
        if check and not check(db, notice):
            queue.end(db, held, WITHDRAWN)
            return True
        morning = _morning_to_wait_for(db, notice, now)
        if morning:
            queue.put_off(db, [held], morning)
        return morning is not None

    def _send(self, held: Claim, message: Outgoing) -> bool:
        try:
            receipt = self.senders[message.channel].send(message)
        except NotSent as error:
            log.info("notice %s: %s", held.id, error.fault)
            self._not_sent(held, message, error)
            return False
        return self._sent(held, message, receipt)

    def _sent(self, held: Claim, message: Outgoing, receipt: Receipt) -> bool:
        with self.database.writing() as db, db.begin():
            addresses.forget_devices(db, receipt.gone)
            return queue.mark_sent(
                db, held, clock.now(), message.channel, message.language, receipt
            )

    def _not_sent(self, held: Claim, message: Outgoing | None, error: NotSent) -> None:
        now = clock.now()
        with self.database.writing() as db, db.begin():
            addresses.forget_devices(db, error.gone)
            notice = queue.hold(db, held, now + self.lease)
            if notice is None:
                return
            due = self._next_try(db, notice, message, error, now)
            if due:
                queue.retry(db, held, due, error.fault)
            else:
                queue.end(db, held, UNREACHED, error.fault)

    def _next_try(
        self, db: Session, notice: Notice, message: Outgoing | None, error: NotSent, now: datetime
    ) -> datetime | None:
        """When to try again; None when staff have to reach her in another way."""
        if isinstance(error, Undeliverable):
            own = notice.kind in AT_ONCE or any(each in notice.parameters for each in ADDRESSED)
            if not (message and error.dead_address) or own:
                return None
            addresses.note_dead(db, notice.participant_id, message.channel, now)
            return now if self._another_way(db, notice.participant_id) else None
        asked = error.after if isinstance(error, TryAgain) else None
        due = now + max(
            queue.back_off(notice.attempts, self.back_off), timedelta(seconds=asked or 0)
        )
        due = due if _is_urgent(notice, now) else out_of_quiet(due)
        if notice.first_attempt and now - notice.first_attempt >= queue.GIVEN_UP:
            return None
        return due if notice.not_after is None or due < notice.not_after else None

    def _another_way(self, db: Session, participant: UUID) -> bool:
        try:
            addresses.way_to(db, participant, self.senders)
        except (addresses.Unwanted, addresses.NoAddress):
            return False
        return True


def _morning_to_wait_for(db: Session, notice: Notice, now: datetime) -> datetime | None:
    """The next morning in Malmö, when a phone must not buzz now or has buzzed enough today."""
    if _is_urgent(notice, now):
        return None
    quiet_until = out_of_quiet(now)
    if quiet_until > now:
        return quiet_until
    today = clock.local(now).date()
    sent_today = select(func.count()).where(
        Notice.participant_id == notice.participant_id,
        Notice.state == NoticeState.SENT,
        Notice.sent >= clock.at_wall(today, 0),
    )
    if (db.scalar(sent_today) or 0) < MOST_A_DAY:
        return None
    return clock.at_wall(today + timedelta(days=1), QUIET_UNTIL)


def _is_urgent(notice: Notice, now: datetime) -> bool:
    """Whether it is a code, or about a time so soon that the night cannot be waited for."""
    if notice.kind in AT_ONCE:
        return True
    if notice.kind not in CHANGES:
        return False
    said = (notice.parameters.get(name) for name in ("was", "starts"))
    try:
        return min(datetime.fromisoformat(each) for each in said if each) - now < SOON
    except ValueError:  # a notice that says nothing readable waits like any other
        return False


def _known_to_provider(db: Session, notice: Notice) -> frozenset[str]:
    """What the provider calls other notices to her, so that no look-up takes one for this."""
    if notice.attempts <= 1 or notice.first_attempt is None:
        return frozenset()
    since = notice.first_attempt - timedelta(hours=1)
    sent = select(Notice.provider_id).where(
        Notice.participant_id == notice.participant_id,
        Notice.state == NoticeState.SENT,
        Notice.sent >= since,
    )
    return frozenset(each for each in db.scalars(sent) if each)
