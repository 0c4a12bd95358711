"""Passkeys (WebAuthn Level 2): public keys only; the private ones never leave a person's phone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Code, Id


class PasskeyHolder(Base):
    """What a participant is called in her own passkeys: random, so that it tells nothing."""

    __tablename__ = "passkey_holder"

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    handle: Mapped[bytes] = mapped_column(LargeBinary, unique=True)


class Passkey(Base):
    """One passkey. `sign_count` only grows, or stays at 0: passkeys that are synced do not count.

    `letter_id` is the letter that the sign-in it was added in began with; it ends with that letter.
    """

    __tablename__ = "passkey"

    id: Mapped[Id]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    added: Mapped[datetime]
    last_used: Mapped[datetime | None]
    device: Mapped[Code] = mapped_column(default="")
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("letter.id"), index=True)


class PasskeyChallenge(Base):
    """A challenge that was given out: its digest, for what, to whom, until when. Gone once answered."""

    __tablename__ = "passkey_challenge"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[Code]
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey("participant.id"), index=True)
    until: Mapped[datetime] = mapped_column(index=True)
