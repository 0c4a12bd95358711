"""Rows the web edge keeps: forms already sent, what was typed but not sent, and attempts counted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id


class FormKey(Base):
    """A form that was sent. A second tap with the same key is shown the first one's result."""

    __tablename__ = "form_key"

    actor_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    location: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class KeptForm(Base):
    """What someone had typed when she changed language. Her own; one at a time, for an hour, gone at sign-out."""

    __tablename__ = "kept_form"

    id: Mapped[Id]
    actor_id: Mapped[UUID] = mapped_column(index=True)
    fields: Mapped[dict[str, list[str]]]
    at: Mapped[datetime]


class Rate(Base):
    """How often something was tried until a window ends. The key tells neither who nor where."""

    __tablename__ = "rate"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    window_end: Mapped[datetime] = mapped_column(index=True)
    hits: Mapped[int]
