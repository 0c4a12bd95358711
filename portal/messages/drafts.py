"""What a participant has typed and not sent: her own space, which no query of staff's can reach.

Nothing else in the portal may import `Draft` (a contract test holds that), and every statement
here asks for the acting participant's own rows. It becomes a record of an agency's only when she
presses Send (eSam's guidance on a user's own space, "eget utrymme").
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Tag


class Draft(Base):
    """One text that is not sent yet, by where it is being written."""

    __tablename__ = "draft"

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    place: Mapped[str] = mapped_column(String(60), primary_key=True)
    topic: Mapped[str | None] = mapped_column(String(24))
    body: Mapped[str] = mapped_column(Text)
    language: Mapped[Tag]
    saved: Mapped[datetime]
