"""Consents: from one agency, to another, for one kind, from when until when. History is kept."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Code, Id, Tag, enum_type
from portal.people.agencies import Agency
from portal.sharing.kinds import ShareKind


class GivenHow(StrEnum):
    """How a consent was given."""

    SELF = "self"
    ORAL = "oral"


class Consent(Base):
    """What a participant lets one agency read of what another writes."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("from_agency <> to_agency", "two_agencies"),
        CheckConstraint("ends > starts", "ends_after_start"),
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
