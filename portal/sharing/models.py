"""Consents: from one agency, to another, for one kind, from when until when. History is kept."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Code, Id, Tag, enum_type
from portal.people.agencies import Agency
from portal.sharing.kinds import ShareKind


class GivenHow(StrEnum):
    """How a consent was given."""

    SELF = "self"
    ORAL = "oral"


class ConsentWording(Base):
    """The exact words that consents were given in, once for all who read the same. Append-only.

    Catalogs change; what someone once agreed to does not. `digest` is over the other columns.
    """

    __tablename__ = "consent_wording"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    text_version: Mapped[Code]
    language: Mapped[Tag]
    swedish: Mapped[str] = mapped_column(Text)
    shown: Mapped[str] = mapped_column(Text)


class Consent(Base):
    """What a participant lets one agency read of what another writes.

    It holds from `starts` until the day before `ends`. A row never changes, save that `withdrawn`
    is set once: by the participant, or by staff who note it (`withdrawn_by_id`). A new one for the
    same thing closes the one before it and names it (`replaces_id`). `wording` is None for what was
    given before the words were kept; `interpreter` is None where none was needed.
    """

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("from_agency <> to_agency", "two_agencies"),
        CheckConstraint("ends > starts", "ends_after_start"),
        CheckConstraint("(given = 'oral') = (by_staff_id IS NOT NULL)", "oral_noted_by_whom"),
        CheckConstraint("interpreter IS NULL OR given = 'oral'", "interpreted_when_oral"),
        CheckConstraint("withdrawn_by_id IS NULL OR withdrawn IS NOT NULL", "withdrawn_by_whom"),
        Index("ix_consent_participant_id_given_at", "participant_id", "given_at"),
        Index(
            "ix_consent_current", "participant_id", "to_agency", "from_agency", "kind", unique=True,
            sqlite_where=text("withdrawn IS NULL"), postgresql_where=text("withdrawn IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    from_agency: Mapped[Agency] = mapped_column(enum_type(Agency, "from_agency"))
    to_agency: Mapped[Agency] = mapped_column(enum_type(Agency, "to_agency"))
    kind: Mapped[ShareKind] = mapped_column(enum_type(ShareKind))
    text_version: Mapped[Code]
    language: Mapped[Tag]
    given: Mapped[GivenHow] = mapped_column(enum_type(GivenHow))
    starts: Mapped[date]
    ends: Mapped[date]
    withdrawn: Mapped[datetime | None]
    given_at: Mapped[datetime]
    by_staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    interpreter: Mapped[str | None] = mapped_column(String(120))
    wording: Mapped[str | None] = mapped_column(ForeignKey("consent_wording.digest"), index=True)
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("consent.id"), unique=True)
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
