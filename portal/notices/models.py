"""The outbox: what is to be told by SMS, e-mail or push, and how each participant is reached."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Code, Id, Tag, enum_type

QUIET_UNTIL, QUIET_FROM = 8, 20  # hours in Malmö between which a phone may buzz
USUAL_HOUR = 17  # when reminders come unless she has chosen another hour
OPEN_MESSAGE = "kind = 'message' AND state IN ('waiting', 'sending')"


# What is left of a code that nobody needs any more.
FORGOTTEN = {"code": "******"}
# What was told by a code or to an address of its own: neither is kept once the notice is settled.
ADDRESSED = ("phone", "email")


class NoticeKind(StrEnum):
    """What a notice tells. What it says is chosen by the kind and its parameters alone."""

    FIVE_DAYS = "five_days"
    TOMORROW = "tomorrow"
    NEW_TIME = "new_time"
    MOVED = "moved"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    MESSAGE = "message"
    YOUR_TURN = "your_turn"
    DUTY = "duty"
    ANSWER = "answer"
    SIGN_IN_CODE = "sign_in_code"
    NEW_PASSKEY = "new_passkey"
    LETTER_ISSUED = "letter_issued"
    LETTER_OPENED = "letter_opened"
    LETTER_CONFIRMED = "letter_confirmed"
    WAY_ENDED = "way_ended"
    PASSKEY_REFUSED = "passkey_refused"
    NUMBER_CODE = "number_code"
    NUMBER_CHANGED = "number_changed"


class NoticeState(StrEnum):
    """Where a notice stands.

    `unreached` is a dead letter, for staff to call or write; `withdrawn` is no longer true;
    `unsent` is one she does not want, or has no address for.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    UNSENT = "unsent"
    UNREACHED = "unreached"


class Channel(StrEnum):
    """How a participant is told; `none` is her own wish."""

    SMS = "sms"
    EMAIL = "email"
    PUSH = "push"
    NONE = "none"


class Notice(Base):
    """One notice, written in the same transaction as its cause. Its id is the idempotency key.

    `key` says what it is about, so that the same thing is never told twice. `due` is when to send
    it, when to try again, or when the worker that holds its `lease` is given up; after `not_after`
    it would no longer be true.
    """

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("(state = 'sending') = (lease IS NOT NULL)", "a_lease_while_sending"),
        CheckConstraint("(state = 'sent') = (sent IS NOT NULL)", "sent_at"),
        Index(
            "ix_notice_due", "due",
            sqlite_where=text("state IN ('waiting', 'sending')"),
            postgresql_where=text("state IN ('waiting', 'sending')"),
        ),
        # New messages are told of together.
        Index(
            "uq_notice_message", "participant_id", unique=True,
            sqlite_where=text(OPEN_MESSAGE), postgresql_where=text(OPEN_MESSAGE),
        ),
        Index(
            "ix_notice_unreached", "participant_id",
            sqlite_where=text("state = 'unreached'"), postgresql_where=text("state = 'unreached'"),
        ),
        Index("ix_notice_subject_id", "subject_id"),
        Index("ix_notice_participant_id_kind", "participant_id", "kind"),
    )  # fmt: skip

    id: Mapped[Id]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    kind: Mapped[NoticeKind] = mapped_column(enum_type(NoticeKind))
    subject_id: Mapped[UUID | None]
    key: Mapped[str] = mapped_column(String(120), unique=True)
    parameters: Mapped[dict[str, str]] = mapped_column(default=dict)
    created: Mapped[datetime]
    due: Mapped[datetime]
    not_after: Mapped[datetime | None]
    state: Mapped[NoticeState] = mapped_column(enum_type(NoticeState), default=NoticeState.WAITING)
    channel: Mapped[Channel | None] = mapped_column(enum_type(Channel))
    language: Mapped[Tag | None]
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    first_attempt: Mapped[datetime | None]
    lease: Mapped[UUID | None]
    sent: Mapped[datetime | None]
    provider_id: Mapped[str | None] = mapped_column(String(120))
    fault: Mapped[Code | None]


class Reach(Base):
    """How a participant wants to be told, and which of her addresses have turned out dead."""

    __tablename__ = "reach"
    __table_args__ = (CheckConstraint("hour BETWEEN 8 AND 19", "hour_is_not_quiet"),)

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    channel: Mapped[Channel | None] = mapped_column(enum_type(Channel))
    hour: Mapped[int] = mapped_column(SmallInteger, default=USUAL_HOUR)
    phone_dead: Mapped[datetime | None]
    email_dead: Mapped[datetime | None]


class Device(Base):
    """A browser that has asked for push (RFC 8030), with the keys to encrypt for it (RFC 8291)."""

    __tablename__ = "device"
    __table_args__ = (Index("ix_device_participant_id", "participant_id"),)

    id: Mapped[Id]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    endpoint: Mapped[str] = mapped_column(String(1000), unique=True)
    p256dh: Mapped[str] = mapped_column(String(120))
    auth: Mapped[str] = mapped_column(String(40))
    created: Mapped[datetime]
