"""Teams, staff, participants, who works with whom, and who is signed in."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, column, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.audience import Audience
from portal.db import Base, Code, Id, Name, Tag, enum_type
from portal.people.agencies import Agency
from portal.people.roles import TITLES
from portal.people.sign_in_limits import Assurance
from portal.swedish_order import sort_key

LONGEST_WORD = 100  # letters of a word that is looked for; what is over tells nobody apart


def _order_of(context: Any) -> bytes:
    """The place of a name that is stored without the unit of work, many at a time."""
    values = context.get_current_parameters()
    return sort_key(values.get("alias") or values["name"])


Order = Annotated[
    bytes, mapped_column(LargeBinary, default=_order_of, server_default=text("''"))
]  # what lists of names are sorted by; kept by portal.people.names


class Team(Base):
    """One of the joint teams."""

    __tablename__ = "team"

    id: Mapped[Id]
    name: Mapped[Name]


class Staff(Base):
    """Someone who works in a team or for all of them. Known by employee id, never by personnummer.

    `agency` is the employer, of translators and administrators as well; `title` a key of `TITLES`:
    one more is said there first, and then allowed by a migration.

    `withdraws`: whom the agency has named to withdraw what was sent to the wrong person.
    """

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint("role <> 'participant' AND role <> 'public'", "staff_role"),
        CheckConstraint(column("title").in_(sorted(TITLES)), "title"),
    )

    id: Mapped[Id]
    employee_id: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[Name]
    sort_key: Mapped[Order]
    role: Mapped[Audience] = mapped_column(enum_type(Audience))
    agency: Mapped[Agency] = mapped_column(enum_type(Agency))
    title: Mapped[Code]
    phone: Mapped[str] = mapped_column(String(20))
    language: Mapped[Tag] = mapped_column(default="sv")
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    withdraws: Mapped[bool] = mapped_column(default=False)


class Participant(Base):
    """A job seeker. The identity number is opaque: encrypted, with a keyed hash to look it up by.

    `visited` is when she last signed in, `visited_before` the time before that: what has changed
    since then is new to her. The contact changes with a `ContactChange` only (migration 0004).
    `called` is what she is called by, where it is not her whole name (Swedish: tilltalsnamn). The
    first word of a name is nobody's: Abd al-Rahman is not Abd.
    `closed` is since when she has no account; staff see her as before.
    """

    __tablename__ = "participant"
    __table_args__ = (CheckConstraint("NOT protected OR alias IS NOT NULL", "alias_if_protected"),)

    id: Mapped[Id]
    name: Mapped[Name]
    called: Mapped[str | None] = mapped_column(String(120))
    alias: Mapped[str | None] = mapped_column(String(120))
    sort_key: Mapped[Order]
    identity_cipher: Mapped[bytes] = mapped_column(LargeBinary)
    identity_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    language: Mapped[Tag]
    interpreter_language: Mapped[str | None] = mapped_column(String(12))
    phone: Mapped[str | None] = mapped_column(String(20), index=True)
    email: Mapped[str | None] = mapped_column(String(254))
    protected: Mapped[bool] = mapped_column(default=False)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), index=True)
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    visited: Mapped[datetime | None]
    visited_before: Mapped[datetime | None]
    closed: Mapped[datetime | None]


class NameWord(Base):
    """A folded word that a participant is found by: of her alias where she is protected.

    In the order of code points, so that "begins with" is a range that an index serves.
    """

    __tablename__ = "name_word"

    participant_id: Mapped[UUID] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True
    )
    word: Mapped[str] = mapped_column(
        String(LONGEST_WORD).with_variant(String(LONGEST_WORD, collation="C"), "postgresql"),
        primary_key=True,
    )


class Hold(Base):
    """That nothing about a participant may be deleted, since when and why (legal hold)."""

    __tablename__ = "hold"
    __table_args__ = (CheckConstraint("length(trim(reason)) > 0", "a_reason"),)

    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), primary_key=True)
    since: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200))


class Assignment(Base):
    """A member of staff who works with a participant, from when until when.

    Without a current one staff see nothing of the person, whatever the consents say. Of a person
    whose identity is protected there are at most two (migration 0008).
    """

    __tablename__ = "assignment"
    __table_args__ = (
        Index(
            "ix_assignment_current", "staff_id", "participant_id", unique=True,
            sqlite_where=text("ended IS NULL"), postgresql_where=text("ended IS NULL"),
        ),
        Index("ix_assignment_participant_id", "participant_id"),
    )  # fmt: skip

    id: Mapped[Id]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    started: Mapped[datetime]
    ended: Mapped[datetime | None]


class ContactChange(Base):
    """That a participant got another contact: who, why, and what the new one was told. Append-only.

    `open_turns` are the steps that were open, so that nothing falls between two chairs.
    """

    __tablename__ = "contact_change"
    __table_args__ = (
        CheckConstraint("from_staff_id <> to_staff_id", "a_successor"),
        CheckConstraint("length(trim(summary)) > 0", "a_summary"),
        Index("ix_contact_change_participant_id_at", "participant_id", "at"),
    )

    id: Mapped[Id]
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"))
    from_staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    to_staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(24))
    summary: Mapped[str] = mapped_column(Text)
    open_turns: Mapped[list[str]]
    by_staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), index=True)


class SignIn(Base):
    """One signed-in phone or computer. Deleted at sign-out, so a copied cookie is dead too.

    `id` is what its list names it by: the token's digest is shown nowhere. `created` is when she
    showed who she is; doing it again makes a new row in place of this one. `seen` is when something
    was last done with it, to the minute. `way` is how it came about (demo, a provider, letter,
    passkey), `shared` that the phone is not her own, `device` what the browser calls itself.
    `letter_id` is the letter it began with, if only by a passkey that was added after one, and
    `passkey_id` the passkey it was made with: it ends with either (migration 0019).
    """

    __tablename__ = "sign_in"
    __table_args__ = (
        CheckConstraint("(participant_id IS NULL) <> (staff_id IS NULL)", "one_person"),
        CheckConstraint("seen >= created", "seen_since"),
        CheckConstraint("staff_id IS NULL OR assurance = 'full'", "staff_in_full"),
    )

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True, default=uuid4)
    participant_id: Mapped[UUID | None] = mapped_column(ForeignKey("participant.id"), index=True)
    staff_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    created: Mapped[datetime]
    seen: Mapped[datetime]
    way: Mapped[Code]
    assurance: Mapped[Assurance] = mapped_column(enum_type(Assurance))
    shared: Mapped[bool] = mapped_column(default=False)
    device: Mapped[Code] = mapped_column(default="")
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("letter.id"), index=True)
    passkey_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("passkey.id", ondelete="CASCADE"), index=True
    )
