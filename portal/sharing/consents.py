"""Giving and withdrawing a consent. A row is never changed: it is closed, and a new one added.

The participant's own row is locked first, so that of two phones at once one waits for the other
and then sees what it did; a partial unique index holds the same should that ever be forgotten.
Withdrawing needs no reason and counts from the next request on, since the policy reads these rows.
"""

from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.db import ChangedMeanwhile, insert_into
from portal.i18n.languages import Language
from portal.people.actor import Actor
from portal.people.agencies import Agency
from portal.people.models import Participant
from portal.sharing.kinds import ShareKind
from portal.sharing.models import Consent, ConsentWording, GivenHow
from portal.sharing.policy import assigned
from portal.sharing.queries import mark_of
from portal.sharing.wording import Wording, words
from portal.trail.models import Act
from portal.trail.service import leave

LENGTHS = (1, 3, 6, 12)  # months
Share = tuple[Agency, ShareKind]  # who may read, and which kind


class NotYourAgency(Exception):
    """Staff note an oral consent only to what their own agency writes."""


class NotSaid(Exception):
    """Staff cannot give a consent of their own; they note one that was said to them."""


@dataclass(frozen=True, slots=True)
class Oral:
    """That it was said at a meeting; `interpreter` is None where none was needed."""

    interpreter: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What is to hold from now on of what `source` writes.

    `months` is one of `LENGTHS`; `language` is what the words were shown in; `seen` is `mark_of`
    the consents from `source` that were in force when the page was shown.
    """

    source: Agency
    given: Collection[Share]
    stopped: Collection[Share]
    months: int
    language: Language
    seen: str


def ticked(
    held: Collection[Share], chosen: Collection[Share], *, renew: bool
) -> tuple[list[Share], list[Share]]:
    """What is given and what is stopped when these boxes are ticked and no others.

    A box for health is never ticked beforehand, so leaving it empty changes nothing.
    """
    given = [
        share for share in chosen
        if share not in held or renew or share[1] is ShareKind.HEALTH
    ]  # fmt: skip
    stopped = [
        share for share in held if share not in chosen and share[1] is not ShareKind.HEALTH
    ]  # fmt: skip
    return sorted(given, key=in_order), sorted(stopped, key=in_order)


def in_order(share: Share) -> tuple[int, int]:
    """The order in which agencies and kinds stand everywhere, health last."""
    return [*Agency].index(share[0]), [*ShareKind].index(share[1])


def until(starts: date, months: int) -> date:
    """The first day a consent of so many months no longer holds."""
    years, month = divmod(starts.month - 1 + months, 12)
    last = monthrange(starts.year + years, month + 1)[1]
    return date(starts.year + years, month + 1, min(starts.day, last))


def change(
    db: Session, actor: Actor, participant: UUID, new: Change, oral: Oral | None = None
) -> None:
    """Gives and withdraws consents to what one agency writes, all or nothing.

    Raises NoResultFound for someone else, or someone the actor does not work with; NotSaid and
    NotYourAgency; ChangedMeanwhile where others are in force than the page showed; ValueError for
    a length that is not offered and for an agency that would read its own.
    """
    _lock(db, actor, participant)
    _require_fitting(actor, new, oral)
    open_rows = _open(db, participant, new.source)
    if mark_of(row.id for row in open_rows.values() if _in_force(row)) != new.seen:
        raise ChangedMeanwhile
    for share in {*new.stopped, *new.given} & open_rows.keys():
        _close(open_rows[share], actor)
    db.flush()  # the index allows one open row for each, so those before end first
    for share in new.given:
        before = open_rows.get(share)
        _add(db, actor, participant, new, share, before.id if before else None, oral)
    for share in new.stopped:
        if share in open_rows:
            _traced(db, actor, Act.CHANGED, open_rows[share])


def withdraw(db: Session, actor: Actor, participant: UUID, consent: UUID) -> Consent:
    """Takes one consent back; nothing happens when it does not hold any more.

    Raises NoResultFound for somebody else's, and where an agency neither gives nor gets it.
    """
    _lock(db, actor, participant)
    asked = select(Consent).where(Consent.id == consent, Consent.participant_id == participant)
    if not actor.is_participant:
        asked = asked.where(
            or_(Consent.from_agency == actor.agency, Consent.to_agency == actor.agency)
        )
    row = db.scalars(asked).one()
    if row.withdrawn is None and _in_force(row):
        _close(row, actor)
        db.flush()
        _traced(db, actor, Act.CHANGED, row)
    return row


def withdraw_all(db: Session, actor: Actor, participant: UUID, source: Agency) -> None:
    """Takes back everything that others may read of what one agency writes.

    Raises NoResultFound for someone else; only the participant herself stops everything at once.
    """
    if not actor.is_participant:
        raise NoResultFound
    _lock(db, actor, participant)
    for row in _open(db, participant, source).values():
        if _in_force(row):
            _close(row, actor)
            db.flush()
            _traced(db, actor, Act.CHANGED, row)


def keep_words(db: Session, said: Wording) -> str:
    """Keeps the words of a consent, once however many were given in them; what they are found by."""
    row = {
        "digest": said.digest, "text_version": said.text_version, "language": said.language,
        "swedish": said.swedish, "shown": said.shown,
    }  # fmt: skip
    db.execute(insert_into(db, ConsentWording).values(row).on_conflict_do_nothing())
    return said.digest


def _lock(db: Session, actor: Actor, participant: UUID) -> None:
    asked = select(Participant.id).where(Participant.id == participant).with_for_update()
    if not actor.is_participant:
        asked = asked.where(assigned(Participant.id))
    elif participant != actor.id:
        raise NoResultFound
    db.execute(asked, actor.bindings).one()


def _require_fitting(actor: Actor, new: Change, oral: Oral | None) -> None:
    if new.months not in LENGTHS or any(reader is new.source for reader, _kind in new.given):
        raise ValueError(new)
    if actor.is_participant == (oral is not None):
        raise NotSaid
    if oral is not None and new.source is not actor.agency:
        raise NotYourAgency


def _open(db: Session, participant: UUID, source: Agency) -> Mapping[Share, Consent]:
    """What has not been withdrawn, whether it still holds or has come to its end."""
    rows = db.scalars(
        select(Consent).where(
            Consent.participant_id == participant, Consent.from_agency == source,
            Consent.withdrawn.is_(None),
        )
    )  # fmt: skip
    return {(row.to_agency, row.kind): row for row in rows}


def _in_force(row: Consent) -> bool:
    return row.starts <= clock.today() < row.ends


def _close(row: Consent, actor: Actor) -> None:
    row.withdrawn = clock.now()
    row.withdrawn_by_id = None if actor.is_participant else actor.id


def _add(
    db: Session, actor: Actor, participant: UUID, new: Change, share: Share, before: UUID | None,
    oral: Oral | None,
) -> None:  # fmt: skip
    said = words(new.source, *share, new.language)
    row = Consent(
        participant_id=participant, from_agency=new.source, to_agency=share[0], kind=share[1],
        text_version=said.text_version, language=said.language,
        given=GivenHow.ORAL if oral else GivenHow.SELF, starts=clock.today(),
        ends=until(clock.today(), new.months), given_at=clock.now(),
        by_staff_id=actor.id if oral else None, interpreter=oral.interpreter if oral else None,
        wording=keep_words(db, said), replaces_id=before,
    )  # fmt: skip
    db.add(row)
    db.flush()
    _traced(db, actor, Act.ADDED, row)


def _traced(db: Session, actor: Actor, act: Act, row: Consent) -> None:
    leave(db, actor, act, "consent", participant=row.participant_id, subject_id=row.id)
