"""What signing in at a provider keeps: attempts, where a sign-in came from, and numbers that change."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Code, Id, enum_type

OPEN_CONFLICT = "state = 'open' AND other_id IS NOT NULL"


class ChangeState(StrEnum):
    """What has become of a new number."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    SETTLED = "settled"


class Attempt(Base):
    """A sign-in that has been sent to a provider and not come back. Single use, for ten minutes.

    Found by a digest of its state, and only in the browser that began it: `browser_hash` is a
    digest of that browser's cookie.
    """

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_started", "started"),)

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    browser_hash: Mapped[str] = mapped_column(String(64))
    provider: Mapped[Code]
    nonce: Mapped[str] = mapped_column(String(64))
    verifier: Mapped[str] = mapped_column(String(128))
    then: Mapped[str] = mapped_column(String(500))
    shared: Mapped[bool] = mapped_column(default=False)
    started: Mapped[datetime]


class ProviderSignIn(Base):
    """Which provider vouched for a sign-in. Gone with it.

    `sub_hash` and `sid_hash` are keyed: a provider may name people by their numbers. The ID token
    is sealed; it is kept for the provider's own sign-out and nothing else.
    """

    __tablename__ = "provider_sign_in"
    __table_args__ = (
        Index("ix_provider_sign_in_sub", "provider", "sub_hash"),
        Index("ix_provider_sign_in_sid", "provider", "sid_hash"),
    )

    token_hash: Mapped[str] = mapped_column(
        ForeignKey("sign_in.token_hash", ondelete="CASCADE"), primary_key=True
    )
    provider: Mapped[Code]
    sub_hash: Mapped[bytes] = mapped_column(LargeBinary)
    sid_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    id_token: Mapped[bytes] = mapped_column(LargeBinary)
    end_session: Mapped[str] = mapped_column(Text)


class UsedLogoutToken(Base):
    """A logout token that has been taken, kept until it would have run out anyway."""

    __tablename__ = "used_logout_token"
    __table_args__ = (Index("ix_used_logout_token_until", "until"),)

    provider: Mapped[Code] = mapped_column(primary_key=True)
    jti_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    until: Mapped[datetime]


class FormerIdentity(Base):
    """A number someone had before. It still finds her."""

    __tablename__ = "former_identity"
    __table_args__ = (Index("ix_former_identity_participant_id", "participant_id"),)

    identity_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    identity_cipher: Mapped[bytes] = mapped_column(LargeBinary)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    replaced: Mapped[datetime]
    by_staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)


class IdentityChange(Base):
    """A provider says that someone has a new number: for staff to confirm, never done by itself.

    `other_id` is the person who has that number already: then it is a conflict, for an
    administrator to settle.
    """

    __tablename__ = "identity_change"
    __table_args__ = (
        CheckConstraint("other_id IS NULL OR other_id <> participant_id", "two_people"),
        CheckConstraint(
            "(state = 'open') = (decided IS NULL) AND (decided IS NULL) = (decided_by IS NULL)",
            "decided_by_whom",
        ),
        CheckConstraint("other_id IS NULL OR state IN ('open', 'settled')", "conflicts_are_settled"),
        Index(
            "uq_identity_change_open", "participant_id", "identity_hash", unique=True,
            sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'"),
        ),
        Index(
            "ix_identity_change_conflict", "proposed",
            sqlite_where=text(OPEN_CONFLICT), postgresql_where=text(OPEN_CONFLICT),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    other_id: Mapped[UUID | None] = mapped_column(ForeignKey("participant.id"), index=True)
    provider: Mapped[Code]
    identity_hash: Mapped[bytes] = mapped_column(LargeBinary)
    identity_cipher: Mapped[bytes] = mapped_column(LargeBinary)
    proposed: Mapped[datetime]
    state: Mapped[ChangeState] = mapped_column(enum_type(ChangeState))
    decided: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
