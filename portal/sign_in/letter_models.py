"""Letters that let someone in who has no e-ID, and what follows when one is opened."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Code, Id

MOST_TRIES = 5
LIVE = "used IS NULL AND revoked IS NULL"


class Letter(Base):
    """One letter: a reference that is no secret, and the argon2id hash of its code.

    `checked` is the document that showed who she is. `tries` counts guesses before they are looked
    at. Whoever is given another loses the one before: `revoked` then too, and with it what it opened.
    The last three are digests of the address and the browser that issued, opened and confirmed it.
    """

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint(f"tries BETWEEN 0 AND {MOST_TRIES}", "so_many_tries"),
        CheckConstraint("expires > issued", "expires_after_issue"),
        CheckConstraint("(revoked IS NULL) = (revoked_by_id IS NULL)", "revoked_by_whom"),
        Index(
            "uq_letter_live", "participant_id", unique=True,
            sqlite_where=text(LIVE), postgresql_where=text(LIVE),
        ),
        Index("ix_letter_participant_id_issued", "participant_id", "issued"),
    )  # fmt: skip

    id: Mapped[Id]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    reference: Mapped[str] = mapped_column(String(8), unique=True)
    code_hash: Mapped[str] = mapped_column(String(120))
    checked: Mapped[Code]
    issued: Mapped[datetime]
    issued_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    expires: Mapped[datetime]
    tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    used: Mapped[datetime | None]
    revoked: Mapped[datetime | None]
    revoked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    issued_from: Mapped[str | None] = mapped_column(String(40))
    opened_from: Mapped[str | None] = mapped_column(String(40))
    confirmed_from: Mapped[str | None] = mapped_column(String(40))


class UnknownLetter(Base):
    """One row that counts guesses at letters there are not: they must cost what others cost."""

    __tablename__ = "unknown_letter"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    tries: Mapped[int] = mapped_column(default=0)


class Activation(Base):
    """A letter that was opened on a phone and waits for a second sign of who holds it.

    An SMS code, or a caseworker who sees her and has not issued the letter (migration 0019). Bound to
    that phone by the digest of a cookie.
    `finished` is when it let her in, once.
    """

    __tablename__ = "activation"
    __table_args__ = (
        CheckConstraint("(activated IS NULL) = (activated_by_id IS NULL)", "activated_by_whom"),
        CheckConstraint("(code_hash IS NULL) = (code_until IS NULL)", "a_code_ends"),
        CheckConstraint("code_tries BETWEEN 0 AND 3 AND codes_sent BETWEEN 0 AND 3", "so_many_codes"),
    )  # fmt: skip

    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    begun: Mapped[datetime]
    code_hash: Mapped[str | None] = mapped_column(String(120))
    code_until: Mapped[datetime | None]
    code_tries: Mapped[int] = mapped_column(SmallInteger, default=0)
    codes_sent: Mapped[int] = mapped_column(SmallInteger, default=0)
    activated: Mapped[datetime | None]
    activated_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    finished: Mapped[datetime | None]
